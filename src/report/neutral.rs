//! Keeps a spreadsheet from running what stands in a cell (formula injection, OWASP "CSV Injection").

use std::borrow::Cow;

/// Puts an apostrophe before a text that a spreadsheet would take for a formula.
///
/// Such texts begin with `=`, `+`, `-`, `@` (or their full-width forms), TAB, CR or LF, also after leading spaces. Plain numbers and phone
/// numbers (`-12.50`, `+86 138-0000-0000`) and lone dashes stay as they are: they hold nothing that can be called.
///
/// Only files that people open are treated so; batches that a target loads stay exact.
pub fn neutral(text: &str) -> Cow<'_, str> {
    if dangerous(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// Says whether a spreadsheet could take the text for a formula.
pub(super) fn dangerous(text: &str) -> bool {
    match text.as_bytes().first() {
        // Nearly all cells begin with one of these; the rest of the test is for the others.
        None | Some(b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | 0xe4..=0xe9) => return false,
        Some(b'\t' | b'\r' | b'\n') => return true,
        Some(_) => {}
    }
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\u{200b}');
    match start.chars().next() {
        Some('=' | '@' | '＝' | '＠') => true,
        Some('+' | '-' | '＋' | '－') => !number_or_phone(start),
        // A tab or line break after leading spaces still splits cells where the text is pasted.
        _ => text.starts_with(|c: char| c.is_whitespace()) && text.len() != start.len() && leading_break(text, start),
    }
}

fn leading_break(text: &str, start: &str) -> bool {
    text.get(..text.len() - start.len()).is_some_and(|lead| lead.contains(['\t', '\r', '\n']))
}

/// Says whether the text is a signed number, a phone number with its country code, or dashes alone.
fn number_or_phone(text: &str) -> bool {
    if text.chars().all(|c| matches!(c, '-' | '－')) {
        return true;
    }
    let rest = text.strip_prefix(['+', '-', '＋', '－']).unwrap_or(text).trim_end();
    let rest = rest.strip_suffix('%').unwrap_or(rest);
    if rest.parse::<f64>().is_ok() && rest.bytes().all(|b| b.is_ascii_digit() || b"eE+-.".contains(&b)) {
        return true;
    }
    // Masked phones keep their shape, so stars count as digits; a sign anywhere but in front does not.
    rest.starts_with(|c: char| c.is_ascii_digit() || c == '(')
        && rest.bytes().filter(|b| b.is_ascii_digit() || *b == b'*').count() >= 3
        && rest.bytes().all(|b| b.is_ascii_digit() || b" -().,*".contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(neutral(text), expected, "{text:?}");
    }

    #[test]
    fn formulas_get_an_apostrophe() {
        check("=HYPERLINK(\"http://x\")", "'=HYPERLINK(\"http://x\")");
        check("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0");
        check("-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0");
        check("@SUM(A1)", "'@SUM(A1)");
        check("\t=1", "'\t=1");
        check("\r=1", "'\r=1");
        check("\nx", "'\nx");
        check("  =1+1", "'  =1+1");
        check("\u{3000}＝1+1", "'\u{3000}＝1+1");
        check("\u{feff}=1", "'\u{feff}=1");
        check("＋1+A1", "'＋1+A1");
        check("-A1", "'-A1");
        check("+86A1", "'+86A1");
        check("-", "-");
    }

    #[test]
    fn numbers_and_phones_survive() {
        for text in [
            "",
            "-12.50",
            "+1",
            "-1,234.5",
            "-3%",
            "-1.2E+11",
            "+86 138-1234-5678",
            "+8613812345678",
            "+86 138****5678",
            "+1 (415) 555-0100",
        ] {
            check(text, text);
        }
        for text in ["--", "客户", "'=1", "a=1", "(空)", "#1", "5-3"] {
            check(text, text);
        }
    }

    proptest::proptest! {
        #[test]
        fn nothing_dangerous_comes_out(text in "[ \t=+@-]{0,3}[A-Z0-9(!|]{0,6}") {
            proptest::prop_assert!(!dangerous(&neutral(&text)));
        }
    }
}
