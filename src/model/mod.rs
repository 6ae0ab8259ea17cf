//! What every stage speaks of: tables, rows and their fates, findings and changes. No input or output happens here.

mod duplicate;
mod entity;
mod fate;
mod finding;
mod lang;
pub mod profile;
mod row;
mod shared;
mod summary;
mod table;
mod watch;

pub use duplicate::{Decision, Duplicates, Evidence, MatchPair};
pub use entity::{Dimension, Entity, Severity};
pub use fate::{Balance, Fate, FateKind, Ledger};
pub use finding::{Change, Finding, Place, RuleCode};
pub use lang::{Lang, Text};
pub use row::{Origin, RowId, Source, SourceId};
pub use shared::{SharedText, Slots, Values};
pub use summary::{
    BatchSummary, BeforeAfter, ColumnSummary, DecisionSummary, DimensionSummary, DuplicateSummary, EntityScore, EntitySummary,
    FindingSummary, GateSummary, InputSummary, OwnerSummary, RunSummary, TotalSummary,
};
pub use table::{Table, TableError, TextColumn};
pub use watch::{Unwatched, Watch};
