//! Scores before and after, per rule, dimension, entity and overall, and the gates of go-live; profiles of tables before any of that.

mod gate;
pub mod profile;
mod score;

pub use gate::{GateFacts, judge, verdict};
pub use score::{RuleTally, Weighed, entity_score, grade, overall};
