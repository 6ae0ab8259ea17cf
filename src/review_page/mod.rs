//! The local page on which people settle what a run asks: pairs in doubt and findings, one after the other, by keyboard.
//!
//! It is served on the loopback interface to one browser, which proves itself by a token from the terminal; what is decided is written to
//! `decisions.csv` at once. Nothing is loaded from elsewhere, and whatever stands in the data reaches the browser as text alone.

mod bulk;
mod desk;
mod difference;
mod entry;
mod golden;
mod guard;
mod index;
mod open;
mod pattern;
mod question;
mod queue;
mod records;
mod routes;
mod show;
mod start;
mod story_panel;
mod words;

pub use open::{Opened, PageError, PageRequest, open};
