//! The shape of a written number: sign, currency, digits and marks, word behind it; and what a column says about its decimal mark.

use super::NumberFault;
use rust_decimal::Decimal;

/// Which mark separates the decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberStyle {
    /// `1,234.5`, as in China, Britain, America.
    Point,
    /// `1.234,5`, as in most of Europe.
    Comma,
}

/// What a column says about its decimal mark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ColumnNumbers {
    /// Values that only make sense with a decimal point.
    pub point: usize,
    /// Values that only make sense with a decimal comma.
    pub comma: usize,
    /// Values with a percent sign.
    pub percent: usize,
    /// Values with digits.
    pub numbers: usize,
}

impl ColumnNumbers {
    /// Gives the style: the one all evidence is for, the point where there is none, and `None` where the column mixes both.
    pub fn style(&self) -> Option<NumberStyle> {
        match (self.point, self.comma) {
            (_, 0) => Some(NumberStyle::Point),
            (0, _) => Some(NumberStyle::Comma),
            _ => None,
        }
    }

    /// Says whether every number of the column carries a percent sign.
    pub fn all_percent(&self) -> bool {
        self.percent > 0 && self.percent == self.numbers
    }

    /// Adds what another part of the column says.
    #[must_use]
    pub fn merged(self, other: Self) -> Self {
        Self {
            point: self.point + other.point,
            comma: self.comma + other.comma,
            percent: self.percent + other.percent,
            numbers: self.numbers + other.numbers,
        }
    }
}

/// Counts what the values of a column say about their decimal mark.
pub fn survey<'a>(values: impl IntoIterator<Item = &'a str>) -> ColumnNumbers {
    let mut column = ColumnNumbers::default();
    for value in values {
        if let Some(point) = plain_point(value) {
            column.numbers += 1;
            column.point += usize::from(point);
            continue;
        }
        column.numbers += usize::from(value.bytes().any(|b| b.is_ascii_digit()));
        column.percent += usize::from(value.trim_end().ends_with(['%', '％']));
        match Shape::of(value).evidence() {
            Some(NumberStyle::Point) => column.point += 1,
            Some(NumberStyle::Comma) => column.comma += 1,
            None => {}
        }
    }
    column
}

/// Says of digits with at most one point, the usual case, whether they prove the point; `None` for everything else.
fn plain_point(value: &str) -> Option<bool> {
    let digits = value.strip_prefix('-').unwrap_or(value);
    let point = digits.find('.');
    let marks = digits.bytes().filter(|b| !b.is_ascii_digit()).count();
    let plain = !digits.is_empty() && marks == usize::from(point.is_some()) && marks < digits.len();
    plain.then(|| point.is_some_and(|p| opens_decimals(digits, p)))
}

/// A written number taken apart.
#[derive(Debug, Default)]
pub(super) struct Shape {
    pub(super) negative: bool,
    pub(super) percent: bool,
    /// Digits, points and commas; empty where the text is no number.
    pub(super) digits: String,
    /// Currency sign or word.
    pub(super) currency: String,
    /// Any other word behind the number.
    pub(super) word: String,
}

const CURRENCIES: &[&str] = &[
    "US$",
    "HK$",
    "NT$",
    "RMB",
    "CNY",
    "USD",
    "EUR",
    "HKD",
    "JPY",
    "GBP",
    "TWD",
    "CHF",
    "KRW",
    "SGD",
    "AUD",
    "CAD",
    "人民币",
    "美元",
    "欧元",
    "港币",
    "港元",
    "日元",
    "英镑",
    "元整",
    "元",
    "圆",
    "¥",
    "$",
    "€",
    "£",
    "₩",
    "₹",
];

