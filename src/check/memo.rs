//! What was made of values in a range of rows, remembered as long as values come again often enough to be worth it.

use crate::model::TextColumn;
use foldhash::{HashMap, HashMapExt};
use rayon::prelude::*;

/// Rows that one task goes through at least.
const RANGE: usize = 4096;

/// After so many questions a memo must have had one answer in four.
const TRIAL: usize = 512;
/// Distinct values remembered at most.
const REMEMBERED: usize = 4096;

/// What was made of values.
pub(super) struct Memo<K, V> {
    made: HashMap<K, V>,
    asked: usize,
}

impl<K: Copy + Eq + std::hash::Hash, V: Clone> Memo<K, V> {
    /// Makes an empty memo.
    pub(super) fn new() -> Self {
        Self { made: HashMap::new(), asked: 0 }
    }

    /// Gives what was made of a value before, or makes it.
    pub(super) fn get(&mut self, value: K, make: impl FnOnce() -> V) -> V {
        if self.asked == TRIAL && self.made.len() * 4 > TRIAL * 3 {
            return make();
        }
        self.asked += 1;
        if let Some(made) = self.made.get(&value) {
            return made.clone();
        }
        let made = make();
        if self.made.len() < REMEMBERED {
            self.made.insert(value, made.clone());
        }
        made
    }
}

/// Reads every value of a column, those that come again once; a missing value reads as the default.
pub(super) fn read_all<T: Clone + Default + Send>(column: &TextColumn, read: impl Fn(&str) -> T + Sync) -> Vec<T> {
    let rows = (0..column.len()).into_par_iter().with_min_len(RANGE);
    rows.map_init(Memo::new, |memo, row| column.get(row).map_or_else(T::default, |value| memo.get(value, || read(value)))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_that_come_again_are_made_once() {
        let (mut memo, mut made) = (Memo::new(), 0);
        for i in 0..10_000 {
            let value = memo.get(i % 7, || {
                made += 1;
                i % 7 * 2
            });
            assert_eq!(value, i % 7 * 2);
        }
        assert_eq!(made, 7);
    }

    #[test]
    fn a_memo_without_answers_is_no_longer_asked() {
        let mut memo = Memo::new();
        for i in 0..10_000 {
            assert_eq!(memo.get(i, || i * 2), i * 2);
        }
        assert_eq!((memo.asked, memo.made.len()), (TRIAL, TRIAL));
    }
}
