//! Folding of text: what two writings of the same thing have in common. Gentle folds give text that people still see; keys are only compared.

mod traditional;

use std::borrow::Cow;
use traditional::may_be_traditional;
use unicode_normalization::UnicodeNormalization;

/// Removes what nobody sees and evens out blanks.
///
/// Zero-width characters, byte-order marks, soft hyphens, direction marks and control characters go; every run of blanks of any kind
/// (no-break, ideographic, tab, line break) becomes one space; blanks at both ends go.
///
/// ```
/// assert_eq!(cutover::domain::fold::clean("\u{feff} 华为\u{200b}　技术 \n"), "华为 技术");
/// ```
pub fn clean(text: &str) -> Cow<'_, str> {
    if is_clean(text) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_blank(c) {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
        } else if !is_invisible(c) {
            out.push(c);
        }
    }
    if out.ends_with(' ') {
        out.pop();
    }
    Cow::Owned(out)
}

fn is_clean(text: &str) -> bool {
    let mut before = ' ';
    for c in text.chars() {
        let sound = match c {
            ' ' => before != ' ',
            // Letters and signs that most texts are made of; no blank and nothing invisible is among them.
            '!'..='~' | '\u{3400}'..='\u{d7ff}' | '\u{3001}'..='\u{3163}' | '\u{ff01}'..='\u{ff5e}' => true,
            _ => !is_invisible(c) && !is_blank(c),
        };
        if !sound {
            return false;
        }
        before = c;
    }
    before != ' ' || text.is_empty()
}

/// Says whether a character is a blank of any width.
pub fn is_blank(c: char) -> bool {
    // The mark between tab and space is a blank too: exports use U+001F and U+000B as line breaks within cells.
    c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}' | '\u{2800}' | '\u{3164}' | '\u{ffa0}')
}

fn is_invisible(c: char) -> bool {
    matches!(c,
        '\0'..='\u{8}' | '\u{e}'..='\u{1b}' | '\u{7f}'..='\u{84}' | '\u{86}'..='\u{9f}' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// Gives full-width letters, digits and signs their usual width and composes accents; keeps `㎡`, `①`, `½` and `²`, which mean more than
/// their plain letters.
///
/// ```
/// assert_eq!(cutover::domain::fold::fold_width("Ｍ８×２０（㎡）"), "M8×20(㎡)");
/// ```
pub fn fold_width(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || !text.chars().any(needs_width_fold) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{ff01}'..='\u{ff5e}' => out.extend(char::from_u32(c as u32 - 0xfee0)),
            '\u{3000}' => out.push(' '),
            '\u{ffe5}' => out.push('¥'),
            _ if is_compatible(c) => out.extend(std::iter::once(c).nfkc()),
            _ => out.push(c),
        }
    }
    // Only marks of what is folded here are put onto their letters: other scripts stay as they are, whatever stands beside them.
    if out.chars().any(is_mark) { Cow::Owned(out.nfc().collect()) } else { Cow::Owned(out) }
}

fn needs_width_fold(c: char) -> bool {
    let usual = matches!(c, '\0'..='\u{2ff}' | '\u{3100}'..='\u{d7ff}');
    !usual && is_foldable(c)
}

fn is_foldable(c: char) -> bool {
    matches!(c, '\u{ff01}'..='\u{ff5e}' | '\u{3000}') || is_mark(c) || is_compatible(c)
}

/// Accents, and the marks of voiced kana.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{3099}' | '\u{309a}')
}

/// Half-width kana and signs, compatibility ideographs, radicals that stand for whole characters (PDF exports), Latin ligatures.
fn is_compatible(c: char) -> bool {
    matches!(c, '\u{ff61}'..='\u{ffe2}' | '\u{ffe4}'..='\u{ffee}' | '\u{f900}'..='\u{faff}' | '\u{2f00}'..='\u{2fd5}' | '\u{2e9f}' | '\u{2ef3}' | '\u{fb00}'..='\u{fb06}'
        | '\u{2f800}'..='\u{2fa1d}')
}

/// Writes traditional Chinese characters as simplified ones, by the tables of the `fast2s` crate (after OpenCC).
///
/// ```
/// assert_eq!(cutover::domain::fold::simplify("臺灣積體電路"), "台湾积体电路");
/// ```
pub fn simplify(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || !text.chars().any(may_be_traditional) {
        return Cow::Borrowed(text);
    }
    let out = fast2s::convert(text);
    if out == text { Cow::Borrowed(text) } else { Cow::Owned(out) }
}

