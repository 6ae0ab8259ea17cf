//! Texts of many words: tokens weighted by rarity, matched softly (a slip, a beginning, two words written as one).

use super::{Compare, Keys, Level, level};
use crate::domain::similarity::{TokenKind, distance_within, jaro_winkler, one_slip, sound_key, tokens};
use foldhash::fast::FixedState;
use rayon::prelude::*;
use std::cmp::Ordering;
use std::collections::HashMap;

const LEVELS: &[Level] = &[
    level("missing"),
    level("nothing shared"),
    level("10 % shared"),
    level("25 % shared"),
    level("40 % shared"),
    level("55 % shared"),
    level("68 % shared"),
    level("80 % shared"),
    level("90 % shared"),
    level("same words"),
];
const CUTS: [f32; 7] = [0.10, 0.25, 0.40, 0.55, 0.68, 0.80, 0.90];

/// A token of a bag: its number in the vocabulary and its weight.
#[derive(Clone, Copy, Debug)]
pub struct Weighted {
    /// Number in the vocabulary.
    pub token: u32,
    /// Rarity in bits, from the share of values that hold it.
    pub bits: f32,
}

/// One text as a set of weighted tokens.
#[derive(Clone, Debug, Default)]
pub struct Bag {
    /// Tokens ordered by number, each once.
    pub tokens: Box<[Weighted]>,
    /// Sum of bits.
    pub total: f32,
    /// Square root of the sum of squared bits.
    pub norm: f32,
    /// Whether some token may nearly match another.
    pub soft: bool,
}

/// All tokens of a field with their rarity.
#[derive(Debug, Default)]
pub struct Vocabulary {
    /// Each token's characters.
    pub words: Vec<Box<[char]>>,
    /// Each token's kind.
    pub kinds: Vec<TokenKind>,
    /// In how many values each token occurs.
    pub found_in: Vec<u32>,
    /// The sound of each token; empty where the texts are no names, which people spell as they hear them.
    pub sounds: Vec<String>,
}

/// What two bags share.
#[derive(Clone, Copy, Debug, Default)]
pub struct Shared {
    /// Soft cosine of the bits.
    pub cosine: f32,
    /// Shared bits over the bits of the smaller bag.
    pub contained: f32,
    /// Whether the bags are equal.
    pub equal: bool,
}

/// Bags over one vocabulary.
#[derive(Debug, Default)]
pub struct Words {
    /// The vocabulary.
    pub vocabulary: Vocabulary,
    /// One bag a value.
    pub bags: Vec<Bag>,
    /// The first word of each value.
    pub firsts: Vec<Option<u32>>,
}

impl Words {
    /// Takes the distinct folded values and cuts them into tokens.
    pub fn new(values: &[&str]) -> Self {
        Self::of_tokens(values.iter().map(|v| tokens(v)))
    }

    /// Takes token lists that were cut elsewhere.
    pub fn of_tokens(lists: impl IntoIterator<Item = Vec<(String, TokenKind)>>) -> Self {
        let mut numbers: HashMap<String, u32, FixedState> = HashMap::default();
        let mut vocabulary = Vocabulary::default();
        let mut raw: Vec<Vec<u32>> = Vec::new();
        let mut firsts = Vec::new();
        for list in lists {
            let mut ids: Vec<u32> = list.into_iter().map(|(word, kind)| vocabulary.number(word, kind, &mut numbers)).collect();
            firsts.push(ids.first().copied());
            ids.sort_unstable();
            ids.dedup();
            for id in &ids {
                if let Some(n) = vocabulary.found_in.get_mut(*id as usize) {
                    *n += 1;
                }
            }
            raw.push(ids);
        }
        let total = raw.len().max(1) as f32;
        let bags = raw.into_iter().map(|ids| vocabulary.bag(&ids, total)).collect();
        Self { vocabulary, bags, firsts }
    }

    /// Takes the words of names, which may also be spelt after their sound.
    pub fn of_names(lists: impl IntoIterator<Item = Vec<(String, TokenKind)>>) -> Self {
        let mut out = Self::of_tokens(lists);
        out.vocabulary.sounds = out.vocabulary.words.par_iter().map(|w| sound_key(&w.iter().collect::<String>())).collect();
        out
    }

