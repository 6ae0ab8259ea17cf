//! Titles of goods: words weighted by rarity, codes more than words and found however they are parted; what one title says and the other
//! record says elsewhere hardly counts against it, and codes and measures that exclude each other count twice.

use super::title::{Part, Role, parts, runs};
use super::words::{Vocabulary, Weighted, Words};
use super::{Compare, Keys, Level, hash, level};
use std::collections::HashMap;

const LEVELS: &[Level] = &[
    level("missing"),
    level("nothing shared"),
    level("10 % shared"),
    level("20 % shared"),
    level("30 % shared"),
    level("38 % shared"),
    level("46 % shared"),
    level("54 % shared"),
    level("62 % shared"),
    level("70 % shared"),
    level("78 % shared"),
    level("86 % shared"),
    level("94 % shared"),
    level("same words"),
];
const CUTS: [f32; 11] = [0.1, 0.2, 0.3, 0.38, 0.46, 0.54, 0.62, 0.70, 0.78, 0.86, 0.94];
/// Log2 odds that a candidate pair of a level after "missing" is one thing: those of about ten labelled tables of goods, rounded by hand.
const ODDS: [f64; 13] = [-10.0, -7.5, -5.5, -4.0, -3.0, -2.0, -1.1, -0.2, 0.7, 1.6, 2.5, 3.3, 4.5];
/// Bits of a code over those of a word as rare.
const CODE: f32 = 1.5;
/// How much a word of one title that the other record has elsewhere counts against it.
const ELSEWHERE: f32 = 0.2;
/// Neighbouring tokens that may be parts of one code.
const JOINED: usize = 4;
/// Neighbouring runs of letters and of digits that may be.
const RUNS: usize = 5;
/// Parts a title from what stands in other columns.
pub const ELSEWHERE_FOLLOWS: char = '\u{1f}';

/// One title.
#[derive(Debug, Default)]
struct Title {
    /// What codes can be made of neighbouring parts, ordered.
    codes: Box<[u64]>,
    /// Tokens that stand in other columns of the record, ordered.
    elsewhere: Box<[u32]>,
    /// The hash of its words, the same in any order.
    family: u64,
}

/// Titles over one vocabulary.
#[derive(Debug)]
pub struct Goods {
    words: Words,
    titles: Vec<Title>,
    /// Per token: its slot.
    slots: Vec<u64>,
    /// Per token: its own hash where it is a code, else 0.
    codes: Vec<u64>,
}

impl Goods {
    /// Takes the distinct folded values: a title each, and what stands in other columns after [`ELSEWHERE_FOLLOWS`].
    pub fn new(values: &[&str]) -> Self {
        let halves: Vec<(&str, &str)> = values.iter().map(|v| v.split_once(ELSEWHERE_FOLLOWS).unwrap_or((v, ""))).collect();
        let lists: Vec<Vec<Part>> = halves.iter().map(|(title, _)| parts(title)).collect();
        let mut words = Words::of_tokens(lists.iter().map(|l| l.iter().map(|p| (p.text.clone(), p.kind)).collect()));
        let numbers: HashMap<String, u32> = (0..).zip(&words.vocabulary.words).map(|(n, w)| (w.iter().collect(), n)).collect();
        let n = words.vocabulary.words.len();
        let (mut slots, mut codes, mut roles) = (vec![0; n], vec![0; n], vec![Role::Word; n]);
        for p in lists.iter().flatten() {
            let at = numbers.get(&p.text).map_or(n, |i| *i as usize);
            if let (Some(s), Some(c), Some(r)) = (slots.get_mut(at), codes.get_mut(at), roles.get_mut(at)) {
                let digits = p.text.chars().any(|c| c.is_ascii_digit());
                (*s, *c, *r) = (p.slot, if digits { hash(p.text.as_bytes(), 0) } else { 0 }, p.role);
            }
        }
        words.reweigh(|t| if roles.get(t as usize) == Some(&Role::Code) { CODE } else { 1.0 });
        let titles = halves.iter().zip(&lists).map(|((_, rest), list)| Title::of(list, rest, &numbers)).collect();
        Self { words, titles, slots, codes }
    }