/// Says whether a character is a Chinese character.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{3007}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

/// Says the same as [`char::is_alphabetic`], and at once of Chinese characters, for which the standard library searches its tables.
pub fn is_letter(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}') || c.is_alphabetic()
}

/// Says the same as [`char::is_alphanumeric`], and at once of Chinese characters.
pub fn is_letter_or_digit(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}') || c.is_alphanumeric()
}

/// Says whether a text has a Chinese character.
pub fn has_han(text: &str) -> bool {
    !text.is_ascii() && text.chars().any(is_han)
}

/// Says beside what a blank is dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beside {
    /// Only between two Chinese characters: `华为 技术`, but not `螺栓 M8`.
    Both,
    /// Where either neighbour is Chinese: also `ABC 有限公司`.
    Either,
}

/// Drops the spaces next to Chinese characters, which carry no meaning there.
pub fn drop_han_spaces(text: &str, beside: Beside) -> Cow<'_, str> {
    if !text.contains(' ') || !has_han(text) {
        return Cow::Borrowed(text);
    }
    let chinese = |c: Option<char>| c.is_some_and(|c| is_han(c) || matches!(c, '\u{3001}'..='\u{303f}' | '\u{ff01}'..='\u{ff5e}'));
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let (left, right) = (chinese(out.chars().next_back()), chinese(rest.clone().find(|&n| n != ' ')));
        let drop = c == ' ' && if beside == Beside::Both { left && right } else { left || right };
        if !drop {
            out.push(c);
        }
    }
    if out.len() == text.len() { Cow::Borrowed(text) } else { Cow::Owned(out) }
}

/// Gives the key under which two writings of one text are equal: compatibility forms (NFKC), simplified characters, lower case, no blanks,
/// one kind of dash and quote. Signs stay, so that `A-1` and `A1` differ.
///
/// ```
/// use cutover::domain::fold::fold_key;
/// assert_eq!(fold_key(" 客戶編號（Ａ） "), fold_key("客户编号(a)"));
/// ```
pub fn fold_key(text: &str) -> String {
    if text.is_ascii() {
        return text.bytes().filter(|b| b.is_ascii_graphic()).map(|b| b.to_ascii_lowercase() as char).collect();
    }
    fold_plain(text).unwrap_or_else(|| fold_any(text))
}

/// Folds a text of nothing but plain characters, which most texts are; `None` where it has others.
fn fold_plain(text: &str) -> Option<String> {
    let mut key = String::with_capacity(text.len());
    for c in text.chars() {
        match plain(c)? {
            Plain::Nothing => {}
            Plain::Sign(c) if c.is_ascii() => key.push(fold_sign(c).to_ascii_lowercase()),
            Plain::Sign(c) => key.push(c),
        }
    }
    Some(key)
}

/// Says whether [`fold_key`] takes a character as it is but for its width and case, whatever stands beside it.
pub fn is_plain(c: char) -> bool {
    matches!(plain(c), Some(Plain::Sign(_)))
}

/// A character of usual width that no fold joins with its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Plain {
    /// A blank or an invisible character.
    Nothing,
    /// Any other.
    Sign(char),
}

/// Says what becomes of a plain character: ASCII of any width, and Chinese characters that are no traditional ones. `None` for all others,
/// which need the long way through [`clean`], [`fold_width`] and [`simplify`].
pub(super) fn plain(c: char) -> Option<Plain> {
    let narrow = match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0)?,
        '\u{3000}' => ' ',
        _ => c,
    };
    match narrow {
        '\u{4e00}'..='\u{9fff}' if !may_be_traditional(narrow) => Some(Plain::Sign(narrow)),
        _ if narrow.is_ascii_graphic() => Some(Plain::Sign(narrow)),
        // What is left of ASCII is blank or invisible.
        '\0'..='\u{7f}' => Some(Plain::Nothing),
        '×' | '·' | 'φ' | '、' | '。' => Some(Plain::Sign(narrow)),
        _ => None,
    }
}

fn fold_any(text: &str) -> String {
    let composed: String = text.nfkc().filter(|&c| !is_blank(c) && !is_invisible(c)).map(fold_sign).collect();
    simplify(&composed).to_lowercase()
}

/// Gives the letters and digits of [`fold_key`] alone, for headers and labels whose punctuation means nothing.
pub fn fold_letters(text: &str) -> String {
    let mut key = fold_key(text);
    key.retain(is_letter_or_digit);
    key
}

