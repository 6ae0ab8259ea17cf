//! What a stored number means by the number format of its cell: a padded code, a date, a percentage, a plain number.
//!
//! Source: ECMA-376 Part 1, 18.8.30 and 18.8.31 (number formats), and the serial dates of Excel (1900 and 1904).

/// A number format, reduced to what it says about a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NumberFormat {
    /// A plain number, with at least this many decimals shown.
    Plain { decimals: usize },
    /// Digits in a mask: padded with zeros, or cut by literal signs (`000000`, `000-0000`, `"C"0000`).
    Mask(Vec<MaskPart>),
    /// A share, shown times hundred.
    Percent { decimals: usize },
    /// A day.
    Date,
    /// A day and a time.
    DateTime,
    /// A time of day.
    Time,
    /// A length of time, which may exceed a day.
    Duration,
}

/// One part of a mask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum MaskPart {
    /// A digit that is always shown.
    Zero,
    /// A digit that is shown where there is one.
    Digit,
    /// Literal text.
    Text(String),
}

impl NumberFormat {
    /// Reads a format code; only the section for positive numbers counts.
    pub(crate) fn parse(code: &str) -> Self {
        let section = first_section(code);
        let tokens = tokens(&section);
        if let Some(kind) = temporal(&tokens) {
            return kind;
        }
        let decimals = decimals(&tokens);
        if tokens.iter().any(|t| matches!(t, Token::Sign('%'))) {
            return Self::Percent { decimals };
        }
        mask(&tokens).map_or(Self::Plain { decimals }, Self::Mask)
    }

    /// Says what a person reads in a cell of this format.
    pub(crate) fn show(&self, value: f64, epoch_1904: bool) -> String {
        match self {
            Self::Plain { decimals } => plain(value, *decimals),
            Self::Percent { decimals } => format!("{}%", plain(value * 100.0, *decimals)),
            Self::Mask(parts) => fill_mask(parts, value).unwrap_or_else(|| plain(value, 0)),
            Self::Date | Self::DateTime | Self::Time | Self::Duration => serial(value, self, epoch_1904).unwrap_or_else(|| plain(value, 0)),
        }
    }
}

/// Writes a number without exponent and without a tail of float noise, with at least `decimals` decimals.
pub(crate) fn plain(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return "#NUM!".into();
    }
    // Excel keeps fifteen digits; whatever a double holds beyond them is noise of binary arithmetic.
    let mut text = rounded(value, 15);
    if decimals > 0 {
        let has = text.split_once('.').map_or(0, |(_, f)| f.len());
        if has == 0 {
            text.push('.');
        }
        text.extend(std::iter::repeat_n('0', decimals.saturating_sub(has)));
    }
    text
}

/// Rounds to significant digits and writes the shortest plain decimal.
fn rounded(value: f64, digits: usize) -> String {
    if value == 0.0 {
        return "0".into();
    }
    let shortest = format!("{value}");
    let significant = shortest.bytes().filter(u8::is_ascii_digit).count();
    if significant <= digits || value.fract() == 0.0 && value.abs() < 9_007_199_254_740_992.0 {
        return shortest;
    }
    let scientific = format!("{value:.*e}", digits - 1);
    scientific.parse::<f64>().map_or(shortest, |v| format!("{v}"))
}

/// A piece of a format code.
#[derive(Clone, Debug, PartialEq)]
enum Token {
    Zero,
    Digit,
    Text(String),
    Sign(char),
    Letter(char),
    /// A bracketed length of time such as `[h]`.
    Elapsed,
}

/// Cuts off the sections for negative numbers, zero and text, and drops conditions and colours.
fn first_section(code: &str) -> String {
    let (mut out, mut quoted, mut bracket) = (String::new(), false, false);
    let mut chars = code.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' if !quoted => {
                out.push(c);
                out.extend(chars.next());
                continue;
            }
            '"' if !bracket => quoted = !quoted,
            '[' if !quoted => bracket = true,
            ']' if !quoted => bracket = false,
            ';' if !quoted && !bracket => break,
            _ => {}
        }
        out.push(c);
    }
    out
}