/// Says of most words at a glance that no number begins as they do: no currency, and no Chinese numeral, stands in front.
pub(super) fn begins_no_number(text: &str) -> bool {
    match text.chars().next() {
        Some(c @ '\u{4e00}'..='\u{9fff}') => {
            !"人美欧港日英元圆角分整正零壹一贰二两貳叁三參肆四伍五陆六陸柒七捌八玖九拾十佰百仟千万萬亿億".contains(c)
        }
        // Currencies written with letters have three signs; what is invisible among them would have to be taken out first.
        Some('a'..='z' | 'A'..='Z') => {
            text.bytes().take(3).all(|b| b.is_ascii_graphic()) && !CURRENCIES.iter().any(|c| starts_with_word(text, c))
        }
        _ => false,
    }
}

impl Shape {
    pub(super) fn of(text: &str) -> Self {
        let mut shape = Self::default();
        let mut rest = text.trim();
        if let Some(inner) = rest.strip_prefix('(').and_then(|r| r.strip_suffix(')')) {
            shape.negative = true;
            rest = inner.trim();
        }
        rest = shape.strip_front(rest);
        let end = rest.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | ' ' | '\'' | '’' | '\u{a0}'))).unwrap_or(rest.len());
        let (number, tail) = rest.split_at_checked(end).unwrap_or((rest, ""));
        shape.strip_back(tail.trim());
        let number = number.trim();
        if number.bytes().any(|b| b.is_ascii_digit()) && spaces_separate_thousands(number) {
            shape.digits = number.chars().filter(|c| c.is_ascii_digit() || matches!(c, '.' | ',')).collect();
        } else if number.bytes().any(|b| b.is_ascii_digit()) {
            // `12 13a`: the first number stands alone, everything behind it is a word.
            let (first, word) = number.split_once(' ').unwrap_or((number, ""));
            shape.digits = first.to_owned();
            shape.word = format!("{word}{}", shape.word);
        }
        // `1-2` and `3~5` are ranges, no numbers.
        if shape.word.starts_with(['-', '~', '/', '±', '+', '*', '×', ':']) || shape.negative && text.contains("--") {
            shape.digits.clear();
        }
        shape
    }

    fn strip_front<'a>(&mut self, mut rest: &'a str) -> &'a str {
        loop {
            let before = rest.len();
            if let Some(r) = rest.strip_prefix(['-', '−', '–', '－']) {
                self.negative = true;
                rest = r.trim_start();
            }
            rest = rest.strip_prefix('+').unwrap_or(rest).trim_start();
            if let Some(c) = CURRENCIES.iter().find(|c| starts_with_word(rest, c)) {
                self.currency = (*c).to_owned();
                rest = rest.get(c.len()..).unwrap_or("").trim_start();
            }
            if rest.len() == before {
                return rest;
            }
        }
    }

    fn strip_back(&mut self, mut tail: &str) {
        if let Some(t) = tail.strip_suffix(['-', '−']) {
            self.negative = true;
            tail = t.trim_end();
        }
        if let Some(t) = tail.strip_suffix(['%', '％']) {
            self.percent = true;
            tail = t.trim_end();
        }
        if let Some(c) = CURRENCIES.iter().find(|c| ends_with_word(tail, c)) {
            self.currency = (*c).to_owned();
            tail = tail.get(..tail.len() - c.len()).unwrap_or("").trim_end();
        }
        self.word = tail.to_owned();
    }

    /// The factor of a Chinese numeral behind the number.
    pub(super) fn scale(&self) -> Option<Decimal> {
        match self.word.as_str() {
            "千" | "仟" => Some(Decimal::from(1_000)),
            "万" | "萬" => Some(Decimal::from(10_000)),
            "百万" => Some(Decimal::from(1_000_000)),
            "千万" => Some(Decimal::from(10_000_000)),
            "亿" | "億" => Some(Decimal::from(100_000_000)),
            _ => None,
        }
    }

    /// Says which style the digits alone prove.
    pub(super) fn evidence(&self) -> Option<NumberStyle> {
        let d = &self.digits;
        let (points, commas) = (d.matches('.').count(), d.matches(',').count());
        match (d.rfind('.'), d.rfind(',')) {
            (Some(p), Some(c)) => Some(if p > c { NumberStyle::Point } else { NumberStyle::Comma }),
            (Some(p), None) if points == 1 => opens_decimals(d, p).then_some(NumberStyle::Point),
            (None, Some(c)) if commas == 1 => opens_decimals(d, c).then_some(NumberStyle::Comma),
            (Some(_), None) => Some(NumberStyle::Comma),
            (None, Some(_)) => Some(NumberStyle::Point),
            (None, None) => None,
        }
    }

    /// Computes the value without its sign.
    pub(super) fn value(&self, style: Option<NumberStyle>) -> Result<Decimal, NumberFault> {
        let proven = self.evidence();
        let marks = self.digits.contains(['.', ',']);
        match style.or(proven) {
            Some(style) => self.value_in(style),
            None if marks => Err(NumberFault::Ambiguous {
                decimals: decimal(&self.digits.replace(',', "."))?,
                thousands: decimal(&self.digits.replace(['.', ','], ""))?,
            }),
            None => decimal(&self.digits),
        }
    }

    fn value_in(&self, style: NumberStyle) -> Result<Decimal, NumberFault> {
        let (mark, group) = if style == NumberStyle::Point { ('.', ',') } else { (',', '.') };
        let (whole, fraction) = self.digits.split_once(mark).unwrap_or((&self.digits, ""));
        if fraction.contains(['.', ',']) || !is_grouped(whole, group) {
            return Err(NumberFault::Grouping);
        }
        let whole = whole.replace(group, "");
        decimal(&format!("{}.{fraction}", if whole.is_empty() { "0" } else { &whole }))
    }
}

