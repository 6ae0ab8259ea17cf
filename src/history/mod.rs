//! Runs over time: one line a run in `.cutover/history.jsonl` beside the project, and what the lines say together.
//!
//! A run that gives what the last one gave adds nothing, so that repeating a run does not look like standing still.

mod entry;
mod outlook;
mod store;
mod trend;

pub use entry::{EntityPoint, Entry, OwnerPoint};
pub use outlook::{BurnDown, Outlook, OwnerOutlook, outlook};
pub use store::{FILE, HistoryError, append, read};
pub use trend::{Moved, Trend, trend};
