//! Finds records that are the same thing and builds the one that survives.

pub mod survive;
