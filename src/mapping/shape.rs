//! What the values of a column look like: the evidence that a header alone cannot give.

pub(super) use super::look::Look;
use super::look::{LOOKS, looks_of};
use super::words::Vocabulary;
use crate::model::TextColumn;
use std::collections::HashSet;

/// The shares of looks in an evenly spread sample of a column.
#[derive(Clone, Debug)]
pub(super) struct Shape {
    /// Rows of the column.
    pub rows: usize,
    /// Values in the whole column that are not missing.
    pub filled: usize,
    /// Values looked at.
    pub sampled: usize,
    /// Distinct values among those looked at, as a share of them.
    pub distinct: f64,
    /// Distinct values among those looked at.
    pub kinds: usize,
    /// Whether the values count 1, 2, 3 ... as far as looked at.
    pub counts_up: bool,
    shares: [f64; LOOKS],
}

/// Rows looked at per column.
const SAMPLE: usize = 2000;

impl Shape {
    /// Looks at up to 2,000 rows of a column, spread evenly over it.
    pub fn of(column: &TextColumn, vocabulary: &Vocabulary) -> Self {
        let step = column.len().div_ceil(SAMPLE).max(1);
        let mut counts = [0_usize; LOOKS];
        let mut seen = HashSet::new();
        let (mut sampled, mut counts_up, mut last) = (0, step == 1, None::<u64>);
        for value in (0..column.len()).step_by(step).filter_map(|i| column.get(i)) {
            let value = value.trim();
            if value.is_empty() {
                continue;
            }
            sampled += 1;
            seen.insert(value);
            let number = value.parse::<u64>().ok();
            counts_up &= number.is_some() && last.is_none_or(|l| number == Some(l + 1));
            last = number;
            let looks = looks_of(value, vocabulary).bits();
            for (i, n) in counts.iter_mut().enumerate() {
                *n += (looks >> i & 1) as usize;
            }
        }
        let n = sampled.max(1) as f64;
        let shares = counts.map(|c| c as f64 / n);
        let filled = column.len() - column.missing();
        Self {
            rows: column.len(),
            filled,
            sampled,
            distinct: seen.len() as f64 / n,
            kinds: seen.len(),
            counts_up: counts_up && sampled > 2,
            shares,
        }
    }

    /// Says whether nearly every row has a value.
    pub fn is_full(&self) -> bool {
        self.filled * 10 >= self.rows * 8
    }

    /// Gives the share of values with this look, 0 to 1.
    pub fn share(&self, look: Look) -> f64 {
        self.shares.get(look as usize).copied().unwrap_or(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_is_bounded_and_spread() {
        let v = Vocabulary::bare();
        let column: TextColumn = (0..100_000).map(|i| Some(format!("C{:05}", i))).collect();
        let s = Shape::of(&column, &v);
        assert_eq!((s.sampled, s.filled), (2000, 100_000));
        assert!(s.share(Look::Code) > 0.99 && s.distinct > 0.99 && !s.counts_up);
        let line: TextColumn = (1..50).map(|i| Some(i.to_string())).collect();
        assert!(Shape::of(&line, &v).counts_up);
        assert_eq!(Shape::of(&TextColumn::nulls(3), &v).sampled, 0);
    }
}
