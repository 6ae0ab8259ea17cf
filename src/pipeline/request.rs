//! What a run is asked for, and what it gives back.

use crate::model::{Lang, RunPoint, RunSummary};
use crate::read::Limits;
use crate::report::Masking;
use std::path::PathBuf;

/// What a run is asked for besides its plan.
#[derive(Clone, Debug)]
pub struct RunRequest {
    /// Files and folders to read.
    pub inputs: Vec<PathBuf>,
    /// Whether only files that the plan declares are taken from folders.
    pub declared_only: bool,
    /// The run folder to write.
    pub output: PathBuf,
    /// The crosswalk of an earlier run.
    pub crosswalk: Option<PathBuf>,
    /// What people decided about earlier runs; the file need not be there yet.
    pub decisions: Option<PathBuf>,
    /// Earlier runs, oldest first, that the report shows beside this one.
    pub earlier: Vec<RunPoint>,
    /// The language of reports.
    pub lang: Lang,
    /// Whether people see personal data.
    pub masking: Masking,
    /// Limits for untrusted files.
    pub limits: Limits,
}

/// A finished run.
#[derive(Clone, Debug)]
pub struct RunDone {
    /// The contents of run.json.
    pub summary: RunSummary,
    /// Where the run folder stands.
    pub folder: PathBuf,
}
