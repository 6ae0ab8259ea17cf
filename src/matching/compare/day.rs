//! Days on which something happened: how far apart they are. A payment is booked a few days after it was made; a slip of a digit, which
//! counts in days of birth, says little where all days lie in a few years.

use super::date::read_date;
use super::{Compare, Keys, Level, level};

const LEVELS: &[Level] = &[
    level("missing"),
    level("far"),
    level("within a year"),
    level("within two months"),
    level("within three weeks"),
    level("within a week"),
    level("within three days"),
    level("next day"),
    level("same day"),
];
/// Days apart at most, from the widest level down.
const WITHIN: [i64; 7] = [366, 62, 21, 7, 3, 1, 0];
/// Days in a window in which near days meet.
const WINDOW: i64 = 6;
/// Days between the first and the last of nearly all values, from which they are rather days of birth or of foundation.
const FEW_YEARS: i64 = 1500;

/// Days as numbers; `None` where a value is no day.
#[derive(Debug)]
pub struct Days {
    values: Vec<Option<i64>>,
}

/// Counts days from the beginning of the calendar (after Hinnant, `days_from_civil`).
fn number((year, month, day): (i32, u8, u8)) -> i64 {
    let year = i64::from(year) - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let of_era = year - era * 400;
    let month = (i64::from(month) + 9) % 12;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + (153 * month + 2) / 5 + i64::from(day)
}

impl Days {
    /// Takes the distinct folded values.
    pub fn new(values: &[&str]) -> Self {
        Self { values: values.iter().map(|v| read_date(v).map(number)).collect() }
    }

    /// Says whether nearly all of these values are days that lie within a few years.
    pub fn are_events<'v>(values: impl Iterator<Item = &'v str>) -> bool {
        let read: Vec<Option<i64>> = values.map(|v| read_date(v).map(number)).collect();
        let mut days: Vec<i64> = read.iter().flatten().copied().collect();
        days.sort_unstable();
        let at = |share: usize| days.get(days.len() * share / 100).copied().unwrap_or(0);
        days.len() * 10 > read.len() * 9 && !days.is_empty() && at(98) - at(2) <= FEW_YEARS
    }

    fn at(&self, value: u32) -> Option<i64> {
        self.values.get(value as usize).copied().flatten()
    }
}

impl Compare for Days {
    fn levels(&self) -> &'static [Level] {
        LEVELS
    }

    fn level(&self, a: u32, b: u32) -> u8 {
        match (self.at(a), self.at(b)) {
            (Some(x), Some(y)) => 1 + WITHIN.iter().take_while(|most| (x - y).abs() <= **most).count() as u8,
            _ => 0,
        }
    }

    fn keys(&self, value: u32, keys: &mut Keys) {
        if let Some(day) = self.at(value) {
            keys.set_coarse(&day.to_string());
            keys.add_near(day.div_euclid(WINDOW), 0);
            keys.add_near((day + WINDOW / 2).div_euclid(WINDOW), 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn days_are_told_apart_by_how_far_they_are() {
        let d = Days::new(&["2022-03-31", "2022-04-01", "2022-04-03", "20220331", "2023-03-31", "2022-02-28", "soon"]);
        for (a, b, l) in [(0, 1, 7), (0, 2, 6), (0, 3, 8), (0, 4, 2), (0, 5, 3), (0, 6, 0)] {
            assert_eq!(d.level(a, b), l, "{a} {b}");
        }
    }

    #[test]
    fn days_of_birth_are_no_events() {
        assert!(Days::are_events(["2022-01-03", "2022-05-07", "2023-11-30"].into_iter()));
        assert!(!Days::are_events(["1950-01-03", "1972-05-07", "2003-11-30"].into_iter()));
        assert!(!Days::are_events(["soon", "later", "2003-11-30"].into_iter()));
        assert!(!Days::are_events(std::iter::empty()));
    }

    proptest! {
        #[test]
        fn days_are_counted_as_a_calendar_does(a in 0i64..60_000, b in 0i64..60_000) {
            let civil = |n: i64| {
                let d = jiff::civil::date(1900, 1, 1).saturating_add(jiff::Span::new().days(n));
                (i32::from(d.year()), d.month() as u8, d.day() as u8)
            };
            prop_assert_eq!(number(civil(a)) - number(civil(b)), a - b);
        }

        #[test]
        fn days_within_half_a_window_meet(day in 0i64..100_000, apart in 0i64..=WINDOW / 2) {
            let meet = |shift: i64| (day + shift).div_euclid(WINDOW) == (day + apart + shift).div_euclid(WINDOW);
            prop_assert!(meet(0) || meet(WINDOW / 2));
        }
    }
}
