//! Addresses: the numbers in their order, and the words around them weighted by rarity.

use super::{Compare, Keys, Level, Words, level};
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
}

/// Gives the usual short form of a word of an address.
fn short_form(word: &str) -> &str {
    match word {
        "street" | "str" => "st",
        "avenue" | "av" => "ave",
        "road" => "rd",
        "drive" => "dr",
        "boulevard" | "blv" => "blvd",
        "place" => "pl",
        "lane" => "ln",
        "court" => "ct",
        "square" => "sq",
        "highway" => "hwy",
        "parkway" => "pkwy",
        "north" => "n",
        "south" => "s",
        "east" => "e",
        "west" => "w",
        "suite" => "ste",
        "floor" => "fl",
        "apartment" => "apt",
        w => w,
    }
}

/// Cuts an address into words and the numbers in their order.
fn parts(folded: &str) -> (Vec<(String, TokenKind)>, Box<[u64]>) {
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
    let words = tokens(&text)
        .into_iter()
        .filter(|(w, k)| *k != TokenKind::Number && !(*k == TokenKind::Code && w.chars().any(is_cjk)))
        .map(|(w, k)| (short_form(&w).to_owned(), k))
        .collect();
    (words, numbers.into_boxed_slice())
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
        _ if x.iter().any(|p| y.contains(p)) => Numbers::First,
        _ => Numbers::Conflict,
    }
}

impl Addresses {
    /// Takes the distinct folded values.
    pub fn new(values: &[&str]) -> Self {
        let mut numbers = Vec::with_capacity(values.len());
        let words = Words::of_tokens(values.iter().map(|v| {
            let (words, n) = parts(v);
            numbers.push(n);
            words
        }));
        Self { words, numbers }
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
        match relate(x, y) {
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
