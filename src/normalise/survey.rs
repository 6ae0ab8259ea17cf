//! What a whole column says about its values: the order of dates, the decimal mark, the words that occur.

use super::Normaliser;
use crate::domain::codes::all_digits;
use crate::domain::date::{self, ColumnDates};
use crate::domain::fold::fold_key;
use crate::domain::number::{self, ColumnNumbers};
use crate::domain::phone::{self, AreaCodes, PhoneKind};
use crate::model::TextColumn;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::ops::Range;

/// What a normaliser wants to know of the whole column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Evidence {
    /// Nothing.
    None,
    /// Which of day and month stands first.
    Dates,
    /// Which mark separates decimals, and whether all values are percentages.
    Numbers,
    /// Which words occur, if they are few.
    Words,
    /// Whether the values are Chinese phone numbers, in a sample.
    Phones,
    /// How many values have the six digits of Chinese postcodes, in a sample.
    Postcodes,
    /// Whether codes have several levels with points between them.
    Levels,
}

/// What a column says. Parts that nobody asked for are empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Survey {
    /// What it says about the order of its dates.
    pub dates: ColumnDates,
    /// What it says about its numbers.
    pub numbers: ColumnNumbers,
    /// The folded values, where there are at most [`MOST_WORDS`].
    words: Words,
    /// Values in the sample.
    sampled: usize,
    /// Values of the sample with the form that was asked for.
    fitting: usize,
    /// Values that are codes of two levels, as `1.2`.
    levels: usize,
}

/// The most different values that are kept.
pub const MOST_WORDS: usize = 16;

/// The most values of which a sample is taken.
const MOST_SAMPLED: usize = 2000;

#[derive(Clone, Debug, PartialEq, Eq)]
enum Words {
    Few(BTreeSet<String>),
    Many,
}

impl Default for Words {
    fn default() -> Self {
        Self::Few(BTreeSet::new())
    }
}

impl Survey {
    /// Says whether the column holds nothing but these values (folded, as by `fold_key`).
    pub fn holds_only(&self, words: &[&str]) -> bool {
        matches!(&self.words, Words::Few(found) if found.iter().all(|w| words.contains(&w.as_str())))
    }

    /// Says whether at least half of the sampled values have the form that was asked for.
    pub fn mostly_fits(&self) -> bool {
        self.fitting > 0 && self.fitting * 2 >= self.sampled
    }

    /// Says whether the column has codes of several levels, so that `1.0` may be one of them.
    pub fn has_levels(&self) -> bool {
        self.levels > 0
    }

    /// Looks at the rows of a column with regard to what its normalisers want to know.
    pub fn of(column: &TextColumn, rows: Range<usize>, normalisers: &[&Normaliser]) -> Self {
        let mut wanted: Vec<Evidence> = normalisers.iter().map(|n| n.evidence).filter(|e| *e != Evidence::None).collect();
        wanted.sort_unstable();
        wanted.dedup();
        if wanted.is_empty() {
            return Self::default();
        }
        let parts: Vec<Self> = pieces(rows.clone()).into_par_iter().map(|piece| Self::of_piece(column, piece, &wanted)).collect();
        parts.into_iter().fold(Self::default(), Self::merged).sampled(column, rows, &wanted)
    }

    fn of_piece(column: &TextColumn, rows: Range<usize>, wanted: &[Evidence]) -> Self {
        let values = || rows.clone().filter_map(|i| column.get(i));
        let mut survey = Self::default();
        for evidence in wanted {
            match evidence {
                Evidence::Dates => survey.dates = date::survey(values()),
                Evidence::Numbers => survey.numbers = number::survey(values()),
                Evidence::Words => values().for_each(|v| survey.words.add(v)),
                Evidence::Levels => survey.levels = values().filter(|v| is_level(v)).count(),
                Evidence::None | Evidence::Phones | Evidence::Postcodes => {}
            }
        }
        survey
    }

    fn merged(mut self, other: Self) -> Self {
        self.dates = self.dates.merged(other.dates);
        self.numbers = self.numbers.merged(other.numbers);
        self.levels += other.levels;
        match other.words {
            Words::Few(words) => words.iter().for_each(|w| self.words.add(w)),
            Words::Many => self.words = Words::Many,
        }
        self
    }

    /// Takes a sample of values at even distances, for what is dear to find out.
    fn sampled(mut self, column: &TextColumn, rows: Range<usize>, wanted: &[Evidence]) -> Self {
        let fits: fn(&str) -> bool = match wanted.iter().find(|e| matches!(e, Evidence::Phones | Evidence::Postcodes)) {
            Some(Evidence::Phones) => is_chinese_phone,
            Some(_) => |v| all_digits(v) && v.len() == 6,
            None => return self,
        };
        let step = (rows.len() / MOST_SAMPLED).max(1);
        for value in rows.step_by(step).filter_map(|i| column.get(i)) {
            self.sampled += 1;
            self.fitting += usize::from(fits(value.trim()));
        }
        self
    }
}

/// Rows that one task looks at.
const PIECE: usize = 16_384;

/// Cuts rows into the pieces that tasks look at.
pub(super) fn pieces(rows: Range<usize>) -> Vec<Range<usize>> {
    rows.clone().step_by(PIECE).map(|from| from..(from + PIECE).min(rows.end)).collect()
}

impl Words {
    fn add(&mut self, word: &str) {
        if let Self::Few(words) = self {
            let key = fold_key(word);
            if !key.is_empty() && !words.contains(&key) {
                words.insert(key);
                if words.len() > MOST_WORDS {
                    *self = Self::Many;
                }
            }
        }
    }
}

fn is_level(value: &str) -> bool {
    value.split_once('.').is_some_and(|(a, b)| all_digits(a) && all_digits(b) && b.bytes().any(|d| d != b'0'))
}

fn is_chinese_phone(value: &str) -> bool {
    phone::read(value, AreaCodes::standard()).is_ok_and(|p| p.numbers.iter().all(|n| n.kind != PhoneKind::Foreign && !n.repaired))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::find;

    fn survey(normaliser: &str, values: &[&str]) -> Survey {
        let column: TextColumn = values.iter().map(|v| Some(*v)).collect();
        Survey::of(&column, 0..column.len(), &[find(normaliser).unwrap()])
    }

    #[test]
    fn columns_are_asked_for_what_their_normalisers_want() {
        assert_eq!(survey("date", &["13/01/2024", "02/01/2024"]).dates.order(), Some(date::DateOrder::DayFirst));
        assert_eq!(survey("decimal", &["1,5", "2"]).numbers.style(), Some(number::NumberStyle::Comma));
        assert!(survey("status", &["A", "b", ""]).holds_only(&["a", "b"]));
        assert!(!survey("status", &["A", "C"]).holds_only(&["a", "b"]));
        assert!(survey("phone", &["13800138000", "75526780808"]).mostly_fits());
        assert!(!survey("phone", &["650-253-0000", "2025550123", "13800138000"]).mostly_fits());
        assert!(survey("postcode", &["518057", "30000"]).mostly_fits());
        assert!(survey("strip_code_decoration", &["1.2", "1.0"]).has_levels());
        assert!(!survey("strip_code_decoration", &["12.0", "1.0"]).has_levels());
        assert_eq!(survey("clean_text", &["13/01/2024"]), Survey::default());
    }

    #[test]
    fn many_words_are_forgotten() {
        let words: Vec<String> = (0..40).map(|i| format!("w{i}")).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        assert!(!survey("status", &words).holds_only(&words));
    }
}
