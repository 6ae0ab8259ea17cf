//! Finds duplicates among records, or links between two lists, without configuration: candidates, comparison, learning, decision, clusters.
//!
//! The engine knows no table engine: it takes columns of text and gives back pairs and clusters. Its answer depends neither on the order of
//! the records nor on the number of threads.

mod block;
mod carry;
mod chance;
mod choose;
mod cluster;
mod compare;
mod completeness;
mod counts;
mod decide;
// The only file here that knows a table.
pub mod entity;
mod explain;
mod field;
mod glance;
mod intern;
mod keys;
mod known;
mod kinds;
mod labels;
mod link;
mod model;
mod outcome;
mod prudence;
mod records;
mod relatives;
mod run;
mod sample;
mod score;
mod scorer;
mod spots;
pub mod survive;
mod tangled;
mod shape;
mod smooth;
mod train;

pub use explain::{Explained, Said, explain};
pub use field::{Comparison, FieldSpec};
pub use kinds::{Why, recognise_kinds};
pub use labels::Label;
pub use model::{LearntField, LearntLevel, Model, Others};
pub use outcome::{Hint, Options, Outcome, Report, ScoredPair};
pub use records::{Column, Records, Values};
pub use run::{dedupe, dedupe_owned};