    /// Multiplies the bits of each token.
    pub fn reweigh(&mut self, by: impl Fn(u32) -> f32) {
        for bag in &mut self.bags {
            bag.tokens.iter_mut().for_each(|t| t.bits *= by(t.token));
            bag.total = bag.tokens.iter().map(|t| t.bits).sum();
            bag.norm = bag.tokens.iter().map(|t| t.bits * t.bits).sum::<f32>().sqrt();
        }
    }

    /// Compares two bags.
    pub fn shared(&self, a: u32, b: u32) -> Shared {
        let (Some(x), Some(y)) = (self.bags.get(a as usize), self.bags.get(b as usize)) else { return Shared::default() };
        if x.tokens.is_empty() || y.tokens.is_empty() {
            return Shared::default();
        }
        let (mut dot, mut bits) = (0.0f32, 0.0f32);
        let (mut nx, mut ny) = (0usize, 0usize);
        let soft = x.soft && y.soft;
        let softens = |t: Weighted| usize::from(soft && self.vocabulary.softens(t.token));
        merge(&x.tokens, &y.tokens, |side, t| match side {
            0 => {
                dot += t.bits * t.bits;
                bits += t.bits;
            }
            1 => nx += softens(t),
            _ => ny += softens(t),
        });
        let equal = bits > 0.0 && x.tokens.len() == y.tokens.len() && dot >= x.norm * y.norm * 0.9999;
        if !equal && (1..=12).contains(&nx) && (1..=12).contains(&ny) {
            let (mut only_x, mut only_y) = (Vec::with_capacity(nx), Vec::with_capacity(ny));
            merge(&x.tokens, &y.tokens, |side, t| match side {
                1 if self.vocabulary.softens(t.token) => only_x.push(t),
                2 if self.vocabulary.softens(t.token) => only_y.push(t),
                _ => {}
            });
            let (d, s) = self.vocabulary.soft(&only_x, &mut only_y);
            dot += d;
            bits += s;
        }
        let cosine = (dot / (x.norm * y.norm)).min(1.0);
        Shared { cosine, contained: (bits / x.total.min(y.total).max(0.1)).min(1.0), equal }
    }
}

/// Walks two ordered token lists: side 0 is shared, 1 and 2 stand in one list only.
pub(super) fn merge(x: &[Weighted], y: &[Weighted], mut visit: impl FnMut(u8, Weighted)) {
    let (mut x, mut y) = (x, y);
    while let ([a, after_a @ ..], [b, after_b @ ..]) = (x, y) {
        match a.token.cmp(&b.token) {
            Ordering::Equal => {
                visit(0, *a);
                (x, y) = (after_a, after_b);
            }
            Ordering::Less => {
                visit(1, *a);
                x = after_a;
            }
            Ordering::Greater => {
                visit(2, *b);
                y = after_b;
            }
        }
    }
    x.iter().for_each(|t| visit(1, *t));
    y.iter().for_each(|t| visit(2, *t));
}

impl Vocabulary {
    fn number(&mut self, word: String, kind: TokenKind, numbers: &mut HashMap<String, u32, FixedState>) -> u32 {
        if let Some(n) = numbers.get(&word) {
            return *n;
        }
        let n = self.words.len() as u32;
        self.words.push(word.chars().collect());
        self.kinds.push(kind);
        self.found_in.push(0);
        numbers.insert(word, n);
        n
    }

    fn bag(&self, ids: &[u32], total: f32) -> Bag {
        let weigh = |id: &u32| {
            let n = self.found_in.get(*id as usize).copied().unwrap_or(1).max(1) as f32;
            Weighted { token: *id, bits: (1.0 + total / n).log2() }
        };
        let tokens: Box<[Weighted]> = ids.iter().map(weigh).collect();
        let sum = tokens.iter().map(|t| t.bits).sum();
        let norm = tokens.iter().map(|t| t.bits * t.bits).sum::<f32>().sqrt();
        Bag { soft: ids.iter().any(|id| self.softens(*id)), tokens, total: sum, norm }
    }

    /// Says whether a token may nearly match another: words and codes, not numbers or pairs of ideographs.
    fn softens(&self, token: u32) -> bool {
        self.kinds.get(token as usize).is_some_and(|k| matches!(k, TokenKind::Word | TokenKind::Code))
    }

