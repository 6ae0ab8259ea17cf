//! Why duplicates could not be looked for.

use crate::emit::FolderError;
use crate::read::ReadError;
use std::path::PathBuf;

/// What was asked for does not fit what the files hold, or the world failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ListsError {
    /// A file could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A file holds no row of data.
    #[error("{file} holds no rows of data")]
    Empty {
        /// The file.
        file: String,
    },
    /// A file was named twice, or two files are the same byte for byte.
    #[error("{first} and {second} are the same file: every record would be a duplicate of itself")]
    SameFile {
        /// One of them.
        first: String,
        /// The other.
        second: String,
    },
    /// A link needs two files.
    #[error("a link needs exactly two files, not {given}")]
    NotTwo {
        /// How many were named.
        given: usize,
    },
    /// A file lacks the column of ids.
    #[error("{file} has no column {column:?}; it has: {}", there.join(", "))]
    NoIdColumn {
        /// The file.
        file: String,
        /// The column.
        column: String,
        /// The columns that are there.
        there: Vec<String>,
    },
    /// A model or a setting names columns that are not there.
    #[error("the configuration is about other columns: {} missing; the files have: {}", missing.join(", "), there.join(", "))]
    OtherColumns {
        /// Those that are missing.
        missing: Vec<String>,
        /// Those that are there.
        there: Vec<String>,
    },
    /// No column is left to compare.
    #[error("no column is left to compare; left out: {}", left_out.join(", "))]
    NoColumns {
        /// Columns that were left out.
        left_out: Vec<String>,
    },
    /// One record cannot be a duplicate.
    #[error("there is only one record: nothing to compare")]
    OneRecord,
    /// There is no record of this id.
    #[error("there is no record {id:?}")]
    NoSuchId {
        /// The id.
        id: String,
    },
    /// The configuration is not valid.
    #[error("{}: {detail}", path.display())]
    Config {
        /// The file.
        path: PathBuf,
        /// What is wrong, and where.
        detail: String,
    },
    /// The labels are not a table of id_l, id_r and decision.
    #[error("{file} needs the columns id_l, id_r and decision (same or different); it has: {}", there.join(", "))]
    LabelColumns {
        /// The file.
        file: String,
        /// The columns that are there.
        there: Vec<String>,
    },
    /// A label says neither same nor different.
    #[error("{file}, line {line}: {value:?} is no decision; expected same or different")]
    LabelWord {
        /// The file.
        file: String,
        /// Its line.
        line: u32,
        /// What stands there.
        value: String,
    },
    /// The folder cannot be written.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// Somebody asked to stop.
    #[error("cancelled; nothing was written")]
    Cancelled,
}
