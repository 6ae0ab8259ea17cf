//! Says which entity a sheet is and which of its columns is which field: headers first, values as evidence, and never a guess.

mod apply;
mod assign;
pub mod bom;
mod candidate;
mod decide;
mod declared;
mod dictionary;
mod fitness;
mod header;
mod kinds;
mod look;
mod outcome;
mod pairing;
mod recognise;
mod recognition;
mod score;
mod shape;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod wording;
mod words;

pub use apply::apply;
pub use recognise::Recogniser;
pub use recognition::{ColumnMapping, Note, NoteKind, Recognition, SheetView};

use crate::plan::{Plan, SourceSpec};

/// Recognises one sheet; for many, prepare a [`Recogniser`] once.
pub fn recognise(plan: &Plan, sheet: &SheetView, declared: Option<&SourceSpec>) -> Recognition {
    Recogniser::new(plan).recognise(sheet, declared)
}
