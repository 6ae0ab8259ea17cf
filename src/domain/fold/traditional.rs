//! Which characters may be traditional ones: hardly any text holds one, and the tables of `fast2s` are dear to ask for every character.

use super::is_han;
use std::sync::OnceLock;

/// Characters that are written otherwise only beside certain others, such as `著` in `看著`; `fast2s` keeps them in a table of its own.
const ONLY_BESIDE: [char; 2] = ['著', '苧'];

/// Says whether `fast2s` may write a character otherwise, alone or beside others.
pub(super) fn may_be_traditional(c: char) -> bool {
    static TABLE: OnceLock<Box<[u64]>> = OnceLock::new();
    let table = TABLE.get_or_init(make);
    is_han(c) && table.get(c as usize / 64).is_some_and(|bits| bits >> (c as usize % 64) & 1 == 1)
}

/// Makes a bit for every character of the basic plane, beyond which the tables know none.
fn make() -> Box<[u64]> {
    let mut table = vec![0; 0x1_0000 / 64].into_boxed_slice();
    let mut utf8 = [0; 4];
    for c in '\u{800}'..='\u{ffff}' {
        let text: &str = c.encode_utf8(&mut utf8);
        if (fast2s::convert(text) != text || ONLY_BESIDE.contains(&c))
            && let Some(bits) = table.get_mut(c as usize / 64)
        {
            *bits |= 1 << (c as usize % 64);
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_tables_write_otherwise_is_known() {
        for text in ["臺", "灣", "看著", "苧麻", "憑藉", "計畫", "校讎", "鍾書"] {
            assert_ne!(fast2s::convert(text), text);
            assert!(text.chars().any(may_be_traditional), "{text}");
        }
        for text in ["苏州工业园区", "ABC", "（）", "ｶﾞ", "𠮷"] {
            assert!(!text.chars().any(may_be_traditional), "{text}");
        }
    }

    #[test]
    fn nothing_but_chinese_characters_is_written_otherwise() {
        for c in ('\u{800}'..='\u{ffff}').filter(|c| !is_han(*c)) {
            assert_eq!(fast2s::convert(&c.to_string()), c.to_string());
        }
    }
}
