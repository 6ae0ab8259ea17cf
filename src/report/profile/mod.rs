//! What `cutover profile` shows: text for the terminal, JSON for machines, a page for people.
//!
//! All three show the same [`Profile`]. Mask it first, once: see [`masked()`].

mod html;
mod masked;
mod text;
mod told;

pub use html::html;
pub use masked::masked;
pub use text::text;

use super::ReportError;
use crate::model::profile::Profile;
use std::io::Write;

/// Writes the profile as indented JSON (schema 1), ending in a line break.
///
/// # Errors
/// If the writer refuses the bytes.
pub fn json(profile: &Profile, mut out: impl Write) -> Result<(), ReportError> {
    serde_json::to_writer_pretty(&mut out, profile)?;
    out.write_all(b"\n")?;
    out.flush()?;
    Ok(())
}

#[cfg(test)]
mod sample;
