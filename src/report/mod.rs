//! Renderers of a finished run: the readiness page, the workbook for those who must fix, the CSV files, run.json and the terminal summary.
//!
//! Every renderer reads the same [`ReportInput`] and computes nothing that a stage has not found: it counts, picks examples, masks and words.
//! All of them give the same bytes for the same run: no clock, no environment, no order of a hash map.
//!
//! The CSV files that people open begin with a byte order mark, so that Excel shows Chinese; their column names are stable English, their
//! texts are in the language of the run. Cells that a spreadsheet would run are neutralised, invisible characters are shown, and personal
//! data is masked unless [`Masking::Raw`] is asked for. Batches are written elsewhere, byte-exact.

mod acceptance;
mod csv;
mod figures;
mod html;
mod json;
mod lens;
mod mask;
mod names;
mod neutral;
pub mod profile;
mod ranking;
mod scan;
mod terminal;
mod verdict;
mod visible;
mod words;
mod workbook;

#[cfg(test)]
mod sample;

pub use acceptance::acceptance;
pub use csv::{changes_csv, duplicates_csv, fates_csv, findings_csv};
pub use html::html;
pub use json::json;
pub use mask::{Masking, mask_example, mask_text_about};
pub use names::{Record, RecordNames, TableNames};
pub use neutral::neutral;
pub use terminal::{Colour, Screen, terminal};
pub use visible::{one_line, visible};
pub use words::{in_both_languages, level_word, section_of_words};
pub use workbook::{Rows, workbook};

use crate::model::{Duplicates, Entity, Finding, Lang, Ledger, RunPoint, RunSummary, Severity};
use crate::plan::Plan;

/// Everything that the renderers show of one run.
#[derive(Clone, Copy)]
pub struct ReportInput<'a> {
    /// Texts, fields and entities.
    pub plan: &'a Plan,
    /// Sources and the fate of every row.
    pub ledger: &'a Ledger,
    /// Counts, scores, gates, inputs and batches.
    pub summary: &'a RunSummary,
    /// All findings, in the order in which `findings.csv` lists them.
    pub findings: &'a [EntityFinding<'a>],
    /// Duplicates per entity, in load order.
    pub duplicates: &'a [(Entity, Duplicates)],
    /// Old codes and names of rows.
    pub records: &'a dyn RecordNames,
    /// Earlier runs, oldest first; the last of them may be this very run, done before.
    pub earlier: &'a [RunPoint],
    /// The language of texts.
    pub lang: Lang,
    /// Whether personal data is shown.
    pub masking: Masking,
}

/// A finding with the entity whose rules made it.
#[derive(Clone, Copy, Debug)]
pub struct EntityFinding<'a> {
    /// The entity; `None` for findings about files and the run.
    pub entity: Option<&'a Entity>,
    /// The finding.
    pub finding: &'a Finding,
    /// The id under which an answer to it comes back; `None` where nothing is asked.
    pub question: Option<&'a str>,
}

/// Severities in the order in which reports count them.
const WORST_FIRST: [Severity; 4] = [Severity::Critical, Severity::Error, Severity::Warning, Severity::Info];

/// A report that could not be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReportError {
    /// The file or stream refused the bytes.
    #[error("cannot write the report: {0}")]
    Write(#[from] std::io::Error),
    /// The page could not be rendered from its template.
    #[error("cannot render the report page: {0:#}")]
    Page(#[from] minijinja::Error),
    /// The workbook could not be built.
    #[error("cannot build the workbook of findings: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// The summary could not be serialised.
    #[error("cannot write run.json: {0}")]
    Json(#[from] serde_json::Error),
}
