//! E-mail addresses: the whole, the part before the at sign, or one slip.

use super::{Compare, Keys, Level, level, may_be_close, pairs_of};
use crate::domain::similarity::distance_within;

const LEVELS: &[Level] =
    &[level("missing"), level("different"), level("same domain"), level("two slips"), level("same name"), level("equal")];

#[derive(Debug)]
struct Email {
    chars: Vec<char>,
    local: String,
    domain: String,
}

/// Folded addresses.
#[derive(Debug)]
pub struct Emails {
    values: Vec<Email>,
    common: std::collections::HashSet<String>,
}

impl Emails {
    /// Takes the distinct folded values.
    pub fn new(values: &[&str]) -> Self {
        let mut by_domain = std::collections::HashMap::new();
        let values: Vec<Email> = values
            .iter()
            .map(|v| {
                let (local, domain) = v.split_once('@').unwrap_or((v, ""));
                *by_domain.entry(domain.to_owned()).or_insert(0usize) += 1;
                Email { chars: v.chars().collect(), local: local.to_owned(), domain: domain.to_owned() }
            })
            .collect();
        // A domain of many is a mail provider and says nothing.
        let limit = 8.max(values.len() / 500);
        let common = by_domain.into_iter().filter(|(_, n)| *n > limit).map(|(d, _)| d).collect();
        Self { values, common }
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
        if x.local == y.local && x.local.len() > 3 {
            return 4;
        }
        if distance_within(&x.chars, &y.chars, 2).is_some() {
            return 3;
        }
        if x.domain == y.domain && !x.domain.is_empty() && !self.common.contains(&x.domain) { 2 } else { 1 }
    }

    fn sketch(&self, value: u32) -> u64 {
        self.values.get(value as usize).map_or(0, |e| pairs_of(&e.local.chars().collect::<Vec<_>>()))
    }

    fn at_most(&self, a: u64, b: u64) -> u8 {
        if may_be_close(a, b, 2) { 4 } else { 2 }
    }

    fn keys(&self, value: u32, keys: &mut Keys) {
        if let Some(e) = self.values.get(value as usize) {
            keys.add_chars(0, e.chars.iter().copied());
            keys.add(1, &e.local);
            if !self.common.contains(&e.domain) {
                keys.add(2, &e.domain);
            }
        }
    }
}
