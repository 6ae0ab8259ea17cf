//! Looks at files without running anything: what `init` scaffolds a project from.

use super::state::Run;
use super::{RunError, RunRequest};
use crate::mapping::Recognition;
use crate::model::Watch;
use crate::plan::Plan;

/// One sheet that was looked at.
#[derive(Clone, Debug)]
pub struct Surveyed {
    /// The file as the user named it.
    pub path: String,
    /// The sheet as the file names it, for workbooks.
    pub sheet: Option<String>,
    /// System tag, taken from the folder.
    pub system: String,
    /// Rows of data.
    pub rows: u64,
    /// 1-based line of the header; `None`: the table has none.
    pub header_line: Option<u32>,
    /// What it is.
    pub recognition: Recognition,
}

/// Reads and recognises every sheet.
///
/// # Errors
/// If nothing can be read.
pub fn survey(plan: &Plan, request: &RunRequest, watch: &dyn Watch) -> Result<Vec<Surveyed>, RunError> {
    let mut run = Run::begin(plan, request, watch)?;
    run.stage("read", Run::read)?;
    let sheets = std::mem::take(&mut run.sheets);
    let recogniser = crate::mapping::Recogniser::new(plan);
    Ok(sheets
        .iter()
        .map(|s| {
            let source = run.ledger.source(s.source);
            Surveyed {
                path: source.path.clone(),
                sheet: s.table.sheet.clone(),
                system: source.system.clone(),
                rows: s.rows.len() as u64,
                header_line: s.table.header_line,
                recognition: run.recognise(&recogniser, s),
            }
        })
        .collect())
}
