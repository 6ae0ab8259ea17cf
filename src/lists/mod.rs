//! Duplicates within any tables, or links between two, without a project: files, columns, matching, pairs and clusters.

mod align;
mod columns;
mod error;
mod ids;
mod labels;
mod load;
mod naming;
mod settings;
mod summary;
mod waterfall;
mod write;

pub use columns::{Basis, LeftOut, Used};
pub use error::ListsError;
pub use labels::LabelCount;
pub use load::FileRead;
pub use settings::{FieldSetting, Settings};
pub use summary::{IdCount, Summary};
pub use waterfall::{Step, Waterfall};

use crate::matching::{Options, Outcome, Records, dedupe, dedupe_owned};
use crate::model::Watch;
use crate::report::Masking;
use load::Lists;
use std::path::{Path, PathBuf};

/// What to look for duplicates in, and how.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The files; their tables are stacked by column name, or linked.
    pub files: Vec<PathBuf>,
    /// The column of keys; `None`: lines of the files.
    pub id: Option<String>,
    /// Whether two files are linked, so that only pairs across count.
    pub link: bool,
    /// Kinds of columns, and perhaps a learnt model.
    pub config: Option<PathBuf>,
    /// Pairs that people have decided.
    pub labels: Option<PathBuf>,
    /// The least probability of a pair that is merged.
    pub threshold: Option<f64>,
    /// The least probability of a pair that is shown to people.
    pub review: Option<f64>,
}

/// What was found, before it is written.
#[derive(Debug)]
pub struct Done {
    lists: Lists,
    outcome: Outcome,
    settings: Settings,
    /// Counts and decisions, for people and machines.
    pub summary: Summary,
}

impl Done {
    /// Gives what was found, records numbered as they were read.
    pub fn outcome(&self) -> &Outcome {
        &self.outcome
    }

    /// Gives the id of a record.
    pub fn id(&self, record: u32) -> &str {
        self.lists.id(record)
    }

    /// Gives the list of a record: 0, or 1 in the second of two that are linked.
    pub fn list(&self, record: u32) -> u8 {
        self.lists.side(record as usize)
    }
}

/// Everything that is known before matching.
struct Prepared {
    lists: Lists,
    records: Records,
    columns: columns::Columns,
    labels: labels::Labels,
    options: Options,
}

/// Finds the duplicates in the files, or the links between them.
///
/// # Errors
/// If a file cannot be read, or what was asked for does not fit what the files hold.
pub fn run(request: &Request, watch: &dyn Watch) -> Result<Done, ListsError> {
    let p = prepare(request, watch)?;
    let outcome = dedupe_owned(p.records, &p.options, watch);
    if watch.cancelled() {
        return Err(ListsError::Cancelled);
    }
    let settings = p.columns.settings(&outcome.model);
    let summary = summary::summary(&p.lists, &p.columns, p.labels.count, &outcome);
    Ok(Done { lists: p.lists, outcome, settings, summary })
}

/// Shows how the weight of one pair comes about; learns a model first where none is given.
///
/// # Errors
/// As [`run`], and if there is no record of such an id.
pub fn explain(request: &Request, ids: [&str; 2], masking: Masking, watch: &dyn Watch) -> Result<Waterfall, ListsError> {
    let p = prepare(request, watch)?;
    let [a, b] = p.lists.pair(ids)?;
    let model = match &p.options.model {
        Some(model) => model.clone(),
        None => dedupe(&p.records, &p.options, watch).model,
    };
    if watch.cancelled() {
        return Err(ListsError::Cancelled);
    }
    Ok(waterfall::waterfall(&p, &model, (a, b), masking))
}

/// Writes `pairs.csv`, `clusters.csv` and `model.json` into a folder, whole or not at all.
///
/// # Errors
/// If something foreign stands there, or the disk refuses.
pub fn write(done: &Done, folder: &Path) -> Result<PathBuf, ListsError> {
    write::folder(done, folder)
}

/// Says whether results may be written to a folder, without writing anything.
///
/// # Errors
/// If something foreign stands there.
pub fn check_folder(folder: &Path) -> Result<(), ListsError> {
    write::check(folder)
}

fn prepare(request: &Request, watch: &dyn Watch) -> Result<Prepared, ListsError> {
    watch.begin("read", None);
    let settings = request.config.as_deref().map(settings::read).transpose()?.unwrap_or_default();
    let mut lists = load::load(request)?;
    let columns = columns::choose(&lists, &settings)?;
    let records = columns.records(&mut lists);
    let labels = match &request.labels {
        Some(path) => labels::read(path, &lists)?,
        None => labels::Labels::default(),
    };
    let options = Options {
        threshold: request.threshold.or(settings.threshold),
        review: request.review.or(settings.review),
        model: settings.model,
        labels: labels.pairs.clone(),
        ..Options::default()
    };
    Ok(Prepared { lists, records, columns, labels, options })
}
