//! The run: every stage in the order in which data flows. A dry run ends here; `load` takes the batches from the run folder.

mod artefacts;
mod cascade;
mod code;
mod decide;
mod dedupe;
mod emit;
mod entity;
mod error;
mod errors;
mod identity;
mod ingest;
mod inspect;
mod map;
mod notes;
mod overrule;
mod overview;
mod questions;
mod records;
mod request;
mod score;
mod state;
mod survey;
mod survivors;
mod totals;

pub use error::RunError;
pub use request::{RunDone, RunRequest};
pub use survey::{Surveyed, survey};

use crate::emit::RunFolder;
use crate::model::Watch;
use crate::plan::Plan;
use state::Run;

/// Takes legacy spreadsheets to a run folder: batches, crosswalk, balance, findings, scores and a verdict.
///
/// # Errors
/// If nothing can be read, the output folder is not ours or cannot be written, the earlier crosswalk is unusable, or the watch cancels.
/// Bad data is never an error: it is in the findings and in the fates.
pub fn run(plan: &Plan, request: &RunRequest, watch: &dyn Watch) -> Result<RunDone, RunError> {
    let folder = RunFolder::create(&request.output)?;
    let mut run = Run::begin(plan, request, watch)?;
    run.stage("read", Run::read)?;
    run.stage("map", Run::map)?;
    run.stage("normalise", Run::normalise)?;
    run.stage("decide", Run::decide)?;
    run.stage("check", Run::check)?;
    run.stage("match", Run::dedupe)?;
    run.stage("code", Run::code)?;
    run.stage("cascade", Run::cascade)?;
    run.stage("emit", |run| run.emit(&folder))?;
    run.stage("reconcile", Run::reconcile)?;
    run.stage("score", Run::score)?;
    run.stage("report", |run| run.report(&folder))?;
    let summary = run.finish(&folder)?;
    Ok(RunDone { summary, folder: folder.publish()? })
}
