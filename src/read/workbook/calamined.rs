//! Workbooks through calamine, with its known ways to fall guarded.

use super::budget::Budget;
use super::number_format::{NumberFormat, plain};
use super::sheet::{Area, Sheet};
use crate::read::error::Fault;
use crate::read::file::Format;
use crate::read::options::ReadOptions;
use calamine::{Data, DataRef, Reader, SheetVisible};
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Reads the sheets of a workbook; a panic of the parser is a damaged file.
pub(super) fn read(format: Format, bytes: Vec<u8>, options: &ReadOptions) -> Result<Vec<Sheet>, Fault> {
    let name = format.as_str();
    let work = AssertUnwindSafe(|| match format {
        Format::Xlsx => xlsx(bytes, options),
        Format::Xlsb => xlsb(bytes, options),
        Format::Xls => ranges::<calamine::Xls<_>>(bytes, options, name),
        _ => ranges::<calamine::Ods<_>>(bytes, options, name),
    });
    catch_unwind(work).unwrap_or_else(|_| Err(Fault::Corrupt(name, "its parts contradict each other".into())))
}

fn damaged(format: &'static str, error: &impl std::fmt::Display) -> Fault {
    let text = error.to_string();
    if text.contains("password") { Fault::Encrypted("workbook protected with a password") } else { Fault::Corrupt(format, text) }
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

fn xlsx(bytes: Vec<u8>, options: &ReadOptions) -> Result<Vec<Sheet>, Fault> {
    let mut book: calamine::Xlsx<_> = calamine::Xlsx::new(Cursor::new(bytes)).map_err(|e| damaged("xlsx", &e))?;
    let epoch = book.has_1904_epoch();
    let mut budget = Budget::new(&options.limits);
    let mut sheets = Vec::new();
    for (name, hidden) in wanted(book.sheets_metadata(), options)? {
        let mut sheet = Sheet::new(&name, hidden);
        if let Ok(areas) = book.merge_cells_by_sheet_name(&name) {
            sheet.merges = areas.iter().map(|d| Area { top: d.start.0, left: d.start.1, bottom: d.end.0, right: d.end.1 }).collect();
        }
        let mut reader = match book.worksheet_cells_reader(&name) {
            Ok(r) => r,
            // Charts and dialogs are sheets without cells.
            Err(calamine::XlsxError::NotAWorksheet(_)) => continue,
            Err(e) => return Err(damaged("xlsx", &e)),
        };
        let formats: Vec<NumberFormat> = reader
            .styles()
            .iter()
            .map(|s| s.number_format.as_ref().map_or(NumberFormat::Plain { decimals: 0 }, |f| NumberFormat::parse(&f.format_code)))
            .collect();
        while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(|e| damaged("xlsx", &e))? {
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

fn xlsb(bytes: Vec<u8>, options: &ReadOptions) -> Result<Vec<Sheet>, Fault> {
    let mut book: calamine::Xlsb<_> = calamine::Xlsb::new(Cursor::new(bytes)).map_err(|e| damaged("xlsb", &e))?;
    let epoch = book.has_1904_epoch();
    let mut budget = Budget::new(&options.limits);
    let mut sheets = Vec::new();
    for (name, hidden) in wanted(book.sheets_metadata(), options)? {
        let mut sheet = Sheet::new(&name, hidden);
        let mut reader = book.worksheet_cells_reader(&name).map_err(|e| damaged("xlsb", &e))?;
        while let Some(cell) = reader.next_cell().map_err(|e| damaged("xlsb", &e))? {
            let (row, column) = cell.get_position();
            let text = shown(&Data::from(cell.get_value().clone()), epoch);
            budget.check(row, column, text.len(), &name)?;
            sheet.push(row, column, &text);
        }
        sheet.finish();
        sheets.push(sheet);
    }
    Ok(sheets)
}

fn ranges<R>(bytes: Vec<u8>, options: &ReadOptions, format: &'static str) -> Result<Vec<Sheet>, Fault>
where
    R: Reader<Cursor<Vec<u8>>>,
    R::Error: std::fmt::Display,
{
    let mut book = R::new(Cursor::new(bytes)).map_err(|e| damaged(format, &e))?;
    let mut budget = Budget::new(&options.limits);
    let mut sheets = Vec::new();
    for (name, hidden) in wanted(book.sheets_metadata(), options)? {
        let mut sheet = Sheet::new(&name, hidden);
        let range = book.worksheet_range(&name).map_err(|e| damaged(format, &e))?;
        let (top, left) = range.start().unwrap_or((0, 0));
        for (row, column, value) in range.used_cells() {
            let (row, column) = (row as u32 + top, column as u32 + left);
            let text = shown(value, false);
            budget.check(row, column, text.len(), &name)?;
            sheet.push(row, column, &text);
        }
        sheet.finish();
        sheets.push(sheet);
    }
    Ok(sheets)
}

/// Says what a person sees where the number format is not known in full.
fn shown(value: &Data, epoch_1904: bool) -> String {
    match value {
        Data::Empty => String::new(),
        Data::String(s) => s.clone(),
        Data::Float(v) => plain(*v, 0),
        Data::Int(v) => v.to_string(),
        Data::Bool(b) => if *b { "TRUE" } else { "FALSE" }.into(),
        Data::DateTime(d) if d.is_duration() => NumberFormat::Duration.show(d.as_f64(), epoch_1904),
        Data::DateTime(d) => {
            let value = d.as_f64();
            let format = if value.fract() == 0.0 {
                NumberFormat::Date
            } else if value < 1.0 {
                NumberFormat::Time
            } else {
                NumberFormat::DateTime
            };
            format.show(value, epoch_1904)
        }
        Data::DateTimeIso(s) | Data::DurationIso(s) => s.replace('T', " "),
        Data::Error(e) => e.to_string(),
    }
}