fn tokens(section: &str) -> Vec<Token> {
    let mut out = Vec::new();
    let mut chars = section.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '0' => out.push(Token::Zero),
            '#' | '?' => out.push(Token::Digit),
            '"' => out.push(Token::Text(chars.by_ref().take_while(|&c| c != '"').collect())),
            '\\' | '!' => out.extend(chars.next().map(|c| Token::Text(c.to_string()))),
            '_' | '*' => {
                chars.next();
            }
            '[' => {
                let inside: String = chars.by_ref().take_while(|&c| c != ']').collect();
                let lower = inside.to_ascii_lowercase();
                if !lower.is_empty() && lower.chars().all(|c| matches!(c, 'h' | 'm' | 's')) {
                    out.push(Token::Elapsed);
                } else if let Some(currency) = inside.strip_prefix('$') {
                    let sign = currency.split('-').next().unwrap_or("");
                    if !sign.is_empty() {
                        out.push(Token::Text(sign.to_owned()));
                    }
                }
            }
            c if c.is_alphabetic() => {
                // The word General stands for the whole number.
                if c.eq_ignore_ascii_case(&'g') {
                    while chars.peek().is_some_and(char::is_ascii_alphabetic) {
                        chars.next();
                    }
                } else {
                    out.push(Token::Letter(c));
                }
            }
            c => out.push(Token::Sign(c)),
        }
    }
    out
}

fn temporal(tokens: &[Token]) -> Option<NumberFormat> {
    if tokens.contains(&Token::Elapsed) {
        return Some(NumberFormat::Duration);
    }
    let letters: String =
        tokens.iter().filter_map(|t| if let Token::Letter(c) = t { Some(c.to_ascii_lowercase()) } else { None }).collect();
    let day = letters.contains(['y', 'd', 'e', 'b', '年', '月', '日']) && !scientific(tokens);
    let time = letters.contains(['h', 's', '时', '分', '秒']);
    let month = letters.contains('m');
    match (day, time, month) {
        (true, true, _) => Some(NumberFormat::DateTime),
        (true, false, _) => Some(NumberFormat::Date),
        (false, true, _) => Some(NumberFormat::Time),
        (false, false, true) => Some(NumberFormat::Date),
        _ => None,
    }
}

/// Recognises the E of scientific notation, which stands between digits.
fn scientific(tokens: &[Token]) -> bool {
    tokens
        .windows(3)
        .any(|w| matches!(w, [Token::Zero | Token::Digit | Token::Sign('.'), Token::Letter('E' | 'e'), Token::Sign('+' | '-')]))
}

fn decimals(tokens: &[Token]) -> usize {
    let Some(point) = tokens.iter().position(|t| *t == Token::Sign('.')) else { return 0 };
    tokens.iter().skip(point + 1).take_while(|t| matches!(t, Token::Zero | Token::Digit)).filter(|t| **t == Token::Zero).count()
}

/// Recognises masks: digits padded with zeros, or cut by literal signs, as codes and phone numbers are.
fn mask(tokens: &[Token]) -> Option<Vec<MaskPart>> {
    if tokens.iter().any(|t| matches!(t, Token::Sign('.' | '/' | ',' | '%') | Token::Letter(_))) {
        return None;
    }
    let first = tokens.iter().position(|t| matches!(t, Token::Zero | Token::Digit))?;
    let last = tokens.iter().rposition(|t| matches!(t, Token::Zero | Token::Digit))?;
    let zeros = tokens.iter().filter(|t| **t == Token::Zero).count();
    let cut = tokens.get(first..=last)?.iter().any(|t| matches!(t, Token::Text(_) | Token::Sign(_)));
    if zeros < 2 && !cut {
        return None;
    }
    let parts = tokens.iter().filter_map(|t| match t {
        Token::Zero => Some(MaskPart::Zero),
        Token::Digit => Some(MaskPart::Digit),
        Token::Text(t) => Some(MaskPart::Text(t.clone())),
        Token::Sign(c) => Some(MaskPart::Text(c.to_string())),
        _ => None,
    });
    Some(parts.collect())
}

/// Puts the digits of a whole number into a mask from the right; `None` where the value is no whole number, or would be read as a negative one.
fn fill_mask(parts: &[MaskPart], value: f64) -> Option<String> {
    if value < 0.0 || value.fract() != 0.0 || value >= 1e18 {
        return None;
    }
    let digits: Vec<char> = format!("{value}").chars().collect();
    let places = parts.iter().filter(|p| !matches!(p, MaskPart::Text(_))).count();
    let mut rest = digits.as_slice();
    let mut out = String::new();
    let mut place = 0;
    for part in parts {
        match part {
            MaskPart::Text(t) => out.push_str(t),
            MaskPart::Zero | MaskPart::Digit => {
                let left = places - place;
                // The first place takes all digits that the mask has no room for.
                while rest.len() > left || rest.len() == left && !rest.is_empty() {
                    let (c, after) = rest.split_first()?;
                    out.push(*c);
                    rest = after;
                    if rest.len() < left {
                        break;
                    }
                }
                if digits.len() < left && *part == MaskPart::Zero {
                    out.push('0');
                }
                place += 1;
            }
        }
    }
    let shown = out.trim();
    // A short number in a long mask leaves a stroke before it, which is no sign.
    (!shown.parse::<f64>().is_ok_and(|v| v < 0.0)).then(|| shown.to_owned())
}

