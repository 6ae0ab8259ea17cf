//! Binary Office Open XML workbooks.
//!
//! Source: [MS-XLSB], Excel Binary File Format.

use super::asked_for;
use super::budget::Budget;
use super::parts::{Package, Part};
use super::sheet::{Area, Sheet};
use super::stored::{Fields, Formats, error_name, rk, truth};
use crate::read::error::Fault;
use crate::read::options::{Limits, ReadOptions};
use std::collections::HashSet;
use std::io::{BufRead, Read};

fn corrupt(detail: &str) -> Fault {
    Fault::Corrupt("xlsb", detail.into())
}

/// Reads the worksheets of a workbook.
pub(super) fn read(bytes: &[u8], options: &ReadOptions) -> Result<Vec<Sheet>, Fault> {
    let limits = &options.limits;
    let mut package = Package::open(bytes)?;
    let mut book = Book::read(&mut package, limits)?;
    book.sheets = asked_for(std::mem::take(&mut book.sheets), |s| &s.name, options)?;
    let mut budget = Budget::new(limits, bytes.len() as u64);
    let mut sheets = Vec::new();
    let mut parts = HashSet::new();
    for place in &book.sheets {
        budget.sheet(&place.name)?;
        if !parts.insert(&place.part) {
            return Err(corrupt("two of its sheets are one part"));
        }
        // Sheets of charts and dialogs have no cells; a sheet whose part is missing has none either.
        let Some(part) = package.part(&place.part) else { continue };
        let mut sheet = Sheet::new(&place.name, place.hidden);
        let mut cells = Cells { book: &book, sheet: &mut sheet, budget: &mut budget, row: 0, column: 0, filtered: None };
        each(part, limits, |kind, data| cells.take(kind, data))?;
        sheet.finish();
        sheets.push(sheet);
    }
    Ok(sheets)
}

/// Goes over the records of a part; a record that is cut off ends it.
fn each(mut part: Part<'_, '_>, limits: &Limits, mut take: impl FnMut(u32, &[u8]) -> Result<(), Fault>) -> Result<(), Fault> {
    let mut data = Vec::new();
    while let Some(kind) = number(&mut part, 2) {
        let Some(length) = number(&mut part, 4).map(u64::from) else { break };
        if length > limits.cell_bytes * 2 {
            return Err(Fault::Limit("cell_bytes", limits.cell_bytes, format!("record {kind} of {length} bytes")));
        }
        data.clear();
        match part.by_ref().take(length).read_to_end(&mut data) {
            Ok(n) if n as u64 == length => take(kind, &data)?,
            _ => break,
        }
    }
    Ok(())
}

/// Reads a number of seven bits a byte, low ones first.
fn number(part: &mut impl BufRead, most: u32) -> Option<u32> {
    let mut value = 0u32;
    for i in 0..most {
        let byte = *part.fill_buf().ok()?.first()?;
        part.consume(1);
        value |= u32::from(byte & 0x7F) << (7 * i);
        if byte & 0x80 == 0 {
            break;
        }
    }
    Some(value)
}

/// Reads a text of two bytes a character, which its length stands before; gives also what follows it.
fn wide(data: &[u8], at: usize) -> Option<(String, &[u8])> {
    let length = data.word(at)? as usize;
    let (text, rest) = data.get(at + 4..)?.split_at_checked(length.checked_mul(2)?)?;
    Some((encoding_rs::UTF_16LE.decode_without_bom_handling(text).0.into_owned(), rest))
}

/// Where a sheet is.
struct Place {
    name: String,
    part: String,
    hidden: bool,
}

/// What holds for the whole workbook.
#[derive(Default)]
struct Book {
    sheets: Vec<Place>,
    strings: Vec<String>,
    formats: Formats,
    epoch_1904: bool,
}

impl Book {
    fn read(package: &mut Package<'_>, limits: &Limits) -> Result<Self, Fault> {
        let mut book = Self::default();
        let targets = package.relations("xl/_rels/workbook.bin.rels", limits)?;
        let part = package.part("xl/workbook.bin").ok_or_else(|| corrupt("it has no part xl/workbook.bin"))?;
        each(part, limits, |kind, data| {
            match kind {
                153 => book.epoch_1904 = data.byte(0).is_some_and(|b| b & 1 != 0),
                156 => {
                    if let Some((id, rest)) = wide(data, 8)
                        && let (Some((name, _)), Some(part)) = (wide(rest, 0), targets.get(&id))
                    {
                        book.sheets.push(Place { name, part: part.clone(), hidden: data.word(0).is_some_and(|state| state != 0) });
                    }
                }
                _ => {}
            }
            Ok(())
        })?;
        if let Some(part) = package.part("xl/sharedStrings.bin") {
            each(part, limits, |kind, data| {
                if kind == 19 {
                    book.strings.push(wide(data, 1).map(|t| t.0).unwrap_or_default());
                }
                Ok(())
            })?;
        }
        book.read_styles(package, limits)?;
        Ok(book)
    }

