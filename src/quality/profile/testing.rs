//! Tables for the tests of this folder.

use super::{SheetView, table};
use crate::model::TextColumn;
use crate::model::profile::{ColumnProfile, TableProfile};
use jiff::civil::Date;

/// Profiles columns; the header stands on line 1.
pub(super) fn table_of(names: &[&str], columns: &[TextColumn]) -> TableProfile {
    let header: Vec<String> = names.iter().map(|n| (*n).to_owned()).collect();
    let lines: Vec<u32> = (2..).take(columns.first().map_or(0, TextColumn::len)).collect();
    table(&SheetView::plain(&header, columns, &lines), Date::constant(2026, 1, 1))
}

/// Profiles lines of values between commas, the first line being the header.
pub(super) fn profiled(csv: &str) -> TableProfile {
    let mut lines = csv.lines().map(|l| l.split(',').collect::<Vec<_>>());
    let names = lines.next().unwrap_or_default();
    let rows: Vec<Vec<&str>> = lines.collect();
    let columns: Vec<TextColumn> = (0..names.len()).map(|c| rows.iter().map(|r| r.get(c).copied()).collect()).collect();
    table_of(&names, &columns)
}

/// Profiles one column.
pub(super) fn column(name: &str, values: &[&str]) -> ColumnProfile {
    let values: TextColumn = values.iter().map(|v| Some(*v)).collect();
    table_of(&[name], &[values]).columns.remove(0)
}