/// Writes a serial date in ISO 8601.
fn serial(value: f64, format: &NumberFormat, epoch_1904: bool) -> Option<String> {
    if !(0.0..2_958_466.0).contains(&value) {
        return None;
    }
    let mut days = value.floor() as i64;
    let mut millis = ((value - value.floor()) * 86_400_000.0).round() as i64;
    if millis >= 86_400_000 {
        days += 1;
        millis = 0;
    }
    let whole = millis % 1000;
    let seconds = millis / 1000 + i64::from(whole > 990);
    let clock = |s: i64| {
        let base = format!("{:02}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60);
        if whole > 9 && whole < 990 { format!("{base}.{whole:03}") } else { base }
    };
    Some(match format {
        NumberFormat::Time if days == 0 => clock(seconds),
        NumberFormat::Duration => clock(days * 86_400 + seconds),
        NumberFormat::Date => day(days, epoch_1904)?,
        _ => format!("{} {}", day(days, epoch_1904)?, clock(seconds)),
    })
}

/// Gives the day of a serial number; Excel counts a 29 February 1900 that never was.
fn day(serial: i64, epoch_1904: bool) -> Option<String> {
    if !epoch_1904 && serial == 60 {
        return Some("1900-02-29".into());
    }
    let since_1970 = match (epoch_1904, serial) {
        (true, n) => n - 24_107,
        (false, n) if n < 60 => n - 25_568,
        (false, n) => n - 25_569,
    };
    let (y, m, d) = civil(since_1970);
    (1899..=9999).contains(&y).then(|| format!("{y:04}-{m:02}-{d:02}"))
}

/// Turns days since 1970-01-01 into year, month, day (H. Hinnant, "chrono-compatible low-level date algorithms").
fn civil(days: i64) -> (i64, i64, i64) {
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1_460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let m = if mp < 10 { mp + 3 } else { mp - 9 };
    (yoe + era * 400 + i64::from(m <= 2), m, doy - (153 * mp + 2) / 5 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(code: &str, value: f64, expected: &str) {
        assert_eq!(NumberFormat::parse(code).show(value, false), expected, "{value} as {code}");
    }

    #[test]
    fn a_person_and_the_reader_see_the_same() {
        check("General", 123.0, "123");
        check("General", 0.1 + 0.2, "0.3");
        check("General", 1.234_567_890_123_45e14, "123456789012345");
        check("General", 9.144_030_019_220_38e17, "914403001922038000");
        check("General", 1e-7, "0.0000001");
        check("General", -12.5, "-12.5");
        check("0.00", 1234.5, "1234.50");
        check("0.00", 1234.5678, "1234.5678");
        check("#,##0.00;[Red]-#,##0.00", 1_234_567.5, "1234567.50");
        check("\"¥\"#,##0.00", 3.0, "3.00");
        check("[$€-407] #,##0", 3.0, "3");
        check("000000", 123.0, "000123");
        check("000000", 1_234_567.0, "1234567");
        check("0", 123.0, "123");
        check("\"C\"00000", 12.0, "C00012");
        check("000-00-0000", 12_345_678.0, "012-34-5678");
        check("(###) ###-####", 5_551_234_567.0, "(555) 123-4567");
        check("###-####", 5_551_234.0, "555-1234");
        check("###-####", 1.0, "1");
        check("\"1\"000", 5.0, "1005");
        check("0%", 0.12, "12%");
        check("0.00%", 0.125, "12.50%");
        check("yyyy-mm-dd", 45292.0, "2024-01-01");
        check("m/d/yy h:mm", 45292.75, "2024-01-01 18:00:00");
        check("yyyy\"年\"m\"月\"d\"日\"", 45292.0, "2024-01-01");
        check("yyyy年m月", 45292.0, "2024-01-01");
        check("h:mm:ss", 0.75, "18:00:00");
        check("[h]:mm", 1.5, "36:00:00");
        check("mmm-yy", 45292.0, "2024-01-01");
        check("[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", 45292.0, "2024-01-01");
        check("0.00E+00", 1.2e11, "120000000000.00");
        check("@", 42.0, "42");
        check("[>=100]000;0", 7.0, "007");
    }

    #[test]
    fn serial_dates_follow_both_epochs_and_the_leap_year_that_never_was() {
        let date = |v, e| NumberFormat::Date.show(v, e);
        assert_eq!(date(1.0, false), "1900-01-01");
        assert_eq!(date(59.0, false), "1900-02-28");
        assert_eq!(date(60.0, false), "1900-02-29");
        assert_eq!(date(61.0, false), "1900-03-01");
        assert_eq!(date(0.0, true), "1904-01-01");
        assert_eq!(date(43_830.0, true), "2024-01-01");
        assert_eq!(date(-1.0, false), "-1");
    }
}
