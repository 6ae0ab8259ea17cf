//! Makes what nobody can see visible: control characters, direction marks and zero-width characters of other people's data.

use std::borrow::Cow;

/// Shows invisible characters: controls as control pictures (`␛`), direction marks and zero-width characters by number (`⟨U+202E⟩`).
///
/// Tabs and line breaks stay. A terminal escape, a mark that turns a file name around, or a zero-width character that a normaliser
/// took out would otherwise act on the reader's screen, or the reader would not see what was changed.
///
/// It loses nothing that a person needs: each shown character names the one it stands for.
pub fn visible(text: &str) -> Cow<'_, str> {
    // The lead bytes of all characters shown below: most texts, Chinese ones too, have none of them.
    if !text.bytes().any(|b| b < 0x20 || b == 0x7f || matches!(b, 0xc2 | 0xd8 | 0xe1 | 0xe2 | 0xef | 0xf3)) {
        return Cow::Borrowed(text);
    }
    if !text.chars().any(hidden) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            c if !hidden(c) => out.push(c),
            '\u{0}'..='\u{1f}' => out.push(char::from_u32(0x2400 + c as u32).expect("control pictures are characters")),
            '\u{7f}' => out.push('␡'),
            c => out.push_str(&format!("⟨U+{:04X}⟩", c as u32)),
        }
    }
    Cow::Owned(out)
}

/// Shows invisible characters and puts the text on one line: tabs and line breaks become spaces.
pub fn one_line(text: &str) -> Cow<'_, str> {
    if !text.contains(['\t', '\n', '\r']) {
        return visible(text);
    }
    let flat = text.replace("\r\n", " ").replace(['\t', '\n', '\r'], " ");
    Cow::Owned(visible(flat.trim()).into_owned())
}

/// Cuts a text to `most` characters for display, ending in `…` where something was cut.
pub(super) fn clip(text: &str, most: usize) -> Cow<'_, str> {
    match text.char_indices().nth(most) {
        None => Cow::Borrowed(text),
        Some(_) => {
            let end = text.char_indices().nth(most.saturating_sub(1)).map_or(0, |(i, _)| i);
            Cow::Owned(format!("{}…", text.get(..end).unwrap_or_default().trim_end()))
        }
    }
}

fn hidden(c: char) -> bool {
    match c {
        '\t' | '\n' | '\r' => false,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' => true,
        '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' => true,
        '\u{fffe}' | '\u{ffff}' | '\u{e0000}'..='\u{e007f}' => true,
        c => c.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invisible_characters_are_shown() {
        for (text, expected) in [
            ("华东精工", "华东精工"),
            ("a\tb\r\nc", "a\tb\r\nc"),
            ("\u{1b}[31mred\u{0}", "␛[31mred␀"),
            ("invoice\u{202e}fdp.exe", "invoice⟨U+202E⟩fdp.exe"),
            ("张\u{200b}三\u{feff}", "张⟨U+200B⟩三⟨U+FEFF⟩"),
            ("\u{85}", "⟨U+0085⟩"),
            ("Zoë – “好”，¥5", "Zoë – “好”，¥5"),
        ] {
            assert_eq!(visible(text), expected);
        }
    }

    #[test]
    fn long_texts_are_cut_between_characters() {
        assert_eq!(clip("一二三四五", 5), "一二三四五");
        assert_eq!(clip("一二三四五六", 5), "一二三四…");
        assert_eq!(one_line(" a\r\n\tb "), "a  b");
    }

    proptest::proptest! {
        #[test]
        fn nothing_hidden_is_left(text: String) {
            proptest::prop_assert!(!visible(&text).chars().any(hidden));
        }
    }
}
