//! Takes legacy Excel and CSV master data to go-live in a new ERP. The modules stand in the order in which data flows.

pub mod domain;
pub mod emit;
pub mod matching;
pub mod model;
pub mod normalise;
pub mod plan;
pub mod quality;
pub mod reconcile;
