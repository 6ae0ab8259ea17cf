//! The spelling in which texts are compared: width, case, accents, traditional characters and spacing do not count.

use std::borrow::Cow;
use std::sync::OnceLock;
use unicode_normalization::UnicodeNormalization;

/// Says whether a character is a Chinese ideograph or Japanese kana, which need no spaces between words.
pub fn is_cjk(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{2ffff}')
}

/// Folds a text for comparison: NFKC, lower case, no accents, simplified characters, ASCII brackets and dashes, single spaces, none beside ideographs.
///
/// It loses information and is for comparing only, never for output.
pub fn fold(text: &str) -> String {
    folded(text).into_owned()
}

/// Does the same without copying a text that is folded already, as most values of most tables are.
pub fn folded(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        let kept = |c: u8| !c.is_ascii_uppercase() && !c.is_ascii_control();
        return if text.bytes().all(kept) && single_spaced(text) {
            Cow::Borrowed(text)
        } else {
            Cow::Owned(squeeze(text.chars().map(|c| c.to_ascii_lowercase())))
        };
    }
    if text.chars().all(stays) && single_spaced(text) {
        return Cow::Borrowed(text);
    }
    let plain: String = match text.chars().map(usual).collect() {
        Some(plain) => plain,
        None => decomposed(text),
    };
    Cow::Owned(if plain.chars().any(is_cjk) { squeeze(fast2s::convert(&plain).chars()) } else { squeeze(plain.chars()) })
}

/// Says whether folding leaves a character of a text beyond ASCII as it is, spaces aside.
fn stays(c: char) -> bool {
    match c {
        ' '..='~' => !c.is_ascii_uppercase() && plain_sign(c) == c,
        '\u{4e00}'..='\u{9fff}' => !is_traditional(c),
        _ => false,
    }
}

/// Says whether all spaces of a text without other blanks are single ones between characters that need them.
fn single_spaced(text: &str) -> bool {
    let needs = |c: Option<char>| c.is_some_and(|c| c != ' ' && !is_cjk(c));
    !text.contains(' ')
        || text.match_indices(' ').all(|(at, _)| {
            needs(text.get(..at).and_then(|t| t.chars().next_back())) && needs(text.get(at + 1..).and_then(|t| t.chars().next()))
        })
}

/// Says whether an ideograph has another, simplified form, be it only beside certain others.
fn is_traditional(c: char) -> bool {
    /// Those that change beside others only, or beside others do not.
    const BESIDE: &str = "兒覆夥藉瞭麽幺於乾著苧闔鍾讎畫";
    static ALL: OnceLock<Box<[u64]>> = OnceLock::new();
    let all = ALL.get_or_init(|| {
        let mut bits = vec![0u64; 1 << 10];
        for c in ('\u{4e00}'..='\u{9fff}').filter(|c| BESIDE.contains(*c) || !fast2s::convert(c.encode_utf8(&mut [0; 4])).starts_with(*c)) {
            if let Some(word) = bits.get_mut(c as usize >> 6) {
                *word |= 1 << (c as u32 & 63);
            }
        }
        bits.into_boxed_slice()
    });
    all.get(c as usize >> 6).is_some_and(|word| word >> (c as u32 & 63) & 1 == 1)
}

fn decomposed(text: &str) -> String {
    text.nfkd().filter(|c| !is_mark(*c)).nfc().flat_map(char::to_lowercase).map(plain_sign).collect()
}

/// Gives what decomposing makes of a usual character by itself: ASCII in either width, or a common ideograph; `None` for any other.
fn usual(c: char) -> Option<char> {
    match c {
        '\u{4e00}'..='\u{9fff}' => Some(c),
        '\0'..='\u{7f}' => Some(plain_sign(c.to_ascii_lowercase())),
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).map(|c| plain_sign(c.to_ascii_lowercase())),
        _ => None,
    }
}

/// Says the same as [`char::is_alphanumeric`], of a common ideograph at once.
pub fn is_letter(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}') || c.is_alphanumeric()
}

/// Gives the letters and digits of a folded text, without anything between them.
pub fn letters(folded: &str) -> String {
    folded.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

/// Maps signs that look alike to one of them.
fn plain_sign(c: char) -> char {
    match c {
        '（' | '【' | '［' | '〔' | '「' | '『' | '〖' | '[' | '{' | '｛' => '(',
        '）' | '】' | '］' | '〕' | '」' | '』' | '〗' | ']' | '}' | '｝' => ')',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '─' | '－' => '-',
        '‘' | '’' | '`' | '´' => '\'',
        '“' | '”' => '"',
        '、' | '，' => ',',
        '。' => '.',
        '×' | '✕' | '╳' | '✖' | '*' | '＊' => '*',
        'ø' | 'φ' | 'ϕ' | '⌀' => 'φ',
        'ß' => 's',
        'æ' => 'a',
        'ł' => 'l',
        'đ' => 'd',
        'ı' => 'i',
        c => c,
    }
}

/// Joins with single spaces; a space beside an ideograph says nothing and goes.
fn squeeze(chars: impl Iterator<Item = char>) -> String {
    let mut out = String::new();
    let mut gap = false;
    let mut last: Option<char> = None;
    for c in chars {
        if c.is_whitespace() || c.is_control() {
            gap = true;
            continue;
        }
        if gap && last.is_some_and(|l| !is_cjk(l) && !is_cjk(c)) {
            out.push(' ');
        }
        gap = false;
        out.push(c);
        last = Some(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_text_fold_alike() {
        for (a, b) in [
            ("ＴＣＬ科技（集團）", "tcl科技(集团)"),
            (" 常州 泰興　云桦 ", "常州泰兴云桦"),
            ("Société  Générale", "societe generale"),
            ("Müller", "muller"),
            ("一汽—大众", "一汽-大众"),
            ("M8×20", "m8*20"),
        ] {
            assert_eq!(fold(a), b, "{a}");
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_folded_already_is_what_folding_makes_of_it(text in "[a-z0-9 *(\\[`A\t（苏州企計畫看著乾隆樊於期與慰藉]{0,8}") {
            let plain: String = text.chars().map(usual).collect::<Option<String>>().unwrap_or_else(|| decomposed(&text));
            let slow = match text.is_ascii() {
                true => squeeze(text.chars().map(|c| c.to_ascii_lowercase())),
                false if plain.chars().any(is_cjk) => squeeze(fast2s::convert(&plain).chars()),
                false => squeeze(plain.chars()),
            };
            proptest::prop_assert_eq!(&*folded(&text), slow.as_str());
        }

        #[test]
        fn usual_characters_need_no_decomposing(text in "[ -~！-～一-鿿]{0,12}") {
            proptest::prop_assert_eq!(text.chars().map(usual).collect::<Option<String>>(), Some(decomposed(&text)));
        }
    }

    #[test]
    fn every_common_ideograph_is_a_letter() {
        assert!(('\0'..='\u{ffff}').all(|c| is_letter(c) == c.is_alphanumeric()));
    }

    #[test]
    fn folding_twice_changes_nothing() {
        for t in ["Ｍ８×２０　８．８级", "Ünïcode – “x”", "比亞迪 股份", "φ Φ Ø ⌀"] {
            assert_eq!(fold(&fold(t)), fold(t));
        }
    }
}
