//! findings.csv: every finding, one a line.

use super::{line::Lines, write_lines};
use crate::report::lens::Lens;
use crate::report::{EntityFinding, ReportError, ReportInput};
use std::io::Write;

const HEADER: [&str; 18] = [
    "severity",
    "dimension",
    "rule",
    "title",
    "entity",
    "owner",
    "system",
    "file",
    "sheet",
    "line",
    "field",
    "column",
    "code",
    "name",
    "value",
    "expected",
    "suggestion",
    "hint",
];

/// Writes `findings.csv`: all findings in their order, with nothing left out.
///
/// `line` is the 1-based line or row number in the source; `column` the header as its owner wrote it; `code` and `name` the record's own.
/// Personal data is masked as `input.masking` says.
///
/// # Errors
/// If the writer refuses the bytes.
pub fn findings_csv(input: &ReportInput<'_>, mut out: impl Write) -> Result<(), ReportError> {
    let lens = Lens::new(input);
    let format = |i: usize, l: &mut Lines| {
        if let Some(f) = input.findings.get(i) {
            write_finding(&lens, f, l);
        }
    };
    Ok(write_lines(&mut out, &HEADER, input.findings.len(), format)?)
}

fn write_finding(lens: &Lens<'_>, f: &EntityFinding<'_>, l: &mut Lines) {
    let finding = f.finding;
    let spot = lens.spot(&finding.at);
    let record = spot.row.map(|r| lens.input.records.record(r)).unwrap_or_default();
    let field = spot.field.and_then(|name| lens.field(f.entity, name));
    l.plain(lens.severity(f).as_str());
    l.plain(lens.dimension(f).map_or("", |d| d.as_str()));
    l.plain(finding.rule.as_str());
    l.text(lens.title(f.entity, &finding.rule));
    l.plain(f.entity.map_or("", |e| e.as_str()));
    l.text(spot.owner());
    l.text(spot.system());
    l.text(spot.path());
    l.text(spot.sheet());
    l.maybe(spot.line);
    l.text(spot.field.unwrap_or(""));
    l.text(lens.header(&spot, f.entity));
    l.text(record.code);
    l.text(&lens.name(&record));
    l.text(&lens.found(field, finding));
    l.text(&lens.about(field, &finding.expected));
    l.text(&lens.value(field, &finding.suggestion));
    l.text(lens.hint(f.entity, &finding.rule));
    l.end();
}
