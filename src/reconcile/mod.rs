//! Old codes to new codes: the crosswalk, the references rewritten through it, and the control totals that must not change.

mod balance;
mod cascade;
mod code;
mod crosswalk;
mod index;
mod lines;

pub use balance::{LineTotal, control_totals};
pub use cascade::{Cascaded, Unresolved, cascade};
pub use code::{Assigned, Codable, assign_codes};
pub use crosswalk::{Crosswalk, CrosswalkEntry, CrosswalkError, CrosswalkRelation};
pub use index::{CodeIndex, Resolution, contested, fold_code};
pub use lines::{RepeatedLines, repeated_lines};
