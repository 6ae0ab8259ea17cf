//! changes.csv: every changed cell.

use super::{line::Lines, write_lines};
use crate::model::{Change, RowId};
use crate::report::lens::Lens;
use crate::report::{ReportError, ReportInput};
use std::collections::BTreeMap;
use std::io::Write;
use std::sync::Arc;

const HEADER: [&str; 11] = ["row", "file", "sheet", "line", "entity", "code", "field", "rule", "before", "after", "from"];

/// From which row the value of a survivor's field comes.
type Origins = BTreeMap<(RowId, Arc<str>), RowId>;

/// Writes `changes.csv`: every changed cell with the rules that changed it, in the order given.
///
/// Invisible characters that were taken out are shown by number in `before`. Personal data is masked as `input.masking` says, and keeps its
/// separators, so that a changed form is still seen. `from` names the row that a survivor's value was taken from.
///
/// # Errors
/// If the writer refuses the bytes.
pub fn changes_csv(input: &ReportInput<'_>, changes: &[Change], origins: &Origins, mut out: impl Write) -> Result<(), ReportError> {
    let lens = Lens::new(input);
    let format = |i: usize, l: &mut Lines| {
        if let Some(c) = changes.get(i) {
            write_change(&lens, c, origins, l);
        }
    };
    Ok(write_lines(&mut out, &HEADER, changes.len(), format)?)
}

fn write_change(lens: &Lens<'_>, c: &Change, origins: &Origins, l: &mut Lines) {
    let (spot, record) = (lens.row(c.row), lens.input.records.record(c.row));
    let field = lens.field(record.entity, &c.field);
    l.number(c.row.0);
    l.text(spot.path());
    l.text(spot.sheet());
    l.maybe(spot.line);
    l.plain(record.entity.map_or("", |e| e.as_str()));
    l.text(record.code);
    l.text(&c.field);
    l.plain(c.rule.as_str());
    l.text(&lens.value(field, &c.before));
    l.text(&lens.value(field, &c.after));
    // Only survivors have values of others, and most runs change far more than they merge.
    let from = if c.rule.as_str().starts_with("survivor-") { origins.get(&(c.row, c.field.clone())) } else { None };
    l.text(&from.map_or_else(String::new, |row| place_of(lens, *row)));
    l.end();
}

/// Writes where a row stands: file, sheet and line.
fn place_of(lens: &Lens<'_>, row: RowId) -> String {
    let spot = lens.row(row);
    let line = spot.line.map_or_else(String::new, |l| format!(":{l}"));
    if spot.sheet().is_empty() { format!("{}{line}", spot.path()) } else { format!("{} [{}]{line}", spot.path(), spot.sheet()) }
}
