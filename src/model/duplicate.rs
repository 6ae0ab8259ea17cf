//! What the matching stage says about duplicates.

use super::RowId;
use serde::Serialize;

/// The three answers about a pair of records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Decision {
    /// The same thing: merged without a person.
    Same,
    /// A person must say.
    Undecided,
    /// Different things.
    Different,
}

impl Decision {
    /// Gives the stable name used in run folders.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Undecided => "undecided",
            Self::Different => "different",
        }
    }
}

/// What one field says about a pair.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// The field.
    pub field: Box<str>,
    /// The level of agreement, such as `exact`, `close`, `conflict`.
    pub level: Box<str>,
    /// Log2 of the Bayes factor: positive speaks for a match. Minus infinity is a veto.
    pub weight: f64,
}

/// A compared pair that is the same or undecided.
#[derive(Clone, Debug, PartialEq)]
pub struct MatchPair {
    /// The row read earlier.
    pub left: RowId,
    /// The row read later.
    pub right: RowId,
    /// Total log2 Bayes factor with the prior.
    pub weight: f64,
    /// The estimated probability that both are the same thing, 0 to 1.
    pub probability: f64,
    /// The answer.
    pub decision: Decision,
    /// Per field, the strongest first.
    pub evidence: Vec<Evidence>,
}

/// Duplicates of one entity.
#[derive(Clone, Debug, Default)]
pub struct Duplicates {
    /// Pairs decided same or undecided, ordered by (left, right).
    pub pairs: Vec<MatchPair>,
    /// Sets of two or more rows that are one thing, each in row order, ordered by their first row.
    pub clusters: Vec<Vec<RowId>>,
}
