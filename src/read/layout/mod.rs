//! Where the tables of a grid of cells are: titles above, header rows, rows of data, totals and notes below. Text files and sheets share it.

pub(crate) mod header;
pub(crate) mod kind;
pub(crate) mod lexicon;
pub(crate) mod regions;
pub(crate) mod tail;

use super::assemble::Fixes;
use crate::model::TextColumn;
use std::borrow::Cow;

/// Rows of cells, of a text file or of a sheet.
pub(crate) trait Grid: Sync {
    /// Counts rows, blank ones too.
    fn rows(&self) -> usize;
    /// Gives the 1-based line of a row.
    fn line(&self, row: usize) -> u32;
    /// Counts the cells of a row, up to the last one that is written.
    fn width(&self, row: usize) -> usize;
    /// Gives a cell; an empty text where there is none.
    fn cell(&self, row: usize, column: usize) -> Cow<'_, str>;
    /// Gives the first cells of a row, empty texts where there are fewer, and says how many there are in all.
    fn start<'a>(&'a self, row: usize, cells: &mut [Cow<'a, str>]) -> usize {
        cells.iter_mut().enumerate().for_each(|(c, cell)| *cell = self.cell(row, c));
        self.width(row)
    }
    /// Says whether all cells of a row are blank.
    fn blank(&self, row: usize) -> bool;
    /// Says whether there are merged cells.
    fn covers(&self) -> bool {
        false
    }
    /// Gives the text of the merged cell that covers a cell from above, if any.
    fn cover(&self, _row: usize, _column: usize) -> Option<&str> {
        None
    }
    /// Makes the columns of some rows at once, where the grid knows a quicker way than cell by cell.
    fn columns(&self, _rows: &[usize], _width: usize, _fixes: &Fixes) -> Option<Vec<TextColumn>> {
        None
    }
    /// Gives a row as one text, for people.
    fn raw(&self, row: usize) -> String;
}

/// Counts the cells of a row that hold something.
pub(crate) fn filled(grid: &dyn Grid, row: usize) -> usize {
    (0..grid.width(row)).filter(|&c| !blank_text(&grid.cell(row, c))).count()
}

/// Says whether a text shows nothing.
pub(crate) fn blank_text(text: &str) -> bool {
    // Nearly all cells begin with something visible.
    !text.as_bytes().first().is_some_and(u8::is_ascii_graphic)
        && text.chars().all(|c| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'))
}
