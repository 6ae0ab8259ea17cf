//! Office Open XML workbooks through calamine, with its known ways to fall guarded.

use super::budget::Budget;
use super::number_format::NumberFormat;
use super::parts::Package;
use super::sheet::{Area, Sheet};
use super::watch::Watch;
use crate::read::error::Fault;
use crate::read::options::ReadOptions;
use calamine::{DataRef, Reader, SheetVisible};
use std::collections::HashMap;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Reads the sheets of a workbook, with what was seen on its parts; a panic of the parser is a damaged file.
pub(super) fn read(bytes: Vec<u8>, options: &ReadOptions, seen: HashMap<String, Watch>) -> Result<Vec<Sheet>, Fault> {
    let parts = Package::open(&bytes)?.sheet_parts(&options.limits)?;
    let work = AssertUnwindSafe(|| xlsx(bytes, options, &parts, seen));
    catch_unwind(work).unwrap_or_else(|_| Err(Fault::Corrupt("xlsx", "its parts contradict each other".into())))
}

fn damaged(error: &impl std::fmt::Display) -> Fault {
    let text = error.to_string();
    if text.contains("password") { Fault::Encrypted("workbook protected with a password") } else { Fault::Corrupt("xlsx", text) }
}

/// Gives the worksheets asked for: name and whether it is hidden.
fn wanted(all: &[calamine::Sheet], options: &ReadOptions) -> Result<Vec<(String, bool)>, Fault> {
    let sheets: Vec<(String, bool)> = all.iter().map(|s| (s.name.clone(), s.visible != SheetVisible::Visible)).collect();
    let Some(asked) = &options.sheet else { return Ok(sheets) };
    let found: Vec<_> = sheets.iter().filter(|s| s.0 == *asked).cloned().collect();
    if found.is_empty() {
        return Err(Fault::NoSuchSheet(asked.clone(), sheets.into_iter().map(|s| s.0).collect()));
    }
    Ok(found)
}

fn xlsx(
    bytes: Vec<u8>,
    options: &ReadOptions,
    parts: &HashMap<String, String>,
    mut seen: HashMap<String, Watch>,
) -> Result<Vec<Sheet>, Fault> {
    let size = bytes.len() as u64;
    let mut book: calamine::Xlsx<_> = calamine::Xlsx::new(Cursor::new(bytes)).map_err(|e| damaged(&e))?;
    let epoch = book.has_1904_epoch();
    let mut budget = Budget::new(&options.limits, size);
    let mut sheets = Vec::new();
    for (name, hidden) in wanted(book.sheets_metadata(), options)? {
        let mut sheet = Sheet::new(&name, hidden);
        if let Some(watch) = parts.get(&name).and_then(|p| seen.remove(p)) {
            sheet.oddities = watch.oddities;
        }
        if let Ok(areas) = book.merge_cells_by_sheet_name(&name) {
            sheet.merges = areas.iter().map(|d| Area { top: d.start.0, left: d.start.1, bottom: d.end.0, right: d.end.1 }).collect();
        }
        let mut reader = match book.worksheet_cells_reader(&name) {
            Ok(r) => r,
            // Charts and dialogs are sheets without cells.
            Err(calamine::XlsxError::NotAWorksheet(_)) => continue,
            Err(e) => return Err(damaged(&e)),
        };
        let formats: Vec<NumberFormat> = reader
            .styles()
            .iter()
            .map(|s| s.number_format.as_ref().map_or(NumberFormat::Plain { decimals: 0 }, |f| NumberFormat::parse(&f.format_code)))
            .collect();
        while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(|e| damaged(&e))? {
            let (row, column) = cell.get_position();
            let plain_format = NumberFormat::Plain { decimals: 0 };
            let format = formats.get(style).unwrap_or(&plain_format);
            let text = match cell.get_value() {
                DataRef::Empty => continue,
                DataRef::String(s) => s.clone(),
                DataRef::SharedString(s) => (*s).to_owned(),
                DataRef::Float(v) => format.show(*v, epoch),
                DataRef::Int(v) => format.show(*v as f64, epoch),
                DataRef::DateTime(d) => format.show(d.as_f64(), epoch),
                DataRef::Bool(b) => if *b { "TRUE" } else { "FALSE" }.to_owned(),
                DataRef::DateTimeIso(s) | DataRef::DurationIso(s) => s.replace('T', " "),
                DataRef::Error(e) => e.to_string(),
            };
            budget.check(row, column, text.len(), &name)?;
            sheet.push(row, column, &text);
        }
        sheet.finish();
        sheets.push(sheet);
    }
    Ok(sheets)
}
