//! Short texts kept in place, so that comparing two of them touches no further memory.

use crate::domain::similarity::distance_within;

/// Bytes that are kept in place.
const ROOM: usize = 22;

/// A short text: plain letters and digits in place, anything else apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Brief {
    /// So many ASCII characters.
    Here(u8, [u8; ROOM]),
    /// Longer texts, and those in other letters.
    Apart(Box<[char]>),
}

impl Default for Brief {
    fn default() -> Self {
        Self::Here(0, [0; ROOM])
    }
}

impl FromIterator<char> for Brief {
    fn from_iter<I: IntoIterator<Item = char>>(chars: I) -> Self {
        let (mut here, mut length) = ([0; ROOM], 0);
        let mut chars = chars.into_iter();
        while let Some(c) = chars.next() {
            match here.get_mut(length) {
                Some(slot) if c.is_ascii() => *slot = c as u8,
                _ => {
                    let before = here.iter().take(length).map(|b| char::from(*b));
                    return Self::Apart(before.chain(std::iter::once(c)).chain(chars).collect());
                }
            }
            length += 1;
        }
        Self::Here(length as u8, here)
    }
}

impl Brief {
    /// Counts characters.
    pub fn len(&self) -> usize {
        match self {
            Self::Here(length, _) => usize::from(*length),
            Self::Apart(chars) => chars.len(),
        }
    }

    /// Says whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn bytes(&self) -> &[u8] {
        match self {
            Self::Here(length, here) => here.get(..usize::from(*length)).unwrap_or_default(),
            Self::Apart(_) => &[],
        }
    }

    fn apart(&self) -> &[char] {
        match self {
            Self::Here(..) => &[],
            Self::Apart(chars) => chars,
        }
    }

    /// Gives the characters.
    pub fn chars(&self) -> impl DoubleEndedIterator<Item = char> + Clone {
        self.bytes().iter().map(|b| char::from(*b)).chain(self.apart().iter().copied())
    }

    /// Gives the distance of two texts where it is no more than a limit; see [`distance_within`].
    pub fn distance_within(&self, other: &Self, limit: usize) -> Option<usize> {
        if let (Self::Here(..), Self::Here(..)) = (self, other) {
            return distance_within(self.bytes(), other.bytes(), limit);
        }
        let [a, b] = [self, other].map(|t| t.chars().collect::<Vec<char>>());
        distance_within(&a, &b, limit)
    }

    /// Says whether both end with the same characters, so many of them.
    pub fn same_end(&self, other: &Self, n: usize) -> bool {
        self.chars().rev().take(n).eq(other.chars().rev().take(n))
    }

    /// Says whether both begin with the same characters, so many of them.
    pub fn same_start(&self, other: &Self, n: usize) -> bool {
        self.chars().take(n).eq(other.chars().take(n))
    }

    /// Says whether another text stands in this one.
    pub fn contains(&self, other: &Self) -> bool {
        let (n, m) = (self.len(), other.len());
        m <= n && (0..=n - m).any(|at| self.chars().skip(at).take(m).eq(other.chars()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_text_in_place_is_like_one_apart(a in "[ab1中]{0,26}", b in "[ab1中]{0,26}", n in 0usize..8) {
            let (x, y): (Brief, Brief) = (a.chars().collect(), b.chars().collect());
            let (p, q): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
            prop_assert_eq!(x.chars().collect::<String>(), a.as_str());
            prop_assert_eq!(x.len(), p.len());
            prop_assert_eq!(x == y, a == b);
            prop_assert_eq!(x.distance_within(&y, n), distance_within(&p, &q, n));
            prop_assert_eq!(x.contains(&y), a.contains(&b));
            let ends = |t: &[char]| t.iter().rev().take(n).copied().collect::<Vec<_>>();
            prop_assert_eq!(x.same_end(&y, n), ends(&p) == ends(&q));
            prop_assert_eq!(x.same_start(&y, n), p.get(..n.min(p.len())) == q.get(..n.min(q.len())));
        }
    }
}
