//! Identifiers: equal, equal but for the damage that spreadsheets and typists do, or not.

use super::brief::Brief;
use super::{Compare, Keys, Level, level, may_be_close, pairs_of};

const LEVELS: &[Level] = &[level("missing"), level("different"), level("contained"), level("two slips"), level("one slip"), level("equal")];

/// Folded identifiers: letters and digits only, without leading zeros.
#[derive(Debug)]
pub struct Identifiers {
    values: Vec<Brief>,
}

impl Identifiers {
    /// Takes the distinct folded values.
    pub fn new(values: &[&str]) -> Self {
        Self { values: values.iter().map(|v| plain(v)).collect() }
    }
}

fn plain(text: &str) -> Brief {
    let text = text.strip_suffix(".0").unwrap_or(text);
    // Sites are written with and without their scheme.
    let text = text.split_once("://").map_or(text, |(_, site)| site);
    let text = text.strip_prefix("www.").unwrap_or(text);
    let all = || text.chars().filter(|c| c.is_alphanumeric());
    let bare: Brief = all().skip_while(|c| *c == '0').collect();
    if bare.is_empty() { all().collect() } else { bare }
}

impl Compare for Identifiers {
    fn levels(&self) -> &'static [Level] {
        LEVELS
    }

    fn level(&self, a: u32, b: u32) -> u8 {
        let (Some(x), Some(y)) = (self.values.get(a as usize), self.values.get(b as usize)) else { return 0 };
        if x.is_empty() || y.is_empty() {
            return 0;
        }
        if x == y {
            return 5;
        }
        let n = x.len().min(y.len());
        let slips = match n {
            0..5 => 0,
            5..9 => 1,
            _ => 2,
        };
        match x.distance_within(y, slips) {
            Some(1) => return 4,
            Some(_) => return 3,
            None => {}
        }
        let (short, long) = if x.len() < y.len() { (x, y) } else { (y, x) };
        // The organisation code inside a credit code, a taxpayer id, or a code cut short.
        if n >= 6 && long.contains(short) { 2 } else { 1 }
    }

    fn sketch(&self, value: u32) -> u64 {
        self.values.get(value as usize).map_or(0, |v| pairs_of(v.chars()))
    }

    fn at_most(&self, a: u64, b: u64) -> u8 {
        if may_be_close(a, b, 2) { 4 } else { 1 }
    }

    fn keys(&self, value: u32, keys: &mut Keys) {
        let Some(v) = self.values.get(value as usize) else { return };
        keys.add_chars(0, v.chars());
        if v.len() >= 8 {
            // One slip leaves one half intact, counted from its own end.
            let half = v.len().min(16) / 2;
            keys.add_chars(1, v.chars().take(half));
            keys.add_chars(2, v.chars().rev().take(half));
        } else if v.len() >= 4 {
            keys.add_slips(3, &v.chars().collect::<Vec<char>>());
        }
    }

    fn family(&self, value: u32) -> u64 {
        let text: String = self.values.get(value as usize).map(|p| p.chars().collect()).unwrap_or_default();
        super::hash(text.as_bytes(), 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damage_is_seen_through() {
        let v = Identifiers::new(&[
            "91326377h19nf0qudf",
            "9132-6377-h19nf0qudf",
            "91326377h19nf0qdf",
            "000123",
            "123",
            "h19nf0qudf",
            "44030119220382",
        ]);
        for (a, b, l) in [(0, 1, 5), (0, 2, 4), (3, 4, 5), (0, 5, 2), (0, 6, 1)] {
            assert_eq!(v.level(a, b), l, "{a} {b}");
        }
    }
}
