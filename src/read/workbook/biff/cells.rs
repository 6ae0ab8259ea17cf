//! The cells of one sheet.

use super::globals::Globals;
use super::record::{BEGINNINGS, END, Record, Records, Version};
use crate::read::error::Fault;
use crate::read::workbook::budget::Budget;
use crate::read::workbook::sheet::{Area, Sheet};
use crate::read::workbook::stored::{Fields, error_name, rk, truth};

/// Bit of a row that is hidden.
const ROW_HIDDEN: u16 = 0x20;

/// Reads the cells of the sheet that begins where the records do.
pub(super) fn read(records: Records<'_>, globals: &Globals, sheet: &mut Sheet, budget: &mut Budget<'_>) -> Result<(), Fault> {
    let mut reader = Reader { globals, cells: Vec::new(), waiting: None, sheet, budget };
    let mut depth = 0u32;
    for record in records {
        let bytes = record.data.len() + record.more.iter().map(|m| m.len()).sum::<usize>();
        if !reader.budget.scan(bytes) {
            return Err(super::corrupt("its sheets lie inside each other"));
        }
        match record.kind {
            k if BEGINNINGS.contains(&k) => depth += 1,
            END => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    break;
                }
            }
            // Charts inside the sheet have records of the same numbers.
            _ if depth <= 1 => {
                reader.take(&record);
            }
            _ => {}
        }
    }
    reader.finish()
}

struct Reader<'a, 'b> {
    globals: &'a Globals,
    /// Row, column, text.
    cells: Vec<(u16, u16, Text<'a>)>,
    /// A formula whose text comes in a record of its own.
    waiting: Option<(u16, u16)>,
    sheet: &'a mut Sheet,
    budget: &'a mut Budget<'b>,
}

/// A text of the table of shared ones, or of its own.
enum Text<'a> {
    Shared(&'a str),
    Own(String),
}

impl Text<'_> {
    fn as_str(&self) -> &str {
        match self {
            Self::Shared(t) => t,
            Self::Own(t) => t,
        }
    }
}

