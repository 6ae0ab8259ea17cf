//! What one pass over a column tells about all damages.

use crate::model::TextColumn;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::ops::Range;

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

/// Rows that one thread goes over.
const RANGE: usize = 1 << 16;
/// Rows whose text stays at hand while one column after the other looks at it.
const BLOCK: usize = 1 << 8;

impl Facts {
    /// Goes once over the columns of a table, ranges of rows side by side.
    pub(super) fn gather(columns: &[TextColumn]) -> Vec<Self> {
        let height = columns.first().map_or(0, TextColumn::len);
        let starts: Vec<usize> = (0..height).step_by(RANGE).collect();
        let parts: Vec<Vec<Self>> = starts.par_iter().map(|&from| Self::range(columns, from..(from + RANGE).min(height))).collect();
        let mut all: Vec<Self> = columns.iter().map(|_| Self::default()).collect();
        for part in parts {
            all.iter_mut().zip(part).for_each(|(facts, behind)| facts.add_behind(behind));
        }
        all
    }

    fn range(columns: &[TextColumn], rows: Range<usize>) -> Vec<Self> {
        let mut all: Vec<(Self, Lengths)> = columns.iter().map(|_| Default::default()).collect();
        for from in rows.clone().step_by(BLOCK) {
            for (column, (facts, lengths)) in columns.iter().zip(&mut all) {
                for (row, value) in (from..).zip(column.part(from..(from + BLOCK).min(rows.end))) {
                    if let Some(value) = value {
                        facts.filled += 1;
                        facts.add(row, value, lengths);
                    }
                }
            }
        }
        all.into_iter().map(|(facts, lengths)| lengths.told(facts)).collect()
    }

    /// Adds the facts of the rows behind.
    fn add_behind(&mut self, other: Self) {
        self.filled += other.filled;
        self.codes += other.codes;
        self.fractions += other.fractions;
        self.longest = self.longest.max(other.longest);
        other.digits.into_iter().for_each(|(length, n)| *self.digits.entry(length).or_default() += n);
        other.zeros.into_iter().for_each(|(length, n)| *self.zeros.entry(length).or_default() += n);
        self.exponents.extend(other.exponents);
        self.hashes.extend(other.hashes);
        self.tails.extend(other.tails);
        self.long.extend(other.long);
        self.foreign.extend(other.foreign);
        self.days.extend(other.days);
    }

    /// Counts values of digits only.
    pub(super) fn whole(&self) -> usize {
        self.digits.values().sum()
    }

    fn add(&mut self, row: usize, value: &str, lengths: &mut Lengths) {
        let bytes = value.as_bytes();
        self.longest = self.longest.max(bytes.len());
        let Signs { digits, ascii } = Signs::of(bytes);
        if digits == bytes.len() {
            lengths.add(digits, bytes.first() == Some(&b'0') && digits > 1, self);
            if digits > 15 {
                self.long.push(row);
            }
            return;
        }
        if bytes.first() == Some(&b'#') {
            self.hashes.push(row);
        }
        if !ascii {
            if misread(bytes) {
                self.foreign.push(row);
            }
            if digits > 0 && value.ends_with('日') && value.contains('月') && !value.contains('年') {
                self.days.push(row);
            }
            return;
        }
        if digits > 0 && bytes.len() <= 40 {
            self.add_mixed(row, value, digits);
        }
    }

    /// Adds a value of digits and other ASCII signs.
    fn add_mixed(&mut self, row: usize, value: &str, digits: usize) {
        let bytes = value.as_bytes();
        let others = bytes.len() - digits;
        // Fractions and exponents have few signs beside their digits: `.`, `E`, and signs before either.
        if others <= 4
            && let Some(point) = memchr::memchr(b'.', bytes)
        {
            if memchr::memchr2(b'E', b'e', bytes).is_some() {
                self.exponents.push(row);
                return;
            }
            if others == 1 {
                if bytes.get(point..) == Some(b".0") {
                    self.tails.push(row)
                } else {
                    self.fractions += 1
                }
                return;
            }
        } else if others == 2 && bytes.len() <= 10 && bytes.windows(2).any(|w| w == b"E+") {
            self.exponents.push(row);
            return;
        }
        // The longest are `31-Mar` and `Mar-31`.
        if bytes.len() <= 6 && super::date_code::day_and_month(value) {
            self.days.push(row);
        } else if memchr::memchr(b' ', bytes).is_none() {
            self.codes += 1;
        }
    }
}

/// Numbers of digits of most values; longer ones are counted in a map.
const USUAL: usize = 32;

/// Counts values of digits only by their length, and those among them that start with a zero.
#[derive(Default)]
struct Lengths {
    all: [usize; USUAL],
    zeros: [usize; USUAL],
}