    /// Pairs leftover tokens that are nearly the same; gives the (squared bits, bits) they add.
    fn soft(&self, x: &[Weighted], y: &mut Vec<Weighted>) -> (f32, f32) {
        let (mut dot, mut bits) = (0.0, 0.0);
        for a in x {
            let alike = |b: &Weighted| self.alike(a.token, b.token);
            if let Some((k, credit)) = y.iter().enumerate().find_map(|(k, b)| alike(b).map(|c| (k, c))) {
                let b = y.remove(k);
                dot += credit * a.bits * b.bits;
                bits += credit * a.bits.min(b.bits);
            }
        }
        (dot, bits)
    }

    /// Gives the credit for two different tokens, if they are nearly the same.
    pub(super) fn alike(&self, a: u32, b: u32) -> Option<f32> {
        let (x, y) = (self.words.get(a as usize)?, self.words.get(b as usize)?);
        let (kx, ky) = (self.kinds.get(a as usize)?, self.kinds.get(b as usize)?);
        if *kx == TokenKind::Number || *ky == TokenKind::Number || *kx == TokenKind::Ideographs {
            return None;
        }
        let (short, long) = if x.len() <= y.len() { (x, y) } else { (y, x) };
        if let (Some(p), Some(q), TokenKind::Word) = (self.sounds.get(a as usize), self.sounds.get(b as usize), *kx)
            && let Some(credit) = spelt_alike((short, long), p == q)
        {
            return Some(credit);
        }
        if short.len() >= 5 && one_slip(short, long) {
            return Some(if *kx == TokenKind::Code { 0.4 } else { 0.8 });
        }
        if short.len() >= 4 && long.starts_with(short) {
            return Some(if *kx == TokenKind::Code { 0.5 } else { 0.7 });
        }
        (*kx == TokenKind::Word && short.len() <= 3 && short.first() == long.first() && short.len() == 1 && long.len() > 1).then_some(0.2)
    }
}

/// Gives the credit for two spellings of a word of a name, the shorter one first.
fn spelt_alike((short, long): (&[char], &[char]), sound_alike: bool) -> Option<f32> {
    match short.len() {
        4.. if one_slip(short, long) => Some(0.85),
        8.. if distance_within(short, long, 2).is_some() => Some(0.8),
        3.. if sound_alike && jaro_winkler(short, long) >= 0.75 => Some(0.75),
        1 if long.len() > 1 && short.first() == long.first() => Some(0.4),
        _ => None,
    }
}

impl Compare for Words {
    fn levels(&self) -> &'static [Level] {
        LEVELS
    }

    fn level(&self, a: u32, b: u32) -> u8 {
        let empty = |v: u32| self.bags.get(v as usize).is_none_or(|b| b.tokens.is_empty());
        if empty(a) || empty(b) {
            return 0;
        }
        let s = self.shared(a, b);
        if s.equal {
            return 9;
        }
        let score = 0.7 * s.cosine + 0.3 * s.contained;
        1 + CUTS.iter().take_while(|c| score >= **c).count() as u8
    }

    fn keys(&self, value: u32, keys: &mut Keys) {
        let Some(bag) = self.bags.get(value as usize) else { return };
        let mut rare: Vec<&Weighted> = bag.tokens.iter().collect();
        rare.sort_by(|a, b| b.bits.total_cmp(&a.bits).then(a.token.cmp(&b.token)));
        let word = |t: &Weighted| self.vocabulary.words.get(t.token as usize).map(|w| w.iter().collect::<String>()).unwrap_or_default();
        let top: Vec<String> = rare.iter().take(12).map(|t| word(t)).collect();
        for w in &top {
            keys.add(0, w);
        }
        // Two fairly rare words together find what no single one does.
        for (i, a) in top.iter().take(6).enumerate() {
            for b in top.iter().take(6).skip(i + 1) {
                let (p, q) = if a < b { (a, b) } else { (b, a) };
                keys.add(1, &format!("{p} {q}"));
            }
        }
        let mut all: Vec<String> = bag.tokens.iter().map(word).collect();
        all.sort_unstable();
        keys.add(2, &all.join(" "));
        // Who pays, or what is paid for, mostly stands first.
        keys.near.extend(self.firsts.get(value as usize).copied().flatten().map(u64::from));
    }

    fn telling(&self) -> u8 {
        8
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_words_weigh_more_than_common_ones() {
        let w = Words::new(&[
            "sony turntable black",
            "sony turntable white",
            "acme turntable black",
            "sony radio black",
            "sony turntabel black",
        ]);
        assert!(w.shared(0, 4).cosine > w.shared(0, 3).cosine);
        assert!(w.shared(0, 0).equal);
        assert_eq!(w.level(0, 0), 9);
    }
}
