//! Long codes whose digits after the fifteenth became zeros, because a spreadsheet took them for numbers.
//!
//! Source: IEEE 754 double precision as Excel uses it, fifteen significant decimal digits.

use super::{Damage, Facts};
use crate::model::{TextColumn, both};

const KEPT: usize = 15;

pub(super) fn find(column: &TextColumn, facts: &Facts) -> Vec<Damage> {
    let lost = |row: &&usize| column.text(**row).bytes().skip(KEPT).all(|b| b == b'0');
    let rows: Vec<usize> = facts.long.iter().filter(lost).copied().collect();
    // One zero in the sixteenth place is chance; in most values of the column it is not.
    let many = rows.len() * 2 > facts.long.len() && rows.len() > 1;
    rows.into_iter()
        .filter(|&row| many || column.text(row).len() >= KEPT + 3)
        .map(|row| Damage {
            code: "digits-lost",
            row,
            expected: lost_digits(column.text(row).len()),
            suggestion: String::new(),
            certain: false,
        })
        .collect()
}

fn lost_digits(length: usize) -> String {
    both(&format!("{length} 位；第 15 位之后变成了零"), &format!("{length} digits; those after the fifteenth became zeros"))
}

#[cfg(test)]
mod tests {
    use super::super::check;
    use super::*;

    #[test]
    fn zeros_after_the_fifteenth_digit_are_an_alarm() {
        check(find, &["914403001922038000", "914403001922038216"], &[(0, "digits-lost", "", false)]);
        check(find, &["6222021234567890", "6222021234567812", "6222021234567813"], &[]);
        check(find, &["6222021234567890", "6222021234567810"], &[(0, "digits-lost", "", false), (1, "digits-lost", "", false)]);
    }
}
