//! Codes of a fixed length that lost their leading zeros, because a spreadsheet took them for numbers.

use super::{Damage, Facts};
use crate::model::{TextColumn, both};

pub(super) fn find(column: &TextColumn, facts: &Facts) -> Vec<Damage> {
    let whole = facts.whole();
    let Some((&length, &usual)) = facts.digits.iter().max_by_key(|(_, n)| **n) else { return Vec::new() };
    let longer = facts.digits.range(length + 1..).next().is_some();
    let shorter = whole - usual;
    if longer || shorter == 0 || length < 3 || usual * 10 < whole * 6 || whole * 10 < facts.filled * 9 {
        return Vec::new();
    }
    let kept = facts.zeros.get(&length).copied().unwrap_or(0);
    // Codes of other lengths that keep their zeros belong to another scheme.
    let other = facts.zeros.range(..length).next().is_some();
    // Some values of the full length begin with zero: the scheme pads. Without any, a length alone is only a hint.
    let certain = kept >= 2 && kept * 50 >= usual && !other;
    let near = facts.digits.range(..length.saturating_sub(2)).next().is_none();
    if !certain && (length < 5 || !near || other || shorter * 5 > whole || running(column) || same_first_digit(column, length)) {
        return Vec::new();
    }
    let evidence = if certain {
        both(
            &format!("{length} 位，同该列 {usual} 个值，其中 {kept} 个带前导零"),
            &format!("{length} digits as in {usual} values of the column, {kept} of them with leading zeros"),
        )
    } else {
        both(&format!("可能是 {length} 位，同该列 {usual} 个值"), &format!("perhaps {length} digits, as in {usual} values of the column"))
    };
    (0..column.len())
        .filter_map(|row| Some((row, column.get(row)?)))
        .filter(|(_, v)| v.len() < length && v.bytes().all(|b| b.is_ascii_digit()) && !cut_mobile(v, length))
        .map(|(row, v)| Damage {
            code: "leading-zeros-lost",
            row,
            expected: evidence.clone(),
            suggestion: format!("{v:0>length$}"),
            certain,
        })
        .collect()
}

/// Says whether all values of the usual length begin with one digit, as mobile numbers do: there is no scheme in which a zero could stand there.
fn same_first_digit(column: &TextColumn, length: usize) -> bool {
    let mut first = column.iter().flatten().filter(|v| v.len() == length).filter_map(|v| v.bytes().next());
    first.next().is_none_or(|one| first.all(|other| other == one))
}

/// Says whether a value is a Chinese mobile number without its last digit; no area code begins with 013 to 019.
fn cut_mobile(value: &str, length: usize) -> bool {
    length == 11 && value.len() == 10 && matches!(value.as_bytes(), [b'1', b'3'..=b'9', ..])
}

/// Says whether the values are a running number or a quantity, whose lengths differ by nature: they lie densely, or few differ.
fn running(column: &TextColumn) -> bool {
    let mut values: Vec<u64> = column.iter().flatten().filter_map(|v| v.parse().ok()).collect();
    let all = values.len();
    values.sort_unstable();
    values.dedup();
    let (Some(first), Some(last)) = (values.first(), values.last()) else { return true };
    values.len() * 2 < all || (last - first) / (values.len() as u64).max(1) < 50
}

#[cfg(test)]
mod tests {
    use super::super::check;
    use super::*;

    #[test]
    fn zeros_are_put_back_where_the_column_keeps_some() {
        check(find, &["000123", "000124", "100125", "126", "200001", "300001"], &[(3, "leading-zeros-lost", "000126", true)]);
        check(find, &["1", "2", "3", "100", "101", "102", "103", "104", "105"], &[]);
    }

    #[test]
    fn a_length_alone_is_only_a_hint() {
        let codes: Vec<String> = (0..20u64).map(|i| (200_000 + i * 37_919).to_string()).chain(["10020".into()]).collect();
        let values: Vec<&str> = codes.iter().map(String::as_str).collect();
        check(find, &values, &[(20, "leading-zeros-lost", "010020", false)]);
    }

    #[test]
    fn a_mobile_number_with_a_digit_too_few_has_lost_no_zero() {
        let mobiles: Vec<String> = (0..20u64).map(|i| (13_800_138_000 + i * 71_234_567).to_string()).collect();
        let with = |others: &[&'static str]| {
            mobiles.iter().map(String::as_str).chain(others.iter().copied()).map(str::to_owned).collect::<Vec<_>>()
        };
        let found = |others: &[&'static str], expected: &[(usize, &str, &str, bool)]| {
            let all = with(others);
            check(find, &all.iter().map(String::as_str).collect::<Vec<_>>(), expected);
        };
        found(&["1380013800"], &[]);
        // Landlines beside them keep their zeros; one of them has lost it, and the mobile number still has not.
        found(&["05718812345", "05718812346", "5718812347", "1380013800"], &[(22, "leading-zeros-lost", "05718812347", true)]);
    }
}
