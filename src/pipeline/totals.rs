//! Proves that no money and no quantity got lost between the sources and the batches.

use super::RunError;
use super::state::Run;
use crate::model::{Fate, Finding, Place, RowId, RuleCode, TotalSummary};
use crate::plan::{EntitySpec, Total};
use crate::reconcile::control_totals;

impl Run<'_> {
    /// Compares every control total: source = batches + rest, where the batches are added up from what was written.
    pub fn reconcile(&mut self) -> Result<(), RunError> {
        for position in 0..self.entities.len() {
            let Some(e) = self.entities.get(position) else { break };
            let spec = self.plan.entity(&e.entity).expect("entities come from the plan");
            for total in &spec.totals {
                self.compare_total(position, spec, total);
            }
        }
        if !self.ledger.balance().balanced() {
            self.find(None, Finding::at(&RuleCode::new("unbalanced-ledger"), Place::Run, ""));
        }
        Ok(())
    }

    fn compare_total(&mut self, position: usize, spec: &EntitySpec, total: &Total) {
        let Some(e) = self.entities.get(position) else { return };
        let emitted = |row: RowId| matches!(self.ledger.fate(row), Some(Fate::Emitted { .. }));
        let source = control_totals(total, &e.clean, &emitted);
        let written = control_totals(total, &e.table, &|_| true);
        for (group, s) in source {
            let in_batches = written.get(&group).map(|w| w.inside).unwrap_or_default();
            let summary = TotalSummary {
                entity: spec.entity.as_str().to_owned(),
                field: total.field.to_string(),
                read: (s.inside + s.outside).normalize().to_string(),
                emitted: in_batches.normalize().to_string(),
                left: s.outside.normalize().to_string(),
                unreadable: s.unreadable,
                agrees: s.inside == in_batches,
                group,
            };
            if !summary.agrees {
                let f = Finding::at(&RuleCode::new("control-total-mismatch"), Place::Run, &summary.emitted);
                self.find(Some(&spec.entity), f.expecting(&s.inside.normalize().to_string()));
            }
            self.totals.push(summary);
        }
    }

    /// Says whether every row has a fate and every control total agrees.
    pub(super) fn balanced(&self) -> bool {
        self.ledger.balance().balanced() && self.totals.iter().all(|t| t.agrees)
    }
}
