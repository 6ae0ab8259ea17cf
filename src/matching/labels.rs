//! Pairs that people have decided: certain, whatever the model says.

use super::score::Scored;
use std::collections::{HashMap, HashSet};

/// A pair that somebody has decided; records are numbered as given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    /// One record.
    pub left: u32,
    /// The other record.
    pub right: u32,
    /// Whether both are one thing.
    pub same: bool,
}

/// The weight of a pair that somebody called the same, in bits: beyond anything that a model gives.
pub const CERTAIN: f64 = 10_000.0;

/// All labels, in canonical order.
#[derive(Debug, Default)]
pub struct Labels {
    pairs: HashMap<(u32, u32), bool>,
    apart: HashMap<u32, Vec<u32>>,
}

impl Labels {
    /// Takes labels over into the canonical order of records.
    pub fn new(labels: &[Label], order: &[u32]) -> Self {
        if labels.is_empty() {
            return Self::default();
        }
        let place: HashMap<u32, u32> = order.iter().enumerate().map(|(at, r)| (*r, at as u32)).collect();
        let mut out = Self::default();
        for l in labels {
            if let (Some(&a), Some(&b)) = (place.get(&l.left), place.get(&l.right)) {
                out.pairs.insert((a.min(b), a.max(b)), l.same);
                if !l.same {
                    out.apart.entry(a).or_default().push(b);
                    out.apart.entry(b).or_default().push(a);
                }
            }
        }
        out
    }

    /// Says whether somebody has decided this pair.
    pub fn decided(&self, a: u32, b: u32) -> bool {
        !self.pairs.is_empty() && self.pairs.contains_key(&(a.min(b), a.max(b)))
    }

    /// Gives all decided pairs in order.
    pub fn sorted(&self) -> Vec<(u32, u32, bool)> {
        let mut out: Vec<(u32, u32, bool)> = self.pairs.iter().map(|((a, b), same)| (*a, *b, *same)).collect();
        out.sort_unstable();
        out
    }

    /// Puts what people decided in place of what was scored.
    pub fn settle(&self, scored: &mut Vec<Scored>) {
        if self.pairs.is_empty() {
            return;
        }
        scored.retain(|p| !self.decided(p.left, p.right));
        let same = self.sorted().into_iter().filter(|l| l.2);
        scored.extend(same.map(|(left, right, _)| Scored { left, right, weight: CERTAIN }));
        scored.sort_unstable_by_key(|p| (p.left, p.right));
    }

    /// Says whether somebody has called a record of one side different from one of the other.
    pub fn part(&self, left: &[u32], right: &[u32]) -> bool {
        if self.apart.is_empty() {
            return false;
        }
        let (few, many) = if left.len() < right.len() { (left, right) } else { (right, left) };
        let many: HashSet<u32> = many.iter().copied().collect();
        few.iter().any(|r| self.apart.get(r).into_iter().flatten().any(|o| many.contains(o)))
    }

    /// Counts pairs called different that other labels put into one cluster.
    pub fn contradicted(&self, clusters: &[u32]) -> usize {
        let together = |a: u32, b: u32| clusters.get(a as usize) == clusters.get(b as usize);
        self.pairs.iter().filter(|((a, b), same)| !**same && together(*a, *b)).count()
    }
}
