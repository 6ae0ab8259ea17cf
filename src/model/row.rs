//! The identity of physical rows and where they came from.

use serde::{Deserialize, Serialize};

/// Identifies one physical row of one run, numbered from 0 in reading order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RowId(pub u32);

impl RowId {
    /// Gives the number as an index into per-row vectors of the run.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Identifies one source table of a run: a CSV file, or one table on one sheet of a workbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SourceId(pub u32);

impl SourceId {
    /// Gives the number as an index into the ledger's sources.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Describes one source table: who owns it, which legacy system it was exported from, and which rows are its own.
#[derive(Clone, Debug)]
pub struct Source {
    /// The file as the user named it, with `/` between folders.
    pub path: String,
    /// The sheet, for workbooks; tables after the first on a sheet carry `#2`, `#3` and so on.
    pub sheet: Option<String>,
    /// The tag of the legacy system or plant, part of the crosswalk's key.
    pub system: String,
    /// Who must fix findings of this source; empty where nobody was named.
    pub owner: String,
    /// The first row's id; the rows of a source are numbered without gaps.
    pub first: RowId,
    /// The 1-based physical line (CSV: line on which the record starts; workbook: row number) of each row.
    pub lines: Vec<u32>,
}

/// Says where a row stands: its source and its 1-based line or row number there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin {
    /// The source table.
    pub source: SourceId,
    /// The 1-based line (CSV) or row number (workbook).
    pub line: u32,
}
