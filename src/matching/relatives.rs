//! Relatives: pairs of different things that meet as candidates because they are of one maker, one series or one author.
//!
//! Chances among pairs drawn at random know nothing of them, so that whatever relatives have in common looks like evidence that they are one
//! thing, and learning settles on relatives instead of matches. Where two lists are linked this shows: the model claims far more pairs than
//! the shorter list has records, each of which is one thing of the other list at most. Then learning starts anew with a third class
//! beside matches and pairs with nothing in common (a mixture of three classes, as Winkler 1993 and Larsen and Rubin 2001 took for
//! files in which members of one household meet).
//! Pairs whose records are each other's only best candidate do not teach it: that keeps it from swallowing the matches.

use super::counts::bump;
use super::sample::{MUTUAL, Sample, Vector, level_of};

/// Pairs claimed a record of the shorter list from which many must be relatives: half as many again as there can be, since a list may hold
/// some things twice.
const CLAIMED: f64 = 1.5;
/// Share of the candidates that are taken for relatives before anything is learnt.
const FIRST_SHARE: f64 = 0.3;

/// Counts of levels among relatives.
#[derive(Clone, Debug)]
pub struct Tally {
    /// Pairs of relatives.
    pub pairs: f64,
    /// Counts per field and level of those that teach.
    pub levels: Vec<[f64; 16]>,
}

impl Tally {
    /// Starts with nothing counted.
    pub fn new(fields: usize) -> Self {
        Self { pairs: 0.0, levels: vec![[0.0; 16]; fields] }
    }

    /// Counts all candidates, of which `FIRST_SHARE` are taken for relatives.
    pub fn of_candidates(sample: &Sample, fields: usize) -> Self {
        let mut out = Self::new(fields);
        sample.vectors.iter().for_each(|(v, n)| out.add(*v, n * FIRST_SHARE));
        out
    }

    /// Counts `n` pairs of one vector.
    pub fn add(&mut self, v: Vector, n: f64) {
        self.pairs += n;
        if v & MUTUAL == 0 {
            for i in 0..self.levels.len() {
                bump(&mut self.levels, i, level_of(v, i), n);
            }
        }
    }

    /// Adds counts of other pairs; always in the same order, since sums depend on it.
    pub fn and(mut self, more: Self) -> Self {
        self.pairs += more.pairs;
        self.levels.iter_mut().flatten().zip(more.levels.iter().flatten()).for_each(|(x, y)| *x += y);
        self
    }
}

/// Says whether so many pairs claimed are more than two lists can hold by far.
pub fn overclaimed(claimed: f64, sample: &Sample) -> bool {
    // The lengths of two lists from their sum and their product.
    let half = sample.records / 2.0;
    let shorter = half - (half * half - sample.pairs).max(0.0).sqrt();
    claimed > CLAIMED * shorter
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(vectors: Vec<(Vector, f64)>) -> Sample {
        Sample { vectors, drawn: Vec::new(), labels: Vec::new(), records: 110.0, pairs: 1000.0, candidates: 0.0 }
    }

    #[test]
    fn more_claims_than_the_shorter_list_has_records_are_too_many() {
        let lists_of_10_and_100 = sample(Vec::new());
        assert!(!overclaimed(14.0, &lists_of_10_and_100));
        assert!(overclaimed(16.0, &lists_of_10_and_100));
    }

    #[test]
    fn only_best_candidates_count_and_do_not_teach() {
        let tally = Tally::of_candidates(&sample(vec![(0x21, 10.0), (0x31 | MUTUAL, 10.0)]), 2);
        assert_eq!(tally.pairs, 20.0 * FIRST_SHARE);
        assert_eq!((tally.levels[1][2], tally.levels[1][3]), (10.0 * FIRST_SHARE, 0.0));
    }
}
