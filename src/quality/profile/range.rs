//! The range of a column's numbers and days, and what lies far outside it.

use super::scan::{EXAMPLES, Scan, ranges};
use super::sketch::Seen;
use super::value::{Day, Fill, Style, compact_day, day, fill};
use crate::domain::number::{self, NumberFault};
use crate::model::TextColumn;
use crate::model::profile::{Cell, Counted, Dates, Numbers};
use jiff::civil::Date;
use rayon::prelude::*;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// Numbers sorted at most; of more, every k-th is taken for the quartiles.
const SORTED: usize = 1 << 20;
/// Outliers lie farther from the quartiles than so many times their distance (Tukey, *Exploratory Data Analysis*, 1977: "far out").
const FAR_OUT: u32 = 3;

/// The filled values of a column: each different one with its count, or row by row where there are too many.
struct Values<'a> {
    column: &'a TextColumn,
    seen: Option<Vec<Seen>>,
}

impl<'a> Values<'a> {
    fn of(column: &'a TextColumn, scan: &Scan) -> Self {
        Self { column, seen: scan.values.is_exact().then(|| scan.values.in_order()) }
    }

    fn len(&self) -> usize {
        self.seen.as_ref().map_or(self.column.len(), Vec::len)
    }

    fn get(&self, at: usize) -> Option<(&'a str, Seen)> {
        match &self.seen {
            Some(all) => all.get(at).map(|s| (self.column.text(s.first as usize), *s)),
            None => self.column.get(at).filter(|t| fill(t) == Fill::Filled).map(|t| (t, Seen { count: 1, first: at as u32 })),
        }
    }

    /// Applies `read` to all values and keeps what it gives, in order.
    fn collect<T: Send>(&self, read: impl Fn(&str, Seen) -> Option<T> + Sync) -> Vec<T> {
        let part =
            |range: &std::ops::Range<usize>| range.clone().filter_map(|i| self.get(i)).filter_map(|(t, s)| read(t, s)).collect::<Vec<T>>();
        ranges(self.len()).par_iter().map(part).collect::<Vec<_>>().into_iter().flatten().collect()
    }
}

fn number(text: &str, style: Style) -> Option<Decimal> {
    match number::read(text, style.number) {
        Ok(n) => Some(n.value),
        Err(NumberFault::Percent(value)) => Some(value),
        Err(_) => None,
    }
}

/// Gives the range of numbers; `None` where there are none. `measures`: whether they measure something, so that outliers mean something.
pub(super) fn numbers(column: &TextColumn, lines: &[u32], scan: &Scan, style: Style, measures: bool) -> Option<Numbers> {
    let values = Values::of(column, scan);
    let mut all: Vec<(Decimal, Seen)> = values.collect(|t, s| number(t, style).map(|n| (n, s)));
    let count = all.iter().map(|(_, s)| s.count).sum();
    let of = |wanted: fn(&Decimal) -> bool| all.iter().filter(|(n, _)| wanted(n)).map(|(_, s)| s.count).sum::<u64>();
    let (negative, zero) = (of(|n| n.is_sign_negative() && !n.is_zero()), of(Decimal::is_zero));
    let (min, max) = (all.iter().map(|(n, _)| *n).min()?, all.iter().map(|(n, _)| *n).max()?);
    let step = all.len().div_ceil(SORTED);
    let mut sorted: Vec<(Decimal, u64)> = all.iter().step_by(step).map(|(n, s)| (*n, s.count)).collect();
    sorted.par_sort_unstable();
    let [q1, median, q3] = [1, 2, 3].map(|q| quartile(&sorted, q));
    let fences = measures.then(|| fences(q1, q3)).flatten();
    let distance = |n: &Decimal| fences.map_or(Decimal::ZERO, |(low, high)| (low - n).max(n - high).max(Decimal::ZERO));
    all.retain(|(n, _)| !distance(n).is_zero());
    all.sort_by_key(|(n, s)| (std::cmp::Reverse(distance(n)), s.first));
    let text = |n: Decimal| n.normalize().to_string();
    Some(Numbers {
        count,
        min: text(min),
        q1: text(q1),
        median: text(median),
        q3: text(q3),
        max: text(max),
        quartiles_are_estimates: step > 1,
        negative,
        zero,
        outliers: all.iter().map(|(_, s)| s.count).sum(),
        outlier_examples: all.iter().take(EXAMPLES).map(|(_, s)| cell(column, lines, s.first)).collect(),
    })
}

/// Gives the number that so many quarters of all are at most; one that occurs, not a mean of two.
fn quartile(sorted: &[(Decimal, u64)], quarters: u64) -> Decimal {
    let total: u64 = sorted.iter().map(|(_, n)| n).sum();
    let rank = (total * quarters).div_ceil(4).max(1);
    let mut below = 0;
    let at = sorted.iter().find(|(_, n)| {
        below += n;
        below >= rank
    });
    at.map_or(Decimal::ZERO, |(n, _)| *n)
}

/// Gives the bounds of what is usual; `None` where half of the values are the same, and everything else would lie outside.
fn fences(q1: Decimal, q3: Decimal) -> Option<(Decimal, Decimal)> {
    let reach = q3.checked_sub(q1)?.checked_mul(FAR_OUT.into())?;
    if reach.is_zero() { None } else { Some((q1.checked_sub(reach)?, q3.checked_add(reach)?)) }
}

