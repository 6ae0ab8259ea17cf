//! Patterns of values: `A` a capital, `a` a small letter, `9` a digit, `中` a Chinese character; other characters stand for themselves.

use crate::domain::fold::is_han;

fn class(c: char) -> char {
    match c {
        '0'..='9' => '9',
        'A'..='Z' => 'A',
        'a'..='z' => 'a',
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

fn runs(chars: impl Iterator<Item = char>) -> Vec<(char, usize)> {
    let mut out: Vec<(char, usize)> = Vec::new();
    for c in chars {
        if let Some((last, n)) = out.last_mut()
            && *last == c
        {
            *n += 1;
        } else if out.len() == MOST_RUNS {
            out.push(('…', 1));
            break;
        } else {
            out.push((c, 1));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
