//! What every stage speaks of: tables, rows and their fates, findings and changes. No input or output happens here.

mod acceptance;
mod duplicate;
mod entity;
mod fate;
mod finding;
mod lang;
mod load_plan;
mod manifest;
mod overview;
pub mod profile;
mod row;
mod shared;
mod summary;
mod table;
mod watch;

pub use acceptance::{Acceptance, Despite, Met, Sealed};
pub use duplicate::{Decision, Duplicates, Evidence, MatchPair};
pub use entity::{Dimension, Entity, Severity};
pub use fate::{Balance, Fate, FateKind, Ledger};
pub use finding::{Change, Finding, Place, RuleCode};
pub use lang::{Lang, Text, both};
pub use load_plan::{
    ColumnKind, Criterion, EntityToLoad, FieldToLoad, LOAD_PLAN_SCHEMA, LoadMode, LoadPlan, LoadSettings, Measure, OnRefusal,
    ReferenceToLoad, SourceOfRows, TotalToLoad, WaveToLoad,
};
pub use manifest::{ControlTotal, Manifest, ManifestEntry, chain, hex};
pub use overview::{FlowSummary, RunPoint, SchemeCount, SchemeSummary, WaveEntity, WaveSummary};
pub use row::{Origin, RowId, Source, SourceId};
pub use shared::{SharedText, Slots, Values};
pub use summary::{
    BatchSummary, BeforeAfter, ColumnSummary, DecisionSummary, DimensionSummary, DuplicateSummary, EntityScore, EntitySummary,
    FindingSummary, GateSummary, InputSummary, OwnerSummary, RunSummary, TotalSummary,
};
pub use table::{Table, TableError, TextColumn};
pub use watch::{Unwatched, Watch};
