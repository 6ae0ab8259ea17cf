//! What differs between two run folders: outcome and scores, fates of records, findings, codes.
//!
//! Records are told apart by entity, legacy system and old code, findings by record, rule, column and value: never by their row, which
//! moves from one export to the next. Where several rows share an identity, the counts of what became of them are compared.

mod codes;
mod findings;
mod records;
mod summary;

pub use codes::Recoded;
pub use findings::{FindingAt, RuleChange};
pub use records::{RecordChange, RecordKey};
pub use summary::{GateChange, Outcome, Reached, ScoreChange};

use crate::emit::RunFileError;
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
    let outcome = summary::compare(before, now)?;
    let (records, same_records) = records::compare(before, now)?;
    let findings = findings::compare(before, now)?;
    let (codes, same_codes) = codes::compare(before, now)?;
    Ok(Difference { schema: 1, outcome, records, same_records, findings, codes, same_codes })
}
