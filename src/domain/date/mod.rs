//! Calendar days in all the ways in which exports write them. A day that could be two days is never guessed.

mod order;
mod words;

pub use order::{ColumnDates, DateOrder, survey};

use super::fold::{clean, fold_width};
use jiff::civil::Date;

/// Why a text is no calendar day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateFault {
    /// Nothing like a date.
    NotADate,
    /// Day and month could be either way round, and nothing says which.
    Ambiguous {
        /// The day where the first number is the day.
        day_first: Date,
        /// The day where the first number is the month.
        month_first: Date,
    },
    /// The year has two digits.
    TwoDigitYear,
    /// No such day, as the 30th of February.
    Impossible,
    /// A spreadsheet's day number, which only a person or the cell's format can tell from any other number.
    Serial(Date),
    /// A part is missing: month and year only, or day and month only.
    Incomplete,
    /// A filler such as `0000-00-00` or `1900-01-01`.
    Placeholder,
}

impl DateFault {
    /// Gives the stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotADate => "not-a-date",
            Self::Ambiguous { .. } => "ambiguous",
            Self::TwoDigitYear => "two-digit-year",
            Self::Impossible => "impossible",
            Self::Serial(_) => "serial",
            Self::Incomplete => "incomplete",
            Self::Placeholder => "placeholder",
        }
    }
}

/// Reads a day. `order` says which of day and month stands first where the text itself does not; take it from [`survey`].
///
/// Read: `2024-01-05`, `2024/1/5`, `2024.1.5`, `20240105`, `2024年1月5日`, `二〇二四年一月五日`, `05.01.2024`, `13/01/2024`, `5-Jan-2024`,
/// `January 5, 2024`, each with a time or weekday behind it, which is dropped.
///
/// # Errors
/// If the text is no day or more than one; see [`DateFault`].
pub fn read(text: &str, order: Option<DateOrder>) -> Result<Date, DateFault> {
    if let Some(read) = plain(text) {
        return read;
    }
    if words::begins_no_date(text) {
        return Err(DateFault::NotADate);
    }
    let clean = clean(text);
    let text = fold_width(&clean);
    let written = words::numbers(&text).ok_or(DateFault::NotADate)?;
    match written.as_slice() {
        [one] => compact(one),
        [_, _] => Err(DateFault::Incomplete),
        [a, b, c] => three(a, b, c, &text, order),
        _ => Err(DateFault::NotADate),
    }
}

/// The usual case without any allocation: eight digits, or year, month and day in numbers with one sign between them.
fn plain(text: &str) -> Option<Result<Date, DateFault>> {
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    if text.len() == 8 && digits(text) {
        return Some(compact(text));
    }
    let (year, rest) = text.split_at_checked(4).filter(|(y, rest)| digits(y) && (4..=6).contains(&rest.len()))?;
    let mut parts = rest.strip_prefix(SEPARATORS)?.split(SEPARATORS);
    let (m, d) = (parts.next()?, parts.next()?);
    let short = |s: &str| s.len() <= 2 && digits(s);
    (parts.next().is_none() && short(m) && short(d)).then(|| day(year, m, d))
}

const SEPARATORS: [char; 3] = ['-', '/', '.'];

/// Gives the day of a spreadsheet's day number in the calendar that begins in 1900; call it only for cells known to be dates.
pub fn from_serial(serial: u32) -> Option<Date> {
    // Day 60 is 1900-02-29, which never was: spreadsheets keep the mistake of Lotus 1-2-3.
    if !(61..=2_958_465).contains(&serial) {
        return None;
    }
    Date::new(1899, 12, 30).ok()?.checked_add(jiff::Span::new().days(i64::from(serial))).ok()
}

fn compact(digits: &str) -> Result<Date, DateFault> {
    if digits.bytes().all(|b| b == b'0') {
        return Err(DateFault::Placeholder);
    }
    match (digits.len(), digits.get(..4), digits.get(4..6), digits.get(6..8)) {
        (8, Some(y), Some(m), Some(d)) => day(y, m, d).map_err(|e| if e == DateFault::Placeholder { e } else { DateFault::NotADate }),
        (6, Some(y), Some(m), _) if day(y, m, "1").is_ok_and(|d| (1950..2100).contains(&d.year())) => Err(DateFault::Incomplete),
        (6, ..) => Err(DateFault::TwoDigitYear),
        (5, ..) => digits.parse().ok().and_then(from_serial).map_or(Err(DateFault::NotADate), |d| Err(DateFault::Serial(d))),
        _ => Err(DateFault::NotADate),
    }
}

fn three(a: &str, b: &str, c: &str, text: &str, order: Option<DateOrder>) -> Result<Date, DateFault> {
    if a.len() == 4 {
        return day(a, b, c);
    }
    if c.len() != 4 {
        let two = |s: &str| (1..=2).contains(&s.len());
        return Err(if two(a) && two(b) && two(c) { DateFault::TwoDigitYear } else { DateFault::NotADate });
    }
    let (day_first, month_first) = (day(c, b, a), day(c, a, b));
    match (day_first, month_first) {
        (Ok(d), Ok(m)) if d == m => Ok(d),
        // A month in words is already in its place, and points are only written where the day stands first (ISO 8601's older siblings).
        (Ok(d), Ok(_)) if words::has_month_word(text) || text.matches('.').count() == 2 => Ok(d),
        (Ok(d), Ok(m)) => match order {
            Some(DateOrder::DayFirst) => Ok(d),
            Some(DateOrder::MonthFirst) => Ok(m),
            None => Err(DateFault::Ambiguous { day_first: d, month_first: m }),
        },
        (Ok(only), Err(_)) | (Err(_), Ok(only)) => Ok(only),
        (Err(DateFault::Placeholder), _) | (_, Err(DateFault::Placeholder)) => Err(DateFault::Placeholder),
        (Err(e), Err(_)) => Err(e),
    }
}

