//! Searches one set as `cutover dedupe` does and compares what was found with what is known.

use crate::set::{Pair, Set, pair};
use cutover::lists::{self, Done, Request};
use cutover::model::{Decision, Unwatched};
use std::collections::{BTreeMap, HashSet};
use std::error::Error;
use std::time::Instant;

/// What came of a set.
pub struct Score {
    records: usize,
    same: usize,
    found: usize,
    right: usize,
    undecided: usize,
    undecided_right: usize,
    /// Precision that the program expected.
    expected: f64,
    /// The share of pairs of one thing among its candidates that it expected.
    met: Option<f64>,
    seconds: f64,
}

/// Searches a set and counts pairs; clusters are closed: all pairs in one count.
pub fn judge(set: &Set) -> Result<Score, Box<dyn Error>> {
    let request = Request { files: set.lists.clone(), id: Some("id".to_owned()), link: set.linked(), ..Request::default() };
    let start = Instant::now();
    let done = lists::run(&request, &Unwatched)?;
    let seconds = start.elapsed().as_secs_f64();
    let found = found(set, &done);
    let undecided = undecided(set, &done);
    let right = |pairs: &HashSet<Pair>| pairs.iter().filter(|p| set.same.contains(*p)).count();
    Ok(Score {
        records: done.outcome().clusters.len(),
        same: set.same.len(),
        found: found.len(),
        right: right(&found),
        undecided: undecided.len(),
        undecided_right: right(&undecided),
        expected: done.summary.matching.precision,
        met: done.summary.matching.completeness,
        seconds,
    })
}

/// Gives all pairs that lie in one cluster; of two lists, those across.
fn found(set: &Set, done: &Done) -> HashSet<Pair> {
    let mut clusters: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (record, cluster) in done.outcome().clusters.iter().enumerate() {
        clusters.entry(*cluster).or_default().push(record as u32);
    }
    let mut out = HashSet::new();
    for members in clusters.values() {
        for (i, a) in members.iter().enumerate() {
            out.extend(members.iter().skip(i + 1).filter_map(|b| named(set, done, *a, *b)));
        }
    }
    out
}

fn undecided(set: &Set, done: &Done) -> HashSet<Pair> {
    let open = done.outcome().pairs.iter().filter(|p| p.decision == Decision::Undecided);
    open.filter_map(|p| named(set, done, p.left, p.right)).collect()
}

/// Gives the ids of a pair that counts.
fn named(set: &Set, done: &Done, a: u32, b: u32) -> Option<Pair> {
    let across = !set.linked() || done.list(a) != done.list(b);
    let (a, b) = if done.list(a) <= done.list(b) { (a, b) } else { (b, a) };
    Some(pair(done.id(a), done.id(b), set.linked())).filter(|p| across && set.counts(p))
}

impl Score {
    /// Gives the headings of `row`.
    pub fn header() -> String {
        format!(
            "{:>8}{:>8}{:>7}{:>7}{:>7}{:>10}{:>8}{:>7}{:>7}{:>8}{:>8}",
            "records", "true", "P", "R", "F1", "undecided", "right", "P est", "met est", "s", "MB"
        )
    }

    /// Gives the figures in one line.
    pub fn row(&self) -> String {
        let share = |n: usize, of: usize| n as f64 / of.max(1) as f64;
        let (p, r) = (share(self.right, self.found), share(self.right, self.same));
        let f1 = if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 };
        let met = self.met.map_or("-".to_owned(), |m| format!("{m:.3}"));
        let peak = high_water().map_or("-".to_owned(), |kib| format!("{:.0}", kib as f64 / 1024.0));
        format!(
            "{:>8}{:>8}{p:>7.3}{r:>7.3}{f1:>7.3}{:>10}{:>8}{:>7.3}{met:>7}{:>8.1}{peak:>8}",
            self.records, self.same, self.undecided, self.undecided_right, self.expected, self.seconds
        )
    }
}

/// Reads this program's own high-water mark of the resident set, in KiB (Linux).
fn high_water() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|l| l.strip_prefix("VmHWM:"))?.trim().strip_suffix(" kB")?.trim().parse().ok()
}