impl Lengths {
    fn add(&mut self, length: usize, zero: bool, facts: &mut Facts) {
        match (self.all.get_mut(length), self.zeros.get_mut(length)) {
            (Some(all), Some(zeros)) => {
                *all += 1;
                *zeros += usize::from(zero);
            }
            _ => {
                *facts.digits.entry(length).or_default() += 1;
                if zero {
                    *facts.zeros.entry(length).or_default() += 1;
                }
            }
        }
    }

    fn told(self, mut facts: Facts) -> Facts {
        facts.digits.extend(self.all.into_iter().enumerate().filter(|(_, n)| *n > 0));
        facts.zeros.extend(self.zeros.into_iter().enumerate().filter(|(_, n)| *n > 0));
        facts
    }
}

/// What a value is made of.
struct Signs {
    digits: usize,
    ascii: bool,
}

impl Signs {
    /// Looks at eight bytes at a time: most values have no more than sixteen.
    fn of(bytes: &[u8]) -> Self {
        let (words, rest) = bytes.as_chunks::<8>();
        let mut signs = Self { digits: 0, ascii: true };
        words.iter().for_each(|w| signs.add(u64::from_le_bytes(*w)));
        if !rest.is_empty() {
            // The last eight bytes hold the rest; what was seen before is pushed out of them.
            let last = bytes.last_chunk::<8>().map(|w| u64::from_le_bytes(*w) >> (8 * (8 - rest.len())));
            signs.add(last.unwrap_or_else(|| rest.iter().rev().fold(0, |word, b| word << 8 | u64::from(*b))));
        }
        signs
    }

    fn add(&mut self, word: u64) {
        const EACH: u64 = 0x0101_0101_0101_0101;
        const HIGH: u64 = 0x80 * EACH;
        let low = word & !HIGH;
        // The high bit of a byte is set by a carry: once from `0` on, once beyond `9`.
        let from_zero = low + (0x80 - b'0' as u64) * EACH;
        let beyond_nine = low + (0x7F - b'9' as u64) * EACH;
        // One bit a byte, summed up in the highest byte: quicker than counting any bits.
        let ones = (from_zero & !beyond_nine & !word & HIGH) >> 7;
        self.digits += (ones.wrapping_mul(EACH) >> 56) as usize;
        self.ascii &= word & HIGH == 0;
    }
}

/// Says whether a text holds characters that wrong readings of encodings produce: U+00C2 to U+00F4, U+FFFD, 锟, 烫, 屯.
fn misread(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    loop {
        rest = match rest {
            [] => return false,
            [a @ 0xE0..=0xEF, b, c, behind @ ..] => {
                // One comparison of whole characters instead of one jump for each of their first bytes.
                if matches!(u32::from_be_bytes([0, *a, *b, *c]), 0xEF_BF_BD | 0xE9_94_9F | 0xE7_83_AB | 0xE5_B1_AF) {
                    return true;
                }
                behind
            }
            [0xC3, 0x82..=0xB4, ..] => return true,
            // Bytes that go on with a character begin none of the above.
            [_, behind @ ..] => behind,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn signs_are_counted_as_one_by_one(value in "[0-9]{0,20}[ -~编é\u{c1}\u{c2}\u{f4}\u{f5}锟\u{fffd}\u{10000}]{0,3}[0-9/:]{0,9}") {
            let signs = Signs::of(value.as_bytes());
            prop_assert_eq!(signs.digits, value.bytes().filter(u8::is_ascii_digit).count());
            prop_assert_eq!(signs.ascii, value.is_ascii());
            // U+00C2 is written C3 82.
            let wrong = value.chars().any(|c| matches!(c, '\u{c2}'..='\u{f4}' | '\u{fffd}' | '锟' | '烫' | '屯'));
            prop_assert_eq!(misread(value.as_bytes()), wrong);
        }
    }

    #[test]
    fn ranges_add_up() {
        let values = ["1", "007", "#N/A", "2.0", "1.5", "1E+5", "1.5E+07", "1-Mar", "A 1", "A1", "锟", "12345678901234567", "5月3日"];
        let many: TextColumn = values.iter().cycle().take(values.len() * 12_000).map(|v| Some(*v)).collect();
        let few: TextColumn = values.iter().map(|v| Some(*v)).collect();
        let [facts, one] = [many, few].map(|c| Facts::gather(&[c]).remove(0));
        assert_eq!(facts.filled, one.filled * 12_000);
        assert_eq!(facts.codes, one.codes * 12_000);
        assert_eq!(facts.digits, one.digits.iter().map(|(l, n)| (*l, n * 12_000)).collect());
        assert_eq!(facts.zeros, [(3, 12_000)].into());
        assert_eq!((one.exponents, one.hashes, one.tails), (vec![5, 6], vec![2], vec![3]));
        assert_eq!((one.long, one.foreign, one.days), (vec![11], vec![10], vec![7, 12]));
        assert!(facts.exponents.is_sorted() && facts.exponents.len() == 24_000);
    }
}
