//! Patterns of values: `A` a capital, `a` a small letter, `9` a digit, `中` a Chinese character; other characters stand for themselves.

use super::sketch::Mix;
use crate::domain::fold::is_han;

fn class(c: char) -> char {
    match c {
        '0'..='9' => '9',
        'A'..='Z' => 'A',
        'a'..='z' => 'a',
        '\u{4e00}'..='\u{9fff}' => '中',
        c if c.is_ascii() => {
            if c.is_whitespace() {
                ' '
            } else {
                c
            }
        }
        c if is_han(c) => '中',
        c if c.is_numeric() => '9',
        c if c.is_uppercase() => 'A',
        c if c.is_alphabetic() => 'a',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

/// Runs up to this length are written out.
const WRITTEN_OUT: usize = 4;
/// Patterns are cut behind so many runs; what follows says little.
const MOST_RUNS: usize = 24;

/// Gives the pattern with the length of every run: `K-10023` is `A-9{5}`.
pub(super) fn exact(text: &str) -> String {
    let mut out = String::new();
    for (c, n) in runs(text.chars().map(class)) {
        if n <= WRITTEN_OUT {
            out.extend(std::iter::repeat_n(c, n));
        } else {
            out.push_str(&format!("{c}{{{n}}}"));
        }
    }
    out
}

/// Gives the pattern without lengths: `K-10023` is `A+-9+`; words of any capitals are `a+`.
pub(super) fn rough(text: &str) -> String {
    let mut out = String::new();
    let mut word = false;
    for (c, _) in runs(text.chars().map(class)) {
        let letters = matches!(c, 'A' | 'a');
        match c {
            // `Alfreds` is one word, not a capital and small letters.
            'a' if word => {
                out.truncate(out.len() - 2);
                out.push_str("a+");
            }
            'A' | 'a' | '9' | '中' => out.extend([c, '+']),
            c => out.push(c),
        }
        word = letters && !(word && c == 'A');
    }
    out
}

/// Gives the fingerprints of the exact and of the rough pattern without writing either.
pub(super) fn fingerprints(text: &str) -> (u64, u64) {
    let (mut exact, mut rough) = (Mix::default(), Mix::default());
    let (mut word, mut last) = (false, None);
    each_run(text.chars().map(class), |c, n| {
        exact.add(u64::from(c) << 32 | n as u64);
        if !(c == 'a' && word) {
            rough.add(last.map_or(0, u64::from));
        }
        last = Some(c);
        word = matches!(c, 'A' | 'a') && !(word && c == 'A');
    });
    rough.add(last.map_or(0, u64::from));
    (exact.0, rough.0)
}

fn runs(chars: impl Iterator<Item = char>) -> Vec<(char, usize)> {
    let mut out = Vec::new();
    each_run(chars, |c, n| out.push((c, n)));
    out
}

/// Gives every run of the same character with its length; behind so many runs stands `…` for the rest.
fn each_run(mut chars: impl Iterator<Item = char>, mut give: impl FnMut(char, usize)) {
    let Some(mut last) = chars.next() else { return };
    let (mut length, mut before) = (1, 0);
    for c in chars {
        if c == last {
            length += 1;
            continue;
        }
        give(last, length);
        before += 1;
        if before == MOST_RUNS {
            give('…', 1);
            return;
        }
        (last, length) = (c, 1);
    }
    give(last, length);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn patterns_show_letters_digits_and_signs() {
        for (text, expected, rougher) in [
            ("AB-1234", "AA-9999", "A+-9+"),
            ("K-10023", "A-9{5}", "A+-9+"),
            ("914403001922038216", "9{18}", "9+"),
            ("苏州华泰机械有限公司", "中{10}", "中+"),
            ("Alfreds Futterkiste", "Aa{6} Aa{10}", "a+ a+"),
            ("0755-83212345", "9999-9{8}", "9+-9+"),
            ("=1+A1", "=9+A9", "=9++A+9+"),
            ("é１", "a9", "a+9+"),
            ("", "", ""),
        ] {
            assert_eq!((exact(text).as_str(), rough(text).as_str()), (expected, rougher), "{text}");
        }
    }

    #[test]
    fn endless_values_have_short_patterns() {
        assert_eq!(exact(&"a1".repeat(1000)).chars().count(), MOST_RUNS + 1);
    }

    proptest! {
        #[test]
        fn patterns_have_the_same_fingerprint_where_they_are_the_same(a in "[A-Ca-c1-3中文 -]{0,6}", b in "[A-Ca-c1-3中文 -]{0,6}") {
            let (one, other) = (fingerprints(&a), fingerprints(&b));
            prop_assert_eq!(one.0 == other.0, exact(&a) == exact(&b));
            prop_assert_eq!(one.1 == other.1, rough(&a) == rough(&b));
        }
    }

    #[test]
    fn fingerprints_end_where_patterns_do() {
        let long = "a1".repeat(MOST_RUNS);
        assert_eq!(fingerprints(&long), fingerprints(&format!("{long}-9")));
        assert_eq!(exact(&long), exact(&format!("{long}-9")));
        assert_eq!(fingerprints(&long[..MOST_RUNS]) == fingerprints(&long), exact(&long[..MOST_RUNS]) == exact(&long));
    }
}
