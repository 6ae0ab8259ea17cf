//! Counts what a workbook asks for against the limits.

use crate::read::error::Fault;
use crate::read::options::Limits;

/// Cells and text read so far.
pub(super) struct Budget<'a> {
    limits: &'a Limits,
    cells: u64,
    text: u64,
}

impl<'a> Budget<'a> {
    pub(super) fn new(limits: &'a Limits) -> Self {
        Self { limits, cells: 0, text: 0 }
    }

    /// Counts one more cell (0-based place) with so many bytes of text.
    pub(super) fn check(&mut self, row: u32, column: u32, bytes: usize, sheet: &str) -> Result<(), Fault> {
        self.cells += 1;
        self.text += bytes as u64;
        let at = || format!("sheet {sheet:?} row {} column {}", u64::from(row) + 1, u64::from(column) + 1);
        let over = |limit, allowed| Err(Fault::Limit(limit, allowed, at()));
        match self.limits {
            l if u64::from(row) >= l.rows => over("rows", l.rows),
            l if u64::from(column) >= l.columns => over("columns", l.columns),
            l if bytes as u64 > l.cell_bytes => over("cell_bytes", l.cell_bytes),
            l if self.cells > l.cells => over("cells", l.cells),
            l if self.text > l.text_bytes => over("text_bytes", l.text_bytes),
            _ => Ok(()),
        }
    }
}
