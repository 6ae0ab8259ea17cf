//! Dates: the same, the same but for a slip, near, or not.

use super::brief::Brief;
use super::{Compare, Keys, Level, level};

const LEVELS: &[Level] = &[
    level("missing"),
    level("different"),
    level("same year"),
    level("two parts equal"),
    level("within 5 days"),
    level("one slip"),
    level("equal"),
];

#[derive(Clone, Debug, Default)]
struct Day {
    digits: Brief,
    parts: Option<(i32, u8, u8)>,
}

/// Parsed dates.
#[derive(Debug)]
pub struct Dates {
    values: Vec<Day>,
}

/// Reads a date written in digits, year first or last, as (year, month, day).
pub fn read_date(text: &str) -> Option<(i32, u8, u8)> {
    let runs: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|r| !r.is_empty()).collect();
    let (y, m, d) = match runs.as_slice() {
        [one] if one.len() == 8 => (one.get(..4)?, one.get(4..6)?, one.get(6..8)?),
        [y, m, d, ..] if y.len() == 4 => (*y, *m, *d),
        [m, d, y, ..] if y.len() == 4 => (*y, *m, *d),
        _ => return None,
    };
    let (y, m, d): (i32, u8, u8) = (y.parse().ok()?, m.parse().ok()?, d.parse().ok()?);
    // Day and month may stand the other way round.
    if m > 12 && d <= 12 { Some((y, d, m)) } else { Some((y, m, d)) }
}

/// Counts days on a calendar of 31-day months: enough to tell whether two days are near.
fn rough_days((y, m, d): (i32, u8, u8)) -> i32 {
    y * 372 + i32::from(m) * 31 + i32::from(d)
}

impl Dates {
    /// Takes the distinct folded values.
    pub fn new(values: &[&str]) -> Self {
        let day = |v: &&str| {
            let parts = read_date(v);
            let digits = match parts {
                Some((y, m, d)) => format!("{y:04}{m:02}{d:02}").chars().collect(),
                None => v.chars().filter(|c| c.is_alphanumeric()).collect(),
            };
            Day { digits, parts }
        };
        Self { values: values.iter().map(day).collect() }
    }
}

impl Compare for Dates {
    fn levels(&self) -> &'static [Level] {
        LEVELS
    }

    fn level(&self, a: u32, b: u32) -> u8 {
        let (Some(x), Some(y)) = (self.values.get(a as usize), self.values.get(b as usize)) else { return 0 };
        if x.digits == y.digits {
            return 6;
        }
        if x.digits.distance_within(&y.digits, 1).is_some() {
            return 5;
        }
        let (Some(p), Some(q)) = (x.parts, y.parts) else { return 1 };
        if (rough_days(p) - rough_days(q)).abs() <= 5 {
            return 4;
        }
        let swapped = p.0 == q.0 && p.1 == q.2 && p.2 == q.1;
        let equal = [p.0 == q.0, p.1 == q.1, p.2 == q.2].iter().filter(|e| **e).count();
        if swapped || equal == 2 { 3 } else { 1 + u8::from(p.0 == q.0) }
    }

    fn keys(&self, value: u32, keys: &mut Keys) {
        if let Some(day) = self.values.get(value as usize) {
            let text: String = day.digits.chars().collect();
            keys.add(0, &text);
            keys.set_coarse(&text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_any_order() {
        for (t, d) in [
            ("2021-09-01", (2021, 9, 1)),
            ("2014/01/10", (2014, 1, 10)),
            ("19570628", (1957, 6, 28)),
            ("03/11/2012", (2012, 3, 11)),
            ("25.12.2012", (2012, 12, 25)),
        ] {
            assert_eq!(read_date(t), Some(d), "{t}");
        }
        assert_eq!(read_date("soon"), None);
    }
}
