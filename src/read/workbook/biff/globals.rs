//! What holds for the whole workbook: its sheets, shared texts, number formats and epoch.

use super::record::{BEGINNINGS, END, Record, Records, Version};
use super::strings::{self, Writing};
use crate::read::error::Fault;
use crate::read::options::ReadOptions;
use crate::read::workbook::stored::{Fields, Formats};
use encoding_rs::Encoding;

/// What a sheet holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Cells,
    Macros,
    Other,
}

/// Where a sheet is.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) name: String,
    pub(super) hidden: bool,
    pub(super) kind: Kind,
    /// Where its first record stands in the stream.
    pub(super) start: usize,
}

/// The workbook.
pub(super) struct Globals {
    pub(super) writing: Writing,
    pub(super) epoch_1904: bool,
    pub(super) formats: Formats,
    pub(super) strings: Vec<String>,
    pub(super) sheets: Vec<Place>,
    /// Formats before version 5 are numbered by their order.
    order: u16,
}

impl Globals {
    /// Reads the workbook's part of a stream, or a whole stream of a version that has one sheet.
    pub(super) fn read(stream: &[u8], version: Version, options: &ReadOptions) -> Result<Self, Fault> {
        let asked = options.encoding.as_deref().and_then(|e| Encoding::for_label(e.as_bytes()));
        let mut globals = Self {
            writing: Writing { version, page: asked.unwrap_or(encoding_rs::WINDOWS_1252) },
            epoch_1904: false,
            formats: Formats::default(),
            strings: Vec::new(),
            sheets: Vec::new(),
            order: 0,
        };
        let single = version < Version::Five;
        for record in Records::new(stream, 0) {
            match record.kind {
                0x0042 if asked.is_none() => globals.writing.page = strings::code_page(record.data.half(0).unwrap_or(1252)),
                END if !single => break,
                k if BEGINNINGS.contains(&k) && single => globals.embedded(&record),
                _ => globals.take(&record)?,
            }
        }
        // A stream of a late version without a list of sheets is one bare sheet.
        if globals.sheets.is_empty() {
            globals.sheets.push(Place { name: "Sheet1".into(), hidden: false, kind: Kind::Cells, start: 0 });
        }
        Ok(globals)
    }

    /// Notes a sheet of a version that has no list of them.
    fn embedded(&mut self, record: &Record<'_>) {
        let kind = match record.data.half(2) {
            Some(0x10) => Kind::Cells,
            Some(0x40) => Kind::Macros,
            _ => return,
        };
        let name = format!("Sheet{}", self.sheets.len() + 1);
        self.sheets.push(Place { name, hidden: false, kind, start: record.start });
    }

    fn take(&mut self, record: &Record<'_>) -> Result<(), Fault> {
        let data = record.data;
        match record.kind {
            0x002F if data.iter().any(|&b| b != 0) => return Err(Fault::Encrypted("workbook protected with a password")),
            0x0022 => self.epoch_1904 = data.half(0) == Some(1),
            0x001E => self.format(self.order, self.writing.short(data)),
            0x041E if self.writing.version < Version::Five => {
                self.format(self.order, self.writing.short(data.get(2..).unwrap_or(&[])));
            }
            0x041E => {
                let text = data.get(2..).unwrap_or(&[]);
                let code = if self.writing.version.is_8() { self.writing.long(text) } else { self.writing.short(text) };
                self.format(data.half(0).unwrap_or(0), code);
            }
            0x0243 | 0x0443 => self.formats.style(u16::from(data.byte(1).unwrap_or(0))),
            0x00E0 => self.formats.style(data.half(2).unwrap_or(0)),
            0x0085 => self.sheet(data),
            0x00FC => self.strings = strings::shared(record),
            _ => {}
        }
        Ok(())
    }

    fn format(&mut self, number: u16, code: String) {
        self.formats.define(number, &code);
        self.order = self.order.saturating_add(1);
    }

    fn sheet(&mut self, data: &[u8]) {
        let (Some(start), Some(state), Some(kind)) = (data.word(0), data.byte(4), data.byte(5)) else { return };
        let name: String = self.writing.short(data.get(6..).unwrap_or(&[])).chars().filter(|&c| c != '\0').collect();
        let kind = match kind {
            0 => Kind::Cells,
            1 => Kind::Macros,
            _ => Kind::Other,
        };
        self.sheets.push(Place { name, hidden: state & 3 != 0, kind, start: start as usize });
    }
}
