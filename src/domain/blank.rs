//! Signs and words that stand for nothing.

use super::fold::fold_key;

/// How far a text may be read as nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blank {
    /// Signs alone, and words that are no word of any register: `-`, `/`, `NULL`, `#N/A`.
    Strict,
    /// Also words of people: `无`, `NA`, `不详`, `暂无`.
    Spoken,
}

const MACHINE: &[&str] = &["null", "(null)", "nil", "nan", "#n/a", "n/a", "undefined", "<null>", "\\n"];
const SPOKEN: &[&str] = &[
    "na",
    "n.a.",
    "none",
    "tbd",
    "无",
    "暂无",
    "没有",
    "空",
    "(空)",
    "不详",
    "未填",
    "未提供",
    "未知",
    "待补",
    "待填",
    "待定",
    "暂缺",
    "缺",
];

/// Says whether a text stands for nothing.
///
/// ```
/// use cutover::domain::blank::{Blank, is_blank_word};
/// assert!(is_blank_word("——", Blank::Strict) && is_blank_word("暂无", Blank::Spoken) && !is_blank_word("NA", Blank::Strict));
/// ```
pub fn is_blank_word(text: &str, how: Blank) -> bool {
    // Longer texts are blank only where they are signs throughout; the first letter of most tells at once.
    let long = text.trim().len() > 27 && text.chars().any(char::is_alphanumeric);
    // No word has more than three ideographs, and folding neither makes nor takes any.
    let ideographs = || text.chars().filter(|c| matches!(c, '\u{4e00}'..='\u{9fff}')).count();
    if long || text.len() > 9 && !text.is_ascii() && ideographs() > 3 {
        return false;
    }
    let key = fold_key(text);
    let signs = || key.chars().all(|c| matches!(c, '-' | '/' | '\\' | '*' | '.' | '_' | '?' | '—' | '、' | ',' | '~' | '。' | '#' | '\''));
    signs() || MACHINE.contains(&key.as_str()) || how == Blank::Spoken && SPOKEN.contains(&key.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_told_from_something() {
        for (text, strict, spoken) in [
            ("-", true, true),
            ("——", true, true),
            ("/", true, true),
            ("NULL", true, true),
            ("＃N/A", true, true),
            ("", true, true),
            ("无", false, true),
            ("N.A.", false, true),
            ("na", false, true),
            ("无锡", false, false),
            ("-1", false, false),
            ("----------------------------------------", true, true),
            ("                     NULL                     ", true, true),
            ("----------------------------------------1", false, false),
            ("√", false, false),
            ("%", false, false),
            ("\"", false, false),
        ] {
            assert_eq!((is_blank_word(text, Blank::Strict), is_blank_word(text, Blank::Spoken)), (strict, spoken), "{text}");
        }
    }
}