fn decimal(text: &str) -> Result<Decimal, NumberFault> {
    Decimal::from_str_exact(text.trim_end_matches('.')).map_err(|_| NumberFault::TooLong)
}

/// A single mark opens decimals unless exactly three digits follow and one to three, not `0`, stand before it.
fn opens_decimals(digits: &str, mark: usize) -> bool {
    let (before, after) = (digits.get(..mark).unwrap_or(""), digits.get(mark + 1..).unwrap_or(""));
    after.len() != 3 || before.is_empty() || before.len() > 3 || before.starts_with('0')
}

/// Groups of three from the right, or of two before the last three as in India.
fn is_grouped(whole: &str, mark: char) -> bool {
    let mut groups = whole.rsplit(mark);
    let last = groups.next().unwrap_or("");
    let rest: Vec<&str> = groups.collect();
    let Some((first, middle)) = rest.split_last() else { return true };
    let all = |n: usize| middle.iter().all(|g| g.len() == n) && (1..=n).contains(&first.len());
    last.len() == 3 && (all(3) || all(2))
}

fn spaces_separate_thousands(number: &str) -> bool {
    let blank = |c: char| matches!(c, ' ' | '\'' | '’' | '\u{a0}');
    let mut groups = number.split(blank);
    let first = groups.next().unwrap_or("");
    let rest: Vec<&str> = groups.collect();
    let whole = |g: &str| g.split(['.', ',']).next().unwrap_or("").len() == 3;
    rest.is_empty() || (1..=3).contains(&first.len()) && rest.iter().all(|g| whole(g)) && !first.contains(['.', ','])
}

fn starts_with_word(text: &str, word: &str) -> bool {
    text.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word))
}

fn ends_with_word(text: &str, word: &str) -> bool {
    text.len().checked_sub(word.len()).and_then(|at| text.get(at..)).is_some_and(|tail| tail.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_tell_their_style() {
        for (values, expected) in [
            (&["1,234.5", "12"][..], Some(NumberStyle::Point)),
            (&["1.234,5", "1.234"], Some(NumberStyle::Comma)),
            (&["0,500", "1,234"], Some(NumberStyle::Comma)),
            (&["1,234", "5,678"], Some(NumberStyle::Point)),
            (&["1,5", "1.5"], None),
            (&[], Some(NumberStyle::Point)),
        ] {
            assert_eq!(survey(values.iter().copied()).style(), expected, "{values:?}");
        }
        assert!(survey(["13%", "9 %", ""]).all_percent());
        assert!(!survey(["13%", "9"]).all_percent());
    }
}
