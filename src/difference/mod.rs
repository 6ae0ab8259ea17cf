//! What differs between two run folders: outcome and scores, fates of records, findings, codes.
//!
//! Records are told apart by entity, legacy system and old code (without a code by their file and sheet), findings by record, rule, column
//! and value: never by their row, which moves from one export to the next, nor by their folder. Where several rows share an identity, the
//! counts of what became of them are compared.

mod codes;
mod findings;
mod records;
mod summary;

pub use codes::Recoded;
pub use findings::{FindingAt, RuleChange};
pub use records::{RecordChange, RecordKey};
pub use summary::{GateChange, Outcome, Reached, ScoreChange};

use crate::emit::{Line, RunFileError};
use serde::Serialize;
use std::path::{Path, PathBuf};

/// Everything that differs between two runs; `before` and `now` as the user named them.
#[derive(Clone, Debug, Serialize)]
pub struct Difference {
    /// Version of this layout.
    pub schema: u32,
    /// Verdict, rows, scores and gates.
    pub outcome: Outcome,
    /// Records that came, went, or met another fate, by what became of them before and now.
    pub records: Vec<RecordChange>,
    /// Records whose fates are the same.
    pub same_records: u64,
    /// Findings that came and went, per rule.
    pub findings: Vec<RuleChange>,
    /// Old codes with another new code, without one any more, or with one for the first time.
    pub codes: Vec<Recoded>,
    /// Old codes that kept their new code.
    pub same_codes: u64,
}

impl Difference {
    /// Says whether nothing differs but the counts of what is the same.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
            && self.codes.is_empty()
            && self.findings.iter().all(|f| f.came == 0 && f.gone == 0)
            && self.outcome.is_same()
    }
}

/// Two runs that cannot be compared.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DifferenceError {
    /// A file of a run folder cannot be read.
    #[error(transparent)]
    File(#[from] RunFileError),
    /// run.json is missing or none of ours.
    #[error("{} is no run.json of a finished run", .path.display())]
    Summary {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

/// Compares two run folders.
///
/// # Errors
/// If a file of either is missing or damaged.
pub fn compare(before: &Path, now: &Path) -> Result<Difference, DifferenceError> {
    let (outcome, alike) = summary::compare(before, now)?;
    let (records, same_records) = records::compare(before, now)?;
    // A masked value and a bare one tell nothing of each other.
    let findings = findings::compare(before, now, alike)?;
    let (codes, same_codes) = codes::compare(before, now)?;
    Ok(Difference { schema: 1, outcome, records, same_records, findings, codes, same_codes })
}

/// Gives the code of a line's record; without one its file, without folders, and its sheet.
fn code(l: &Line<'_>) -> String {
    match (l.text("code"), l.text("sheet")) {
        (code, _) if !code.is_empty() => code,
        (_, sheet) if sheet.is_empty() => file_name(&l.text("file")).to_owned(),
        (_, sheet) => format!("{} [{sheet}]", file_name(&l.text("file"))),
    }
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Takes folders and line numbers out of a value that names places, such as `plant_a/BOM.xlsx [BOM]:214`.
fn placeless(value: &str) -> String {
    let one = |part: &str| match part.rsplit_once(':') {
        Some((place, line)) if !line.is_empty() && line.bytes().all(|b| b.is_ascii_digit()) => file_name(place).to_owned(),
        _ => part.to_owned(),
    };
    value.split(", ").map(one).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::placeless;

    #[test]
    fn places_lose_folder_and_line_and_nothing_else_does() {
        assert_eq!(placeless("a/b/客户.csv:2, a/c.xlsx [S]:13"), "客户.csv, c.xlsx [S]");
        for text in ["12:30", "a:b", "http://x", "1/2", ""] {
            assert_eq!(placeless(text), if text == "12:30" { "12" } else { text });
        }
    }
}