    fn left_over(&self, t: Weighted, other: &Title) -> bool {
        let code = self.codes.get(t.token as usize).copied().unwrap_or(0);
        code == 0 || other.codes.binary_search(&code).is_err()
    }

    fn slot(&self, t: Weighted) -> u64 {
        self.slots.get(t.token as usize).copied().unwrap_or(0)
    }

    /// Gives how much of both titles is shared, from 0 to 1, and whether nothing of either is left over.
    fn shared(&self, a: u32, b: u32) -> (f32, bool) {
        let side = |v: u32| Some((self.words.bags.get(v as usize)?, self.titles.get(v as usize)?));
        let (Some((x, of_x)), Some((y, of_y))) = (side(a), side(b)) else { return (0.0, false) };
        let mut same = 0.0f32;
        let (mut only_x, mut only_y) = (Vec::new(), Vec::new());
        super::words::merge(&x.tokens, &y.tokens, |side, t| match side {
            0 => same += t.bits * t.bits,
            1 if self.left_over(t, of_y) => only_x.push(t),
            2 if self.left_over(t, of_x) => only_y.push(t),
            // A code that is parted otherwise there: each side has half of it.
            _ => same += 0.5 * t.bits * t.bits,
        });
        if same == 0.0 {
            return (0.0, false);
        }
        let none_left = only_x.is_empty() && only_y.is_empty();
        let excluded = self.excluded(&only_x, &only_y);
        let (near, only_x, only_y) = self.words.vocabulary.nearly_shared(only_x, only_y);
        same += near;
        let against = |left: &[Weighted], other: &Title| -> f32 {
            let counts = |t: &Weighted| if other.elsewhere.binary_search(&t.token).is_ok() { ELSEWHERE } else { 1.0 };
            left.iter().map(|t| t.bits * t.bits * counts(t)).sum()
        };
        let (p, q) = (against(&only_x, of_y) + excluded, against(&only_y, of_x) + excluded);
        (same / ((same + p) * (same + q)).sqrt(), none_left)
    }

    /// Gives what excludes each other among the tokens left over.
    fn excluded(&self, x: &[Weighted], y: &[Weighted]) -> f32 {
        let mut sum = 0.0;
        for t in x.iter().filter(|t| self.slot(**t) != 0) {
            for u in y.iter().filter(|u| self.slot(**u) == self.slot(*t)) {
                sum += t.bits.min(u.bits).powi(2);
            }
        }
        sum
    }
}

impl Title {
    fn of(parts: &[Part], rest: &str, numbers: &HashMap<String, u32>) -> Self {
        let texts: Vec<&str> = parts.iter().map(|p| p.text.as_str()).collect();
        let atoms: Vec<&str> = texts.iter().flat_map(|t| runs(t)).collect();
        let mut codes: Vec<u64> = joined(&texts, JOINED).chain(joined(&atoms, RUNS)).collect();
        codes.sort_unstable();
        codes.dedup();
        let mut elsewhere: Vec<u32> = super::title::parts(rest).iter().filter_map(|p| numbers.get(&p.text).copied()).collect();
        elsewhere.sort_unstable();
        elsewhere.dedup();
        let mut sorted = texts;
        sorted.sort_unstable();
        sorted.dedup();
        let family = hash(sorted.join(" ").as_bytes(), 0);
        Self { codes: codes.into_boxed_slice(), elsewhere: elsewhere.into_boxed_slice(), family }
    }
}

