//! Numbers and days as checks read them.

use crate::domain::date;
use crate::domain::number::{self, NumberFault};
use jiff::civil::Date;
use rust_decimal::Decimal;
use std::str::FromStr;

/// Reads a plain decimal: digits with at most one point and a sign before them.
pub(super) fn plain_number(text: &str) -> Option<Decimal> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let plain = digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && digits.bytes().filter(|b| *b == b'.').count() <= 1
        && digits.bytes().any(|b| b.is_ascii_digit());
    if plain { Decimal::from_str(text).ok() } else { None }
}

/// Reads a number however it is written, where it can only mean one.
pub(super) fn number(text: &str) -> Option<Decimal> {
    plain_number(text).or_else(|| match number::read(text, None) {
        Ok(read) => Some(read.value),
        // A share is compared as people write it: 3 % is 3.
        Err(NumberFault::Percent(percent)) => Some(percent),
        Err(_) => None,
    })
}

/// Reads a day written as `YYYY-MM-DD`.
pub(super) fn iso_day(text: &str) -> Option<Date> {
    let bytes = text.as_bytes();
    let iso = bytes.len() == 10 && bytes.get(4) == Some(&b'-') && bytes.get(7) == Some(&b'-');
    if iso { Date::from_str(text).ok() } else { None }
}

/// Reads a day however it is written, where it can only mean one.
pub(super) fn day(text: &str) -> Option<Date> {
    iso_day(text).or_else(|| date::read(text, None).ok())
}

/// Writes an exact number without needless zeros.
pub(super) fn written(n: Decimal) -> String {
    n.normalize().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_numbers_have_one_way_of_writing() {
        for (text, expected) in [
            ("12", true),
            ("-0.50", true),
            ("+1", true),
            (".5", true),
            ("1,000", false),
            ("1e3", false),
            ("", false),
            ("-", false),
            ("１", false),
        ] {
            assert_eq!(plain_number(text).is_some(), expected, "{text}");
        }
        assert_eq!(number("1,234.50"), Some(Decimal::new(123_450, 2)));
        assert_eq!((number("3%"), number("面议")), (Some(Decimal::from(3)), None));
    }

    #[test]
    fn days_are_read_where_they_can_only_mean_one() {
        assert_eq!(iso_day("2024-02-29"), Date::new(2024, 2, 29).ok());
        assert_eq!((iso_day("2023-02-29"), iso_day("2024/02/29")), (None, None));
        assert_eq!(day("2024/2/29"), Date::new(2024, 2, 29).ok());
        assert_eq!(day("02/03/2024"), None);
    }
}
