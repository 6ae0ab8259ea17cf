//! What one value is.

use crate::domain::blank::{Blank, is_blank_word};
use crate::domain::codes::is_scientific;
use crate::domain::date::{self, DateFault, DateOrder};
use crate::domain::number::{self, NumberFault, NumberStyle};
use crate::model::profile::ValueType;
use jiff::civil::Date;

/// How the column writes numbers and days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Style {
    pub number: Option<NumberStyle>,
    pub date: Option<DateOrder>,
}

/// Whether a cell says something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fill {
    Missing,
    /// It says that there is nothing.
    Placeholder,
    Filled,
}

/// Says whether a cell says something; blanks say nothing.
pub(super) fn fill(text: &str) -> Fill {
    if text.bytes().next().is_some_and(|b| b.is_ascii_digit()) {
        return Fill::Filled;
    }
    if text.chars().all(char::is_whitespace) {
        Fill::Missing
    } else if is_blank_word(text, Blank::Spoken) {
        Fill::Placeholder
    } else {
        Fill::Filled
    }
}

/// A type, and whether the value could also be a day written as eight digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Typed {
    pub kind: ValueType,
    pub compact_day: bool,
}

const YES_NO: &[&str] =
    &["是", "否", "y", "n", "yes", "no", "true", "false", "√", "×", "✓", "✗", "对", "错", "启用", "停用", "j", "ja", "nein", "oui", "non"];

/// Says what a value is.
pub(super) fn typed(text: &str, style: Style) -> Typed {
    let text = text.trim();
    let of = |kind| Typed { kind, compact_day: false };
    if is_yes_or_no(text) {
        return of(ValueType::Boolean);
    }
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    if digits == text.len() {
        let code = text.len() > 15 || text.len() > 1 && text.starts_with('0');
        return Typed { kind: if code { ValueType::Code } else { ValueType::Integer }, compact_day: compact_day(text).is_some() };
    }
    if text.len() > 64 || !may_be_number_or_day(text) {
        return of(word(text, digits));
    }
    if let Some(kind) = numeric(text, style.number) {
        return of(kind);
    }
    if day(text, style.date) != Day::None { of(ValueType::Date) } else { of(word(text, digits)) }
}

/// The words are short, and those with letters are ASCII.
fn is_yes_or_no(text: &str) -> bool {
    text.len() <= 9 && YES_NO.iter().any(|w| w.eq_ignore_ascii_case(text))
}

fn may_be_number_or_day(text: &str) -> bool {
    text.chars().any(|c| match c {
        '0'..='9' | '〇' => true,
        // Ideographs are no digits to Unicode, whose tables are slow to ask.
        '\u{4e00}'..='\u{9fff}' => "一二三四五六七八九十零壹贰叁肆伍陆柒捌玖".contains(c),
        c => !c.is_ascii() && c.is_numeric(),
    })
}

/// Gives the day that eight digits stand for, if it is one of the last or next hundred years.
pub(super) fn compact_day(text: &str) -> Option<Date> {
    if text.len() != 8 || !text.starts_with(['1', '2']) {
        return None;
    }
    date::read(text, None).ok().filter(|d| (1950..2100).contains(&d.year()))
}

fn numeric(text: &str, style: Option<NumberStyle>) -> Option<ValueType> {
    if is_scientific(text) {
        return Some(ValueType::Decimal);
    }
    match number::read(text, style) {
        Ok(n) if n.value.scale() == 0 || n.value.fract().is_zero() && !text.contains(['.', ',']) => Some(ValueType::Integer),
        Ok(_) | Err(NumberFault::Ambiguous { .. }) => Some(ValueType::Decimal),
        Err(NumberFault::Percent(_)) => Some(ValueType::Percent),
        Err(_) => None,
    }
}

/// What a text says as a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Day {
    None,
    On(Date),
    /// It is meant as a day, but is odd; the stable reason.
    Odd(&'static str),
}

/// Reads a day; codes that only happen to be grouped like one are none.
pub(super) fn day(text: &str, order: Option<DateOrder>) -> Day {
    match date::read(text, order) {
        Ok(d) => Day::On(d),
        Err(DateFault::Ambiguous { .. }) => Day::Odd("ambiguous"),
        Err(DateFault::Placeholder) => Day::Odd("placeholder"),
        Err(DateFault::TwoDigitYear) if text.contains(['/', '年']) => Day::Odd("two-digit-year"),
        Err(DateFault::Impossible) if has_year(text) => Day::Odd("impossible"),
        Err(_) => Day::None,
    }
}

fn has_year(text: &str) -> bool {
    let mut groups = text.split(|c: char| !c.is_ascii_digit()).filter(|g| !g.is_empty());
    groups.any(|g| g.len() == 4 && (g.starts_with("19") || g.starts_with("20")))
}

/// Tells codes from words: no blank, no Chinese, at most 40 characters, and a digit; or a few capitals such as `CNY`.
fn word(text: &str, digits: usize) -> ValueType {
    let joined = text.bytes().all(|b| b.is_ascii_graphic()) && text.len() <= 40 && !text.contains(['@', ',', ';', '"', '<']);
    let capitals = text.len() <= 5 && text.bytes().all(|b| b.is_ascii_uppercase());
    if joined && (digits > 0 || capitals) { ValueType::Code } else { ValueType::Text }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: ValueType) {
        let style = Style { number: Some(NumberStyle::Point), date: None };
        assert_eq!(typed(text, style).kind, expected, "{text:?}");
    }

    #[test]
    fn values_are_told_apart() {
        use ValueType::*;
        for (text, expected) in [
            ("苏州华泰机械有限公司", Text),
            ("Around the Horn", Text),
            ("M8×20 内六角", Text),
            ("K-10023", Code),
            ("000123", Code),
            ("914403001922038216", Code),
            ("CNY", Code),
            ("12", Integer),
            ("0", Integer),
            ("-5", Integer),
            ("1,234", Integer),
            ("12.50", Decimal),
            ("9.14E+17", Decimal),
            ("13%", Percent),
            ("2024-01-05", Date),
            ("5-Jan-2024", Date),
            ("2024-02-30", Date),
            ("1900-01-01", Date),
            ("99-88-7777", Code),
            ("是", Boolean),
            ("N", Boolean),
            ("=1+1", Code),
            ("<script>alert(1)</script>", Text),
        ] {
            check(text, expected);
        }
    }

    #[test]
    fn cells_that_say_nothing_are_told_apart() {
        for (text, expected) in [
            ("", Fill::Missing),
            (" \u{3000}", Fill::Missing),
            ("N/A", Fill::Placeholder),
            ("无", Fill::Placeholder),
            ("待定", Fill::Placeholder),
            ("-", Fill::Placeholder),
            ("0", Fill::Filled),
            ("无锡", Fill::Filled),
        ] {
            assert_eq!(fill(text), expected, "{text:?}");
        }
    }

    #[test]
    fn eight_digits_may_be_a_day() {
        assert!(typed("20240105", Style::default()).compact_day);
        assert!(!typed("20241505", Style::default()).compact_day);
        assert!(!typed("10240105", Style::default()).compact_day);
    }
}
