//! Keys under which values are the same although they are written differently.

use crate::domain::codes::taxpayer;
use crate::domain::fold::{fold_key, fold_letters, fold_width, is_blank, is_han, is_letter, is_letter_or_digit, is_plain};

/// How values are folded before they are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fold {
    /// Codes: width, case and blanks do not count, nor leading zeros of digits alone.
    Code,
    /// Names: beside that, no punctuation, no traditional characters, and one writing of the usual legal form.
    Name,
    /// Tax numbers: an old one and the credit code that took its place are the same.
    TaxId,
    /// The text as it stands.
    Exact,
}

impl Fold {
    /// What packs may write.
    pub(super) const NAMES: &'static [&'static str] = &["code", "name", "tax_id", "exact"];

    /// Reads a fold's name.
    pub(super) fn named(name: Option<&str>, default: Self) -> Self {
        match name {
            Some("code") => Self::Code,
            Some("name") => Self::Name,
            Some("tax_id") => Self::TaxId,
            Some("exact") => Self::Exact,
            _ => default,
        }
    }

    /// Appends the key of a value.
    pub(super) fn push(self, value: &str, key: &mut String) {
        match self {
            Self::Code => push_code(value, key),
            Self::Name => key.push_str(&name_key(value)),
            Self::TaxId => push_tax_id(value, key),
            Self::Exact => key.push_str(value),
        }
    }

    /// Gives the key of a value.
    pub(super) fn key(self, value: &str) -> String {
        let mut key = String::new();
        self.push(value, &mut key);
        key
    }
}

fn push_code(value: &str, key: &mut String) {
    let start = key.len();
    if value.is_ascii() {
        key.extend(value.bytes().filter(u8::is_ascii_graphic).map(|b| b.to_ascii_uppercase() as char));
    } else {
        key.extend(fold_width(value).chars().filter(|c| !is_blank(*c)).flat_map(char::to_uppercase));
    }
    let code = key.get(start..).unwrap_or("");
    if code.len() > 1 && code.starts_with('0') && code.bytes().all(|b| b.is_ascii_digit()) {
        let zeros = code.bytes().take_while(|b| *b == b'0').count().min(code.len() - 1);
        key.replace_range(start..start + zeros, "");
    }
}

fn push_tax_id(value: &str, key: &mut String) {
    let start = key.len();
    push_code(value, key);
    let joined = key.get(start..).and_then(taxpayer::join_key).map(str::to_owned);
    if let Some(joined) = joined {
        key.replace_range(start.., &joined);
    }
}

fn name_key(value: &str) -> String {
    let key = fold_letters(value);
    // Most names have another form, or none.
    if !key.contains(['责', '責']) {
        key
    } else {
        key.replace("有限责任公司", "有限公司").replace("有限責任公司", "有限公司")
    }
}

/// Gives how many bytes [`fold_letters`] leaves of a value at least, where the value is not one letter again and again: a check that looks
/// for short words need not fold what is longer than all of them. Blanks, signs and digits, which folding or a check drops, do not count.
pub(super) fn letters_at_least(value: &str) -> usize {
    let mut letters = value.chars().filter(|c| is_letter(*c));
    let Some(first) = letters.next() else { return 0 };
    if letters.all(|c| c == first || !is_han(c) && c.to_lowercase().eq(first.to_lowercase())) {
        return 0;
    }
    // Full-width letters become one byte; Chinese characters keep their three.
    value.chars().filter(|c| is_letter(*c)).map(|c| if is_han(c) { 3 } else { 1 }).sum()
}

/// Says whether two names are the same, or one is a shortened form of the other.
pub(super) fn names_agree(a: &str, b: &str) -> bool {
    let (a, b) = (Fold::Name.key(a), Fold::Name.key(b));
    a == b || contains(&a, &b) || contains(&b, &a)
}

/// A short name says little: two characters must begin the long one, three or more may stand anywhere.
fn contains(long: &str, short: &str) -> bool {
    match short.chars().count() {
        0 | 1 => false,
        2 => long.starts_with(short),
        _ => long.contains(short),
    }
}

/// Says whether a text is empty for people although the cell is not: a lone sign, `NULL`, `无`, `N/A`.
pub(super) fn is_blank_word(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "null",
        "none",
        "nil",
        "nan",
        "n/a",
        "na",
        "#n/a",
        "n.a.",
        "无",
        "暂无",
        "没有",
        "空",
        "不详",
        "未填",
        "未提供",
        "(null)",
        "(空)",
        "undefined",
    ];
    // The first character of most texts is one with which none of the words begins. Longer texts are blank only where they are signs throughout.
    let begins_none = match text.chars().next() {
        Some(c @ '\u{4e00}'..='\u{9fff}') => is_plain(c) && !matches!(c, '无' | '暂' | '没' | '空' | '不' | '未'),
        Some(c) => c.is_ascii_alphanumeric() && !matches!(c, 'n' | 'N' | 'u' | 'U'),
        None => false,
    };
    if begins_none || text.trim().chars().nth(9).is_some() && text.chars().any(is_letter_or_digit) {
        return false;
    }
    let key = fold_key(text);
    key.chars().all(|c| !is_letter_or_digit(c)) || WORDS.contains(&key.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_fold_to_their_key() {
        for (input, expected) in [
            ("00123", "123"),
            ("０１２３", "123"),
            ("a-01 ", "A-01"),
            ("0", "0"),
            ("000", "0"),
            ("00A1", "00A1"),
            ("M 8", "M8"),
            ("物料 01", "物料01"),
        ] {
            assert_eq!(Fold::Code.key(input), expected, "{input}");
        }
    }

    #[test]
    fn signs_say_nothing_however_many_they_are() {
        for (text, expected) in [
            ("-", true),
            ("----------------------------------------", true),
            ("  无          ", true),
            ("无锡", false),
            ("苏州工业园区娄葑镇", false),
        ] {
            assert_eq!(is_blank_word(text), expected, "{text}");
        }
    }

    #[test]
    fn names_agree_when_one_shortens_the_other() {
        for (a, b, expected) in [
            ("苏州华泰（集团）有限责任公司", "苏州华泰(集团)有限公司", true),
            ("华泰", "苏州华泰有限公司", false),
            ("华泰", "华泰有限公司", true),
            ("华泰精密", "苏州华泰精密有限公司", true),
            ("Contoso Ltd.", "CONTOSO LTD", true),
            ("甲", "甲方有限公司", false),
            ("苏州华泰", "苏州华新", false),
        ] {
            assert_eq!(names_agree(a, b), expected, "{a} / {b}");
        }
    }

    #[test]
    fn words_for_nothing_are_blank() {
        for (input, expected) in [
            ("-", true),
            ("/", true),
            ("NULL", true),
            ("无", true),
            ("Ｎ／Ａ", true),
            ("——", true),
            ("0", false),
            ("无锡", false),
            ("A", false),
            ("無", true),
            ("沒有", true),
            ("苏州", false),
            ("NaN", true),
            ("Ni", false),
            ("ＮＵＬＬ", true),
        ] {
            assert_eq!(is_blank_word(input), expected, "{input}");
        }
    }
}
