//! What tells in one short run of memory that two names have nothing in common: most names that are compared are those of two firms.

use super::likeness::is_numeral;
use super::parse::{Company, is_place_word};
use crate::domain::similarity::alike_bits;

/// Characters of the distinctive part that are kept.
const CORE: usize = 8;
/// Characters of the body that are kept.
const BODY: usize = 14;

/// The characters of a name, kept in place.
#[derive(Clone, Copy, Debug, Default)]
pub struct Outline {
    sounds: u64,
    core: [u16; CORE],
    body: [u16; BODY],
    core_length: u8,
    body_length: u8,
    /// Whether the body holds a numeral, be it that of 五金.
    counts: bool,
    /// Whether the name is one of those that can be told apart by its characters alone.
    usual: bool,
}

impl Outline {
    /// Takes the outline of a name.
    pub fn of(name: &Company) -> Self {
        let (core, body) = (&name.core, &name.body);
        let fits = !core.is_empty() && core.len() <= CORE && !body.is_empty() && body.len() <= BODY;
        let long = |c: &char| u16::try_from(u32::from(*c)).is_err();
        // What towns are called is compared in its own way; short names may abbreviate anything.
        if !fits || name.is_short() || core.iter().any(|c| is_place_word(*c)) || core.iter().chain(body).any(long) {
            return Self::default();
        }
        let mut out = Self {
            sounds: name.sounds,
            core_length: core.len() as u8,
            body_length: body.len() as u8,
            counts: body.iter().any(|c| is_numeral(*c)),
            usual: true,
            ..Self::default()
        };
        out.core.iter_mut().zip(core).for_each(|(slot, c)| *slot = *c as u16);
        out.body.iter_mut().zip(body).for_each(|(slot, c)| *slot = *c as u16);
        out
    }

    fn core(&self) -> &[u16] {
        self.core.get(..usize::from(self.core_length)).unwrap_or_default()
    }

    fn body(&self) -> &[u16] {
        self.body.get(..usize::from(self.body_length)).unwrap_or_default()
    }

    /// Says whether two names are certainly [`super::Likeness::Different`].
    pub fn differs(&self, other: &Self) -> bool {
        if !self.usual || !other.usual {
            return false;
        }
        let (x, y, p, q) = (self.core(), other.core(), self.body(), other.body());
        // Behind its length an outline holds nothing, so that both are compared whole.
        if self.core == other.core || self.body == other.body {
            return false;
        }
        // Names that count differently and have all else in common are in conflict.
        if (self.counts || other.counts) && without_numerals(p).eq(without_numerals(q)) {
            return false;
        }
        self.sounds & other.sounds == 0 || !(inside(x, y) || may_be_slip(p, q))
    }
}

fn without_numerals(text: &[u16]) -> impl Iterator<Item = u16> {
    text.iter().copied().filter(|c| !char::from_u32(u32::from(*c)).is_some_and(is_numeral))
}

/// Says whether the shorter of two distinctive parts stands in the other.
fn inside(x: &[u16], y: &[u16]) -> bool {
    let (short, long) = if x.len() <= y.len() { (x, y) } else { (y, x) };
    let [first, second, ..] = short else { return false };
    long.windows(short.len()).any(|w| matches!(w, [a, b, ..] if a == first && b == second) && w == short)
}

/// Says whether one body may be the other with a slip in it; it never denies one that is.
fn may_be_slip(p: &[u16], q: &[u16]) -> bool {
    let shorter = p.len().min(q.len());
    let head = p.iter().zip(q).take_while(|(a, b)| a == b).count();
    let tail = p.iter().rev().zip(q.iter().rev()).take_while(|(a, b)| a == b).count();
    if p.len() != q.len() {
        return shorter >= 4 && p.len().abs_diff(q.len()) == 1 && head + tail >= shorter;
    }
    let swapped = shorter >= 4 && head + tail + 2 == shorter && p.get(head) == q.get(head + 1) && p.get(head + 1) == q.get(head);
    let differing = || p.iter().zip(q).filter(|(a, b)| a != b);
    let few = match differing().count() {
        1 => shorter >= 3,
        2 => shorter >= 4,
        n => n * 3 <= shorter,
    };
    let bits = |c: u16| char::from_u32(u32::from(c)).map_or(0, alike_bits);
    swapped || few && differing().all(|(a, b)| bits(*a) & bits(*b) != 0)
}

#[cfg(test)]
mod tests {
    use super::super::near_names::{NAME, slip};
    use super::super::{Likeness, likeness};
    use super::*;

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(20_000))]
        #[test]
        fn names_whose_outlines_differ_are_different(a in NAME, b in NAME, at in 0usize..20, how in 0u8..4) {
            let parsed = Company::parse(&a);
            for other in [b, slip(&a, at, how)] {
                let o = Company::parse(&other);
                let (x, y) = (Outline::of(&parsed), Outline::of(&o));
                if x.differs(&y) {
                    proptest::prop_assert_eq!(likeness(&parsed, &o), Likeness::Different, "{} {}", a, other);
                }
                proptest::prop_assert_eq!(x.differs(&y), y.differs(&x));
            }
        }
    }

    #[test]
    fn most_names_of_two_firms_are_told_apart() {
        let differ = |a: &str, b: &str| Outline::of(&Company::parse(a)).differs(&Outline::of(&Company::parse(b)));
        assert!(differ("苏州宏达五金有限公司", "苏州鑫源五金有限公司"));
        assert!(differ("苏州宏达五金有限公司", "苏州宏源五金有限公司"));
        assert!(!differ("苏州宏达五金有限公司", "苏州洪达五金有限公司"));
        assert!(!differ("苏州宏达五金有限公司", "宏达"));
    }
}
