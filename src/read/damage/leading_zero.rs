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
    if !certain && (length < 5 || !near || other || shorter * 5 > whole || running(column)) {
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
        .filter(|(_, v)| v.len() < length && v.bytes().all(|b| b.is_ascii_digit()))
        .map(|(row, v)| Damage {
            code: "leading-zeros-lost",
            row,
            expected: evidence.clone(),
            suggestion: format!("{v:0>length$}"),
            certain,
        })
        .collect()
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
        let codes: Vec<String> = (0..20u64).map(|i| (200_000 + i * 7_919).to_string()).chain(["10020".into()]).collect();
        let values: Vec<&str> = codes.iter().map(String::as_str).collect();
        check(find, &values, &[(20, "leading-zeros-lost", "010020", false)]);
    }
}
