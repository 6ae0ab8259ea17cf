//! Counts values in bounded memory: exactly up to a bound, beyond it with a known error, and says which.

use foldhash::quality::FixedState;
use std::collections::HashMap;
use std::hash::BuildHasher;

/// Gives the fingerprint of a text, the same in every run. Two of ten million texts share one with a probability of 3 in a million.
pub(super) fn fingerprint(text: &str) -> u64 {
    FixedState::with_seed(0x0c07_0e25).hash_one(text)
}

/// A fingerprint that grows piece by piece, the same in every run.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Mix(pub u64);

impl Mix {
    /// Adds a piece; order matters.
    pub fn add(&mut self, piece: u64) {
        // Both halves of the product: every bit of either factor reaches every bit of the sum.
        let product = u128::from(self.0.rotate_left(29) ^ piece ^ 0x0c07_0e25_9e37_79b9) * 0xa076_1d64_78bd_642f_u128;
        self.0 = (product >> 64) as u64 ^ product as u64;
    }
}

/// How often a value was seen, and on which row first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Seen {
    pub count: u64,
    pub first: u32,
}

/// Counts fingerprints. As long as there are at most `bound` different ones all counts are exact. Beyond it rare ones are dropped as Misra
/// and Gries do (*Finding repeated elements*, 1982; merged as in Agarwal et al., *Mergeable Summaries*, PODS 2012), and the number of
/// different ones is estimated as Flajolet et al. do (*HyperLogLog*, 2007).
///
/// It shrinks only where it is merged, so that the result depends on how rows are cut into ranges and not on who counts them.
#[derive(Clone, Debug)]
pub(super) struct Counter {
    seen: HashMap<u64, Seen, FixedState>,
    bound: usize,
    error: u64,
    registers: Option<Vec<u8>>,
}

impl Counter {
    /// Counts exactly up to `bound` different fingerprints.
    pub fn new(bound: usize) -> Self {
        Self { seen: HashMap::with_hasher(FixedState::with_seed(1)), bound, error: 0, registers: None }
    }

    /// Counts a fingerprint `count` times.
    pub fn add(&mut self, fingerprint: u64, count: u64, first: u32) {
        let seen = self.seen.entry(fingerprint).or_insert(Seen { count: 0, first });
        seen.count += count;
        seen.first = seen.first.min(first);
    }

    /// Takes a fingerprint out again.
    pub fn remove(&mut self, fingerprint: u64) {
        self.seen.remove(&fingerprint);
    }

    /// Adds what another part of the rows counted.
    pub fn merge(&mut self, other: Self) {
        if let Some(registers) = &mut self.registers {
            other.seen.keys().for_each(|f| note(registers, *f));
        }
        if self.seen.is_empty() {
            self.seen = other.seen;
        } else {
            other.seen.into_iter().for_each(|(fingerprint, s)| self.add(fingerprint, s.count, s.first));
        }
        if self.seen.len() > self.bound {
            self.shrink();
        }
    }

    fn shrink(&mut self) {
        if self.registers.is_none() {
            let mut registers = vec![0; REGISTERS];
            self.seen.keys().for_each(|f| note(&mut registers, *f));
            self.registers = Some(registers);
        }
        let mut counts: Vec<u64> = self.seen.values().map(|s| s.count).collect();
        let keep = (self.bound / 2).min(counts.len() - 1);
        let (_, cut, _) = counts.select_nth_unstable_by(keep, |a, b| b.cmp(a));
        let cut = *cut;
        self.error += cut;
        self.seen.retain(|_, s| {
            s.count = s.count.saturating_sub(cut);
            s.count > 0
        });
    }

    /// Says whether every count and the number of different values are exact.
    pub fn is_exact(&self) -> bool {
        self.registers.is_none()
    }

    /// Gives by how much a count may be too low.
    pub fn error(&self) -> u64 {
        self.error
    }

    /// Counts different values, or estimates them where it is not exact.
    pub fn distinct(&self) -> u64 {
        self.registers.as_deref().map_or(self.seen.len() as u64, estimate)
    }

    /// Lists what was seen, the most frequent first, then by first row.
    pub fn ranked(&self) -> Vec<Seen> {
        let mut all: Vec<Seen> = self.seen.values().copied().collect();
        all.sort_unstable_by_key(|s| (std::cmp::Reverse(s.count), s.first));
        all
    }

    /// Lists what was seen by first row.
    pub fn in_order(&self) -> Vec<Seen> {
        let mut all: Vec<Seen> = self.seen.values().copied().collect();
        all.sort_unstable_by_key(|s| s.first);
        all
    }
}

/// 2^14 registers: a standard error of 0.8 %.
const REGISTERS: usize = 1 << 14;

/// Notes a fingerprint: the register that its first bits name keeps the longest run of zeros behind them.
fn note(registers: &mut [u8], fingerprint: u64) {
    let bits = REGISTERS.trailing_zeros();
    let rank = ((fingerprint << bits) | 1 << (bits - 1)).leading_zeros() as u8 + 1;
    if let Some(r) = registers.get_mut((fingerprint >> (64 - bits)) as usize) {
        *r = (*r).max(rank);
    }
}

/// Estimates the number of different fingerprints noted; many more than registers, so that no correction for few is needed.
fn estimate(registers: &[u8]) -> u64 {
    let m = registers.len() as f64;
    let sum: f64 = registers.iter().map(|r| 1.0 / (1u64 << r) as f64).sum();
    (0.7213 / (1.0 + 1.079 / m) * m * m / sum).round() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(bound: usize, parts: &[std::ops::Range<u32>]) -> Counter {
        let mut all = Counter::new(bound);
        for part in parts {
            let mut c = Counter::new(bound);
            for i in part.clone() {
                // Every third row holds the same value.
                c.add(fingerprint(&if i % 3 == 0 { "x".to_owned() } else { i.to_string() }), 1, i);
            }
            all.merge(c);
        }
        all
    }

    #[test]
    fn few_values_are_counted_exactly_however_they_are_cut() {
        for parts in [vec![0..15, 15..30], vec![0..7, 7..30], vec![7..30, 0..7]] {
            let c = counted(100, &parts);
            assert!(c.is_exact() && c.error() == 0);
            assert_eq!(c.distinct(), 21);
            assert_eq!(c.ranked()[0], Seen { count: 10, first: 0 });
            assert_eq!(c.ranked()[1], Seen { count: 1, first: 1 });
            assert_eq!(c.in_order().len(), 21);
        }
    }

    #[test]
    fn many_values_are_estimated_and_the_error_is_said() {
        let parts: Vec<_> = (0..30).map(|i| i * 10_000..(i + 1) * 10_000).collect();
        let c = counted(50_000, &parts);
        assert!(!c.is_exact());
        let (actual, truth) = (c.distinct() as f64, 200_001.0);
        assert!((actual - truth).abs() / truth < 0.03, "{actual}");
        let top = c.ranked()[0];
        assert!(top.count <= 100_000 && top.count + c.error() >= 100_000, "{top:?} {}", c.error());
    }
}
