//! E-mail addresses: the whole, the part before the at sign, or one slip.

use super::{Compare, Keys, Level, level, may_be_close, pairs_of};
use crate::domain::similarity::distance_within;
use foldhash::fast::FixedState;
use std::collections::HashMap;

const LEVELS: &[Level] =
    &[level("missing"), level("different"), level("same domain"), level("two slips"), level("same name"), level("equal")];

#[derive(Debug)]
struct Email {
    chars: Box<[char]>,
    /// How many characters stand before the at sign.
    local: usize,
    /// 0 for the domain of a mail provider, or none; else the number of the domain.
    domain: u32,
}

impl Email {
    fn local(&self) -> &[char] {
        self.chars.get(..self.local).unwrap_or(&self.chars)
    }

    fn domain(&self) -> &[char] {
        self.chars.get(self.local + 1..).unwrap_or_default()
    }
}

/// Folded addresses.
#[derive(Debug)]
pub struct Emails {
    values: Vec<Email>,
}

impl Emails {
    /// Takes the distinct folded values.
    pub fn new(values: &[&str]) -> Self {
        fn domain(v: &str) -> &str {
            v.split_once('@').map_or("", |(_, d)| d)
        }
        let mut domains: HashMap<&str, (u32, usize), FixedState> = HashMap::default();
        for v in values {
            let next = domains.len() as u32 + 1;
            domains.entry(domain(v)).or_insert((next, 0)).1 += 1;
        }
        // A domain of many is a mail provider and says nothing.
        let limit = 8.max(values.len() / 500);
        let telling = |d: &str| domains.get(d).filter(|(_, n)| *n <= limit && !d.is_empty()).map_or(0, |d| d.0);
        let read = |v: &&str| Email {
            chars: v.chars().collect(),
            local: v.split_once('@').map_or(*v, |(l, _)| l).chars().count(),
            domain: telling(domain(v)),
        };
        Self { values: values.iter().map(read).collect() }
    }
}

impl Compare for Emails {
    fn levels(&self) -> &'static [Level] {
        LEVELS
    }

    fn level(&self, a: u32, b: u32) -> u8 {
        if a == b {
            return 5;
        }
        let (Some(x), Some(y)) = (self.values.get(a as usize), self.values.get(b as usize)) else { return 0 };
        if x.local > 3 && x.local() == y.local() {
            return 4;
        }
        if distance_within(&x.chars, &y.chars, 2).is_some() {
            return 3;
        }
        if x.domain == y.domain && x.domain != 0 { 2 } else { 1 }
    }

    fn sketch(&self, value: u32) -> u64 {
        self.values.get(value as usize).map_or(0, |e| pairs_of(e.local().iter().copied()))
    }

    fn at_most(&self, a: u64, b: u64) -> u8 {
        if may_be_close(a, b, 2) { 4 } else { 2 }
    }

    fn keys(&self, value: u32, keys: &mut Keys) {
        if let Some(e) = self.values.get(value as usize) {
            keys.add_chars(0, e.chars.iter().copied());
            keys.add_chars(1, e.local().iter().copied());
            if e.domain != 0 {
                keys.add_chars(2, e.domain().iter().copied());
            }
        }
    }
}
