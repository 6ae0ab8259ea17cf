//! Why a run could not be done.

use crate::emit::FolderError;
use crate::read::ReadError;
use crate::reconcile::CrosswalkError;
use crate::report::ReportError;
use crate::review::DecisionsError;
use std::path::PathBuf;

/// A run that could not be done. Bad data is never the reason.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RunError {
    /// No file was named or found.
    #[error("no spreadsheet or CSV file found in {}", list(.0))]
    NoInput(Vec<PathBuf>),
    /// Files were found, but none of them could be read.
    #[error("none of the files could be read: {}", .0.iter().map(|(p, e)| format!("{}: {e}", p.display())).collect::<Vec<_>>().join("; "))]
    NothingReadable(Vec<(PathBuf, ReadError)>),
    /// The inputs could not be listed.
    #[error("cannot list the inputs")]
    Inputs(#[source] ReadError),
    /// The crosswalk of an earlier run cannot be used.
    #[error("the earlier crosswalk {} cannot be used", .path.display())]
    Crosswalk {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: CrosswalkError,
    },
    /// The file of decisions cannot be used.
    #[error("the decisions {} cannot be used", .path.display())]
    Decisions {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: DecisionsError,
    },
    /// The run folder cannot be written.
    #[error("the run folder cannot be written")]
    Folder(#[from] FolderError),
    /// A report cannot be written.
    #[error("{name} cannot be written")]
    Report {
        /// The file of the run folder.
        name: &'static str,
        /// Why.
        #[source]
        source: ReportError,
    },
    /// Somebody asked to stop.
    #[error("cancelled; nothing was written")]
    Cancelled,
}

fn list(paths: &[PathBuf]) -> String {
    if paths.is_empty() {
        return "the current folder".to_owned();
    }
    paths.iter().map(|p| p.display().to_string()).collect::<Vec<_>>().join(", ")
}
