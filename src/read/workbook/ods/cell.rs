//! One cell: its stored value and the text that a person sees.

use crate::read::workbook::number_format::{NumberFormat, plain};
use crate::read::workbook::stored::truth;

/// A cell as it is being read.
#[derive(Debug, Default)]
pub(super) struct Cell {
    pub(super) kind: String,
    pub(super) value: String,
    pub(super) formula: bool,
    pub(super) error: bool,
    pub(super) across: u32,
    pub(super) down: u32,
    pub(super) repeated: u32,
    /// Paragraphs begun.
    pub(super) paragraphs: u32,
    pub(super) text: String,
}

impl Cell {
    /// Begins a paragraph.
    pub(super) fn paragraph(&mut self) {
        if self.paragraphs > 0 {
            self.text.push('\n');
        }
        self.paragraphs += 1;
    }

    /// Takes text as markup has it: runs of white space count as one space, and none begins a line.
    pub(super) fn write(&mut self, text: &str) {
        for c in text.chars() {
            if matches!(c, ' ' | '\t' | '\r' | '\n') {
                if !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
                    self.text.push(' ');
                }
            } else {
                self.text.push(c);
            }
        }
    }

    /// Says what to take for the cell: values in one shape whatever the language of the document, codes as they are shown.
    pub(super) fn shown(&self) -> String {
        let shown = self.text.as_str();
        if self.error {
            return shown.trim().to_owned();
        }
        match self.kind.as_str() {
            "float" | "currency" => self.value.trim().parse().map_or_else(|_| shown.to_owned(), |v| number(v, shown.trim())),
            "percentage" => self.value.trim().parse().map_or_else(|_| shown.to_owned(), |v: f64| percentage(v, shown)),
            "date" if !self.value.is_empty() => date(&self.value),
            "time" => duration(&self.value).unwrap_or_else(|| shown.to_owned()),
            "boolean" => truth(self.value.trim() == "true").to_owned(),
            _ if self.paragraphs == 0 => self.value.clone(),
            _ => shown.to_owned(),
        }
    }

    /// Says whether the cell has a formula and neither a value nor a text.
    pub(super) fn without_value(&self) -> bool {
        self.formula && self.kind.is_empty() && self.text.is_empty()
    }
}

fn number(value: f64, shown: &str) -> String {
    if code(value, shown) { shown.to_owned() } else { plain(value, decimals(value, shown)) }
}

fn percentage(value: f64, shown: &str) -> String {
    let share = value * 100.0;
    format!("{}%", plain(share, decimals(share, shown)))
}

/// Says whether a number is shown as a code: padded with zeros, after letters, or cut by signs that part no thousands.
fn code(value: f64, shown: &str) -> bool {
    if value < 0.0 || value.fract() != 0.0 || value >= 1e15 {
        return false;
    }
    let digits: String = shown.chars().filter(char::is_ascii_digit).collect();
    if digits.trim_start_matches('0') != format!("{value}").trim_start_matches('0') {
        return false;
    }
    let (Some(first), Some(last)) = (shown.find(|c: char| c.is_ascii_digit()), shown.rfind(|c: char| c.is_ascii_digit())) else {
        return false;
    };
    let padded = digits.len() > 1
        && digits.starts_with('0')
        && !shown.get(first..).is_some_and(|t| t.starts_with(['0']) && t.get(1..).is_some_and(|t| t.starts_with(['.', ','])));
    let cut = shown.get(first..=last).is_some_and(|t| t.contains(['-', '/', '(', ')', ':', '_']) || t.chars().any(char::is_alphabetic));
    let lettered = shown.get(..first).is_some_and(|t| t.ends_with(|c: char| c.is_ascii_alphabetic() || c == '-') && t != "-");
    padded || cut || lettered
}

/// Counts the decimals shown, whatever sign parts them: those that make the text the value.
fn decimals(value: f64, shown: &str) -> usize {
    let digits: String = shown.chars().filter(|c| c.is_ascii_digit() || matches!(c, '.' | ',')).collect();
    let Some(point) = digits.rfind(['.', ',']) else { return 0 };
    let places = digits.len() - point - 1;
    let read: String = digits.chars().filter(char::is_ascii_digit).collect();
    let fits = read.parse::<f64>().is_ok_and(|n| {
        let scale = 10f64.powi(i32::try_from(places).unwrap_or(0));
        (n / scale - value.abs()).abs() <= 0.5 / scale + value.abs() * 1e-12
    });
    if fits { places } else { 0 }
}

/// Writes a stored date; a time of midnight is none.
fn date(stored: &str) -> String {
    let (day, time) = stored.split_once('T').unwrap_or((stored, ""));
    let time = time.trim_end_matches('Z');
    let (clock, fraction) = time.split_once('.').unwrap_or((time, ""));
    let fraction = fraction.trim_end_matches('0');
    match (clock, fraction) {
        ("" | "00:00:00" | "00:00", "") => day.to_owned(),
        (_, "") => format!("{day} {clock}"),
        _ => format!("{day} {clock}.{}", fraction.get(..3).unwrap_or(fraction)),
    }
}

/// Writes a stored duration, such as `PT08H30M00S`, as a clock does.
fn duration(stored: &str) -> Option<String> {
    let (sign, rest) = stored.strip_prefix('-').map_or((1.0, stored), |r| (-1.0, r));
    let (days, clock) = rest.strip_prefix('P')?.split_once('T')?;
    let mut seconds = days.strip_suffix('D').map_or(Some(0.0), |d| d.parse::<f64>().ok())? * 86_400.0;
    let mut number = String::new();
    for c in clock.chars() {
        let unit = match c {
            'H' => 3600.0,
            'M' => 60.0,
            'S' => 1.0,
            _ => {
                number.push(if c == ',' { '.' } else { c });
                continue;
            }
        };
        seconds += std::mem::take(&mut number).parse::<f64>().ok()? * unit;
    }
    (sign > 0.0).then(|| NumberFormat::Duration.show(seconds / 86_400.0, false))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_take_one_shape_and_codes_stay() {
        let check = |value, shown, expected: &str| assert_eq!(number(value, shown), expected, "{value} shown as {shown}");
        check(123.0, "000123", "000123");
        check(12345.0, "C12345", "C12345");
        check(12.0, "C00012", "C00012");
        check(12_345_678.0, "012-34-5678", "012-34-5678");
        check(1234.0, "1,234", "1234");
        check(1234.5, "1,234.50", "1234.50");
        check(1234.5, "1.234,50 €", "1234.50");
        check(3.0, "¥3.00", "3.00");
        check(0.0, "0.00", "0.00");
        check(0.0, "0", "0");
        check(-5.0, "-5", "-5");
        check(1e9, "1.00E+09", "1000000000");
        check(0.1 + 0.2, "0.3", "0.3");
        check(7.0, "", "7");
        assert_eq!(percentage(0.125, "12.50%"), "12.50%");
        assert_eq!(percentage(0.12, "12,0 %"), "12.0%");
    }

    #[test]
    fn dates_and_times_are_those_of_other_workbooks() {
        assert_eq!(
            (date("2024-01-05"), date("2024-01-05T00:00:00"), date("2024-01-05T08:30:00.000")),
            ("2024-01-05".into(), "2024-01-05".into(), "2024-01-05 08:30:00".into())
        );
        assert_eq!(duration("PT08H30M00S").as_deref(), Some("08:30:00"));
        assert_eq!(duration("PT36H00M00,5S").as_deref(), Some("36:00:00.500"));
        assert_eq!(duration("soon"), None);
    }
}
