//! Code schemes: the letters and separators that stand in codes, and how many digits follow them.

use super::sketch::{Counter, Mix, Seen};
use crate::model::TextColumn;
use crate::model::profile::Scheme;
use std::collections::BTreeMap;

/// Stands for a run of digits in a template; no code holds it.
const DIGITS: char = '\u{1}';
/// Codes that change more often between letters and digits follow no scheme that people could name.
const MOST_PARTS: usize = 7;
/// Schemes listed.
const LISTED: usize = 8;

/// How a code is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shape {
    /// Letters and separators, with a mark for each run of digits.
    template: String,
    /// Digits of each run.
    widths: Vec<usize>,
    /// Whether a run begins with a zero, so that its width is meant.
    padded: bool,
}

impl Shape {
    /// Takes a code apart; `None` for texts without digits and for whatever is no code.
    pub fn of(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() > 40 || !text.bytes().all(|b| b.is_ascii_graphic()) {
            return None;
        }
        let mut shape = Self { template: String::new(), widths: Vec::new(), padded: false };
        let mut parts = 0;
        for run in runs(text) {
            parts += 1;
            if run.as_bytes().first().is_some_and(u8::is_ascii_digit) {
                shape.template.push(DIGITS);
                shape.widths.push(run.len());
                shape.padded |= run.len() > 1 && run.starts_with('0');
            } else {
                shape.template.push_str(run);
            }
        }
        (!shape.widths.is_empty() && parts <= MOST_PARTS).then_some(shape)
    }
}

/// Gives the fingerprint of a code's shape without taking it apart; `None` where it has none.
pub(super) fn fingerprint(text: &str) -> Option<u64> {
    let text = text.trim();
    if text.len() > 40 || !text.bytes().all(|b| b.is_ascii_graphic()) {
        return None;
    }
    let (mut mix, mut parts, mut digits, mut padded) = (Mix::default(), 0, false, false);
    for run in text.as_bytes().chunk_by(|a, b| a.is_ascii_digit() == b.is_ascii_digit()) {
        parts += 1;
        if run.first().is_some_and(u8::is_ascii_digit) {
            digits = true;
            padded |= run.len() > 1 && run.first() == Some(&b'0');
            mix.add(run.len() as u64);
        } else {
            // Letters stand above all widths.
            run.iter().for_each(|b| mix.add(u64::from(*b) << 8));
        }
    }
    mix.add(padded.into());
    (digits && parts <= MOST_PARTS).then_some(mix.0)
}

/// Splits a text into runs of digits and runs of everything else.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    text.as_bytes().chunk_by(|a, b| a.is_ascii_digit() == b.is_ascii_digit()).filter_map(|run| std::str::from_utf8(run).ok())
}

/// What the codes of a column follow.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Schemes {
    pub listed: Vec<Scheme>,
    pub mixed: bool,
}

/// Shapes told apart; beyond it the rarest are estimated.
const SHAPES: usize = 10_000;

/// Gives the schemes of codes, the most used first, at most eight, and how many codes follow any scheme at all.
pub fn schemes(codes: &TextColumn) -> (Vec<Scheme>, u64) {
    let mut counter = Counter::new(SHAPES);
    let mut shaped = 0;
    for (i, code) in codes.iter().enumerate() {
        if let Some(shape) = code.and_then(fingerprint) {
            counter.add(shape, 1, i as u32);
            shaped += 1;
        }
    }
    (summarise(codes, &counter.ranked()).listed, shaped)
}

/// Sums shapes up to schemes. Widths only tell schemes apart where codes are padded with zeros: 1 to 1200 is one scheme, `000123` beside
/// `0123` are two.
pub(super) fn summarise(column: &TextColumn, shapes: &[Seen]) -> Schemes {
    let total: u64 = shapes.iter().map(|s| s.count).sum();
    let shaped: Vec<(Shape, Seen)> = shapes.iter().filter_map(|s| Some((Shape::of(column.text(s.first as usize))?, *s))).collect();
    let literal = grouped(column, &shaped);
    let covered: u64 = literal.iter().take(LISTED).map(|s| s.count).sum();
    let found = if covered * 5 < total * 4 { grouped(column, &generalised(shaped)) } else { literal };
    let covered: u64 = found.iter().take(LISTED).map(|s| s.count).sum();
    let serious = found.iter().filter(|s| s.count >= 2 && s.count * 100 >= total).count();
    Schemes { mixed: serious >= 2 && covered * 5 >= total * 4, listed: found.into_iter().take(LISTED).collect() }
}

/// Lets any letter stand for its class, where prefixes are too many to be schemes.
fn generalised(shaped: Vec<(Shape, Seen)>) -> Vec<(Shape, Seen)> {
    let class = |c: char| match c {
        'A'..='Z' => 'A',
        'a'..='z' => 'a',
        c => c,
    };
    shaped.into_iter().map(|(s, n)| (Shape { template: s.template.chars().map(class).collect(), ..s }, n)).collect()
}

