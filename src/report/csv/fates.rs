//! fates.csv: what became of every physical row.

use super::{line::Lines, write_lines};
use crate::model::{Fate, RowId};
use crate::report::lens::Lens;
use crate::report::{ReportError, ReportInput};
use std::io::Write;

const HEADER: [&str; 15] = [
    "row",
    "file",
    "sheet",
    "line",
    "system",
    "entity",
    "code",
    "fate",
    "batch",
    "rule",
    "into_row",
    "into_file",
    "into_sheet",
    "into_line",
    "into_code",
];

/// Writes `fates.csv`: one line for every physical row read, in reading order.
///
/// `fate` is `emitted` (with its batch), `merged` (with the row that survives in the end), `held`, `rejected` or `skipped` (with the rule
/// that says why); it is empty only where a run stopped half-way.
///
/// # Errors
/// If the writer refuses the bytes.
pub fn fates_csv(input: &ReportInput<'_>, mut out: impl Write) -> Result<(), ReportError> {
    let lens = Lens::new(input);
    let format = |i: usize, l: &mut Lines| write_fate(&lens, RowId(u32::try_from(i).expect("a run has fewer than 2^32 rows")), l);
    Ok(write_lines(&mut out, &HEADER, input.ledger.len(), format)?)
}

fn write_fate(lens: &Lens<'_>, row: RowId, l: &mut Lines) {
    let (spot, record, fate) = (lens.row(row), lens.input.records.record(row), lens.input.ledger.fate(row));
    l.number(row.0);
    l.text(spot.path());
    l.text(spot.sheet());
    l.maybe(spot.line);
    l.text(spot.system());
    l.plain(record.entity.map_or("", |e| e.as_str()));
    l.text(record.code);
    l.plain(fate.map_or("", |f| f.kind().as_str()));
    let (batch, rule) = match fate {
        Some(Fate::Emitted { batch }) => (&**batch, ""),
        Some(Fate::Held { why: rule } | Fate::Rejected { rule } | Fate::Skipped { rule }) => ("", rule.as_str()),
        Some(Fate::MergedInto { .. }) | None => ("", ""),
    };
    l.text(batch);
    l.plain(rule);
    match fate {
        Some(Fate::MergedInto { .. }) => write_survivor(lens, lens.input.ledger.survivor_of(row), l),
        _ => (0..5).for_each(|_| l.empty()),
    }
    l.end();
}

fn write_survivor(lens: &Lens<'_>, row: RowId, l: &mut Lines) {
    let spot = lens.row(row);
    l.number(row.0);
    l.text(spot.path());
    l.text(spot.sheet());
    l.maybe(spot.line);
    l.text(lens.input.records.record(row).code);
}
