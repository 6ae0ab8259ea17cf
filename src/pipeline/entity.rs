//! One entity's records on their way through the run.

use crate::model::{Entity, RowId, RuleCode, Table};
use std::collections::BTreeMap;

/// One entity's records between stages.
pub(super) struct EntityRun {
    /// The entity.
    pub entity: Entity,
    /// As read and mapped.
    pub raw: Table,
    /// Normalised, every row.
    pub clean: Table,
    /// Rows without a fate yet, as they would be loaded so far.
    pub table: Table,
    /// Rows merged into each survivor.
    pub members: BTreeMap<RowId, Vec<RowId>>,
    /// Rows that matching compared, records in clusters beyond the first of each, and records in undecided pairs.
    pub repeats: Repeats,
    /// Rows with references that lead nowhere, by rule, before anything was held.
    pub broken: BTreeMap<RuleCode, u64>,
    /// References that were rewritten: referring row and surviving row referred to.
    pub links: Vec<(RowId, RowId)>,
    /// The wave of each row that will be loaded.
    pub wave: BTreeMap<RowId, usize>,
}

/// Counts of duplicates for the uniqueness score.
#[derive(Clone, Debug, Default)]
pub(super) struct Repeats {
    /// Rows compared.
    pub compared: u64,
    /// Rows merged away.
    pub merged: u64,
    /// Rows in undecided pairs.
    pub undecided: Vec<RowId>,
}

impl EntityRun {
    /// Begins with what was read.
    pub fn new(entity: Entity, raw: Table) -> Self {
        Self {
            entity,
            clean: raw.clone(),
            table: raw.clone(),
            raw,
            members: BTreeMap::new(),
            repeats: Repeats::default(),
            broken: BTreeMap::new(),
            links: Vec::new(),
            wave: BTreeMap::new(),
        }
    }
}
