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
pub(super) use told::reason as difficulty_reason;

use super::ReportError;
use super::words::Words;
use crate::model::Lang;
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

/// Words how the grade of difficulty comes about, for people who ask for help: reasons by code, each with its least and most points.
pub fn formula(reasons: impl Iterator<Item = (&'static str, u32, u32)>, lang: Lang) -> String {
    let w = Words::of(lang);
    let mut lines = vec![w.get("profile", "help").to_owned()];
    for (code, least, most) in reasons {
        let points = if least == most { most.to_string() } else { format!("{least}-{most}") };
        lines.push(format!("{points:>7}  {}", told::named(w, "profile_reason", code)));
    }
    lines.push(told::grades(w));
    lines.join("\n")
}

#[cfg(test)]
mod sample;
