//! BIFF workbooks (versions 2 to 8), in an OLE container or bare.
//!
//! Only what a table needs is read: texts, numbers with their formats, stored results of formulas, and what is hidden. Every read is checked against the
//! end of its record, and what is taken is bounded by the bytes that are there and by the limits, never by a number that the file claims.
//!
//! Source: [MS-XLS]; for the versions before 8 the OpenOffice.org documentation of the Excel file format.

mod cells;
mod globals;
mod record;
mod strings;

use super::asked_for;
use super::budget::Budget;
use super::container::Container;
use super::protected;
use super::sheet::Sheet;
use crate::read::error::Fault;
use crate::read::options::ReadOptions;
use globals::{Globals, Kind};
use record::{Records, Version};

/// The signature of an OLE container.
const CONTAINER: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// Reads the worksheets of a workbook.
pub(super) fn read(bytes: Vec<u8>, options: &ReadOptions) -> Result<Vec<Sheet>, Fault> {
    let size = bytes.len() as u64;
    let mut stream = if bytes.starts_with(CONTAINER) {
        let container = Container::open(&bytes)?;
        match container.stream("Workbook")? {
            Some(stream) => stream,
            None => container.stream("Book")?.ok_or_else(|| corrupt("the container holds no workbook"))?,
        }
    } else {
        bytes
    };
    protected::biff::open(&mut stream);
    sheets(&stream, size, options)
}

fn corrupt(detail: &str) -> Fault {
    Fault::Corrupt("xls", detail.into())
}

fn sheets(stream: &[u8], size: u64, options: &ReadOptions) -> Result<Vec<Sheet>, Fault> {
    let version = record::version(stream).ok_or_else(|| corrupt("its first record is not the beginning of a workbook"))?;
    let globals = Globals::read(stream, version, options)?;
    let mut budget = Budget::new(&options.limits, size);
    let all: Vec<_> = globals.sheets.iter().filter(|s| matches!(s.kind, Kind::Cells | Kind::Macros)).collect();
    let mut sheets = Vec::new();
    for place in asked_for(all, |s| &s.name, options)? {
        budget.sheet(&place.name)?;
        let mut sheet = Sheet::new(&place.name, place.hidden);
        cells::read(Records::new(stream, place.start), &globals, &mut sheet, &mut budget)?;
        sheet.finish();
        sheets.push(sheet);
    }
    Ok(sheets)
}

impl Version {
    /// Says whether texts are marked as to their width, and cells know their style.
    fn is_8(self) -> bool {
        self == Self::Eight
    }
}
