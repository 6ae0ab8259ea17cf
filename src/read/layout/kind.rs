//! What kind of thing a cell's text is: the evidence for delimiters, headers and columns.

/// The kind of a cell's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Kind {
    Empty,
    /// Digits with an optional sign.
    Integer,
    /// A number with separators, a currency sign, a percent sign or an exponent.
    Decimal,
    Date,
    Time,
    DateTime,
    /// An address of the web or of mail.
    Link,
    /// Letters and digits in one word, such as a code.
    Code,
    /// Letters, without digits, at most a few words.
    Label,
    /// Anything longer.
    Text,
}

impl Kind {
    /// Counts the kinds.
    pub(crate) const COUNT: usize = 10;

    pub(crate) fn numeric(self) -> bool {
        matches!(self, Self::Integer | Self::Decimal)
    }

    pub(crate) fn temporal(self) -> bool {
        matches!(self, Self::Date | Self::Time | Self::DateTime)
    }
}

/// Tells the kind of a text.
pub(crate) fn kind_of(text: &str) -> Kind {
    let t = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if t.is_empty() {
        return Kind::Empty;
    }
    let bytes = t.as_bytes();
    if bytes.len() <= 40 {
        if bytes.iter().all(u8::is_ascii_digit) {
            return Kind::Integer;
        }
        if let Some(kind) = temporal(t) {
            return kind;
        }
        if let Some(kind) = number(t) {
            return kind;
        }
    }
    if link(t) {
        return Kind::Link;
    }
    words(t)
}

/// Recognises numbers with signs, separators, currencies, percent signs and exponents.
fn number(t: &str) -> Option<Kind> {
    let percent = t.ends_with(['%', '‰']);
    let t = t.strip_prefix('(').and_then(|u| u.strip_suffix(')')).unwrap_or(t);
    let t = t.trim_start_matches(['+', '-', '−', '$', '€', '£', '¥', '￥', ' ', '\u{a0}']);
    let t = t.trim_end_matches(['%', '‰', '-', '€', '元', ' ', '\u{a0}']);
    let t = ["CNY", "RMB", "USD", "EUR"].iter().fold(t, |t, c| t.strip_prefix(c).or_else(|| t.strip_suffix(c)).unwrap_or(t)).trim();
    if t.is_empty() || t.len() > 40 {
        return None;
    }
    let (mut digits, mut marks, mut exponent) = (0, 0, false);
    let mut last = ' ';
    for c in t.chars() {
        match c {
            '0'..='9' => digits += 1,
            '.' | ',' | '\'' | ' ' | '\u{a0}' | '\u{202f}' if last.is_ascii_digit() || (c == '.' && digits == 0) => marks += 1,
            'e' | 'E' if digits > 0 && !exponent && last != 'e' => exponent = true,
            '+' | '-' if matches!(last, 'e' | 'E') => {}
            _ => return None,
        }
        last = c;
    }
    if digits == 0 || !(last.is_ascii_digit() || last == '.') {
        return None;
    }
    Some(if marks == 0 && !exponent && !percent && t.len() == digits { Kind::Integer } else { Kind::Decimal })
}

/// Recognises dates, times of day and both together in the orders and signs that exports use.
fn temporal(t: &str) -> Option<Kind> {
    if !t.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
    if let Some(kind) = date_or_time(t) {
        return Some(kind);
    }
    let (at, gap) = t.char_indices().find(|&(i, c)| i >= 6 && (c == ' ' || c == 'T')).map(|(i, c)| (i, c.len_utf8()))?;
    let (day, rest) = (t.get(..at)?, t.get(at + gap..)?.trim_start());
    let rest = rest.strip_suffix('Z').unwrap_or(rest);
    let rest = rest.find(['+']).map_or(rest, |i| rest.get(..i).unwrap_or(rest)).trim_end();
    (date_or_time(day) == Some(Kind::Date) && date_or_time(rest) == Some(Kind::Time)).then_some(Kind::DateTime)
}

