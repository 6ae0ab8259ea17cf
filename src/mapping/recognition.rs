//! What is said about one sheet: its entity, its columns, and what a person should know about either.

use crate::model::{Entity, Text, TextColumn};
use std::sync::Arc;

/// One sheet as it was read: one table, whose columns all have the same length.
#[derive(Clone, Copy, Debug)]
pub struct SheetView<'a> {
    /// The file, with `/` between folders.
    pub path: &'a str,
    /// The sheet, for workbooks.
    pub sheet: Option<&'a str>,
    /// Texts above the header.
    pub titles: &'a [String],
    /// Headers; unread where `has_header` is false.
    pub header: &'a [String],
    /// Whether the sheet has a header of its own.
    pub has_header: bool,
    /// The columns.
    pub columns: &'a [TextColumn],
}

/// What a sheet is.
#[derive(Clone, Debug)]
pub struct Recognition {
    /// The entity; `None`: the sheet is left out.
    pub entity: Option<Entity>,
    /// How sure that is, 0 to 1; 1 where the project declares it.
    pub confidence: f64,
    /// Why this entity, or why the sheet is left out.
    pub reason: Text,
    /// The entities thought of, with their confidence, the likeliest first.
    pub alternatives: Vec<(Entity, f64)>,
    /// Every column of the sheet, in order.
    pub columns: Vec<ColumnMapping>,
    /// What a person should know, in the order of columns.
    pub notes: Vec<Note>,
}

/// What one column is.
#[derive(Clone, Debug)]
pub struct ColumnMapping {
    /// Its position, from 0.
    pub index: usize,
    /// Its header as written; `#N` where there is none.
    pub header: String,
    /// The field; `None`: the column is not loaded.
    pub field: Option<Arc<str>>,
    /// How sure that is, 0 to 1; 1 where the project declares it.
    pub confidence: f64,
    /// What speaks for it, such as `header 客户编号; 98 % code-like`.
    pub evidence: String,
    /// Other fields it may be, the likeliest first.
    pub alternatives: Vec<(Arc<str>, f64)>,
}

/// One thing about a sheet that a person should know; the pipeline makes a finding of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What it is.
    pub kind: NoteKind,
    /// The column it is about, from 0.
    pub column: Option<usize>,
    /// The header or name it is about.
    pub value: String,
    /// The field it is about, or what was expected.
    pub expected: String,
    /// What to do.
    pub suggestion: String,
}

/// Kinds of notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoteKind {
    /// The sheet is left out.
    SheetLeftOut,
    /// No column could be found for a required field.
    MissingField,
    /// A column has values but no field.
    UnmappedColumn,
    /// Two columns mean the same field; the better one is taken.
    SecondColumn,
    /// A header may mean two fields, and the values do not settle it.
    AmbiguousHeader,
    /// The project maps a column that the sheet does not have, or to a field that the entity does not have.
    UnknownDeclared,
    /// The parents of a bill of materials were derived.
    DerivedParent,
    /// A level or parent of a bill of materials makes no sense.
    BrokenLevel,
}

impl NoteKind {
    /// All kinds.
    pub const ALL: [Self; 8] = [
        Self::SheetLeftOut,
        Self::MissingField,
        Self::UnmappedColumn,
        Self::SecondColumn,
        Self::AmbiguousHeader,
        Self::UnknownDeclared,
        Self::DerivedParent,
        Self::BrokenLevel,
    ];

    /// Gives the stable code of the finding that the pipeline makes of it.
    pub fn code(self) -> &'static str {
        match self {
            Self::SheetLeftOut => "unrecognised-sheet",
            Self::MissingField => "missing-column",
            Self::UnmappedColumn => "unmapped-column",
            Self::SecondColumn => "second-column-for-field",
            Self::AmbiguousHeader => "ambiguous-header",
            Self::UnknownDeclared => "unknown-declared-column",
            Self::DerivedParent => "derived-parent",
            Self::BrokenLevel => "broken-bom-level",
        }
    }
}
