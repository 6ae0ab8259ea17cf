//! Runs the real program on the demo company and on everything that can be wrong with its surroundings. A file a case; the folders group them.

#![expect(clippy::unwrap_used, reason = "what cannot be done in a test is its failure")]

mod dedupe;
mod demo;
mod difference;
mod faults;
mod generator;
mod hostile;
mod load;
mod others;
mod profile;
mod program;
mod reading;
mod review;
mod review_page;
mod run_folder;
mod spreadsheet;
mod story;
mod survivors;
#[path = "../support/mod.rs"]
mod support;
mod truth;
