//! Short texts such as a suburb, a brand or a first name: equal, nearly equal, sounding alike, or not.

use super::{Compare, Keys, Level, level};
use crate::domain::similarity::{distance_within, jaro_winkler, letters, sound_key};

const LEVELS: &[Level] = &[
    level("missing"),
    level("different"),
    level("initial"),
    level("alike"),
    level("contained"),
    level("very alike"),
    level("one slip"),
    level("equal"),
];

#[derive(Debug)]
struct Short {
    chars: Vec<char>,
    sound: String,
}

/// Folded short texts.
#[derive(Debug)]
pub struct Shorts {
    values: Vec<Short>,
}

impl Shorts {
    /// Takes the distinct folded values.
    pub fn new(values: &[&str]) -> Self {
        let short = |v: &&str| {
            let plain = letters(v);
            Short { sound: sound_key(&plain), chars: plain.chars().collect() }
        };
        Self { values: values.iter().map(short).collect() }
    }
}

impl Compare for Shorts {
    fn levels(&self) -> &'static [Level] {
        LEVELS
    }

    fn level(&self, a: u32, b: u32) -> u8 {
        let (Some(x), Some(y)) = (self.values.get(a as usize), self.values.get(b as usize)) else { return 0 };
        if x.chars.is_empty() || y.chars.is_empty() {
            return 0;
        }
        if x.chars == y.chars {
            return 7;
        }
        let (short, long) = if x.chars.len() <= y.chars.len() { (&x.chars, &y.chars) } else { (&y.chars, &x.chars) };
        if short.len() == 1 {
            return if long.first() == short.first() { 2 } else { 1 };
        }
        if short.len() >= 3 && distance_within(short, long, 1).is_some() {
            return 6;
        }
        if long.starts_with(short) || (short.len() >= 4 && long.windows(short.len()).any(|w| w == short.as_slice())) {
            return 4;
        }
        match jaro_winkler(short, long) {
            s if s >= 0.92 || (x.sound == y.sound && s >= 0.8) => 5,
            s if s >= 0.85 => 3,
            _ => 1,
        }
    }

    fn keys(&self, value: u32, keys: &mut Keys) {
        let Some(v) = self.values.get(value as usize) else { return };
        keys.add_chars(0, v.chars.iter().copied());
        keys.set_coarse(&v.sound);
    }

    fn family(&self, value: u32) -> u64 {
        let text: String = self.values.get(value as usize).map(|p| p.chars.iter().collect()).unwrap_or_default();
        super::hash(text.as_bytes(), 0)
    }
}
