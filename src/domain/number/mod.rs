//! Exact decimal numbers in all the ways in which exports write them. Money and quantities are never floats.

mod capital;
mod shape;

pub use shape::{ColumnNumbers, NumberStyle, survey};

use super::codes::is_scientific;
use super::fold::{clean, fold_width};
use rust_decimal::Decimal;
use shape::Shape;

/// A number and what stood around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// The value, with the decimals that were written.
    pub value: Decimal,
    /// The currency sign or word beside it; empty where there was none.
    pub currency: String,
    /// What was peculiar about it.
    pub quirk: Option<Quirk>,
}

/// What was peculiar about a number that could be read all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quirk {
    /// Scientific notation that may have cost digits: the exponent reaches beyond the digits that are left.
    DigitsLost,
    /// The tail of a binary float (`0.30000000000000004`) was rounded off.
    FloatTail,
    /// The amount was written in Chinese capitals or with 万 or 亿.
    Chinese,
}

/// Why a text is no number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NumberFault {
    /// Nothing like a number.
    NotANumber,
    /// The only mark could separate thousands or decimals, and the column says both.
    Ambiguous {
        /// The value where the mark separates decimals.
        decimals: Decimal,
        /// The value where it separates thousands.
        thousands: Decimal,
    },
    /// Marks stand where no way of writing numbers puts them, such as `1,23` in a column with decimal points.
    Grouping,
    /// A percent sign follows.
    Percent(Decimal),
    /// A unit or other word follows.
    WithUnit(Decimal, String),
    /// A spreadsheet's error value such as `#DIV/0!`.
    ErrorValue,
    /// More digits than a decimal of 28 digits holds.
    TooLong,
}

impl NumberFault {
    /// Gives the stable name.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::NotANumber => "not-a-number",
            Self::Ambiguous { .. } => "ambiguous",
            Self::Grouping => "grouping",
            Self::Percent(_) => "percent",
            Self::WithUnit(..) => "with-unit",
            Self::ErrorValue => "error-value",
            Self::TooLong => "too-long",
        }
    }
}

/// Reads a number. `style` is the column's way of writing decimals (from [`survey`]); `None` where the column mixes both, so that only
/// numbers that speak for themselves are read.
///
/// ```
/// use cutover::domain::number::{NumberStyle, read};
/// assert_eq!(read("(1,234.50)", Some(NumberStyle::Point)).unwrap().value.to_string(), "-1234.50");
/// assert_eq!(read("1.234,5-", Some(NumberStyle::Comma)).unwrap().value.to_string(), "-1234.5");
/// assert!(read("1,234", None).is_err());
/// ```
///
/// # Errors
/// If the text is no number or more than one; see [`NumberFault`].
pub fn read(text: &str, style: Option<NumberStyle>) -> Result<Number, NumberFault> {
    let pointed = style != Some(NumberStyle::Comma) || !text.contains('.');
    if pointed && let Some(value) = plain(text) {
        return Ok(Number { value, currency: String::new(), quirk: None });
    }
    if shape::begins_no_number(text) {
        return Err(NumberFault::NotANumber);
    }
    let clean = clean(text);
    let text = fold_width(&clean);
    if text.starts_with('#') && text.ends_with(['!', '?', 'A']) {
        return Err(NumberFault::ErrorValue);
    }
    if is_scientific(text.trim_start_matches(['-', '+'])) {
        return scientific(&text);
    }
    let shape = Shape::of(&text);
    if shape.digits.is_empty() {
        let value = capital::read(&text).ok_or(NumberFault::NotANumber)?;
        return Ok(Number { value, currency: String::new(), quirk: Some(Quirk::Chinese) });
    }
    let value = shape.value(style)?;
    let value = if shape.negative { -value } else { value };
    finish(value, &shape)
}

/// The usual case without any allocation: digits and at most one point.
fn plain(text: &str) -> Option<Decimal> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, rest) = digits.split_once('.').unwrap_or((digits, ""));
    let ok = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    // Three decimals behind one point, or more than 15 digits, need the long way: a thousands mark, or the tail of a float.
    let usual = !whole.is_empty() && whole.len() + rest.len() <= 15 && ok(whole) && ok(rest) && rest.len() != 3 && !digits.ends_with('.');
    if usual { Decimal::from_str_exact(text).ok() } else { None }
}

fn scientific(text: &str) -> Result<Number, NumberFault> {
    let upper = text.to_ascii_uppercase().replace('+', "");
    let value = Decimal::from_scientific(&upper).map_err(|_| NumberFault::TooLong)?;
    let written = upper.split('E').next().unwrap_or("").bytes().filter(u8::is_ascii_digit).count();
    let whole = value.abs().trunc().to_string().len();
    Ok(Number { value, currency: String::new(), quirk: (written < whole).then_some(Quirk::DigitsLost) })
}

fn finish(value: Decimal, shape: &Shape) -> Result<Number, NumberFault> {
    if shape.percent {
        return Err(NumberFault::Percent(value));
    }
    if let Some(factor) = shape.scale() {
        let value = value.checked_mul(factor).ok_or(NumberFault::TooLong)?.normalize();
        return Ok(Number { value, currency: shape.currency.clone(), quirk: Some(Quirk::Chinese) });
    }
    if !shape.word.is_empty() {
        return Err(NumberFault::WithUnit(value, shape.word.clone()));
    }
    let rounded = without_float_tail(value);
    let quirk = rounded.is_some().then_some(Quirk::FloatTail);
    Ok(Number { value: rounded.unwrap_or(value), currency: shape.currency.clone(), quirk })
}

