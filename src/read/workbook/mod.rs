//! Workbooks to tables.

mod biff;
mod budget;
mod calamined;
pub(crate) mod container;
mod declared;
mod feed;
mod gauge;
mod html;
mod markup;
mod number_format;
mod oddities;
mod ods;
pub(crate) mod package;
mod parts;
pub(crate) mod protected;
mod sheet;
mod spans;
mod stored;
mod watch;
mod xlsb;
mod xml2003;

use super::assemble::{self, Fixes};
use super::error::Fault;
use super::file::{Format, ReadNote, SheetTable};
use super::layout::regions::{self, Hints};
use super::options::ReadOptions;
use sheet::Sheet;

/// Reads a workbook of any format.
pub(crate) fn read(format: Format, bytes: Vec<u8>, options: &ReadOptions) -> Result<(Vec<SheetTable>, Vec<ReadNote>), Fault> {
    let sheets = match format {
        Format::Xlsx => calamined::read(&bytes, options)?,
        Format::Xlsb => {
            package::guard(&bytes, &options.limits)?;
            xlsb::read(&bytes, options)?
        }
        Format::Ods => {
            if bytes.starts_with(b"PK") {
                package::guard(&bytes, &options.limits)?;
            }
            ods::read(&bytes, options)?
        }
        Format::Xls => biff::read(bytes, options)?,
        Format::Html => asked_for(html::read(bytes, options)?, |s| &s.name, options)?,
        Format::Xml2003 => asked_for(xml2003::read(bytes, options)?, |s| &s.name, options)?,
        Format::Text => Vec::new(),
    };
    let mut tables = Vec::new();
    for sheet in &sheets {
        tables.extend(tables_of(sheet, options));
    }
    Ok((tables, Vec::new()))
}

/// Keeps the sheets that were asked for.
fn asked_for<T>(sheets: Vec<T>, name: impl Fn(&T) -> &str, options: &ReadOptions) -> Result<Vec<T>, Fault> {
    let Some(asked) = &options.sheet else { return Ok(sheets) };
    if !sheets.iter().any(|s| name(s) == asked) {
        return Err(Fault::NoSuchSheet(asked.clone(), sheets.iter().map(|s| name(s).to_owned()).collect()));
    }
    Ok(sheets.into_iter().filter(|s| name(s) == asked).collect())
}

/// Finds the tables of one sheet; a sheet without cells gives none.
fn tables_of(sheet: &Sheet, options: &ReadOptions) -> Vec<SheetTable> {
    let hints = Hints { width: None, header: options.header };
    let mut tables = Vec::new();
    for (i, region) in regions::find(sheet, hints).iter().enumerate() {
        let mut table = assemble::table(sheet, region, Fixes::new());
        table.sheet = Some(sheet.name.clone());
        table.hidden = sheet.hidden;
        table.table_no = i as u32 + 1;
        if i == 0 {
            table.notes.extend(sheet.notes.iter().cloned());
        }
        tables.push(table);
    }
    tables
}

#[cfg(test)]
mod tests;
