//! The contents of run.json: what a run read, found, decided and would load.

use super::profile::Difficulty;
use super::{Balance, Dimension, FlowSummary, SchemeSummary, Severity, WaveSummary};
use serde::Serialize;
use std::collections::BTreeMap;

/// The summary of one run; serialised, it is `run.json` (schema 1).
#[derive(Clone, Debug, Serialize)]
pub struct RunSummary {
    /// Version of this layout.
    pub schema: u32,
    /// Program version.
    pub version: String,
    /// Project name.
    pub project: String,
    /// Target system.
    pub target: String,
    /// Whether personal data is masked in what people see.
    pub masked: bool,
    /// Rows read: every line of data below a header, recognised or not.
    pub read: u64,
    /// What became of them.
    pub fates: Balance,
    /// Whether every row has exactly one fate and every control total agrees.
    pub balanced: bool,
    /// `go`, `conditional` or `no-go`.
    pub verdict: String,
    /// Overall score.
    pub score: BeforeAfter,
    /// Score of each dimension over all entities.
    pub dimensions: BTreeMap<&'static str, DimensionSummary>,
    /// Per entity, in load order.
    #[serde(serialize_with = "as_map")]
    pub entities: Vec<(String, EntitySummary)>,
    /// Gates with what was reached.
    pub gates: Vec<GateSummary>,
    /// Control totals, source against batches.
    pub totals: Vec<TotalSummary>,
    /// What became of earlier decisions of people.
    pub decisions: DecisionSummary,
    /// Findings per rule, the worst and most frequent first.
    pub findings: Vec<FindingSummary>,
    /// Findings and held rows per owner.
    pub owners: Vec<OwnerSummary>,
    /// Rows by legacy system and entity, in the order of the files.
    pub flows: Vec<FlowSummary>,
    /// Schemes of codes before and after, per entity with codes.
    pub schemes: Vec<SchemeSummary>,
    /// How ready each wave is, in loading order.
    pub waves: Vec<WaveSummary>,
    /// Every file and sheet.
    pub inputs: Vec<InputSummary>,
    /// Batches in load order.
    pub batches: Vec<BatchSummary>,
    /// Rule packs: name and version.
    pub packs: BTreeMap<String, String>,
    /// Seconds per stage; the only part of the run folder that differs between equal runs.
    pub timings: Vec<(String, f64)>,
}

fn as_map<S: serde::Serializer>(v: &[(String, EntitySummary)], s: S) -> Result<S::Ok, S::Error> {
    s.collect_map(v.iter().map(|(k, e)| (k, e)))
}

/// A number as read and as it would be loaded; `None`: not applicable.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct BeforeAfter {
    /// As read.
    pub before: Option<f64>,
    /// As it would be loaded.
    pub after: Option<f64>,
}

/// One entity of a run.
#[derive(Clone, Debug, Default, Serialize)]
pub struct EntitySummary {
    /// Rows read.
    pub read: u64,
    /// What became of them.
    pub fates: Balance,
    /// Duplicates found.
    pub duplicates: DuplicateSummary,
    /// Scores.
    pub score: EntityScore,
}

/// Duplicates of one entity.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct DuplicateSummary {
    /// Sets of records that are one thing.
    pub clusters: u64,
    /// Records in them.
    pub records: u64,
    /// Pairs that wait for a person.
    pub undecided: u64,
}

/// Scores of one entity, 0 to 100.
#[derive(Clone, Debug, Default, Serialize)]
pub struct EntityScore {
    /// Weighted over dimensions, as read.
    pub before: Option<f64>,
    /// Weighted over dimensions, as it would be loaded.
    pub after: Option<f64>,
    /// Grade of `after`: A (>= 95), B (>= 85), C (>= 70), D.
    pub grade: Option<char>,
    /// Per dimension.
    pub dimensions: BTreeMap<&'static str, DimensionSummary>,
}

/// One dimension's score and its counts (of `after`, over all rules of the dimension).
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct DimensionSummary {
    /// Score as read.
    pub before: Option<f64>,
    /// Score as it would be loaded.
    pub after: Option<f64>,
    /// Rows looked at.
    pub rows: u64,
    /// Applicable rule-row pairs.
    pub applicable: u64,
    /// Failing rule-row pairs.
    pub failing: u64,
}