/// Rounds to 15 significant digits where that takes at least four of the digits away: a double carries 15 digits, what follows is noise.
fn without_float_tail(value: Decimal) -> Option<Decimal> {
    let digits = |d: &Decimal| d.mantissa().unsigned_abs().to_string().len();
    if digits(&value) < 16 || value.scale() == 0 {
        return None;
    }
    let rounded = value.round_sf(15)?.normalize();
    (digits(&rounded) + 4 <= digits(&value)).then_some(rounded)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const POINT: Option<NumberStyle> = Some(NumberStyle::Point);
    const COMMA: Option<NumberStyle> = Some(NumberStyle::Comma);

    fn check(input: &str, style: Option<NumberStyle>, expected: &str) {
        let actual = match read(input, style) {
            Ok(n) => {
                let quirk = n.quirk.map_or(String::new(), |q| format!(" {q:?}"));
                let currency = if n.currency.is_empty() { String::new() } else { format!(" {}", n.currency) };
                format!("{}{currency}{quirk}", n.value)
            }
            Err(e) => e.as_str().to_owned(),
        };
        assert_eq!(actual, expected, "{input:?} {style:?}");
    }

    #[test]
    fn numbers_are_read_exactly() {
        for (input, expected) in [
            ("12", "12"),
            ("-12.50", "-12.50"),
            ("0.0005", "0.0005"),
            (".5", "0.5"),
            ("5.", "5"),
            ("1,234", "1234"),
            ("1,234,567.89", "1234567.89"),
            ("12,34,567", "1234567"),
            ("１，２３４．５", "1234.5"),
            ("1 234.5", "1234.5"),
            ("1'234.50", "1234.50"),
            ("(100)", "-100"),
            ("（1,000.00）", "-1000.00"),
            ("100-", "-100"),
            ("−5", "-5"),
            ("+5", "5"),
            ("¥1,234.50", "1234.50 ¥"),
            ("￥ 12", "12 ¥"),
            ("USD 12.5", "12.5 USD"),
            ("12.5元", "12.5 元"),
            ("-€5", "-5 €"),
            ("1.234", "1.234"),
            ("007", "007"),
        ] {
            let expected = if input == "007" { "7" } else { expected };
            check(input, POINT, expected);
        }
    }

    #[test]
    fn european_commas_follow_the_column() {
        for (input, style, expected) in [
            ("1.234,50", COMMA, "1234.50"),
            ("1234,5", COMMA, "1234.5"),
            ("1,234", COMMA, "1.234"),
            ("1.234", COMMA, "1234"),
            ("1.234.567", COMMA, "1234567"),
            ("1.234,50", None, "1234.50"),
            ("1,234.50", None, "1234.50"),
            ("1,5", None, "1.5"),
            ("1.5", None, "1.5"),
            ("1,234", None, "ambiguous"),
            ("1.234", None, "ambiguous"),
            ("1,23", POINT, "grouping"),
            ("1.23", COMMA, "grouping"),
            ("1,2345", POINT, "grouping"),
            ("1.2.3", POINT, "grouping"),
        ] {
            check(input, style, expected);
        }
    }

    #[test]
    fn quirks_and_faults_are_named() {
        for (input, expected) in [
            ("1.2E+05", "120000 DigitsLost"),
            ("1.23456E+05", "123456"),
            ("2.5E-05", "0.000025"),
            ("-1.5e1", "-15"),
            ("0.30000000000000004", "0.3 FloatTail"),
            ("1234.5599999999999", "1234.56 FloatTail"),
            ("123456789.12345678", "123456789.12345678"),
            ("1.2万", "12000 Chinese"),
            ("3亿元", "300000000 元 Chinese"),
            ("壹万贰仟叁佰肆拾伍元陆角柒分", "12345.67 Chinese"),
            ("13%", "percent"),
            ("100 kg", "with-unit"),
            ("100个", "with-unit"),
            ("M8", "not-a-number"),
            ("约100", "not-a-number"),
            ("#DIV/0!", "error-value"),
            ("#N/A", "error-value"),
            ("12 13a", "with-unit"),
            ("1-2", "not-a-number"),
            ("99999999999999999999999999999999", "too-long"),
            ("", "not-a-number"),
            ("-", "not-a-number"),
        ] {
            check(input, POINT, expected);
        }
    }

    proptest! {
        #[test]
        fn written_numbers_read_back(mantissa in -1_000_000_000_000i64..1_000_000_000_000, scale in 0u32..6) {
            let d = Decimal::new(mantissa, scale);
            prop_assert_eq!(read(&d.to_string(), POINT).unwrap().value, d);
            let european = d.to_string().replace('.', ",");
            prop_assert_eq!(read(&european, COMMA).unwrap().value, d);
        }

        #[test]
        fn quick_answers_are_those_of_the_long_way(s in "(USD|us\\$|EU|K|人民币|美元|约|负|[一壹元角分整正万])?[ -]?[0-9一贰]{0,3}([元角分整万%A]|PCS)?") {
            // A mark that cannot be seen in front is taken out, and nothing is quick about that.
            prop_assert_eq!(read(&s, POINT), read(&format!("\u{feff}{s}"), POINT), "{}", s);
        }

        #[test]
        fn nothing_panics(s in "\\PC{0,40}") {
            let _ = (read(&s, POINT), read(&s, COMMA), read(&s, None));
        }
    }
}
