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
const STRIDE: usize = 16 * 1024;
/// Records scored by one thread in one go.
const RUN: usize = 256;

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
    let all: Vec<u32> = (0..n as u32).collect();
    let mut out: Vec<Scored> = Vec::new();
    for stride in all.chunks(STRIDE) {
        if watch.cancelled() {
            break;
        }
        let run = |records: &[u32]| {
            let (mut others, mut found) = (Vec::new(), Vec::new());
            for &r in records {
                blocks.before(r, &mut others);
                scorer.fetch(&others);
                let kept = others.iter().filter(|o| counts(r as usize, **o as usize));
                found.extend(kept.filter_map(|&o| scorer.weight(o, r, floor).map(|weight| Scored { left: o, right: r, weight })));
            }
            found
        };
        let parts: Vec<Vec<Scored>> = stride.par_chunks(RUN).map(run).collect();
        out.extend(parts.into_iter().flatten());
        watch.advance(stride.len() as u64);
    }
    out.par_sort_unstable_by_key(|s| (s.left, s.right));
    out
}