impl<'a> Reader<'a, '_> {
    /// Takes one record; one that is too short for what it is holds no cell.
    fn take(&mut self, record: &Record<'_>) -> Option<()> {
        let data = record.data;
        match (record.kind, self.globals.writing.version) {
            (0x0002..=0x0005, Version::Two) => return self.old_cell(record.kind, data),
            (0x0006, Version::Two) => return self.formula(data, 7),
            (0x0007, Version::Two) => return self.text_of_formula(self.globals.writing.short(data)),
            (0x0006 | 0x0206 | 0x0406, _) => return self.formula(data, 6),
            (0x0207, _) => return self.text_of_formula(self.globals.writing.long(data)),
            (0x0203, _) => self.number(data, data.double(6)?)?,
            (0x027E, _) => self.number(data, rk(data.word(6)?))?,
            (0x00BD, _) => self.numbers(data)?,
            (0x0204 | 0x00D6, _) => self.put(data, Text::Own(self.globals.writing.long(data.get(6..)?)))?,
            (0x00FD, _) => self.put(data, Text::Shared(self.globals.strings.get(data.word(6)? as usize)?))?,
            (0x0205, _) => self.put(data, Text::Own(judgement(data.get(6..)?)?.into()))?,
            (0x0208, _) if data.half(12)? & ROW_HIDDEN != 0 => self.sheet.oddities.hide_row(u32::from(data.half(0)?)),
            (0x007D, _) if data.half(8)? & 1 != 0 => self.sheet.oddities.hide_columns(u32::from(data.half(0)?), u32::from(data.half(2)?)),
            (0x009B, _) => self.sheet.oddities.filter(0, u32::MAX),
            (0x00E5, _) => self.merge(data),
            _ => {}
        }
        Some(())
    }

    fn put(&mut self, data: &[u8], text: Text<'a>) -> Option<()> {
        self.cells.push((data.half(0)?, data.half(2)?, text));
        Some(())
    }

    fn number(&mut self, data: &[u8], value: f64) -> Option<()> {
        let shown = self.globals.formats.show(usize::from(data.half(4)?), value, self.globals.epoch_1904);
        self.put(data, Text::Own(shown))
    }

    /// Reads a row of packed numbers.
    fn numbers(&mut self, data: &[u8]) -> Option<()> {
        let (row, first) = (data.half(0)?, data.half(2)?);
        let body = data.get(4..data.len().checked_sub(2)?)?;
        for (i, cell) in body.as_chunks::<6>().0.iter().enumerate() {
            let column = u16::try_from(i).ok().and_then(|i| first.checked_add(i))?;
            let shown = self.globals.formats.show(usize::from(cell.half(0)?), rk(cell.word(2)?), self.globals.epoch_1904);
            self.cells.push((row, column, Text::Own(shown)));
        }
        Some(())
    }

    /// Reads a cell of version 2, whose three bytes of style hold the number of its format.
    fn old_cell(&mut self, kind: u16, data: &[u8]) -> Option<()> {
        let format = u16::from(data.byte(5)? & 0x3F);
        let show = |value| Text::Own(self.globals.formats.show_as(format, value, self.globals.epoch_1904));
        let text = match kind {
            0x0002 => show(f64::from(data.half(7)?)),
            0x0003 => show(data.double(7)?),
            0x0004 => Text::Own(self.globals.writing.short(data.get(7..)?)),
            _ => Text::Own(judgement(data.get(7..)?)?.into()),
        };
        self.put(data, text)
    }

    /// Reads the stored result of a formula.
    fn formula(&mut self, data: &[u8], at: usize) -> Option<()> {
        self.forget();
        let result = data.get(at..at + 8)?;
        if result.half(6)? != 0xFFFF {
            let value = result.double(0)?;
            return if at == 7 {
                let shown = self.globals.formats.show_as(u16::from(data.byte(5)? & 0x3F), value, self.globals.epoch_1904);
                self.put(data, Text::Own(shown))
            } else {
                self.number(data, value)
            };
        }
        match result.byte(0)? {
            0 => self.waiting = Some((data.half(0)?, data.half(2)?)),
            1 => self.put(data, Text::Own(truth(result.byte(2)? != 0).into()))?,
            2 => self.put(data, Text::Own(error_name(result.byte(2)?).into()))?,
            _ => {}
        }
        Some(())
    }

    fn text_of_formula(&mut self, text: String) -> Option<()> {
        let (row, column) = self.waiting.take()?;
        self.cells.push((row, column, Text::Own(text)));
        Some(())
    }

    /// Notes a formula whose text never came.
    fn forget(&mut self) {
        if let Some((row, column)) = self.waiting.take() {
            self.sheet.oddities.formula_without_value(u32::from(row), u32::from(column));
        }
    }

    fn merge(&mut self, data: &[u8]) {
        for area in data.get(2..).unwrap_or(&[]).as_chunks::<8>().0 {
            let at = |i| u32::from(area.half(i).unwrap_or(0));
            self.sheet.merges.push(Area { top: at(0), bottom: at(2), left: at(4), right: at(6) });
        }
    }

    /// Gives the cells to the sheet.
    fn finish(mut self) -> Result<(), Fault> {
        self.forget();
        for (row, column, text) in &self.cells {
            let (row, column) = (u32::from(*row), u32::from(*column));
            self.budget.check(row, column, text.as_str().len(), &self.sheet.name)?;
            self.sheet.push(row, column, text.as_str());
        }
        Ok(())
    }
}

/// Reads a truth value or an error.
fn judgement(data: &[u8]) -> Option<&'static str> {
    let value = data.byte(0)?;
    Some(if data.byte(1)? == 0 { truth(value != 0) } else { error_name(value) })
}
