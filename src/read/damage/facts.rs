//! What one pass over a column tells about all damages.

use crate::model::TextColumn;
use std::collections::BTreeMap;

/// Counts of a column and the rows that a damage could be in.
#[derive(Debug, Default)]
pub(super) struct Facts {
    /// Values.
    pub(super) filled: usize,
    /// Values of ASCII digits only, by length.
    pub(super) digits: BTreeMap<usize, usize>,
    /// Those among them that start with a zero, by length.
    pub(super) zeros: BTreeMap<usize, usize>,
    /// Values with letters or signs in one word without spaces, which start or end with a digit or hold one: codes.
    pub(super) codes: usize,
    /// Rows with `E+` or `E-`.
    pub(super) exponents: Vec<usize>,
    /// Rows that start with `#`.
    pub(super) hashes: Vec<usize>,
    /// Rows that end with `.0`.
    pub(super) tails: Vec<usize>,
    /// Values with a fraction other than `.0`.
    pub(super) fractions: usize,
    /// Rows of digits only, longer than fifteen.
    pub(super) long: Vec<usize>,
    /// Rows with characters outside ASCII that wrong readings of encodings produce.
    pub(super) foreign: Vec<usize>,
    /// Rows that look like a day and a month.
    pub(super) days: Vec<usize>,
    /// Bytes of the longest value.
    pub(super) longest: usize,
}

impl Facts {
    /// Goes once over a column.
    pub(super) fn gather(column: &TextColumn) -> Self {
        let mut facts = Self::default();
        for (row, value) in column.iter().enumerate() {
            if let Some(value) = value {
                facts.filled += 1;
                facts.add(row, value);
            }
        }
        facts
    }

    /// Counts values of digits only.
    pub(super) fn whole(&self) -> usize {
        self.digits.values().sum()
    }

    fn add(&mut self, row: usize, value: &str) {
        let bytes = value.as_bytes();
        self.longest = self.longest.max(bytes.len());
        let digits = bytes.iter().filter(|b| b.is_ascii_digit()).count();
        if digits == bytes.len() {
            *self.digits.entry(digits).or_default() += 1;
            if bytes.first() == Some(&b'0') && digits > 1 {
                *self.zeros.entry(digits).or_default() += 1;
            }
            if digits > 15 {
                self.long.push(row);
            }
            return;
        }
        if bytes.first() == Some(&b'#') {
            self.hashes.push(row);
        }
        if !bytes.is_ascii() {
            if value.chars().any(|c| matches!(c, '\u{c2}'..='\u{f4}' | '\u{fffd}' | '锟' | '烫' | '屯')) {
                self.foreign.push(row);
            }
            if value.ends_with('日') && digits > 0 && value.contains('月') && !value.contains('年') {
                self.days.push(row);
            }
            return;
        }
        if digits == 0 || bytes.len() > 40 {
            return;
        }
        let spaced = bytes.contains(&b' ');
        if let Some(point) = memchr::memchr(b'.', bytes) {
            let exponent = bytes.iter().any(|b| matches!(b, b'E' | b'e'));
            if exponent && digits + 4 >= bytes.len() {
                self.exponents.push(row);
                return;
            }
            if digits + 1 == bytes.len() {
                if bytes.get(point..) == Some(b".0") {
                    self.tails.push(row)
                } else {
                    self.fractions += 1
                }
                return;
            }
        } else if bytes.len() <= 10 && memchr::memmem::find(bytes, b"E+").is_some() && digits + 2 == bytes.len() {
            self.exponents.push(row);
            return;
        }
        if super::date_code::day_and_month(value) {
            self.days.push(row);
        } else if !spaced {
            self.codes += 1;
        }
    }
}
