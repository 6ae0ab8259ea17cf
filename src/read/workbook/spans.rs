//! Columns of a page's table that cells of earlier rows reach down into.

use std::collections::BTreeMap;
use std::ops::Range;

/// Stretches of columns that are taken, each until some row; they never overlap.
///
/// A cell may reach over ten thousand columns with a few bytes, so that columns are not kept one by one.
#[derive(Debug, Default)]
pub(super) struct Spans {
    /// By first column: the column behind the last one, and the first row that is free again.
    taken: BTreeMap<u32, (u32, u32)>,
}

impl Spans {
    /// Gives the first column from `column` on that is free in this row.
    pub(super) fn free(&self, mut column: u32, row: u32) -> u32 {
        while let Some((_, &(end, until))) = self.taken.range(..=column).next_back()
            && column < end
            && row < until
        {
            column = end;
        }
        column
    }

    /// Takes columns until the row `until`; the last one to take a column has it.
    pub(super) fn take(&mut self, columns: Range<u32>, until: u32) {
        let before = self.taken.range_mut(..columns.start).next_back();
        let mut behind = None;
        if let Some((_, (end, row))) = before
            && *end > columns.start
        {
            if *end > columns.end {
                behind = Some((*end, *row));
            }
            *end = columns.start;
        }
        let inside: Vec<u32> = self.taken.range(columns.clone()).map(|t| *t.0).collect();
        for first in inside {
            behind = self.taken.remove(&first).filter(|t| t.0 > columns.end).or(behind);
        }
        if let Some(rest) = behind {
            self.taken.insert(columns.end, rest);
        }
        self.taken.insert(columns.start, (columns.end, until));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// As columns kept one by one.
        #[test]
        fn the_last_to_take_a_column_has_it(takes in prop::collection::vec((0u32..30, 1u32..12, 1u32..9), 0..20)) {
            let mut spans = Spans::default();
            let mut single: BTreeMap<u32, u32> = BTreeMap::new();
            for (first, across, until) in takes {
                spans.take(first..first + across, until);
                (first..first + across).for_each(|c| {
                    single.insert(c, until);
                });
            }
            for row in 0..10 {
                for from in 0..45 {
                    let free = (from..).find(|c| single.get(c).is_none_or(|&u| row >= u));
                    prop_assert_eq!(Some(spans.free(from, row)), free);
                }
            }
        }
    }
}
