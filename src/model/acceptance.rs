//! The sealed record that a wave was accepted.

use super::Criterion;
use serde::{Deserialize, Serialize};

/// What was accepted: sealed as JSON, byte for byte.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acceptance {
    /// The run's name.
    pub run: String,
    /// The wave.
    pub wave: String,
    /// Who accepted it.
    pub by: String,
    /// What they said.
    pub note: String,
    /// Who was at the keyboard.
    pub who: String,
    /// When, in UTC.
    pub at: String,
    /// The place of the target.
    pub target: String,
    /// The number of the verification that it rests on.
    pub checked: u64,
    /// The digest that this verification found.
    pub digest: String,
    /// Criteria with what was found.
    pub criteria: Vec<Met>,
    /// Batches: name, records, SHA-256.
    pub batches: Vec<(String, u64, String)>,
    /// Who loaded it against the verdict of its run, and why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub despite: Vec<Despite>,
}

/// That a wave was loaded although the verdict of its run is against going live.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Despite {
    /// The run's name.
    pub run: String,
    /// The wave.
    pub wave: String,
    /// The verdict.
    pub verdict: String,
    /// Names of the gates that were missed.
    pub missed: String,
    /// Why it was loaded all the same.
    pub reason: String,
    /// Who loaded it.
    pub who: String,
    /// When, in UTC.
    pub at: String,
}

/// A criterion with what was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Met {
    /// The criterion.
    pub criterion: Criterion,
    /// The number found; `None` for what a person confirmed.
    pub found: Option<u64>,
    /// Whether it is met.
    pub met: bool,
}

/// A sealed record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// What was accepted.
    pub acceptance: Acceptance,
    /// Its bytes.
    pub record: String,
    /// The seal before it; 64 zeros for the first.
    pub previous: String,
    /// SHA-256 over the seal before and the bytes.
    pub seal: String,
}
