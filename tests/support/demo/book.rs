//! Pages of records with titles above and totals below, and on which line each record comes to stand.

use super::record::{Record, Shape};
use crate::support::sheet::{Cell, Kind, Sheet, lines};

/// A column: its header and the field under it.
pub type Column = (&'static str, &'static str);

/// One sheet, or one text file.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The sheet's name; empty for text files.
    pub name: &'static str,
    /// Whether Excel hides it.
    pub hidden: bool,
    /// What the records are; empty: nothing that a migration knows.
    pub entity: &'static str,
    /// Rows above the header.
    pub above: Vec<Vec<Cell>>,
    /// Columns; none: the page is no table.
    pub columns: &'static [Column],
    /// Records.
    pub records: Vec<Record>,
    /// Total rows below.
    pub below: Vec<Vec<Cell>>,
}

/// One file.
#[derive(Clone, Debug)]
pub struct Book {
    /// Path below the folder of exports.
    pub path: &'static str,
    /// Kind of file.
    pub kind: Kind,
    /// Its sheets.
    pub pages: Vec<Page>,
}

impl Page {
    /// Lays the page out.
    pub fn sheet(&self) -> Sheet {
        let mut rows = self.above.clone();
        if !self.columns.is_empty() {
            rows.push(self.columns.iter().map(|c| Cell::text(c.0)).collect());
        }
        rows.extend(self.records.iter().map(|r| self.row(r)));
        rows.extend(self.below.iter().cloned());
        Sheet { name: self.name, hidden: self.hidden, rows }
    }

    /// Gives the line of each record, and then of each total row.
    pub fn lines(&self, kind: Kind) -> Vec<usize> {
        let header = self.above.len() + usize::from(!self.columns.is_empty());
        lines(kind, &self.sheet()).split_off(header)
    }

    fn row(&self, record: &Record) -> Vec<Cell> {
        let mut row = Vec::new();
        for (_, field) in self.columns {
            let cell = record.fields.get(field).cloned().unwrap_or(Cell::Empty);
            match record.shape {
                Shape::Split(f) if f == *field => row.extend(cell.shown().split(',').map(Cell::text)),
                _ => row.push(cell),
            }
        }
        if let Shape::Short(n) = record.shape {
            row.truncate(row.len() - n);
        }
        row
    }
}
