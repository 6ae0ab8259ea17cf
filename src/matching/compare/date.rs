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
    /// Per value eight digits, four bits each, and rough days; 0 where it is no date of eight digits.
    packed: Vec<(u32, i32)>,
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
        let values: Vec<Day> = values.iter().map(day).collect();
        let packed = values.iter().map(packed).collect();
        Self { values, packed }
    }
}

fn packed(day: &Day) -> (u32, i32) {
    let digits = day.digits.chars().try_fold(0u32, |bits, c| c.to_digit(10).map(|d| bits << 4 | d));
    match (digits, day.parts) {
        (Some(digits), Some(parts)) if day.digits.len() == 8 => (digits, rough_days(parts)),
        _ => (0, 0),
    }
}

/// Gives the level of two dates of eight digits that differ.
fn between((a, p): (u32, i32), (b, q): (u32, i32)) -> u8 {
    let differing = a ^ b;
    let places = (differing | differing >> 1 | differing >> 2 | differing >> 3) & 0x1111_1111;
    let first = places.trailing_zeros();
    // One digit is another one, or two neighbours are swapped.
    let swapped = || places == 0x11 << first && (a >> first & 15, a >> (first + 4) & 15) == (b >> (first + 4) & 15, b >> first & 15);
    if places == 1 << first || swapped() {
        return 5;
    }
    if (p - q).abs() <= 5 {
        return 4;
    }
    let parts = |x: u32| [x >> 16, x >> 8 & 255, x & 255];
    let ([y, m, d], [v, n, e]) = (parts(a), parts(b));
    let equal = [y == v, m == n, d == e].iter().filter(|same| **same).count();
    if equal == 2 || (y == v && m == e && d == n) { 3 } else { 1 + u8::from(y == v) }
}

impl Compare for Dates {
    fn levels(&self) -> &'static [Level] {
        LEVELS
    }

    fn level(&self, a: u32, b: u32) -> u8 {
        if let (Some(x), Some(y)) = (self.packed.get(a as usize), self.packed.get(b as usize))
            && x.0 != 0
            && y.0 != 0
        {
            return if x.0 == y.0 { 6 } else { between(*x, *y) };
        }
        self.compared(a, b)
    }

    fn cheap(&self) -> bool {
        true
    }

    fn keys(&self, value: u32, keys: &mut Keys) {
        if let Some(day) = self.values.get(value as usize) {
            let text: String = day.digits.chars().collect();
            keys.add(0, &text);
            keys.set_coarse(&text);
        }
    }
}

impl Dates {
    /// Gives the level of two values whatever they are.
    fn compared(&self, a: u32, b: u32) -> u8 {
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

    proptest::proptest! {
        #[test]
        fn eight_digits_are_compared_as_any_date_is(a in "(19[89][0-9]|2000)-(0[1-9]|1[0-3])-[0-3][0-9]", b in "(19[89][0-9]|2000)-(0[1-9]|1[0-3])-[0-3][0-9]", at in 0usize..10, to in 0u32..10) {
            let slip: String = a.chars().enumerate().map(|(i, c)| if i == at && c != '-' { char::from_digit(to, 10).unwrap_or(c) } else { c }).collect();
            let swapped: String = a.chars().take(at).chain(a.chars().skip(at).take(2).collect::<Vec<_>>().into_iter().rev()).chain(a.chars().skip(at + 2)).collect();
            let all = [a.as_str(), &b, &slip, &swapped];
            let dates = Dates::new(&all);
            for other in 1..4 {
                proptest::prop_assert_eq!(dates.level(0, other), dates.compared(0, other), "{:?}", all);
            }
        }
    }
}
