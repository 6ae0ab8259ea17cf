//! Codes that a spreadsheet took for dates: `MAR1` became `1-Mar`, `1-2` became `2-Jan`.

use super::{Damage, Facts};
use crate::model::{TextColumn, both};

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

pub(super) fn find(column: &TextColumn, facts: &Facts) -> Vec<Damage> {
    // In a column of dates a day is what it says.
    if facts.days.is_empty() || facts.days.len() * 3 > facts.filled || facts.codes + facts.whole() < facts.days.len() {
        return Vec::new();
    }
    facts
        .days
        .iter()
        .map(|&row| Damage {
            code: "code-became-date",
            row,
            expected: both("与该列其他值相同的编码", "a code as in the rest of the column"),
            suggestion: sources(column.text(row)).unwrap_or_default(),
            certain: false,
        })
        .collect()
}

/// Says whether a text is a day and a month as Excel shows them: `1-Mar`, `Mar-01`.
pub(super) fn day_and_month(text: &str) -> bool {
    let Some((a, b)) = text.split_once('-') else { return false };
    let number = |t: &str| (1..=2).contains(&t.len()) && t.bytes().all(|b| b.is_ascii_digit());
    number(a) && month(b).is_some() || month(a).is_some() && number(b)
}

fn month(text: &str) -> Option<usize> {
    MONTHS.iter().position(|m| m.eq_ignore_ascii_case(text)).map(|i| i + 1)
}

/// Gives the codes that become this date.
fn sources(text: &str) -> Option<String> {
    let (a, b) = text.split_once('-')?;
    let (name, number) = if month(a).is_some() { (a, b) } else { (b, a) };
    let m = month(name)?;
    let n: u32 = number.parse().ok()?;
    Some(format!("{}{n} | {m}-{n} | {n}-{m} | {m}/{n}", name.to_uppercase()))
}

#[cfg(test)]
mod tests {
    use super::super::check;
    use super::*;

    #[test]
    fn dates_among_codes_are_an_alarm() {
        check(find, &["SEPT7", "MARCH3", "A-12", "1-Mar", "B-7"], &[(3, "code-became-date", "MAR1 | 3-1 | 1-3 | 3/1", false)]);
        check(find, &["1-Mar", "2-Mar", "3-Apr"], &[]);
    }
}