fn day(year: &str, month: &str, day: &str) -> Result<Date, DateFault> {
    let (Ok(y), Ok(m), Ok(d)) = (year.parse::<i16>(), month.parse::<i8>(), day.parse::<i8>()) else { return Err(DateFault::NotADate) };
    if matches!((y, m, d), (0, _, _) | (1, 1, 1) | (1899, 12, 30 | 31) | (1900, 1, 0 | 1)) {
        return Err(DateFault::Placeholder);
    }
    Date::new(y, m, d).map_err(|_| DateFault::Impossible).and_then(|d| if d.year() < 1000 { Err(DateFault::Impossible) } else { Ok(d) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(input: &str, order: Option<DateOrder>, expected: &str) {
        let actual = match read(input, order) {
            Ok(d) => d.to_string(),
            Err(e) => e.as_str().to_owned(),
        };
        assert_eq!(actual, expected, "{input:?}");
    }

    #[test]
    fn plain_forms_are_read() {
        for (input, expected) in [
            ("2024-01-05", "2024-01-05"),
            ("2024/1/5", "2024-01-05"),
            ("2024.1.5", "2024-01-05"),
            ("2024. 1. 5.", "2024-01-05"),
            ("20240105", "2024-01-05"),
            ("２０２４／１／５", "2024-01-05"),
            ("2024年1月5日", "2024-01-05"),
            ("2024年01月05号", "2024-01-05"),
            ("二〇二四年一月五日", "2024-01-05"),
            ("二零二四年十二月二十五日", "2024-12-25"),
            ("2024-01-05 00:00:00", "2024-01-05"),
            ("2024-01-05T13:45:00.000Z", "2024-01-05"),
            ("2024-01-05T13:45:00+08:00", "2024-01-05"),
            ("2024/1/5 0:00", "2024-01-05"),
            ("2024/1/5 下午 3:00:00", "2024-01-05"),
            ("2024/1/5 星期五", "2024-01-05"),
            ("05.01.2024", "2024-01-05"),
            ("13/01/2024", "2024-01-13"),
            ("01/13/2024 3:00 PM", "2024-01-13"),
            ("5/5/2024", "2024-05-05"),
            ("5-Jan-2024", "2024-01-05"),
            ("05 January 2024", "2024-01-05"),
            ("Jan 5, 2024", "2024-01-05"),
            ("Friday, January 5th, 2024", "2024-01-05"),
            ("9999-12-31", "9999-12-31"),
            ("99991231", "9999-12-31"),
        ] {
            check(input, None, expected);
        }
    }

    #[test]
    fn doubtful_forms_are_named() {
        for (input, expected) in [
            ("05/01/2024", "ambiguous"),
            ("05-01-2024", "ambiguous"),
            ("24-01-05", "two-digit-year"),
            ("1/5/24", "two-digit-year"),
            ("05-JAN-24", "two-digit-year"),
            ("240105", "two-digit-year"),
            ("202401", "incomplete"),
            ("2024年1月", "incomplete"),
            ("3月5日", "incomplete"),
            ("Mar-24", "incomplete"),
            ("2024-02-30", "impossible"),
            ("2024-13-01", "impossible"),
            ("31/02/2024", "impossible"),
            ("45296", "serial"),
            ("0000-00-00", "placeholder"),
            ("00000000", "placeholder"),
            ("1900-01-01", "placeholder"),
            ("1900/1/0", "placeholder"),
            ("待定", "not-a-date"),
            ("", "not-a-date"),
            ("12", "not-a-date"),
            ("1.5", "incomplete"),
            ("A-1-2024", "not-a-date"),
        ] {
            check(input, None, expected);
        }
    }

    #[test]
    fn the_column_decides_the_order() {
        check("05/01/2024", Some(DateOrder::DayFirst), "2024-01-05");
        check("05/01/2024", Some(DateOrder::MonthFirst), "2024-05-01");
        check("13/01/2024", Some(DateOrder::MonthFirst), "2024-01-13");
    }

    #[test]
    fn day_numbers_count_from_1900() {
        for (serial, expected) in [(45296, Some("2024-01-05")), (61, Some("1900-03-01")), (60, None), (2_958_466, None)] {
            assert_eq!(from_serial(serial).map(|d| d.to_string()).as_deref(), expected);
        }
    }

    proptest! {
        #[test]
        fn days_read_back(y in 1901i16..2200, m in 1i8..=12, d in 1i8..=28) {
            let date = Date::new(y, m, d).unwrap();
            for text in [date.to_string(), format!("{y}/{m}/{d}"), format!("{y:04}{m:02}{d:02}"), format!("{d}.{m}.{y}"), format!("{y}年{m}月{d}日")] {
                prop_assert_eq!(read(&text, None), Ok(date));
            }
        }

        #[test]
        fn quick_answers_are_those_of_the_long_way(
            s in "(jan|Sept|of|mon|K|AB|周|约|五|[0-9]{4}|[0-9]{8})?[-/. T]?([0-9]{1,4}|月|星期)[-/.:]?[0-9]{0,2}([ T]1:00)?",
        ) {
            // A mark that cannot be seen in front is taken out, and nothing is quick about that.
            prop_assert_eq!(read(&s, None), read(&format!("\u{feff}{s}"), None), "{}", s);
        }

        #[test]
        fn nothing_panics(s in "\\PC{0,24}") {
            let _ = read(&s, None);
        }
    }
}
