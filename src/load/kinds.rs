//! What a text is to a typed column.

use jiff::civil::Date;

/// Says whether a text is a decimal number as every target reads it: digits with at most one point, and a sign.
pub(super) fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let all = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    all(whole) && all(part)
}

/// Says whether a text is a whole number that fits eight bytes.
pub(super) fn is_integer(text: &str) -> bool {
    text.parse::<i64>().is_ok()
}

/// Says whether a number would not give this text back: a code with leading zeros is not the number that it looks like.
pub(super) fn changes_as_number(text: &str) -> bool {
    let digits = text.trim_start_matches('-');
    text.starts_with('+') || (digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0."))
}

/// Says whether a text is a calendar day as targets read it.
pub(super) fn is_date(text: &str) -> bool {
    text.len() == 10 && text.as_bytes().get(4) == Some(&b'-') && text.parse::<Date>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_told_apart() {
        for (text, decimal, integer, changes, date) in [
            ("12", true, true, false, false),
            ("0012", true, true, true, false),
            ("0.50", true, false, false, false),
            ("-0.5", true, false, false, false),
            ("+86", true, true, true, false),
            (".5", false, false, false, false),
            ("1e5", false, false, false, false),
            ("99999999999999999999", true, false, false, false),
            ("2026-02-30", false, false, false, false),
            ("2026-02-28", false, false, false, true),
            ("０", false, false, false, false),
        ] {
            assert_eq!((is_decimal(text), is_integer(text), is_date(text)), (decimal, integer, date), "{text}");
            assert_eq!(is_decimal(text) && changes_as_number(text), changes, "{text}");
        }
    }
}
