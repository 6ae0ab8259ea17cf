//! The demo company's run, scored against what is known of it.

mod batches;
mod contract;
mod determinism;
mod duplicates;
mod fates;
mod findings;
mod recognition;
mod totals;