    fn read_styles(&mut self, package: &mut Package<'_>, limits: &Limits) -> Result<(), Fault> {
        let Some(part) = package.part("xl/styles.bin") else { return Ok(()) };
        let mut inside = false;
        each(part, limits, |kind, data| {
            match kind {
                44 => {
                    if let (Some(number), Some((code, _))) = (data.half(0), wide(data, 2)) {
                        self.formats.define(number, &code);
                    }
                }
                // Styles of cells, which stand apart from named styles.
                617 => inside = true,
                618 => inside = false,
                47 if inside => self.formats.style(data.half(2).unwrap_or(0)),
                _ => {}
            }
            Ok(())
        })
    }
}

struct Cells<'a, 'b> {
    book: &'a Book,
    sheet: &'a mut Sheet,
    budget: &'a mut Budget<'b>,
    row: u32,
    column: u32,
    /// The rows of a filter that was begun.
    filtered: Option<(u32, u32)>,
}

impl Cells<'_, '_> {
    fn take(&mut self, kind: u32, data: &[u8]) -> Result<(), Fault> {
        match kind {
            0 => self.row(data),
            // A short record says nothing of its column: it is the next one.
            1..=11 | 62 => {
                self.column = data.word(0).unwrap_or(self.column);
                self.cell(kind, data.word(4).unwrap_or(0), data.get(8..).unwrap_or(&[]))
            }
            12..=18 => {
                self.column = self.column.wrapping_add(1);
                self.cell(kind - 11, data.word(0).unwrap_or(0), data.get(4..).unwrap_or(&[]))
            }
            _ => {
                self.aside(kind, data);
                Ok(())
            }
        }
    }

    fn row(&mut self, data: &[u8]) -> Result<(), Fault> {
        self.row = data.word(0).unwrap_or(self.row);
        self.column = u32::MAX;
        if data.byte(11).is_some_and(|b| b & 0x10 != 0) {
            self.sheet.oddities.hide_row(self.row);
        }
        self.budget.place(self.row, 0, &self.sheet.name)
    }

    fn cell(&mut self, kind: u32, style: u32, value: &[u8]) -> Result<(), Fault> {
        let show = |v| self.book.formats.show((style & 0xFF_FFFF) as usize, v, self.book.epoch_1904);
        let own;
        let text = match kind {
            2 => {
                own = value.word(0).map(|v| show(rk(v)));
                own.as_deref()
            }
            3 | 11 => value.byte(0).map(error_name),
            4 | 10 => value.byte(0).map(|b| truth(b != 0)),
            5 | 9 => {
                own = value.double(0).map(show);
                own.as_deref()
            }
            6 | 8 | 62 => {
                own = wide(value, usize::from(kind == 62)).map(|t| t.0);
                own.as_deref()
            }
            7 => value.word(0).and_then(|i| self.book.strings.get(i as usize)).map(String::as_str),
            _ => None,
        };
        let Some(text) = text else { return Ok(()) };
        self.budget.check(self.row, self.column, text.len(), &self.sheet.name)?;
        self.sheet.push(self.row, self.column, text);
        Ok(())
    }

    /// Notes hidden columns, merged areas and filters.
    fn aside(&mut self, kind: u32, data: &[u8]) {
        let at = |i: usize| data.word(i * 4).unwrap_or(0);
        match kind {
            60 if data.half(16).is_some_and(|f| f & 1 != 0) => self.sheet.oddities.hide_columns(at(0), at(1)),
            176 => self.sheet.merges.push(Area { top: at(0), bottom: at(1), left: at(2), right: at(3) }),
            161 => self.filtered = Some((at(0), at(1))),
            163 => {
                if let Some((first, last)) = self.filtered.take() {
                    self.sheet.oddities.filter(first, last);
                }
            }
            _ => {}
        }
    }
}
