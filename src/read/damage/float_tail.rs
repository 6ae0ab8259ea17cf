//! Whole numbers that a program turned into floats: `100234.0`.

use super::{Damage, Facts};
use crate::model::{TextColumn, both};

pub(super) fn find(column: &TextColumn, facts: &Facts) -> Vec<Damage> {
    if facts.tails.is_empty() || facts.fractions > 0 {
        return Vec::new();
    }
    // `2.0` alone may be a version or a size; a code is longer or stands among codes.
    let long = facts.tails.iter().any(|&r| column.text(r).len() >= 6);
    let among_codes = facts.codes > 0 || facts.whole() > facts.tails.len();
    if !long && !among_codes {
        return Vec::new();
    }
    let certain = long || facts.whole() > facts.tails.len();
    facts
        .tails
        .iter()
        .map(|&row| Damage {
            code: "float-tail",
            row,
            expected: both("整数；该列没有别的小数", "a whole number; no value of the column has another fraction"),
            suggestion: column.text(row).trim_end_matches(".0").to_owned(),
            certain,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::check;
    use super::*;

    #[test]
    fn tails_are_cut_where_no_value_has_a_fraction() {
        check(find, &["100234.0", "100235.0"], &[(0, "float-tail", "100234", true), (1, "float-tail", "100235", true)]);
        check(find, &["100234.0", "100235.5"], &[]);
        check(find, &["1.0", "2.0"], &[]);
    }
}
