//! What a whole source lacks: a thousand findings that say the same say less than one.

use super::judgement::{Failure, Why};
use crate::model::{Ledger, RowId};
use std::collections::{BTreeMap, BTreeSet};

/// A source with fewer rows is told row by row.
const ENOUGH: usize = 20;

/// How many rows of a source must fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Share {
    /// Every one.
    All,
    /// More than half of them.
    Most,
}

/// Leaves of the failures of a source in which so many of its records fail the first alone, which says how many of how many pass.
///
/// They keep counting in the scores, where every row without its base unit is one.
pub(super) fn told_once(ledger: &Ledger, ids: &[RowId], is_record: impl Fn(usize) -> bool, failures: &mut Vec<Failure>, share: Share) {
    if failures.len() <= ENOUGH / 2 {
        return;
    }
    let source = |row: usize| ids.get(row).map(|id| ledger.source_of(*id));
    let mut rows: BTreeMap<_, usize> = BTreeMap::new();
    for row in (0..ids.len()).filter(|row| is_record(*row)) {
        *rows.entry(source(row)).or_default() += 1;
    }
    let mut failing: BTreeMap<_, usize> = BTreeMap::new();
    for failure in failures.iter() {
        *failing.entry(source(failure.row)).or_default() += 1;
    }
    let mut told = BTreeSet::new();
    failures.retain_mut(|failure| {
        let source = source(failure.row);
        let count = |counts: &BTreeMap<_, usize>| counts.get(&source).copied().unwrap_or(0);
        let (all, failing) = (count(&rows), count(&failing));
        let about_the_source = failing == all || share == Share::Most && failing * 2 > all;
        if all < ENOUGH || !about_the_source {
            return true;
        }
        failure.why = Why::expected(format!("{} / {all}", all - failing));
        told.insert(source)
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Source;

    /// Tells which rows are left of those that fail in two sources of 20 and 30 rows, the last of which is no record.
    fn left(failing: impl Iterator<Item = usize>, share: Share) -> Vec<String> {
        let mut ledger = Ledger::new();
        for (path, lines) in [("a.csv", 20), ("b.csv", 30)] {
            let text = |s: &str| s.to_owned();
            let source = Source { path: text(path), sheet: None, system: text(""), owner: text(""), first: RowId(0), lines: Vec::new() };
            ledger.open(source, (1..=lines).collect());
        }
        let ids: Vec<RowId> = (0..50).map(RowId).collect();
        let mut failures = failing.map(|row| Failure { row, why: Why::default() }).collect();
        told_once(&ledger, &ids, |row| row != 49, &mut failures, share);
        failures.iter().map(|f| format!("{} {}", f.row, f.why.expected)).collect()
    }

    #[test]
    fn what_a_whole_source_lacks_is_told_once() {
        assert_eq!(left(0..20, Share::All), ["0 0 / 20"]);
        assert_eq!(left(20..49, Share::Most), ["20 0 / 29"]);
        assert_eq!(left(0..49, Share::All), ["0 0 / 20", "20 0 / 29"]);
        assert_eq!(left(0..19, Share::All).len(), 19, "one row has it");
    }

    #[test]
    fn most_rows_are_enough_where_the_check_says_so() {
        assert_eq!(left(0..19, Share::Most), ["0 1 / 20"]);
        assert_eq!(left(22..49, Share::Most), ["22 2 / 29"]);
        assert_eq!(left(0..10, Share::Most).len(), 10, "half of them are not most");
    }
}