/// Days before this year are odd in master data.
const LONG_AGO: i16 = 1950;

/// Gives the range of days; `compact`: whether eight digits are days here.
pub(super) fn dates(column: &TextColumn, lines: &[u32], scan: &Scan, style: Style, compact: bool, as_of: Date) -> Dates {
    let read = |t: &str, s: Seen| {
        let read = match compact_day(t.trim()) {
            Some(d) if compact => Day::On(d),
            _ => day(t, style.date),
        };
        (read != Day::None).then_some((read, s))
    };
    let all = Values::of(column, scan).collect(read);
    let mut odd: BTreeMap<&'static str, u64> = BTreeMap::new();
    let mut out = Dates { count: 0, min: None, max: None, odd: Vec::new(), examples: Vec::new() };
    let (mut min, mut max): (Option<Date>, Option<Date>) = (None, None);
    for (read, seen) in all {
        out.count += seen.count;
        let why = match read {
            Day::On(d) => {
                (min, max) = (Some(min.map_or(d, |m| m.min(d))), Some(max.map_or(d, |m| m.max(d))));
                oddity(d, as_of)
            }
            Day::Odd(why) => Some(why),
            Day::None => None,
        };
        let Some(why) = why else { continue };
        let n = odd.entry(why).or_default();
        // One example of each oddity first, not five of the most frequent.
        if *n == 0 {
            out.examples.push(cell(column, lines, seen.first));
        }
        *n += seen.count;
    }
    (out.min, out.max) = (min.map(|d| d.to_string()), max.map(|d| d.to_string()));
    out.odd = odd.into_iter().map(|(code, count)| Counted { code, count }).collect();
    out
}

fn oddity(day: Date, as_of: Date) -> Option<&'static str> {
    match day {
        d if d.year() >= 2099 => Some("open-end"),
        d if d > as_of => Some("future"),
        d if d.year() < LONG_AGO => Some("long-ago"),
        _ => None,
    }
}

/// Gives a cell for people to look at.
pub(super) fn cell(column: &TextColumn, lines: &[u32], row: u32) -> Cell {
    let value = column.text(row as usize).chars().take(super::LONGEST).collect();
    Cell { line: lines.get(row as usize).copied().unwrap_or(0), value, suggestion: String::new() }
}

#[cfg(test)]
mod tests {
    use super::super::scan::Hints;
    use super::*;

    fn scanned(values: &[&str]) -> (TextColumn, Vec<u32>, Scan, Style) {
        let column: TextColumn = values.iter().map(|v| Some(*v)).collect();
        let hints = Hints::of("", &column);
        let scan = Scan::of(&column, &hints);
        (column, (2..).take(values.len()).collect(), scan, hints.style)
    }

    #[test]
    fn quartiles_are_values_and_outliers_lie_far_out() {
        let (column, lines, scan, style) = scanned(&["1", "2", "3", "4", "5", "6", "7", "8", "-50", "0", "23", "24"]);
        let n = numbers(&column, &lines, &scan, style, true).unwrap();
        // Sorted: -50 0 1 2 3 4 5 6 7 8 23 24; ranks 3, 6 and 9 of 12; fences 1 - 3 x 6 = -17 and 7 + 3 x 6 = 25.
        assert_eq!((n.min.as_str(), n.q1.as_str(), n.median.as_str(), n.q3.as_str(), n.max.as_str()), ("-50", "1", "4", "7", "24"));
        assert_eq!((n.count, n.negative, n.zero, n.outliers), (12, 1, 1, 1));
        assert_eq!(n.outlier_examples, [Cell { line: 10, value: "-50".into(), suggestion: String::new() }]);
        assert_eq!(numbers(&column, &lines, &scan, style, false).unwrap().outliers, 0);
    }

    #[test]
    fn repeated_numbers_count_as_often_as_they_stand() {
        let (column, lines, scan, style) = scanned(&["5.50", "5.50", "5.50", "7", "90%"]);
        let n = numbers(&column, &lines, &scan, style, true).unwrap();
        assert_eq!((n.q1.as_str(), n.median.as_str(), n.q3.as_str(), n.max.as_str(), n.outliers), ("5.5", "5.5", "7", "90", 1));
        assert_eq!(numbers(&scanned(&["a"]).0, &[2], &scanned(&["a"]).2, style, true), None);
    }

    #[test]
    fn odd_days_are_named() {
        let days = ["2020-01-01", "2031-05-05", "9999-12-31", "1900-01-01", "1949-10-01", "2024-02-30", "1/2/24", "x", "20240506"];
        let (column, lines, scan, style) = scanned(&days);
        let d = dates(&column, &lines, &scan, style, true, Date::constant(2026, 1, 1));
        let odd: Vec<_> = d.odd.iter().map(|o| (o.code, o.count)).collect();
        assert_eq!(odd, [("future", 1), ("impossible", 1), ("long-ago", 1), ("open-end", 1), ("placeholder", 1), ("two-digit-year", 1)]);
        assert_eq!((d.count, d.min.as_deref(), d.max.as_deref()), (8, Some("1949-10-01"), Some("9999-12-31")));
        assert_eq!(d.examples.iter().map(|c| c.line).collect::<Vec<_>>(), [3, 4, 5, 6, 7, 8]);
    }
}
