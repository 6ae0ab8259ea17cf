//! Materials taken apart into attributes, and whether two texts describe the same part; a conflict is a veto.
//!
//! Likeness of spelling says nothing here: `M8×20` and `M8×25` look nearly the same and are different parts.

mod attribute;
mod likeness;
mod order;
mod parse;
mod spelling;
mod tables;

pub use attribute::{Attribute, Material};
pub use likeness::{Likeness, likeness};
pub use order::ordered;
pub use parse::is_grade_or_standard;
