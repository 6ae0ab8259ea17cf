//! Control totals: the sum of a money or quantity field per group, which must be the same in the source and in batches plus rest.

use crate::model::{RowId, Table, TextColumn};
use crate::plan::Total;
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::str::FromStr;

/// One control total over the rows of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineTotal {
    /// Sum over the rows that belong to the first kind.
    pub inside: Decimal,
    /// Sum over the others.
    pub outside: Decimal,
    /// Cells that are no decimal number.
    pub unreadable: u64,
}

/// Adds up a field per group, apart for rows `inside` (emitted) and the others. Groups are in order; several grouping fields are joined by ` / `.
///
/// Sums are exact decimals; a cell that is no plain decimal number is counted as unreadable, and so is one that would overflow
/// the 28 digits of a decimal.
pub fn control_totals(total: &Total, table: &Table, inside: &dyn Fn(RowId) -> bool) -> BTreeMap<String, LineTotal> {
    let mut groups: BTreeMap<String, LineTotal> = BTreeMap::new();
    let Some(values) = table.column(&total.field) else { return groups };
    let by: Vec<TextColumn> = total.by.iter().filter_map(|b| table.column(b)).collect();
    for (i, &row) in table.rows().iter().enumerate() {
        let group = by.iter().map(|c| c.text(i)).collect::<Vec<_>>().join(" / ");
        let slot = groups.entry(group).or_default();
        let Some(text) = values.get(i) else { continue };
        let side = if inside(row) { &mut slot.inside } else { &mut slot.outside };
        match Decimal::from_str(text).ok().and_then(|d| side.checked_add(d)) {
            Some(sum) => *side = sum,
            None => slot.unreadable += 1,
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_are_exact_per_group() {
        let column = |v: [&str; 5]| v.iter().map(|x| Some(*x)).collect();
        let table = Table::new(
            vec![
                ("amount".into(), column(["0.1", "0.2", "-5", "x", "79228162514264337593543950335"])),
                ("currency".into(), column(["CNY", "CNY", "USD", "USD", "CNY"])),
            ],
            (0..5).map(RowId).collect(),
        )
        .unwrap();
        let total = Total { field: "amount".into(), by: vec!["currency".into()] };
        let sums = control_totals(&total, &table, &|r| r != RowId(1));
        let cny = &sums["CNY"];
        assert_eq!((cny.outside.to_string(), cny.unreadable), ("0.2".into(), 0));
        assert_eq!(sums["USD"], LineTotal { inside: Decimal::from(-5), outside: Decimal::ZERO, unreadable: 1 });
    }
}
