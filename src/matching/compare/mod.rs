//! Comparisons: one kind of value a file. Each has ordered levels of agreement, and keys under which candidates meet.

mod address;
mod brief;
mod category;
mod codes;
mod company;
mod date;
mod day;
mod email;
mod goods;
mod grades;
mod identifier;
mod material;
mod names;
mod number;
mod person;
mod phone;
mod short;
mod spot;
mod title;
mod words;

pub use address::Addresses;
pub use category::Categories;
pub use codes::Codes;
pub use company::Companies;
pub use date::{Dates, read_date};
pub use day::Days;
pub use email::Emails;
pub use goods::{ELSEWHERE_FOLLOWS, Goods};
pub use grades::Grades;
pub use identifier::Identifiers;
pub use material::Materials;
pub use names::Names;
pub use number::Numbers;
pub use person::Persons;
pub use phone::Phones;
pub use short::Shorts;
pub use spot::{Spots, read_spot};
pub use words::Words;

use super::chance::hash;

/// One level of agreement of a comparison; level 0 is always "missing".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Level {
    /// Its stable name.
    pub name: &'static str,
    /// Whether it forbids that both records are one thing.
    pub veto: bool,
}

/// Makes a level.
pub const fn level(name: &'static str) -> Level {
    Level { name, veto: false }
}

/// Makes a level that forbids a match.
pub const fn veto(name: &'static str) -> Level {
    Level { name, veto: true }
}

/// Compares the distinct values of one field. Values are numbered from 0 as given to its builder.
pub trait Compare: Send + Sync {
    /// Gives the levels from worst to best after "missing"; at most 15 of them.
    fn levels(&self) -> &'static [Level];

    /// Gives the level of two values, as an index into `levels`.
    fn level(&self, a: u32, b: u32) -> u8;

    /// Adds the keys under which records with this value meet others; the caller makes them the field's own.
    fn keys(&self, value: u32, keys: &mut Keys);

    /// Gives what counts as one value for its frequency; by default each value is its own.
    fn family(&self, value: u32) -> u64 {
        u64::from(value)
    }

    /// Says whether values of one family agree fully.
    fn family_is_equality(&self) -> bool {
        true
    }

    /// Gives 64 bits of a value from which `at_most` bounds the level; 0 where nothing can be said.
    fn sketch(&self, _value: u32) -> u64 {
        0
    }

    /// Gives the best level that values of different families can reach, judged by their sketches alone.
    fn at_most(&self, _a: u64, _b: u64) -> u8 {
        self.levels().len() as u8 - 1
    }

    /// Says whether two values are compared in no time, so that there is no need to put it off.
    fn cheap(&self) -> bool {
        false
    }

    /// Gives the level of values that have nothing in common: where `at_most` says no more, it is the level.
    fn apart(&self) -> u8 {
        1
    }

    /// Says whether a level's weight grows with the rarity of the shared value.
    fn by_rarity(&self, level: u8) -> bool {
        usize::from(level) + 1 == self.levels().len()
    }

    /// Gives the log2 odds that a candidate pair of each level after "missing" is one thing, where they are much the same in all tables:
    /// learning, which needs a second field that tells as much, has no say in them.
    fn known(&self) -> Option<&'static [f64]> {
        None
    }

    /// Gives the first level at which agreement tells enough to learn the other fields from.
    fn telling(&self) -> u8 {
        self.levels().len() as u8 - 1
    }
}

/// Gives a sketch of a text: one of 64 bits for each pair of neighbouring characters.
pub fn pairs_of(chars: impl Iterator<Item = char> + Clone) -> u64 {
    let pairs = chars.clone().zip(chars.skip(1));
    pairs.fold(0, |bits, (a, b)| bits | 1 << (super::chance::mix(u64::from(a) << 32 | u64::from(b)) >> 58))
}

/// Says whether two texts may be at most so many slips apart, or one inside the other: a slip breaks at most two pairs of neighbours of
/// each side (a swap of neighbours three).
pub fn may_be_close(a: u64, b: u64, slips: u32) -> bool {
    a == 0 || b == 0 || (a & !b).count_ones().min((b & !a).count_ones()) <= 3 * slips
}

/// Collects blocking keys of one value.
#[derive(Debug, Default)]
pub struct Keys {
    /// Hashed keys; equal keys of one field meet.
    pub hashes: Vec<u64>,
    /// A key that may be combined with another field's: the value itself, or a coarser form.
    pub coarse: Option<u64>,
    /// Windows in which the value lies: near values have one in common. They meet only together with those of another field.
    pub near: Vec<u64>,
    /// The text of the key that is being made; one a value would be too many to ask memory for.
    text: String,
}

impl Keys {
    /// Forgets all keys.
    pub fn clear(&mut self) {
        self.hashes.clear();
        self.coarse = None;
        self.near.clear();
    }

    /// Adds a key of a kind (kinds never meet each other) and text.
    pub fn add(&mut self, kind: u8, text: &str) {
        if !text.is_empty() {
            self.hashes.push(hash(text.as_bytes(), u64::from(kind) + 1));
        }
    }

    /// Adds a key of characters.
    pub fn add_chars(&mut self, kind: u8, chars: impl IntoIterator<Item = char>) {
        self.text.clear();
        self.text.extend(chars);
        if !self.text.is_empty() {
            self.hashes.push(hash(self.text.as_bytes(), u64::from(kind) + 1));
        }
    }

    /// Adds a text and all that arise by leaving out one character: two texts one slip apart share one of them.
    pub fn add_slips(&mut self, kind: u8, chars: &[char]) {
        self.add_chars(kind, chars.iter().copied());
        for skip in 0..chars.len() {
            self.add_chars(kind, chars.iter().enumerate().filter(|(i, _)| *i != skip).map(|(_, c)| *c));
        }
    }

    /// Adds a window of a row of windows; those of different rows overlap.
    pub fn add_near(&mut self, window: i64, row: u64) {
        self.near.push(super::chance::mix(window as u64 ^ row << 56));
    }

    /// Sets the coarse key.
    pub fn set_coarse(&mut self, text: &str) {
        if !text.is_empty() {
            self.coarse = Some(hash(text.as_bytes(), 0));
        }
    }
}
