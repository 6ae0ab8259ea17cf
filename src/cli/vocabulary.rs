//! What the stages can do, by name, for checking plans.

use crate::plan::Vocabulary;

/// Target systems that batches can be written for.
pub(super) const TARGETS: &[&str] = &["generic"];

/// Gathers the names from the tables of the stages.
pub(super) fn vocabulary() -> Vocabulary {
    Vocabulary {
        normalisers: crate::normalise::names(),
        checks: crate::check::names(),
        sql_problem: crate::check::sql_problem,
        targets: TARGETS.to_vec(),
    }
}