/// One gate and what was reached.
#[derive(Clone, Debug, Serialize)]
pub struct GateSummary {
    /// Name for people, in the language of the run.
    pub name: String,
    /// Metric as the project wrote it.
    pub metric: String,
    /// Target.
    pub target: f64,
    /// Whether the target is an upper limit.
    pub at_most: bool,
    /// What was reached; `None`: not applicable.
    pub actual: Option<f64>,
    /// Whether it passed; a gate that is not applicable passes.
    pub passed: bool,
    /// Whether missing it means NO-GO.
    pub blocking: bool,
    /// Who answers for it.
    pub owner: String,
    /// When it is due.
    pub due: String,
}

/// What became of the decisions that people made about earlier runs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DecisionSummary {
    /// Decisions in it.
    pub given: u64,
    /// Those that were applied.
    pub applied: u64,
    /// Those that the source has caught up with: the value is what was decided.
    pub done: u64,
    /// Those that no longer fit: the record is gone, or what they were about has changed. Each is a finding.
    pub unfit: u64,
}

/// One control total: the sum of a field over a group.
#[derive(Clone, Debug, Serialize)]
pub struct TotalSummary {
    /// Entity.
    pub entity: String,
    /// Summed field.
    pub field: String,
    /// Group, such as `CNY`; empty where the total is not grouped.
    pub group: String,
    /// Sum over all rows read, exact decimal text.
    pub read: String,
    /// Sum over rows in batches.
    pub emitted: String,
    /// Sum over rows held, rejected, skipped or merged away as copies.
    pub left: String,
    /// Cells that are no number.
    pub unreadable: u64,
    /// Whether read = emitted + left.
    pub agrees: bool,
}

/// Findings of one rule.
#[derive(Clone, Debug, Serialize)]
pub struct FindingSummary {
    /// Rule code.
    pub rule: String,
    /// Entity; empty for findings about files.
    pub entity: String,
    /// Severity.
    pub severity: Severity,
    /// Dimension.
    pub dimension: Dimension,
    /// Title in the language of the run.
    pub title: String,
    /// How many.
    pub count: u64,
}

/// One owner's work.
#[derive(Clone, Debug, Serialize)]
pub struct OwnerSummary {
    /// Owner; empty: nobody named.
    pub owner: String,
    /// Rows read from the owner's sources.
    pub rows: u64,
    /// Findings by severity: info, warning, error, critical.
    pub findings: [u64; 4],
    /// Findings above mere information that ask whether two records are one.
    pub pairs: u64,
    /// Rows held.
    pub held: u64,
    /// Rows rejected.
    pub rejected: u64,
}

/// One file and sheet.
#[derive(Clone, Debug, Serialize)]
pub struct InputSummary {
    /// Path as the user named it.
    pub path: String,
    /// Sheet, for workbooks.
    pub sheet: Option<String>,
    /// Rows of data.
    pub rows: u64,
    /// SHA-256 of the file.
    pub sha256: String,
    /// Encoding (workbooks: `utf-8`).
    pub encoding: String,
    /// Delimiter, for text files.
    pub delimiter: Option<String>,
    /// 1-based line of the header; `None`: the table has none.
    pub header_line: Option<u32>,
    /// System tag.
    pub system: String,
    /// Owner.
    pub owner: String,
    /// Entity; `None`: left out.
    pub entity: Option<String>,
    /// Confidence of the entity, 0 to 1.
    pub confidence: f64,
    /// Why the sheet was left out, or how the entity was recognised.
    pub reason: String,
    /// How hard it is to migrate, by the first 20,000 rows; `None` where nothing was read.
    pub difficulty: Option<Difficulty>,
    /// Columns in order.
    pub mapping: Vec<ColumnSummary>,
}

/// One column of an input.
#[derive(Clone, Debug, Serialize)]
pub struct ColumnSummary {
    /// Header as written.
    pub header: String,
    /// Field; `None`: not mapped, and not loaded.
    pub field: Option<String>,
    /// Confidence, 0 to 1.
    pub confidence: f64,
    /// What spoke for it.
    pub evidence: String,
    /// Share of rows with a value, 0 to 1.
    pub fill: f64,
    /// Distinct values.
    pub distinct: u64,
    /// A few values, masked where they look personal.
    pub examples: Vec<String>,
}

/// One batch file.
#[derive(Clone, Debug, Serialize)]
pub struct BatchSummary {
    /// `WAVE/NNN-ENTITY`.
    pub name: String,
    /// Wave.
    pub wave: String,
    /// Entity.
    pub entity: String,
    /// Records.
    pub rows: u64,
    /// SHA-256 of the file.
    pub sha256: String,
}
