//! changes.csv: every changed cell.

use super::{line::Lines, write_lines};
use crate::model::Change;
use crate::report::lens::Lens;
use crate::report::{ReportError, ReportInput};
use std::io::Write;

const HEADER: [&str; 10] = ["row", "file", "sheet", "line", "entity", "code", "field", "rule", "before", "after"];

/// Writes `changes.csv`: every changed cell with the rules that changed it, in the order given.
///
/// Invisible characters that were taken out are shown by number in `before`. Personal data is masked as `input.masking` says, and keeps its
/// separators, so that a changed form is still seen.
///
/// # Errors
/// If the writer refuses the bytes.
pub fn changes_csv(input: &ReportInput<'_>, changes: &[Change], mut out: impl Write) -> Result<(), ReportError> {
    let lens = Lens::new(input);
    let format = |i: usize, l: &mut Lines| {
        if let Some(c) = changes.get(i) {
            write_change(&lens, c, l);
        }
    };
    Ok(write_lines(&mut out, &HEADER, changes.len(), format)?)
}

fn write_change(lens: &Lens<'_>, c: &Change, l: &mut Lines) {
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
    l.end();
}
