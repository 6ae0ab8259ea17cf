//! The word lists behind company names, compiled in from `rules/tables`.

use crate::domain::similarity::fold;
use foldhash::fast::FixedState;
use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

/// Gives the data rows of a compiled-in table whose cells hold no line breaks.
pub(super) fn rows(table: &'static str) -> impl Iterator<Item = Vec<String>> {
    table.lines().skip(1).filter(|l| !l.trim().is_empty()).map(|l| l.split(',').map(|c| fold(c.trim_matches('"'))).collect())
}

/// How the words of a list begin: most texts begin like none of them, which is seen without a search.
#[derive(Default)]
pub(super) struct Beginnings {
    /// One bit a character, at the first place of some word and at the second.
    bits: [Vec<u64>; 2],
}

impl Beginnings {
    /// Notes a word of two characters and more.
    pub(super) fn note(&mut self, word: impl IntoIterator<Item = char>) {
        for (bits, c) in self.bits.iter_mut().zip(word) {
            let at = c as usize >> 6;
            bits.resize(bits.len().max(at + 1), 0);
            bits.get_mut(at).into_iter().for_each(|b| *b |= 1 << (c as u32 & 63));
        }
    }

    /// Says whether a text may begin with a word of the list; it never denies one that does.
    pub(super) fn may_begin(&self, text: &[char]) -> bool {
        let noted = |(bits, c): (&Vec<u64>, &char)| bits.get(*c as usize >> 6).is_some_and(|b| b >> (*c as u32 & 63) & 1 == 1);
        text.len() >= 2 && self.bits.iter().zip(text).all(noted)
    }
}

/// Words for trades, such as 机电设备.
struct Trades {
    words: HashSet<Vec<char>, FixedState>,
    beginnings: Beginnings,
}

fn trades() -> &'static Trades {
    static WORDS: OnceLock<Trades> = OnceLock::new();
    WORDS.get_or_init(|| {
        let rows = rows(include_str!("../../../rules/tables/trade_words.csv"));
        let words: HashSet<Vec<char>, FixedState> = rows.filter_map(|r| r.first().map(|w| w.chars().collect())).collect();
        let mut beginnings = Beginnings::default();
        words.iter().for_each(|w| beginnings.note(w.iter().copied()));
        Trades { words, beginnings }
    })
}

/// Says whether a text of two characters and more is a word for a trade.
fn is_trade(text: &[char]) -> bool {
    trades().beginnings.may_begin(text) && trades().words.contains(text)
}

/// English words for trades and what they are in Chinese.
pub(super) fn translations() -> &'static HashMap<String, String> {
    static WORDS: OnceLock<HashMap<String, String>> = OnceLock::new();
    WORDS.get_or_init(|| pairs(include_str!("../../../rules/tables/trade_translations.csv")))
}

/// Short and English names of well-known firms and the distinctive part they stand for.
pub(super) fn aliases() -> &'static HashMap<String, String, FixedState> {
    static WORDS: OnceLock<HashMap<String, String, FixedState>> = OnceLock::new();
    WORDS.get_or_init(|| {
        let turned = rows(include_str!("../../../rules/tables/company_aliases.csv"));
        turned.filter_map(|r| Some((r.get(1)?.clone(), r.first()?.clone()))).collect()
    })
}

fn pairs(table: &'static str) -> HashMap<String, String> {
    rows(table).filter_map(|r| Some((r.first()?.clone(), r.get(1)?.clone()))).collect()
}

/// Says whether a text is the distinctive part of a well-known firm.
pub(super) fn is_famous(text: &str) -> bool {
    static NAMES: OnceLock<HashSet<String, FixedState>> = OnceLock::new();
    NAMES.get_or_init(|| aliases().values().cloned().collect()).contains(text)
}

/// Says whether a text may begin with one of these parts, or with a short name of them.
pub(super) fn may_begin_famous(text: &[char]) -> bool {
    static ALL: OnceLock<Beginnings> = OnceLock::new();
    let all = ALL.get_or_init(|| {
        let mut out = Beginnings::default();
        aliases().iter().for_each(|(short, full)| {
            out.note(short.chars());
            out.note(full.chars());
        });
        out
    });
    all.may_begin(text)
}

/// Gives the distinctive part that a short or English name of a well-known firm or brand stands for, or the name itself where it is one.
pub fn brand(folded: &str) -> Option<&'static str> {
    if let Some(name) = aliases().get(folded) {
        return Some(name);
    }
    static NAMES: OnceLock<HashSet<&'static str>> = OnceLock::new();
    NAMES.get_or_init(|| aliases().values().map(String::as_str).collect()).get(folded).copied()
}

/// Peels trade words from the right so that they cover most; gives where the first of them begins.
///
/// All ways of cutting are tried (橡塑制品 is 橡塑 + 制品, though 塑制品 is a word too); two characters are left as the distinctive part if possible.
pub(super) fn peel_trades(text: &[char]) -> usize {
    let mut reached = vec![false; text.len() + 1];
    let mut starts: Vec<usize> = Vec::new();
    if let Some(end) = reached.last_mut() {
        *end = true;
    }
    for start in (0..text.len()).rev() {
        let word_to = |end: usize| reached.get(end) == Some(&true) && text.get(start..end).is_some_and(is_trade);
        if (start + 2..=text.len().min(start + 6)).any(word_to) {
            if let Some(slot) = reached.get_mut(start) {
                *slot = true;
            }
            starts.push(start);
        }
    }
    starts.iter().copied().filter(|s| *s >= 2).min().or_else(|| starts.iter().copied().min()).unwrap_or(text.len())
}

/// Says whether a run of trade words consists of nothing but words.
pub(super) fn is_trades(mut text: &[char]) -> bool {
    while !text.is_empty() {
        let Some(n) = (2..=6).rev().find(|n| text.get(..*n).is_some_and(is_trade)) else { return false };
        text = text.get(n..).unwrap_or_default();
    }
    true
}

/// Gives the length of the first of a run of trade words, the longest there is; what is no word is a single character.
pub(super) fn first_word(text: &[char]) -> usize {
    (2..=6).rev().find(|n| text.get(..*n).is_some_and(is_trade)).unwrap_or(text.len().min(1))
}
