//! Checks over structures: bills of materials and hierarchies.

pub(super) mod bom_cycle;
pub(super) mod bom_depth;
pub(super) mod own_reference;
pub(super) mod weight_rollup;
mod graph;
