//! Counts what a workbook asks for against the limits.

use crate::read::error::Fault;
use crate::read::options::Limits;

/// Cells and text read so far.
pub(super) struct Budget<'a> {
    limits: &'a Limits,
    /// Bytes of the file, compressed as it is.
    packed: u64,
    sheets: u64,
    cells: u64,
    text: u64,
    /// Bytes of the file that were gone over.
    scanned: u64,
}

/// What cells take in memory besides their text.
const CELL_BYTES: u64 = 12;
/// Sheets find their texts by positions of this many bits.
const MOST_TEXT: u64 = u32::MAX as u64;
/// How often a workbook may be gone over; sheets that lie inside each other would have it read without end.
const MOST_OVER: u64 = 4;
/// Workbooks under this size are not judged by how much larger they are than their file.
const SMALL: u64 = 64 << 20;

impl<'a> Budget<'a> {
    /// Begins to count for a file of so many bytes.
    pub(super) fn new(limits: &'a Limits, packed: u64) -> Self {
        Self { limits, packed: packed.max(1), sheets: 0, cells: 0, text: 0, scanned: 0 }
    }

    /// Counts one more sheet, before anything is kept of it.
    pub(super) fn sheet(&mut self, name: &str) -> Result<(), Fault> {
        self.sheets += 1;
        if self.sheets > self.limits.sheets {
            return Err(Fault::Limit("sheets", self.limits.sheets, format!("sheet {name:?}")));
        }
        Ok(())
    }

    /// Counts bytes of a sheet; gives `false` where the sheets together are several times as long as the file that holds them.
    pub(super) fn scan(&mut self, bytes: usize) -> bool {
        self.scanned += bytes as u64;
        self.scanned / MOST_OVER <= self.packed
    }

    /// Checks a place (0-based) before anything is stored there.
    pub(super) fn place(&self, row: u32, column: u32, sheet: &str) -> Result<(), Fault> {
        let l = self.limits;
        let at = || format!("sheet {sheet:?} row {} column {}", u64::from(row) + 1, u64::from(column) + 1);
        if u64::from(row) >= l.rows {
            return Err(Fault::Limit("rows", l.rows, at()));
        }
        if u64::from(column) >= l.columns {
            return Err(Fault::Limit("columns", l.columns, at()));
        }
        Ok(())
    }

    /// Counts one more cell (0-based place) with so many bytes of text.
    pub(super) fn check(&mut self, row: u32, column: u32, bytes: usize, sheet: &str) -> Result<(), Fault> {
        self.place(row, column, sheet)?;
        self.cells += 1;
        self.text += bytes as u64;
        let at = || format!("sheet {sheet:?} row {} column {}", u64::from(row) + 1, u64::from(column) + 1);
        let over = |limit, allowed| Err(Fault::Limit(limit, allowed, at()));
        let size = self.text + self.cells * CELL_BYTES;
        match self.limits {
            l if bytes as u64 > l.cell_bytes => over("cell_bytes", l.cell_bytes),
            l if self.cells > l.cells.min(MOST_TEXT) => over("cells", l.cells.min(MOST_TEXT)),
            l if self.text > l.text_bytes.min(MOST_TEXT) => over("text_bytes", l.text_bytes.min(MOST_TEXT)),
            // A few bytes that stand for gigabytes: one text in every cell, or one row a million times.
            l if size > SMALL && size / self.packed > l.inflate_ratio => over("inflate_ratio", l.inflate_ratio),
            _ => Ok(()),
        }
    }
}