fn grouped(column: &TextColumn, shaped: &[(Shape, Seen)]) -> Vec<Scheme> {
    let mut templates: BTreeMap<&str, Vec<&(Shape, Seen)>> = BTreeMap::new();
    for s in shaped {
        templates.entry(&s.0.template).or_default().push(s);
    }
    let mut out: Vec<(Scheme, u32)> = Vec::new();
    for (template, shapes) in templates {
        let padded = shapes.iter().any(|(s, _)| s.padded);
        let mut groups: BTreeMap<Vec<usize>, Vec<&(Shape, Seen)>> = BTreeMap::new();
        for s in shapes {
            groups.entry(if padded { s.0.widths.clone() } else { Vec::new() }).or_default().push(s);
        }
        for group in groups.into_values() {
            let first = group.iter().map(|(_, n)| n.first).min().unwrap_or(0);
            let count = group.iter().map(|(_, n)| n.count).sum();
            let example = column.text(first as usize).to_owned();
            out.push((Scheme { scheme: written(template, &group), count, example }, first));
        }
    }
    out.sort_by_key(|(s, first)| (std::cmp::Reverse(s.count), *first));
    out.into_iter().map(|(s, _)| s).collect()
}

/// Writes a template with the widths of its digits, or their range.
fn written(template: &str, group: &[&(Shape, Seen)]) -> String {
    let mut at = 0;
    let mut out = String::new();
    for c in template.chars() {
        if c != DIGITS {
            out.push(c);
            continue;
        }
        let widths = || group.iter().filter_map(|(s, _)| s.widths.get(at));
        let (min, max) = (widths().min().copied().unwrap_or(0), widths().max().copied().unwrap_or(0));
        out.push_str(&if min == max { format!("9{{{min}}}") } else { format!("9{{{min}-{max}}}") });
        at += 1;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::sketch::Counter;
    use super::*;
    use proptest::prelude::*;

    fn check(codes: &[&str], expected: &[(&str, u64)], mixed: bool) {
        let column: TextColumn = codes.iter().map(|c| Some(*c)).collect();
        let mut counter = Counter::new(100);
        for (i, code) in codes.iter().enumerate() {
            if let Some(shape) = fingerprint(code) {
                counter.add(shape, 1, i as u32);
            }
        }
        let found = summarise(&column, &counter.ranked());
        let listed: Vec<(&str, u64)> = found.listed.iter().map(|s| (s.scheme.as_str(), s.count)).collect();
        assert_eq!((listed.as_slice(), found.mixed), (expected, mixed), "{codes:?}");
    }

    #[test]
    fn one_scheme_is_not_mixed() {
        check(&["K-10023", "K-10024", "K-10025"], &[("K-9{5}", 3)], false);
        check(&["1", "12", "1200"], &[("9{1-4}", 3)], false);
        check(&["C7", "C8", "C12"], &[("C9{1-2}", 3)], false);
    }

    #[test]
    fn several_schemes_are_mixed() {
        check(&["K-10023", "K-10024", "000123", "000124"], &[("K-9{5}", 2), ("9{6}", 2)], true);
        check(&["000123", "000124", "0123", "0124"], &[("9{6}", 2), ("9{4}", 2)], true);
        check(&["k-1", "k-2", "K-1", "K-2", "K-3"], &[("K-9{1}", 3), ("k-9{1}", 2)], true);
    }

    #[test]
    fn a_single_stray_code_is_no_scheme_of_its_own() {
        check(&["A1", "A2", "A3", "B-1"], &[("A9{1}", 3), ("B-9{1}", 1)], false);
    }

    #[test]
    fn many_prefixes_are_taken_together() {
        let codes: Vec<String> = (0..26).map(|i| format!("{}-{:02}", char::from(b'A' + i), i)).collect();
        check(&codes.iter().map(String::as_str).collect::<Vec<_>>(), &[("A-9{2}", 26)], false);
    }

    #[test]
    fn texts_without_digits_and_endless_codes_have_no_shape() {
        for text in ["ALFKI", "", "客户1", "A 1", "a1b2c3d4e5"] {
            assert_eq!((Shape::of(text), fingerprint(text)), (None, None), "{text}");
        }
    }

    proptest! {
        #[test]
        fn codes_have_the_same_fingerprint_where_they_have_the_same_shape(a in "[AB-]{0,2}[01]{0,3}[A ]?[1]{0,2}", b in "[AB-]{0,2}[01]{0,3}[A ]?[1]{0,2}") {
            prop_assert_eq!(fingerprint(&a) == fingerprint(&b), Shape::of(&a) == Shape::of(&b));
        }
    }
}
