//! Thresholds from the estimated precision, and whether links are one to one.

use super::Options;
use super::field::Field;
use super::records::Records;
use super::score::Scored;

/// Where the three answers part.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Thresholds {
    /// Same at or above this probability.
    pub same: f64,
    /// Undecided at or above this probability.
    pub review: f64,
    /// Whether each record links to at most one of the other list.
    pub one_to_one: bool,
    /// Expected share of right pairs among those at or above `same`.
    pub precision: f64,
}

/// Chooses thresholds: those given, else the lowest that keeps the estimated precision.
pub fn thresholds(scored: &[Scored], records: &Records, _fields: &[Field], options: &Options) -> Thresholds {
    let one_to_one = options.one_to_one.unwrap_or(records.side.is_some());
    let same = options.threshold.unwrap_or(0.9);
    let review = options.review.unwrap_or(0.2).min(same);
    let above: Vec<f64> = scored.iter().map(Scored::probability).filter(|p| *p >= same).collect();
    let precision = if above.is_empty() { 1.0 } else { above.iter().sum::<f64>() / above.len() as f64 };
    Thresholds { same, review, one_to_one, precision }
}
