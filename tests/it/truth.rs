//! The truth beside the demo, and how a run is scored against it.

use super::run_folder::{Line, Lines, Place};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::path::Path;

/// Reads one table of truth.
pub fn table(name: &str) -> Lines {
    Lines::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/demo_truth").join(name))
}

/// Found and expected things, compared.
#[derive(Debug, Default)]
pub struct Score {
    /// Expected and found.
    pub hits: usize,
    /// Expected and not found.
    pub missed: Vec<String>,
    /// Found and not expected.
    pub false_alarms: Vec<String>,
}

impl Score {
    /// Compares two sets.
    pub fn of<T: Ord + Display>(expected: &BTreeSet<T>, found: &BTreeSet<T>) -> Self {
        let text = |i: &T| i.to_string();
        Self {
            hits: expected.intersection(found).count(),
            missed: expected.difference(found).map(text).collect(),
            false_alarms: found.difference(expected).map(text).collect(),
        }
    }

    /// Share of what was found that is true, 1 where nothing was found.
    pub fn precision(&self) -> f64 {
        share(self.hits, self.false_alarms.len())
    }

    /// Share of what is true that was found, 1 where nothing is.
    pub fn recall(&self) -> f64 {
        share(self.hits, self.missed.len())
    }

    /// Asserts both, listing what is wrong where one is too low.
    #[track_caller]
    pub fn reaches(&self, precision: f64, recall: f64) {
        let (p, r) = (self.precision(), self.recall());
        assert!(
            p >= precision && r >= recall,
            "precision {p:.4} (at least {precision}), recall {r:.4} (at least {recall})\nmissed:\n  {}\nfalse alarms:\n  {}",
            self.missed.join("\n  "),
            self.false_alarms.join("\n  ")
        );
    }
}

fn share(hits: usize, others: usize) -> f64 {
    if hits + others == 0 { 1.0 } else { hits as f64 / (hits + others) as f64 }
}

impl Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.sheet, self.line)
    }
}

/// Two records that are one thing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pair(pub Place, pub Place);

impl Display for Pair {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} = {}", self.0, self.1)
    }
}

/// Gives all pairs inside these sets.
pub fn pairs<'a>(sets: impl Iterator<Item = &'a Vec<Place>>) -> BTreeSet<Pair> {
    let mut pairs = BTreeSet::new();
    for set in sets {
        let sorted: BTreeSet<&Place> = set.iter().collect();
        let sorted: Vec<&Place> = sorted.into_iter().collect();
        for (i, a) in sorted.iter().enumerate() {
            pairs.extend(sorted[i + 1..].iter().map(|b| Pair((*a).clone(), (*b).clone())));
        }
    }
    pairs
}

/// Gathers the places of rows under a key.
pub fn grouped<'a>(
    lines: impl Iterator<Item = Line<'a>>,
    key: impl Fn(&Line<'a>) -> String,
    prefixes: &[&str],
) -> BTreeMap<String, Vec<Place>> {
    let mut groups: BTreeMap<String, Vec<Place>> = BTreeMap::new();
    for line in lines {
        groups.entry(key(&line)).or_default().extend(prefixes.iter().map(|p| line.place(p)));
    }
    groups
}
