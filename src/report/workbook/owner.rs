//! One owner's sheet: a row for every finding.

use super::style::Styles;
use crate::report::lens::Lens;
use crate::report::words::Words;
use crate::report::{EntityFinding, ReportError};
use rust_xlsxwriter::{DataValidation, IgnoreError, ProtectionOptions, Worksheet, XlsxError};

/// Key of the heading (in the words of the workbook) and width in characters.
const COLUMNS: [(&str, f64); 19] = [
    ("severity", 9.0),
    ("title", 30.0),
    ("entity", 11.0),
    ("file", 26.0),
    ("file_sheet", 12.0),
    ("line", 8.0),
    ("column", 16.0),
    ("code", 16.0),
    ("name", 26.0),
    ("value", 26.0),
    ("expected", 26.0),
    ("suggestion", 24.0),
    ("hint", 36.0),
    ("answer", 18.0),
    ("new_value", 22.0),
    ("remark", 26.0),
    ("rule", 20.0),
    ("field", 14.0),
    ("id", 18.0),
];
const ANSWER: u16 = 13;
const NEW_VALUE: u16 = 14;
const REMARK: u16 = 15;
const RULE: u16 = 16;
const FIELD: u16 = 17;
const ID: u16 = 18;
/// What can be answered where the question is whether two records are one.
const PAIR: [&str; 3] = ["same", "different", "later"];
/// What can be answered about a value.
const VALUE: [&str; 6] = ["use", "keep", "correct", "retire", "fixed", "later"];

/// Writes the sheet of these findings.
pub(super) fn write(
    lens: &Lens<'_>,
    styles: &Styles,
    sheet: &mut Worksheet,
    name: &str,
    findings: &[&EntityFinding<'_>],
) -> Result<(), ReportError> {
    let last = u32::try_from(findings.len()).expect("a sheet has at most 2^20 rows");
    sheet.set_name(name)?;
    head(lens, styles, sheet, last)?;
    offer(lens.words, sheet, findings)?;
    for (row, f) in (1..).zip(findings) {
        write_finding(lens, styles, sheet, row, f)?;
    }
    Ok(())
}

/// Says what can still be done on a protected sheet: answers, filters, sorting, and giving columns another width.
fn usable() -> ProtectionOptions {
    let mut options = ProtectionOptions::new();
    options.use_autofilter = true;
    options.sort = true;
    options.format_columns = true;
    options.format_rows = true;
    options
}

fn head(lens: &Lens<'_>, styles: &Styles, sheet: &mut Worksheet, last: u32) -> Result<(), XlsxError> {
    let right = COLUMNS.len() as u16 - 1;
    for (column, (key, width)) in (0..).zip(COLUMNS) {
        sheet.set_column_width(column, width)?;
        let format = if (ANSWER..=REMARK).contains(&column) { &styles.answer_head } else { &styles.head };
        sheet.write_string_with_format(0, column, lens.words.get("workbook", key), format)?;
    }
    sheet.set_row_height(0, 24)?;
    sheet.set_freeze_panes(1, 2)?;
    sheet.autofilter(0, 0, last, right)?;
    // Codes are text; Excel would mark every one of them as a number kept as text.
    sheet.ignore_error_range(1, 0, last, right, IgnoreError::NumberStoredAsText)?;
    // What identifies a row is not to be edited by mistake; there is no password, so that whoever must can.
    sheet.protect_with_options(&usable());
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    Ok(())
}

/// Offers the answers that fit, for each run of rows with the same choice.
fn offer(words: &Words, sheet: &mut Worksheet, findings: &[&EntityFinding<'_>]) -> Result<(), XlsxError> {
    let mut row = 1;
    for run in findings.chunk_by(|a, b| a.finding.other.is_some() == b.finding.other.is_some()) {
        let next = row + u32::try_from(run.len()).expect("a sheet has at most 2^20 rows");
        let pair = run.first().is_some_and(|f| f.finding.other.is_some());
        let choice = if pair { answers(words, &PAIR)? } else { answers(words, &VALUE)? };
        sheet.add_data_validation(row, ANSWER, next - 1, ANSWER, &choice)?;
        row = next;
    }
    Ok(())
}

/// Lists answers to pick from.
fn answers(words: &Words, keys: &[&str]) -> Result<DataValidation, XlsxError> {
    let list: Vec<&str> = keys.iter().map(|key| words.get("answer", key)).collect();
    DataValidation::new()
        .allow_list_strings(&list)?
        .set_input_title(words.get("workbook", "pick"))?
        .set_input_message(words.get("workbook", "pick_text"))?
        .set_error_title(words.get("workbook", "pick"))?
        .set_error_message(words.get("workbook", "pick_error"))
}

fn write_finding(lens: &Lens<'_>, styles: &Styles, sheet: &mut Worksheet, row: u32, f: &EntityFinding<'_>) -> Result<(), XlsxError> {
    let finding = f.finding;
    let spot = lens.spot(&finding.at);
    let record = spot.row.map(|r| lens.input.records.record(r)).unwrap_or_default();
    let field = spot.field.and_then(|name| lens.field(f.entity, name));
    let severity = lens.severity(f);
    sheet.write_string_with_format(row, 0, lens.words.severity(severity), styles.severity(severity))?;
    let file = if spot.source.is_some() { spot.path() } else { lens.words.get("workbook", "run") };
    let cells = [
        (1, lens.title(f.entity, &finding.rule)),
        (2, f.entity.map_or("", |e| lens.entity_label(e.as_str()))),
        (3, file),
        (4, spot.sheet()),
        (6, lens.header(&spot, f.entity)),
        (7, record.code),
        (8, &lens.name(&record)),
        (9, &lens.found(field, finding)),
        (10, &lens.about(field, &finding.expected)),
        (11, &lens.value(field, &finding.suggestion)),
        (12, lens.hint(f.entity, &finding.rule)),
    ];
    // Constant memory wants the cells of a row from left to right only within reason: a row is kept until the next one begins.
    for (column, text) in cells {
        styles.data(sheet, row, column, text)?;
    }
    match spot.line {
        Some(line) => sheet.write_number_with_format(row, 5, line, &styles.number)?,
        None => sheet.write_blank(row, 5, &styles.text)?,
    };
    for column in [ANSWER, NEW_VALUE, REMARK] {
        sheet.write_blank(row, column, &styles.answer)?;
    }
    sheet.write_string_with_format(row, RULE, finding.rule.as_str(), &styles.soft)?;
    sheet.write_string_with_format(row, FIELD, super::style::cell_text(spot.field.unwrap_or("")), &styles.soft)?;
    sheet.write_string_with_format(row, ID, f.question.unwrap_or(""), &styles.soft)?;
    Ok(())
}
