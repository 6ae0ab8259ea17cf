//! The only clock of the program: stages read none.

use jiff::civil::{Date, DateTime};

/// Gives the day, in UTC.
pub(super) fn today() -> Date {
    now().date()
}

/// Gives day and time, in UTC.
pub(super) fn now() -> DateTime {
    let seconds = std::time::UNIX_EPOCH.elapsed().map_or(0, |since| since.as_secs());
    let since = jiff::Span::new().seconds(i64::try_from(seconds).unwrap_or(0));
    DateTime::constant(1970, 1, 1, 0, 0, 0, 0).saturating_add(since)
}