fn date_or_time(t: &str) -> Option<Kind> {
    let t = t.trim_end_matches([' ']);
    if t.contains(':') {
        let t = ["AM", "PM", "am", "pm"].iter().fold(t, |t, m| t.strip_suffix(m).unwrap_or(t)).trim_end();
        let mut parts = t.split(':');
        let good = parts.by_ref().enumerate().all(|(i, p)| {
            let whole = p.split_once('.').map_or(p, |(w, f)| if i > 0 && f.bytes().all(|b| b.is_ascii_digit()) { w } else { p });
            !whole.is_empty() && whole.len() <= 2 && whole.bytes().all(|b| b.is_ascii_digit())
        });
        return (good && (2..=3).contains(&t.split(':').count())).then_some(Kind::Time);
    }
    let cn = t.contains('年') || t.contains('月');
    let cleaned;
    let t = if cn {
        cleaned = t.replace(['年', '月'], "-").replace('日', "");
        cleaned.trim_end_matches('-')
    } else {
        t
    };
    let sign = t.chars().find(|c| matches!(c, '-' | '/' | '.'))?;
    let parts: Vec<&str> = t.split(sign).collect();
    let number = |p: &str| (!p.is_empty() && p.len() <= 4).then(|| p.parse::<u32>().ok()).flatten();
    let month = |p: &str| {
        p.len() >= 3
            && p.is_ascii()
            && MONTHS.iter().any(|m| p.get(..3).is_some_and(|q| q.eq_ignore_ascii_case(m)) && (p.len() == 3 || p.len() <= 9))
    };
    match parts.as_slice() {
        [a, b, c] => {
            if month(b) {
                return (number(a)? <= 31 && matches!(c.len(), 2 | 4) && number(c).is_some()).then_some(Kind::Date);
            }
            let (x, y, z) = (number(a)?, number(b)?, number(c)?);
            let year_first = a.len() == 4 && (1..=12).contains(&y) && (1..=31).contains(&z);
            let year_last = matches!(c.len(), 2 | 4)
                && a.len() <= 2
                && b.len() <= 2
                && (1..=31).contains(&x)
                && (1..=31).contains(&y)
                && (x <= 12 || y <= 12);
            (year_first || year_last).then_some(Kind::Date)
        }
        [a, b] if cn || sign == '-' && a.len() == 4 || sign == '/' => {
            let (x, y) = (number(a)?, number(b)?);
            let year_month = a.len() == 4 && (1900..2200).contains(&x) && (1..=12).contains(&y);
            let day_month = a.len() <= 2 && b.len() == 2 && (1..=12).contains(&x) && (1..=31).contains(&y);
            (year_month || day_month).then_some(Kind::Date)
        }
        _ => None,
    }
}

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

fn link(t: &str) -> bool {
    if t.contains(char::is_whitespace) {
        return false;
    }
    if t.starts_with("http://") || t.starts_with("https://") || t.starts_with("www.") || t.starts_with("ftp://") {
        return true;
    }
    t.split_once('@').is_some_and(|(a, b)| !a.is_empty() && b.contains('.') && !b.contains('@') && b.len() > 3)
}

fn words(t: &str) -> Kind {
    let (mut digits, mut letters, mut spaces, mut signs, mut n) = (0usize, 0usize, 0usize, 0usize, 0usize);
    for c in t.chars() {
        n += 1;
        if c.is_ascii_digit() {
            digits += 1;
        } else if c.is_alphabetic() {
            letters += 1;
        } else if c.is_whitespace() {
            spaces += 1;
        } else {
            signs += 1;
        }
    }
    if digits > 0 && spaces == 0 && n <= 40 && t.is_ascii() {
        return Kind::Code;
    }
    // Guids and hashes are longer codes.
    if digits > 0 && spaces == 0 && t.is_ascii() && n <= 200 && signs * 4 <= n {
        return Kind::Code;
    }
    if digits == 0 && letters > 0 && n <= 40 && spaces <= 5 { Kind::Label } else { Kind::Text }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(kind: Kind, texts: &[&str]) {
        for t in texts {
            assert_eq!(kind_of(t), kind, "{t:?}");
        }
    }

    #[test]
    fn kinds_are_told_by_form() {
        check(Kind::Empty, &["", "  ", "\t"]);
        check(Kind::Integer, &["0", "000123", "-5", "+12"]);
        check(Kind::Decimal, &["1.5", ".0000", "1,234.50", "$74.69", "-6,086.11", "12%", "1.2E+11", "(5.00)", "1.234,5"]);
        check(Kind::Date, &["2018-01-28", "28/01/2018", "2015/3/1", "01.01.2025", "2023年12月", "2023年1月5日", "12-Jan-2020", "01/02"]);
        check(Kind::Time, &["00:00", "15:02:47", "9:05 PM", "11:15:07.263"]);
        check(Kind::DateTime, &["2025-09-11 11:15:07.263", "2020-01-01T00:00:00Z", "2024-12-30 17:16:02\t"]);
        check(Kind::Link, &["https://a.b/c", "a@b.com"]);
        check(Kind::Code, &["MG-8769", "FB2030062A", "M8x20", "3F5AE95E-B87D-4AED-95B4-C3797AFCB74F"]);
        check(Kind::Label, &["DATE", "物料编码", "Unit of Measure Code", "名称*"]);
        check(Kind::Text, &["507 - 20th Ave. E. Apt. 2A", "螺栓 M8"]);
    }
}
