//! Expected counts of levels, as one round of learning sums them up.

use super::relatives::Tally;
use super::sample::{MUTUAL, Vector, level_of};

/// What a pair of two lists teaches about pairs of one thing, where one of its records has a better candidate or one as good.
const UNPAIRED: f64 = 0.1;

/// Expected counts of one round.
pub(super) struct Counts {
    pub(super) matches: f64,
    /// Pairs of one thing among all candidates.
    pub(super) same: Vec<[f64; 16]>,
    /// Those that agree fully in another telling field.
    pub(super) anchored: Vec<[f64; 16]>,
    /// Pairs of different things among all candidates.
    pub(super) other: Vec<[f64; 16]>,
    /// Relatives among all candidates.
    pub(super) related: Tally,
}

impl Counts {
    pub(super) fn new(fields: usize) -> Self {
        let rows = vec![[0.0; 16]; fields];
        Self { matches: 0.0, same: rows.clone(), anchored: rows.clone(), other: rows, related: Tally::new(fields) }
    }

    /// Adds counts of other pairs; always in the same order, since sums depend on it.
    pub(super) fn and(mut self, more: Self) -> Self {
        self.matches += more.matches;
        for (rows, more) in [(&mut self.same, more.same), (&mut self.anchored, more.anchored), (&mut self.other, more.other)] {
            rows.iter_mut().flatten().zip(more.iter().flatten()).for_each(|(x, y)| *x += y);
        }
        self.related = self.related.and(more.related);
        self
    }

    pub(super) fn add(&mut self, v: Vector, n: f64, same: f64, agreed: &[&[usize]], paired: bool) {
        // Where records of two lists were paired, each with its only best candidate, the others are mostly relatives and neighbours.
        let mine = n * same * if paired && v & MUTUAL == 0 { UNPAIRED } else { 1.0 };
        self.matches += mine;
        for i in 0..self.same.len() {
            let level = level_of(v, i);
            bump(&mut self.same, i, level, mine);
            if v & MUTUAL == 0 {
                bump(&mut self.other, i, level, n * (1.0 - same));
            }
            if agreed.iter().any(|a| !a.contains(&i)) {
                bump(&mut self.anchored, i, level, mine);
            }
        }
    }

    /// Counts a pair that people have decided: it teaches every field.
    pub(super) fn decided(&mut self, v: Vector, same: bool) {
        self.matches += f64::from(u8::from(same));
        for i in 0..self.same.len() {
            let level = level_of(v, i);
            if same {
                bump(&mut self.same, i, level, 1.0);
                bump(&mut self.anchored, i, level, 1.0);
            } else {
                bump(&mut self.other, i, level, 1.0);
            }
        }
    }
}

/// Adds to the count of a level of a field.
pub(super) fn bump(rows: &mut [[f64; 16]], field: usize, level: usize, by: f64) {
    if let Some(slot) = rows.get_mut(field).and_then(|r| r.get_mut(level)) {
        *slot += by;
    }
}
