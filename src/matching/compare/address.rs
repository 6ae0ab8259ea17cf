//! Addresses: the numbers in their order, and the words around them weighted by rarity.

use super::{Compare, Keys, Level, Words, level};
use crate::domain::address::latin;
use crate::domain::similarity::{TokenKind, is_cjk, tokens};
use crate::matching::chance::mix;

const LEVELS: &[Level] = &[
    level("missing"),
    level("different"),
    level("other number"),
    level("alike"),
    level("same street"),
    level("same number"),
    level("same building"),
    level("very alike"),
    level("equal"),
];

/// Addresses as numbers and weighted words.
#[derive(Debug)]
pub struct Addresses {
    words: Words,
    numbers: Vec<Box<[u64]>>,
    units: Vec<Box<[String]>>,
}

/// What is compared of one address.
struct Parts {
    words: Vec<(String, TokenKind)>,
    numbers: Box<[u64]>,
    units: Box<[String]>,
}

/// Cuts an address into words, the numbers in their order, and the rooms and floors.
fn parts(folded: &str) -> Parts {
    let latin = folded.contains(|c: char| c.is_ascii_alphabetic()).then(|| latin(folded));
    let folded = latin.as_ref().map_or(folded, |l| &l.text);
    let mut numbers = Vec::new();
    let mut run = String::new();
    for c in folded.chars().chain(std::iter::once(' ')) {
        if c.is_ascii_digit() {
            run.push(c);
        } else if !run.is_empty() {
            numbers.push(std::mem::take(&mut run).parse().unwrap_or(u64::MAX));
        }
    }
    // What divides a Chinese address says little; without it `浙江省嘉兴市` and `浙江嘉兴` have the same pairs.
    let text: String = folded.chars().filter(|c| !matches!(c, '省' | '市' | '号' | '区' | '县')).collect();
    let words =
        tokens(&text).into_iter().filter(|(w, k)| *k != TokenKind::Number && !(*k == TokenKind::Code && w.chars().any(is_cjk))).collect();
    Parts { words, numbers: numbers.into_boxed_slice(), units: latin.map(|l| l.units).unwrap_or_default().into_boxed_slice() }
}

/// How two number lists stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Numbers {
    Conflict,
    Missing,
    First,
    Prefix,
    Equal,
}

fn relate(x: &[u64], y: &[u64]) -> Numbers {
    match (x.first(), y.first()) {
        (None, None) => Numbers::Equal,
        (None, _) | (_, None) => Numbers::Missing,
        (Some(p), Some(q)) if p == q => {
            let same = x.iter().zip(y).take_while(|(a, b)| a == b).count();
            match same {
                n if n == x.len() && n == y.len() => Numbers::Equal,
                n if n == x.len().min(y.len()) => Numbers::Prefix,
                _ => Numbers::First,
            }
        }
        // One begins with a room or a building; a postcode or a street alone in common is no house.
        (Some(p), Some(q)) if y.contains(p) || x.contains(q) => Numbers::First,
        _ => Numbers::Conflict,
    }
}

impl Addresses {
    /// Takes the distinct folded values.
    pub fn new(values: &[&str]) -> Self {
        let (mut numbers, mut units) = (Vec::with_capacity(values.len()), Vec::with_capacity(values.len()));
        let words = Words::of_tokens(values.iter().map(|v| {
            let parts = parts(v);
            numbers.push(parts.numbers);
            units.push(parts.units);
            parts.words
        }));
        Self { words, numbers, units }
    }

    /// Says whether both name a floor or room, and none of them is the same.
    fn other_unit(&self, a: u32, b: u32) -> bool {
        let (Some(x), Some(y)) = (self.units.get(a as usize), self.units.get(b as usize)) else { return false };
        !x.is_empty() && !y.is_empty() && !x.iter().any(|u| y.contains(u))
    }
}

impl Compare for Addresses {
    fn levels(&self) -> &'static [Level] {
        LEVELS
    }

    fn level(&self, a: u32, b: u32) -> u8 {
        if a == b {
            return 8;
        }
        let (Some(x), Some(y)) = (self.numbers.get(a as usize), self.numbers.get(b as usize)) else { return 0 };
        let s = self.words.shared(a, b);
        let t = if s.equal { 1.0 } else { 0.5 * (s.cosine + s.contained) };
        let numbers = match relate(x, y) {
            // Another floor of one house.
            Numbers::Equal if self.other_unit(a, b) => Numbers::Prefix,
            n => n,
        };
        match numbers {
            Numbers::Conflict => 1 + u8::from(t >= 0.7),
            Numbers::Missing if t >= 0.8 => 4,
            Numbers::Missing | Numbers::First if t >= 0.45 => 3 + u8::from(t >= 0.7),
            Numbers::Prefix if t >= 0.45 => 5 + u8::from(t >= 0.75),
            Numbers::Equal if t >= 0.95 => 8,
            Numbers::Equal if t >= 0.45 => 5 + 2 * u8::from(t >= 0.7),
            _ => 1,
        }
    }

    fn sketch(&self, value: u32) -> u64 {
        self.numbers.get(value as usize).map_or(0, |n| n.iter().fold(0, |bits, x| bits | 1 << (mix(*x) >> 58)))
    }

    fn at_most(&self, a: u64, b: u64) -> u8 {
        // Numbers of which none is shared are in conflict.
        if a & b == 0 && a != 0 && b != 0 { 2 } else { 8 }
    }

    fn keys(&self, value: u32, keys: &mut Keys) {
        let (Some(bag), Some(numbers)) = (self.words.bags.get(value as usize), self.numbers.get(value as usize)) else { return };
        let mut rare: Vec<_> = bag.tokens.iter().collect();
        rare.sort_by(|a, b| b.bits.total_cmp(&a.bits).then(a.token.cmp(&b.token)));
        let words: Vec<String> =
            rare.iter().take(4).filter_map(|t| self.words.vocabulary.words.get(t.token as usize)).map(|w| w.iter().collect()).collect();
        let first = numbers.first().map(u64::to_string).unwrap_or_default();
        for w in &words {
            keys.add(0, &format!("{first} {w}"));
        }
        for w in words.iter().take(2) {
            keys.add(1, w);
        }
        if let [p, q, ..] = words.as_slice() {
            keys.add(2, &if p < q { format!("{p} {q}") } else { format!("{q} {p}") });
        }
        if let Some(w) = words.first() {
            keys.set_coarse(&format!("{first} {w}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_decide_and_regions_may_be_missing() {
        let a = Addresses::new(&[
            "浙江省嘉兴市黄河大道688号14号楼2358室",
            "浙江嘉兴黄河大道688号14号楼2358室",
            "黄河大道688号",
            "浙江省嘉兴市黄河大道689号",
            "江苏省无锡市中山街2644号",
        ]);
        for (x, y, l) in [(0, 1, 8), (0, 2, 5), (0, 3, 2), (0, 4, 1)] {
            assert_eq!(a.level(x, y), l, "{x} {y}");
        }
    }
}
