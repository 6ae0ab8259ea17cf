//! What a person does not see on a sheet, or what is not there: hidden and filtered rows, hidden columns, formulas without a stored value.

use crate::read::file::ReadNote;
use std::collections::BTreeSet;

/// Hidden stretches that are kept of one sheet; nobody hides more by hand.
const MOST: usize = 1 << 20;

/// Facts about a sheet that its cells do not tell; rows and columns are 0-based, ends included.
#[derive(Clone, Debug, Default)]
pub(super) struct Oddities {
    rows: Vec<u32>,
    filtered_rows: Vec<u32>,
    columns: Vec<(u32, u32)>,
    filters: Vec<(u32, u32)>,
    formulas: u64,
    first_formula: Option<(u32, u32)>,
}

impl Oddities {
    pub(super) fn hide_row(&mut self, row: u32) {
        if self.rows.len() < MOST {
            self.rows.push(row);
        }
    }

    /// Notes a row that the format itself says a filter hides.
    pub(super) fn filter_row(&mut self, row: u32) {
        if self.filtered_rows.len() < MOST {
            self.filtered_rows.push(row);
        }
    }

    pub(super) fn hide_columns(&mut self, first: u32, last: u32) {
        if self.columns.len() < MOST {
            self.columns.push((first, last));
        }
    }

    /// Notes rows over which a filter is at work.
    pub(super) fn filter(&mut self, first: u32, last: u32) {
        if self.filters.len() < MOST {
            self.filters.push((first, last));
        }
    }

    pub(super) fn formula_without_value(&mut self, row: u32, column: u32) {
        self.formulas += 1;
        self.first_formula.get_or_insert((row, column));
    }

    pub(super) fn hides_columns(&self) -> bool {
        !self.columns.is_empty()
    }

    /// Keeps those of the given columns that are hidden.
    pub(super) fn hidden_among(&self, columns: impl Iterator<Item = u32>) -> BTreeSet<u32> {
        let hidden = merged(&self.columns);
        columns.filter(|&c| covered(&hidden, c)).collect()
    }

    /// Puts the facts into notes: how many, and where the first one is.
    pub(super) fn notes(&mut self, filled: impl Fn(u32) -> bool, columns: &BTreeSet<u32>) -> Vec<ReadNote> {
        let (mut hidden, mut filtered) = (BTreeSet::new(), BTreeSet::new());
        let filters = merged(&self.filters);
        filtered.extend(self.filtered_rows.iter().copied().filter(|&r| filled(r)));
        for &row in self.rows.iter().filter(|&&r| filled(r)) {
            if covered(&filters, row) {
                filtered.insert(row)
            } else {
                hidden.insert(row)
            };
        }
        let rows = |code, rows: &BTreeSet<u32>| Some(note(code, rows.len() as u64, &address(Some(*rows.first()?), None)));
        let formulas =
            self.first_formula.map(|(row, column)| note("formula-without-value", self.formulas, &address(Some(row), Some(column))));
        let columns = columns.first().map(|&c| note("hidden-columns", columns.len() as u64, &address(None, Some(c))));
        [rows("hidden-rows", &hidden), rows("filtered-rows", &filtered), columns, formulas].into_iter().flatten().collect()
    }
}

/// Puts stretches in order and joins those that meet, so that a place is looked up among them quickly.
fn merged(stretches: &[(u32, u32)]) -> Vec<(u32, u32)> {
    let mut sorted = stretches.to_vec();
    sorted.sort_unstable();
    let mut out: Vec<(u32, u32)> = Vec::new();
    for (first, last) in sorted {
        match out.last_mut() {
            Some(before) if first <= before.1 => before.1 = before.1.max(last),
            _ => out.push((first, last)),
        }
    }
    out
}

/// Says whether a place lies in one of the stretches, which [`merged`] has put in order.
fn covered(stretches: &[(u32, u32)], place: u32) -> bool {
    let after = stretches.partition_point(|s| s.0 <= place);
    after.checked_sub(1).and_then(|i| stretches.get(i)).is_some_and(|s| place <= s.1)
}

fn note(code: &'static str, count: u64, first: &str) -> ReadNote {
    ReadNote::new(code, if count == 1 { first.to_owned() } else { format!("{count}: {first} ...") })
}

/// Writes a cell, a row or a column as spreadsheets do: `C5`, `5:5`, `C:C`.
fn address(row: Option<u32>, column: Option<u32>) -> String {
    let name = column.map(|c| {
        let (mut letters, mut n) = (Vec::new(), u64::from(c) + 1);
        while n > 0 {
            letters.push(char::from(b'A' + ((n - 1) % 26) as u8));
            n = (n - 1) / 26;
        }
        letters.iter().rev().collect::<String>()
    });
    match (row.map(|r| u64::from(r) + 1), name) {
        (Some(r), Some(c)) => format!("{c}{r}"),
        (Some(r), None) => format!("{r}:{r}"),
        (None, c) => c.map_or_else(String::new, |c| format!("{c}:{c}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_rows_are_counted_where_there_is_something() {
        let mut oddities = Oddities::default();
        (3..9).for_each(|r| oddities.hide_row(r));
        oddities.filter(0, 5);
        oddities.hide_columns(2, 16_383);
        oddities.formula_without_value(8, 27);
        let notes = oddities.notes(|row| row != 4, &BTreeSet::from([2, 3]));
        let shown: Vec<_> = notes.iter().map(|n| (n.code, n.value.as_str())).collect();
        let expected = [
            ("hidden-rows", "3: 7:7 ..."),
            ("filtered-rows", "2: 4:4 ..."),
            ("hidden-columns", "2: C:C ..."),
            ("formula-without-value", "AB9"),
        ];
        assert_eq!(shown, expected);
    }
    #[test]
    fn stretches_that_overlap_are_one() {
        let mut oddities = Oddities::default();
        [(8, 9), (0, 1), (1, 4), (2, 3), (30, 20)].into_iter().for_each(|(first, last)| oddities.hide_columns(first, last));
        assert_eq!(oddities.hidden_among(0..40), BTreeSet::from([0, 1, 2, 3, 4, 8, 9]));
    }
}
