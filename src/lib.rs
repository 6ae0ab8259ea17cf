//! Takes legacy Excel and CSV master data to go-live in a new ERP. The modules stand in the order in which data flows.

pub mod domain;
pub mod model;
pub mod plan;
pub mod check;
pub mod matching;
pub mod reconcile;
pub mod emit;
pub mod quality;
