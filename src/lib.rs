//! Takes legacy Excel and CSV master data to go-live in a new ERP. The modules stand in the order in which data flows.

pub mod model;

pub mod domain;

pub mod locking;

pub mod plan;

pub mod read;

pub mod mapping;

pub mod normalise;

pub mod check;

pub mod matching;

pub mod reconcile;

pub mod emit;

pub mod load;

pub mod quality;

pub mod report;

pub mod review;

pub mod pipeline;

pub mod lists;

pub mod profiling;

pub mod story;

pub mod history;

pub mod difference;

pub mod review_page;

pub mod cli;
