//! Checks over structures: bills of materials and hierarchies.

pub(super) mod bom_cycle;
pub(super) mod bom_depth;
mod graph;
pub(super) mod own_reference;
