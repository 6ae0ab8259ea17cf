//! Scoring: candidates stream through the model; only pairs worth keeping are kept.

use super::block::Blocks;
use super::model::Model;
use super::records::Records;
use super::scorer::Scorer;
use crate::model::Watch;
use rayon::prelude::*;

/// A pair that reached the floor; `left` stands before `right`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scored {
    /// The record that stands first.
    pub left: u32,
    /// The record that stands later.
    pub right: u32,
    /// Total log2 Bayes factor with the prior.
    pub weight: f64,
}

impl Scored {
    /// Gives the probability that both are one thing.
    pub fn probability(&self) -> f64 {
        Model::probability(self.weight)
    }
}

/// Records scored between two looks at the watch.
const STRIDE: u32 = 4096;

/// Scores all candidates; keeps those whose weight is at least `floor`, ordered by (left, right).
pub fn score(scorer: &Scorer<'_>, blocks: &Blocks, records: &Records, floor: f64, watch: &dyn Watch) -> Vec<Scored> {
    scored(scorer, blocks, records.n, &|a, b| records.comparable(a, b), floor, watch)
}

/// Scores candidates inside each of two lists, in which things should be once.
pub fn score_inside(scorer: &Scorer<'_>, blocks: &Blocks, records: &Records, floor: f64, watch: &dyn Watch) -> Vec<Scored> {
    scored(scorer, blocks, records.n, &|a, b| !records.comparable(a, b), floor, watch)
}

fn scored(
    scorer: &Scorer<'_>,
    blocks: &Blocks,
    n: usize,
    counts: &(dyn Fn(usize, usize) -> bool + Sync),
    floor: f64,
    watch: &dyn Watch,
) -> Vec<Scored> {
    watch.begin("match", Some(n as u64));
    let mut out: Vec<Scored> = Vec::new();
    let n = n as u32;
    let mut from = 0;
    while from < n && !watch.cancelled() {
        let to = n.min(from + STRIDE);
        let part: Vec<Vec<Scored>> = (from..to)
            .into_par_iter()
            .map_init(Vec::new, |others, r| {
                blocks.before(r, others);
                scorer.fetch(others);
                others
                    .iter()
                    .filter(|o| counts(r as usize, **o as usize))
                    .filter_map(|&o| scorer.weight(o, r, floor).map(|weight| Scored { left: o, right: r, weight }))
                    .collect()
            })
            .collect();
        out.extend(part.into_iter().flatten());
        watch.advance(u64::from(to - from));
        from = to;
    }
    out.sort_unstable_by_key(|s| (s.left, s.right));
    out
}
