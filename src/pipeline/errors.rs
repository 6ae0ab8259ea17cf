//! How many structures and rows of an entity are wrong: what a gate such as `errors:bom` asks for.

use super::entity::EntityRun;
use super::state::Run;
use crate::model::{Entity, Fate, FateKind, Place, RowId, Severity};
use crate::plan::Metric;
use std::collections::{BTreeMap, BTreeSet};

impl Run<'_> {
    /// Gives the share of each entity's structures, or of its rows where it has none, in which an error or worse was found, in percent.
    ///
    /// A BOM with one wrong line is a wrong BOM. Rows left out on purpose count neither way. Only what a gate asks for is counted.
    pub(super) fn error_rates(&self) -> BTreeMap<Entity, f64> {
        let asked = |e: &Entity| self.plan.gates.iter().any(|g| g.metric == Metric::Errors(e.clone()));
        let wrong = self.wrong_rows();
        let none = BTreeSet::new();
        let rate = |e: &EntityRun| {
            let wrong = wrong.get(&e.entity).unwrap_or(&none);
            let (mut all, mut bad) = (BTreeSet::new(), BTreeSet::new());
            for (row, structure) in self.structures(e) {
                if wrong.contains(&row) {
                    bad.insert(structure.clone());
                }
                all.insert(structure);
            }
            (!all.is_empty()).then(|| (e.entity.clone(), (10_000.0 * bad.len() as f64 / all.len() as f64).round() / 100.0))
        };
        self.entities.iter().filter(|e| asked(&e.entity)).filter_map(rate).collect()
    }

    /// Gathers the rows of each entity about which there is an error or worse.
    fn wrong_rows(&self) -> BTreeMap<&Entity, BTreeSet<RowId>> {
        let mut wrong: BTreeMap<&Entity, BTreeSet<RowId>> = BTreeMap::new();
        for (entity, finding) in &self.findings {
            let (Some(entity), Place::Row(row, _)) = (entity, &finding.at) else { continue };
            if self.plan.rule(Some(entity), &finding.rule).is_some_and(|r| r.severity >= Severity::Error) {
                wrong.entry(entity).or_default().insert(*row);
            }
        }
        wrong
    }

    /// Gives the rows that count, each with the structure that it belongs to: parent and version of a BOM, or the row itself.
    fn structures(&self, e: &EntityRun) -> impl Iterator<Item = (RowId, String)> {
        let headers = self.plan.entity(&e.entity).map(|s| &s.header_fields[..]).unwrap_or_default();
        let columns: Vec<_> = headers.iter().take(2).filter_map(|f| e.clean.column(f)).collect();
        let counted = |row: &RowId| self.ledger.fate(*row).map(Fate::kind) != Some(FateKind::Skipped);
        let rows: Vec<(usize, RowId)> = e.clean.rows().iter().copied().enumerate().filter(|(_, r)| counted(r)).collect();
        rows.into_iter().map(move |(i, row)| {
            let parts: Vec<&str> = columns.iter().map(|c| c.text(i)).collect();
            let own = if parts.is_empty() { row.0.to_string() } else { parts.join("\u{1f}") };
            (row, format!("{}\u{1f}{own}", self.system(row)))
        })
    }
}
