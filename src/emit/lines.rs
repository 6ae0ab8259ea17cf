//! Goes through the CSV files of a finished run folder, a line at a time.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

/// A run folder that cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RunFileError {
    /// A file of the run folder cannot be opened.
    #[error("{} is no file of a finished run", .path.display())]
    Missing {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A file of the run folder has other columns.
    #[error("{} is none of ours: it has no column `{column}`", .path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
        /// The first column that is missing.
        column: &'static str,
    },
    /// A file of the run folder is damaged.
    #[error("{} cannot be read", .path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: csv::Error,
    },
}

/// One line, read by the names of its columns.
pub struct Line<'a> {
    header: &'a csv::StringRecord,
    record: &'a csv::StringRecord,
}

impl Line<'_> {
    /// Gives a cell; empty where there is no such column. The apostrophe that keeps a spreadsheet from running it is taken off again.
    pub fn text(&self, column: &str) -> String {
        let cell = self.cell(column);
        let run = |rest: &&str| rest.starts_with(['=', '+', '-', '@', '\t', '\r']);
        cell.strip_prefix('\'').filter(run).unwrap_or(cell).to_owned()
    }

    /// Gives a cell byte for byte, of files that machines read.
    pub fn exact(&self, column: &str) -> String {
        self.cell(column).to_owned()
    }

    /// Gives a whole number; 0 where the cell holds none.
    pub fn number(&self, column: &str) -> u64 {
        self.maybe(column).unwrap_or(0)
    }

    /// Gives a whole number where the cell holds one.
    pub fn maybe(&self, column: &str) -> Option<u64> {
        self.cell(column).parse().ok()
    }

    /// Gives a place, `file [sheet]:line`, of columns with this prefix; empty where there is none.
    pub fn place(&self, prefix: &str) -> String {
        let cell = |name: &str| self.cell(&format!("{prefix}{name}"));
        match (cell("file"), cell("sheet"), cell("line")) {
            ("", ..) => String::new(),
            (file, "", line) => format!("{file}:{line}"),
            (file, sheet, line) => format!("{file} [{sheet}]:{line}"),
        }
    }

    fn cell(&self, column: &str) -> &str {
        self.header.iter().position(|h| h == column).and_then(|i| self.record.get(i)).unwrap_or("")
    }
}

/// Columns without which a file of the run folder is not ours.
fn columns_of(name: &str) -> &'static [&'static str] {
    match name {
        "fates.csv" => &["file", "system", "entity", "code", "fate"],
        "findings.csv" => &["severity", "rule", "entity", "code"],
        "crosswalk.csv" => &["entity", "source_system", "old_code", "new_code"],
        "changes.csv" => &["row", "field", "rule", "before", "after"],
        "duplicates.csv" => &["decision", "left_row", "right_row"],
        _ => &[],
    }
}

/// Goes through a CSV file of a run folder, with or without a byte order mark.
///
/// # Errors
/// If the file is missing or damaged.
pub fn each_line(run: &Path, name: &str, mut work: impl FnMut(&Line<'_>)) -> Result<(), RunFileError> {
    let path = run.join(name);
    let missing = |source| RunFileError::Missing { path: path.clone(), source };
    let damaged = |source| RunFileError::Damaged { path: path.clone(), source };
    let mut file = BufReader::with_capacity(1 << 20, File::open(&path).map_err(missing)?);
    let mut mark = [0; 3];
    let n = file.read(&mut mark).map_err(missing)?;
    let head = mark.get(..n).filter(|m| *m != b"\xEF\xBB\xBF").unwrap_or_default().to_vec();
    let mut reader = csv::Reader::from_reader(std::io::Cursor::new(head).chain(file));
    let header = reader.headers().map_err(damaged)?.clone();
    if let Some(column) = columns_of(name).iter().find(|c| !header.iter().any(|h| h == **c)) {
        return Err(RunFileError::Foreign { path, column });
    }
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).map_err(damaged)? {
        work(&Line { header: &header, record: &record });
    }
    Ok(())
}
