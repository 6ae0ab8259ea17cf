//! What the columns of a batch hold, as far as a target must take it.

use super::kinds;

/// What a batch holds, as far as a target must take it.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Its columns in order.
    pub columns: Vec<ColumnFacts>,
}

impl Facts {
    /// Gives a column.
    pub fn column(&self, name: &str) -> Option<&ColumnFacts> {
        self.columns.iter().find(|c| c.name == name)
    }
}

/// A count with the first record that it counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// How many.
    pub rows: u64,
    /// The first one, from 1.
    pub first: u64,
    /// Its value.
    pub value: String,
}

impl Count {
    fn add(&mut self, row: u64, value: &str) {
        if self.rows == 0 {
            self.first = row;
            self.value = value.chars().take(60).collect();
        }
        self.rows += 1;
    }
}

/// What one column of a batch holds.
#[derive(Clone, Debug)]
pub struct ColumnFacts {
    /// Its name.
    pub name: String,
    /// Records without a value.
    pub empty: Count,
    /// The longest value, in characters.
    pub longest: usize,
    /// The record that has it.
    pub longest_row: u64,
    /// Values that are no whole number as a target keeps it.
    pub no_integer: Count,
    /// Values that are no decimal number.
    pub no_decimal: Count,
    /// Values that are no day.
    pub no_date: Count,
    /// Values that a number would change: leading zeros, a plus sign.
    pub changed_as_number: Count,
}

impl ColumnFacts {
    pub(super) fn new(name: &str) -> Self {
        let none = Count::default;
        Self {
            name: name.to_owned(),
            empty: none(),
            longest: 0,
            longest_row: 0,
            no_integer: none(),
            no_decimal: none(),
            no_date: none(),
            changed_as_number: none(),
        }
    }

    pub(super) fn add(&mut self, row: u64, value: &str) {
        if value.is_empty() {
            self.empty.add(row, "");
            return;
        }
        // Characters are never more than bytes.
        if value.len() > self.longest {
            let characters = value.chars().count();
            if characters > self.longest {
                (self.longest, self.longest_row) = (characters, row);
            }
        }
        if !kinds::is_decimal(value) {
            self.no_decimal.add(row, value);
            self.no_integer.add(row, value);
        } else {
            if !kinds::is_integer(value) {
                self.no_integer.add(row, value);
            }
            if kinds::changes_as_number(value) {
                self.changed_as_number.add(row, value);
            }
        }
        if !kinds::is_date(value) {
            self.no_date.add(row, value);
        }
    }
}
