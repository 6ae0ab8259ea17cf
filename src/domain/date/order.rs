//! Which of day and month stands first in a column.

use super::{DateFault, read};

/// Which of day and month stands first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrder {
    /// 31/12/2024.
    DayFirst,
    /// 12/31/2024.
    MonthFirst,
}

/// What a column of dates says about its own order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ColumnDates {
    /// Values that are only days with the day first.
    pub day_first: usize,
    /// Values that are only days with the month first.
    pub month_first: usize,
    /// Values that could be either.
    pub either: usize,
}

impl ColumnDates {
    /// Gives the order where all evidence is for one; mixed columns and columns without evidence have none.
    pub fn order(&self) -> Option<DateOrder> {
        match (self.day_first, self.month_first) {
            (1.., 0) => Some(DateOrder::DayFirst),
            (0, 1..) => Some(DateOrder::MonthFirst),
            _ => None,
        }
    }

    /// Adds what another part of the column says.
    #[must_use]
    pub fn merged(self, other: Self) -> Self {
        Self {
            day_first: self.day_first + other.day_first,
            month_first: self.month_first + other.month_first,
            either: self.either + other.either,
        }
    }
}

/// Counts what the values of a column say about their order.
pub fn survey<'a>(values: impl IntoIterator<Item = &'a str>) -> ColumnDates {
    let mut column = ColumnDates::default();
    for value in values {
        // Only numbers around slashes or hyphens leave the order open; year first, points and words do not.
        let mut groups = value.trim().split(['/', '-']);
        let (Some(a), Some(b), Some(c), None) = (groups.next(), groups.next(), groups.next(), groups.next()) else { continue };
        let year = c.get(..4).is_some_and(|y| y.bytes().all(|b| b.is_ascii_digit()));
        let (Ok(a), Ok(b), true) = (a.parse::<u8>(), b.parse::<u8>(), year) else { continue };
        match read(value, None) {
            Err(DateFault::Ambiguous { .. }) => column.either += 1,
            Ok(_) if a > 12 => column.day_first += 1,
            Ok(_) if b > 12 => column.month_first += 1,
            _ => {}
        }
    }
    column
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_clear_value_decides_and_contradiction_does_not() {
        for (values, expected) in [
            (&["05/01/2024", "13/01/2024"][..], Some(DateOrder::DayFirst)),
            (&["05/01/2024", "01/13/2024", "2024-05-06"], Some(DateOrder::MonthFirst)),
            (&["13/01/2024", "01/13/2024"], None),
            (&["05/01/2024", "20240105", "31.12.2024"], None),
        ] {
            assert_eq!(survey(values.iter().copied()).order(), expected, "{values:?}");
        }
    }
}