/// Gives the hashes of all codes that neighbouring pieces make when written together.
fn joined<'a>(pieces: &'a [&'a str], most: usize) -> impl Iterator<Item = u64> + 'a {
    (0..pieces.len()).flat_map(move |from| {
        let mut text = String::new();
        let next = move |piece: &&str| {
            text.push_str(piece);
            let code = text.len() > 1 && text.chars().any(|c| c.is_ascii_digit());
            code.then(|| hash(text.as_bytes(), 0))
        };
        pieces.iter().skip(from).take(most).filter_map(next)
    })
}

impl Compare for Goods {
    fn levels(&self) -> &'static [Level] {
        LEVELS
    }

    fn level(&self, a: u32, b: u32) -> u8 {
        let empty = |v: u32| self.words.bags.get(v as usize).is_none_or(|b| b.tokens.is_empty());
        if empty(a) || empty(b) {
            return 0;
        }
        let (share, none_left) = self.shared(a, b);
        if none_left { 13 } else { 1 + CUTS.iter().take_while(|c| share >= **c).count() as u8 }
    }

    fn keys(&self, value: u32, keys: &mut Keys) {
        self.words.keys(value, keys);
        // A code that is written together here and apart there.
        let Some(title) = self.titles.get(value as usize) else { return };
        keys.hashes.extend(title.codes.iter().map(|c| super::super::chance::mix(*c)));
    }

    fn family(&self, value: u32) -> u64 {
        self.titles.get(value as usize).map_or(u64::from(value), |t| t.family)
    }

    fn family_is_equality(&self) -> bool {
        false
    }

    fn known(&self) -> Option<&'static [f64]> {
        Some(&ODDS)
    }

    fn by_rarity(&self, _level: u8) -> bool {
        false
    }
}

impl Vocabulary {
    /// Takes away the tokens of both sides that are nearly the same; gives what they add, and what is left.
    fn nearly_shared(&self, x: Vec<Weighted>, mut y: Vec<Weighted>) -> (f32, Vec<Weighted>, Vec<Weighted>) {
        if x.len() > MANY || y.len() > MANY {
            return (0.0, x, y);
        }
        let mut near = 0.0;
        let mut left = Vec::new();
        for a in x {
            match y.iter().enumerate().find_map(|(k, b)| self.alike(a.token, b.token).map(|c| (k, c))) {
                Some((k, credit)) => {
                    let b = y.remove(k);
                    near += credit * a.bits * b.bits;
                }
                None => left.push(a),
            }
        }
        (near, left, y)
    }
}

/// Tokens left over that are looked at for near agreement, at most.
const MANY: usize = 12;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::similarity::fold;

    fn goods(titles: &[(&str, &str)]) -> Goods {
        let values: Vec<String> = titles.iter().map(|(t, rest)| format!("{}{ELSEWHERE_FOLLOWS}{}", fold(t), fold(rest))).collect();
        Goods::new(&values.iter().map(String::as_str).collect::<Vec<_>>())
    }

    fn share(g: &Goods, a: u32, b: u32) -> f32 {
        assert_eq!(g.shared(a, b), g.shared(b, a));
        g.shared(a, b).0
    }

    #[test]
    fn codes_are_found_however_they_are_parted() {
        let g = goods(&[
            ("Intel Xeon E5-2609 v4 1.70 GHz", ""),
            ("xeon e52609v4 processor 1.7ghz", ""),
            ("Intel Xeon E5-2620 v4 2.10 GHz", ""),
            ("dell monitor 24 inch black", ""),
        ]);
        assert!(share(&g, 0, 1) > 0.6, "{}", share(&g, 0, 1));
        assert!(share(&g, 0, 2) < share(&g, 0, 1) - 0.2);
        assert_eq!(share(&g, 0, 3), 0.0);
    }

    #[test]
    fn what_the_other_record_says_elsewhere_hardly_counts_against_a_title() {
        let g = goods(&[
            ("University Expansion Pack 2", "Aspyr Media"),
            ("Aspyr University Expansion Pack 2", ""),
            ("University Expansion Pack 2", "Other"),
        ]);
        assert!(share(&g, 0, 1) > share(&g, 2, 1) + 0.02);
    }

    #[test]
    fn measures_of_one_unit_that_differ_count_twice() {
        let titles =
            [("usb drive kingston 8gb", ""), ("usb drive kingston 16gb", ""), ("usb drive kingston red", ""), ("usb drive kingston", "")];
        let g = goods(&titles);
        assert!(share(&g, 0, 1) < share(&g, 0, 2));
    }

    #[test]
    fn equal_titles_have_the_same_words_and_empty_ones_are_missing() {
        let g = goods(&[("Grip Tape 2.0", "a"), ("grip tape 2", "b"), ("", "grip tape")]);
        let top = LEVELS.len() as u8 - 1;
        assert_eq!([g.level(0, 1), g.level(0, 2)], [top, 0]);
        assert_eq!(g.family(0), g.family(1));
        assert_eq!(LEVELS.len(), ODDS.len() + 1);
    }
}
