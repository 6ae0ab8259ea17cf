//! Long numbers that Excel shows in scientific notation, exported as shown: `1.23457E+11`.

use super::{Damage, Facts};
use crate::model::{TextColumn, both};

pub(super) fn find(column: &TextColumn, facts: &Facts) -> Vec<Damage> {
    // Where fractions are usual the column is a measurement, and an exponent is how it is written.
    let codes = facts.whole() + facts.codes;
    if facts.exponents.is_empty() || facts.fractions > codes {
        return Vec::new();
    }
    facts.exponents.iter().filter_map(|&row| judge(row, column.text(row), codes > 0)).collect()
}

fn judge(row: usize, value: &str, among_codes: bool) -> Option<Damage> {
    let (mantissa, exponent) = value.trim().split_once(['E', 'e'])?;
    let exponent: i32 = exponent.parse().ok()?;
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits: String = format!("{whole}{fraction}");
    if whole.len() != 1 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let places = usize::try_from(exponent).ok()?;
    // All digits are there only if the mantissa reaches down to the units.
    let complete = fraction.len() == places && among_codes;
    Some(Damage {
        code: "scientific-notation",
        row,
        expected: if complete {
            both(&format!("{} 位数字都还在", digits.len()), &format!("all {} digits are still there", digits.len()))
        } else {
            both(
                &format!("{} 位数字，只剩 {} 位", places + 1, digits.len()),
                &format!("{} digits, of which {} are left", places + 1, digits.len()),
            )
        },
        suggestion: if complete { digits } else { String::new() },
        certain: complete,
    })
}

#[cfg(test)]
mod tests {
    use super::super::check;
    use super::*;

    #[test]
    fn codes_in_scientific_notation_are_recovered_only_when_all_digits_are_there() {
        check(
            find,
            &["100200300400", "1.23457E+11", "1.23456789012E+11", "5E1"],
            &[(1, "scientific-notation", "", false), (2, "scientific-notation", "123456789012", true)],
        );
        check(find, &["0.5", "1.25", "1.5E-05", "2.25"], &[]);
        check(find, &["9.1E+17", "9.2E+17"], &[(0, "scientific-notation", "", false), (1, "scientific-notation", "", false)]);
    }
}
