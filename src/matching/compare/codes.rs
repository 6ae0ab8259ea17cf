//! Rare codes inside texts (part and model numbers): shared, nearly shared, or in conflict.

use super::{Compare, Keys, Level, level};
use crate::domain::similarity::{TokenKind, one_slip, tokens};
use std::collections::HashMap;

const LEVELS: &[Level] =
    &[level("missing"), level("other codes"), level("alike"), level("contained"), level("one shared"), level("all shared")];

/// The rare codes of each value.
#[derive(Debug)]
pub struct Codes {
    values: Vec<Box<[Box<[char]>]>>,
}

fn is_code(word: &str, kind: TokenKind) -> bool {
    let digits = word.chars().filter(char::is_ascii_digit).count();
    match kind {
        TokenKind::Code => word.len() >= 4 && digits >= 2 && !is_measure(word),
        TokenKind::Number => digits >= 4 && !word.contains('.') && !(word.len() == 4 && (word.starts_with("19") || word.starts_with("20"))),
        _ => false,
    }
}

/// Says whether a word is a number with a unit (`320gb`, `100mm`), which many things share.
fn is_measure(word: &str) -> bool {
    let unit = word.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    unit.len() < word.len()
        && matches!(
            unit,
            "gb" | "mb"
                | "tb"
                | "kb"
                | "ghz"
                | "mhz"
                | "khz"
                | "hz"
                | "mm"
                | "cm"
                | "in"
                | "inch"
                | "ft"
                | "w"
                | "kw"
                | "v"
                | "mah"
                | "rpm"
                | "ml"
                | "oz"
                | "kg"
                | "g"
                | "lb"
                | "lbs"
                | "mp"
                | "x"
                | "p"
                | "fps"
                | "dpi"
                | "ppm"
                | "th"
                | "st"
                | "nd"
                | "rd"
                | "pack"
                | "pk"
                | "ct"
                | "pcs"
        )
}

impl Codes {
    /// Takes the distinct folded values; codes that many values share are no codes.
    pub fn new(values: &[&str]) -> Self {
        let lists: Vec<Vec<String>> =
            values.iter().map(|v| tokens(v).into_iter().filter(|(w, k)| is_code(w, *k)).map(|t| t.0).collect()).collect();
        let mut found: HashMap<&str, usize> = HashMap::new();
        for w in lists.iter().flatten() {
            *found.entry(w).or_default() += 1;
        }
        let limit = 12.max(values.len() / 100);
        let pick = |list: &Vec<String>| {
            let mut kept: Vec<Box<[char]>> =
                list.iter().filter(|w| found.get(w.as_str()).is_some_and(|n| *n <= limit)).map(|w| w.chars().collect()).collect();
            kept.sort();
            kept.dedup();
            kept.into_boxed_slice()
        };
        Self { values: lists.iter().map(pick).collect() }
    }

    /// Counts values that have a code.
    pub fn filled(&self) -> usize {
        self.values.iter().filter(|v| !v.is_empty()).count()
    }
}

impl Compare for Codes {
    fn levels(&self) -> &'static [Level] {
        LEVELS
    }

    fn level(&self, a: u32, b: u32) -> u8 {
        let (Some(x), Some(y)) = (self.values.get(a as usize), self.values.get(b as usize)) else { return 0 };
        if x.is_empty() || y.is_empty() {
            return 0;
        }
        let shared = x.iter().filter(|c| y.contains(c)).count();
        if shared > 0 {
            return if shared == x.len().min(y.len()) { 5 } else { 4 };
        }
        let best = |f: &dyn Fn(&[char], &[char]) -> bool| x.iter().any(|p| y.iter().any(|q| f(p, q)));
        if best(&|p, q| p.len().min(q.len()) >= 4 && (p.starts_with(q) || q.starts_with(p) || p.ends_with(q) || q.ends_with(p))) {
            return 3;
        }
        if best(&|p, q| p.len() >= 6 && one_slip(p, q)) { 2 } else { 1 }
    }

    fn keys(&self, value: u32, keys: &mut Keys) {
        for c in self.values.get(value as usize).into_iter().flatten().take(6) {
            keys.add_chars(0, c.iter().copied());
            if c.len() >= 6 {
                keys.add_chars(1, c.iter().take(c.len() - 1).copied());
                keys.add_chars(1, c.iter().copied());
            }
        }
    }

    fn by_rarity(&self, _level: u8) -> bool {
        false
    }
}
