//! The word lists behind company names, compiled in from `rules/tables`.

use crate::domain::similarity::fold;
use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

/// Gives the data rows of a compiled-in table whose cells hold no line breaks.
pub(super) fn rows(table: &'static str) -> impl Iterator<Item = Vec<String>> {
    table.lines().skip(1).filter(|l| !l.trim().is_empty()).map(|l| l.split(',').map(|c| fold(c.trim_matches('"'))).collect())
}

/// Words for trades, such as 机电设备.
pub(super) fn trades() -> &'static HashSet<Vec<char>> {
    static WORDS: OnceLock<HashSet<Vec<char>>> = OnceLock::new();
    WORDS.get_or_init(|| {
        rows(include_str!("../../../rules/tables/trade_words.csv")).filter_map(|r| r.first().map(|w| w.chars().collect())).collect()
    })
}

/// English words for trades and what they are in Chinese.
pub(super) fn translations() -> &'static HashMap<String, String> {
    static WORDS: OnceLock<HashMap<String, String>> = OnceLock::new();
    WORDS.get_or_init(|| pairs(include_str!("../../../rules/tables/trade_translations.csv")))
}

/// Short and English names of well-known firms and the distinctive part they stand for.
pub(super) fn aliases() -> &'static HashMap<String, String> {
    static WORDS: OnceLock<HashMap<String, String>> = OnceLock::new();
    WORDS.get_or_init(|| {
        let turned = rows(include_str!("../../../rules/tables/company_aliases.csv"));
        turned.filter_map(|r| Some((r.get(1)?.clone(), r.first()?.clone()))).collect()
    })
}

fn pairs(table: &'static str) -> HashMap<String, String> {
    rows(table).filter_map(|r| Some((r.first()?.clone(), r.get(1)?.clone()))).collect()
}

/// Peels trade words from the right, the longest first; gives where the first of them begins.
pub(super) fn peel_trades(text: &[char]) -> usize {
    let mut end = text.len();
    while let Some(n) = longest_suffix(text.get(..end).unwrap_or_default()) {
        end -= n;
    }
    end
}

fn longest_suffix(text: &[char]) -> Option<usize> {
    (2..=6.min(text.len())).rev().find(|n| text.get(text.len() - n..).is_some_and(|s| trades().contains(s)))
}

/// Cuts a run of trade words into words, from the left, the longest first; what is no word stays as single characters.
pub(super) fn cut_trades(text: &[char]) -> Vec<String> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let n = (2..=6).rev().find(|n| text.get(at..at + n).is_some_and(|w| trades().contains(w))).unwrap_or(1);
        out.push(text.get(at..at + n).unwrap_or_default().iter().collect());
        at += n;
    }
    out
}