fn fold_sign(c: char) -> char {
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2043}' | '\u{fe58}' | '\u{fe63}' => '-',
        '‘' | '’' | '‛' | '′' | '`' | '´' => '\'',
        '“' | '”' | '‟' | '″' => '"',
        '【' | '〔' | '［' | '〖' => '[',
        '】' | '〕' | '］' | '〗' => ']',
        '・' | '•' | '‧' | '∙' => '·',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn cleaning_keeps_words_and_drops_the_invisible() {
        for (input, expected) in [
            ("华为", "华为"),
            ("  a  b ", "a b"),
            ("a\r\nb\tc", "a b c"),
            ("\u{feff}a\u{200b}b", "ab"),
            ("a\u{a0}b", "a b"),
            ("a\u{3000}\u{3000}b", "a b"),
            ("\u{200e}", ""),
            ("号\u{b}码", "号 码"),
            ("é à", "é à"),
        ] {
            assert_eq!(clean(input), expected, "{input:?}");
        }
    }

    #[test]
    fn width_is_folded_and_meaning_kept() {
        for (input, expected) in [
            ("ＡＢＣ－１２３", "ABC-123"),
            ("（中国）", "(中国)"),
            ("10㎡", "10㎡"),
            ("￥１００", "¥100"),
            ("ｶﾞ", "ガ"),
            ("e\u{301}", "é"),
            ("⼈民", "人民"),
            ("oﬃce", "office"),
            ("×φ①½", "×φ①½"),
        ] {
            assert_eq!(fold_width(input), expected, "{input:?}");
        }
    }

    #[test]
    fn letters_are_those_of_the_standard_library() {
        for c in '\0'..='\u{2ffff}' {
            assert_eq!((is_letter(c), is_letter_or_digit(c)), (c.is_alphabetic(), c.is_alphanumeric()), "{c:?}");
        }
    }

    #[test]
    fn traditional_becomes_simplified() {
        for (input, expected) in [("臺灣積體電路製造", "台湾积体电路制造"), ("鴻海精密", "鸿海精密"), ("abc", "abc"), ("乾坤", "乾坤")]
        {
            assert_eq!(simplify(input), expected, "{input}");
        }
    }

    #[test]
    fn spaces_beside_chinese_go() {
        for (input, beside, expected) in [
            ("华为 技术 有限公司", Beside::Both, "华为技术有限公司"),
            ("螺栓 M8 x 20", Beside::Both, "螺栓 M8 x 20"),
            ("ABC 有限公司", Beside::Either, "ABC有限公司"),
            ("ABC Co. Ltd", Beside::Either, "ABC Co. Ltd"),
            ("上海  （ 浦东 ）", Beside::Both, "上海（浦东）"),
        ] {
            assert_eq!(drop_han_spaces(input, beside), expected, "{input}");
        }
    }

    #[test]
    fn keys_join_writings_of_one_text() {
        for (a, b) in
            [("Ａ－０１", "a-01"), ("A—01", "A-01"), ("客戶 名稱", "客户名称"), ("Stück", "STÜCK"), ("【x】", "[X]"), ("1 000", "1000")]
        {
            assert_eq!(fold_key(a), fold_key(b), "{a} {b}");
        }
        assert_ne!(fold_key("A-01"), fold_key("A01"));
        assert_eq!(fold_letters("客户编码*：(Code)"), "客户编码code");
    }

    proptest! {
        #[test]
        fn folds_are_idempotent(s in "\\PC*") {
            let once = clean(&s).into_owned();
            prop_assert_eq!(clean(&once), once.as_str());
            let wide = fold_width(&s).into_owned();
            prop_assert_eq!(fold_width(&wide), wide.as_str());
        }

        #[test]
        fn plain_texts_get_the_same_key_at_once(s in "[ -~！-～\u{3000}一-龥×·φ、。藉口著臺\t]{0,8}") {
            if let Some(key) = fold_plain(&s) {
                prop_assert_eq!(key, fold_any(&s));
            }
        }

        #[test]
        fn a_short_cut_and_the_long_way_agree(s in "[a \u{a0}\u{200b}\t号é（\u{3000}\u{3164}\u{7f}、]{0,8}") {
            let slow: String = s.chars().filter(|&c| !is_invisible(c)).map(|c| if is_blank(c) { ' ' } else { c }).collect();
            let slow = slow.split(' ').filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ");
            prop_assert_eq!(clean(&s), slow);
        }
    }
}
