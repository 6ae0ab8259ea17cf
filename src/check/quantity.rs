//! Numbers and days as checks read them.

use jiff::civil::Date;
use rust_decimal::Decimal;
use std::str::FromStr;

/// Reads a plain decimal: digits with at most one point and a sign before them.
pub(super) fn plain_number(text: &str) -> Option<Decimal> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let plain = !digits.is_empty()
        && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && digits.bytes().filter(|b| *b == b'.').count() <= 1
        && digits.bytes().any(|b| b.is_ascii_digit());
    if plain { Decimal::from_str(text).ok() } else { None }
}

/// Reads a number however it is written, where it can only mean one.
pub(super) fn number(text: &str) -> Option<Decimal> {
    plain_number(text)
}

/// Reads a day written as `YYYY-MM-DD`.
pub(super) fn iso_day(text: &str) -> Option<Date> {
    if text.len() == 10 { Date::from_str(text).ok() } else { None }
}

/// Reads a day however it is written, where it can only mean one.
pub(super) fn day(text: &str) -> Option<Date> {
    iso_day(text)
}
