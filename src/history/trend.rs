//! What changed between two runs, and what stands still.

use super::Entry;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A number of two runs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Moved {
    /// What is counted: `entity/rule`, or an owner.
    pub name: String,
    /// In the run before; 0 where it was not there.
    pub before: u64,
    /// In the last run.
    pub now: u64,
    /// Runs in a row, the last one included, in which it has not fallen.
    pub still_for: usize,
}

/// The last run against the one before.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Trend {
    /// Rules with fewer findings, the greatest fall first.
    pub improved: Vec<Moved>,
    /// Rules with more findings, the greatest rise first.
    pub worse: Vec<Moved>,
    /// Rules with as many findings as before, the most first.
    pub still: Vec<Moved>,
    /// Owners by what is open with them: all findings but mere information.
    pub owners: Vec<Moved>,
}

/// Compares the last run with the one before; `None` where there are no two.
pub fn trend(entries: &[Entry]) -> Option<Trend> {
    let [.., before, now] = entries else { return None };
    let mut out = Trend::default();
    let rules: BTreeSet<&String> = before.rules.keys().chain(now.rules.keys()).collect();
    for rule in rules {
        let moved = moved(rule, entries, &|e| e.rules.get(rule).copied().unwrap_or(0));
        match moved.now.cmp(&moved.before) {
            std::cmp::Ordering::Less => out.improved.push(moved),
            std::cmp::Ordering::Greater => out.worse.push(moved),
            std::cmp::Ordering::Equal => out.still.push(moved),
        }
    }
    let change = |m: &Moved| m.now.abs_diff(m.before);
    out.improved.sort_by_key(|m| std::cmp::Reverse(change(m)));
    out.worse.sort_by_key(|m| std::cmp::Reverse(change(m)));
    out.still.sort_by_key(|m| std::cmp::Reverse(m.now));
    let owners: BTreeMap<&String, ()> = before.owners.keys().chain(now.owners.keys()).map(|o| (o, ())).collect();
    let open = |owner: &String| moved(owner, entries, &|e| e.owners.get(owner).map_or(0, super::OwnerPoint::open));
    out.owners = owners.keys().map(|o| open(o)).collect();
    Some(out)
}

fn moved(name: &str, entries: &[Entry], count: &dyn Fn(&Entry) -> u64) -> Moved {
    let counts: Vec<u64> = entries.iter().map(count).collect();
    let still_for = 1 + counts.windows(2).rev().take_while(|w| matches!(w, [a, b] if b >= a && *a > 0)).count();
    let at = |back: usize| counts.len().checked_sub(back).and_then(|i| counts.get(i)).copied().unwrap_or(0);
    Moved { name: name.to_owned(), before: at(2), now: at(1), still_for }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::history::OwnerPoint;

    /// A run with these findings per rule, all of one owner.
    pub fn entry(rules: &[(&str, u64)]) -> Entry {
        let open = rules.iter().map(|r| r.1).sum();
        Entry {
            schema: 1,
            at: "2026-01-31 08:15".into(),
            run: "runs/latest".into(),
            project: "p".into(),
            digest: format!("{rules:?}"),
            verdict: "no-go".into(),
            read: 10,
            ready: 9,
            held: 1,
            before: None,
            after: None,
            findings: [0, open, 0, 0],
            decisions: 0,
            cutover: Some("2026-03-01".into()),
            entities: BTreeMap::new(),
            rules: rules.iter().map(|(r, n)| ((*r).to_owned(), *n)).collect(),
            owners: BTreeMap::from([("王丽".to_owned(), OwnerPoint { findings: [5, open, 0, 0], held: 1, pairs: 0 })]),
        }
    }

    #[test]
    fn rules_fall_rise_and_stand_still() {
        let runs = [entry(&[("a", 9), ("b", 4), ("c", 1)]), entry(&[("a", 9), ("b", 4), ("c", 2)]), entry(&[("a", 3), ("b", 4), ("d", 2)])];
        let t = trend(&runs).unwrap();
        let names = |m: &[Moved]| m.iter().map(|m| (m.name.clone(), m.before, m.now, m.still_for)).collect::<Vec<_>>();
        assert_eq!(names(&t.improved), [("a".into(), 9, 3, 1), ("c".into(), 2, 0, 1)]);
        assert_eq!(names(&t.worse), [("d".into(), 0, 2, 1)]);
        assert_eq!(names(&t.still), [("b".into(), 4, 4, 3)]);
        assert_eq!(names(&t.owners), [("王丽".into(), 15, 9, 1)]);
        assert_eq!(trend(&runs[..1]), None);
    }
}
