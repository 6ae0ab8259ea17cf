//! Code forensics: what spreadsheets and transfers did to values. One damage a file.
//!
//! A value is put right only where the evidence leaves one answer; it is noted either way, never changed silently.

mod date_code;
mod digits_lost;
mod error_cell;
mod facts;
mod float_tail;
mod leading_zero;
mod mojibake;
mod scientific;
mod truncated;

use super::file::{ReadNote, Repair, SheetTable};
use crate::model::TextColumn;
use facts::Facts;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// One damaged value of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Damage {
    code: &'static str,
    row: usize,
    /// What was expected, or what the evidence is.
    expected: String,
    /// What the value was, where that is known or likely.
    suggestion: String,
    /// Whether the suggestion is certain and takes the value's place.
    certain: bool,
}

/// Looks for one damage in a column.
type Find = fn(&TextColumn, &Facts) -> Vec<Damage>;

const DAMAGES: &[Find] = &[
    error_cell::find,
    scientific::find,
    digits_lost::find,
    float_tail::find,
    leading_zero::find,
    date_code::find,
    truncated::find,
    mojibake::find,
];

/// Notes of one code in one column beyond this number are summed up in one.
const MOST: usize = 1_000;

/// Looks through all columns of a table, notes the damage found and puts right what is certain.
pub(super) fn inspect(table: &mut SheetTable) {
    let facts = Facts::gather(&table.columns);
    let find = |(column, facts): (&TextColumn, &Facts)| DAMAGES.iter().flat_map(|find| find(column, facts)).collect();
    let found: Vec<Vec<Damage>> = table.columns.par_iter().zip(&facts).map(find).collect();
    for (c, damages) in found.into_iter().enumerate() {
        note(table, c, &damages);
        put_right(table, c, damages);
    }
    if let Some(note) = truncated::rows(&table.lines) {
        table.notes.push(note);
    }
}

fn note(table: &mut SheetTable, column: usize, damages: &[Damage]) {
    let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
    for d in damages {
        let n = counts.entry(d.code).or_default();
        *n += 1;
        if *n > MOST {
            continue;
        }
        let line = table.lines.get(d.row).copied().unwrap_or(0);
        let value = table.columns.get(column).map_or("", |v| v.text(d.row));
        let shown: String = value.chars().take(200).collect();
        table.notes.push(ReadNote::at_cell(d.code, line, column, shown).expecting(&d.expected).suggesting(&d.suggestion));
    }
    for (code, n) in counts.into_iter().filter(|(_, n)| *n > MOST) {
        table.notes.push(ReadNote::at_column(code, column, format!("{} more", n - MOST)));
    }
}

fn put_right(table: &mut SheetTable, column: usize, damages: Vec<Damage>) {
    let certain: BTreeMap<usize, Damage> = damages.into_iter().filter(|d| d.certain).map(|d| (d.row, d)).collect();
    let Some(values) = table.columns.get_mut(column).filter(|_| !certain.is_empty()) else { return };
    table.repairs.extend(certain.iter().map(|(&row, d)| Repair {
        row,
        column,
        code: d.code,
        before: values.text(row).into(),
        after: d.suggestion.as_str().into(),
    }));
    *values = (0..values.len()).map(|r| certain.get(&r).map(|d| d.suggestion.as_str()).or_else(|| values.get(r))).collect();
}

#[cfg(test)]
fn check(find: Find, values: &[&str], expected: &[(usize, &str, &str, bool)]) {
    let column: TextColumn = values.iter().map(|v| Some(*v)).collect();
    let facts = Facts::gather(std::slice::from_ref(&column)).remove(0);
    let found = find(&column, &facts);
    let shown: Vec<_> = found.iter().map(|d| (d.row, d.code, d.suggestion.as_str(), d.certain)).collect();
    assert_eq!(shown, expected, "{values:?}");
}
