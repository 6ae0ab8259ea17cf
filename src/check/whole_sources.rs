//! What a whole source lacks: a thousand findings that say the same say less than one.

use super::Subject;
use super::judgement::{Failure, Why};
use std::collections::BTreeMap;

/// A source with fewer rows is told row by row.
const ENOUGH: usize = 20;

/// Leaves of the failures of a source in which every row fails the first alone, which says how many there are.
///
/// They keep counting in the scores, where every row without its base unit is one.
pub(super) fn told_once(subject: &Subject<'_>, failures: &mut Vec<Failure>) {
    let Some(ledger) = subject.ledger else { return };
    let ids = subject.table.rows();
    let source = |row: usize| ids.get(row).map(|id| ledger.source_of(*id));
    let mut rows: BTreeMap<_, usize> = BTreeMap::new();
    for row in 0..ids.len() {
        *rows.entry(source(row)).or_default() += 1;
    }
    let mut failing: BTreeMap<_, usize> = BTreeMap::new();
    for failure in failures.iter() {
        *failing.entry(source(failure.row)).or_default() += 1;
    }
    let mut told = std::collections::BTreeSet::new();
    failures.retain_mut(|failure| {
        let source = source(failure.row);
        let all = rows.get(&source).copied().unwrap_or(0);
        if all < ENOUGH || failing.get(&source) != Some(&all) {
            return true;
        }
        failure.why = Why::expected(format!("0 / {all}"));
        told.insert(source)
    });
}
