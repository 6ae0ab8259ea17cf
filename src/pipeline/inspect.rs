//! Normalises and checks every entity.

use super::RunError;
use super::state::Run;
use crate::check::{self, Mode, Subject};
use crate::model::{Entity, Table};
use crate::normalise;
use crate::plan::Effect;
use std::collections::BTreeMap;

impl Run<'_> {
    /// Normalises every entity's fields.
    pub fn normalise(&mut self) -> Result<(), RunError> {
        for e in &mut self.entities {
            let spec = self.plan.entity(&e.entity).expect("entities come from the plan");
            let done = normalise::run_by_source(spec, self.plan, e.raw.clone(), &self.ledger, self.watch);
            self.changes.extend(done.changes);
            self.findings.extend(done.findings.into_iter().map(|f| (Some(e.entity.clone()), f)));
            e.clean = done.table.clone();
            e.table = done.table;
        }
        Ok(())
    }

    /// Checks every entity; rows go where their worst failure sends them.
    pub fn check(&mut self) -> Result<(), RunError> {
        let tables = self.clean_tables();
        for position in 0..self.entities.len() {
            let Some(e) = self.entities.get(position) else { break };
            let entity = e.entity.clone();
            let spec = self.plan.entity(&entity).expect("entities come from the plan");
            let subject =
                Subject { spec, plan: self.plan, table: &e.clean, others: &tables, ledger: Some(&self.ledger), mode: Mode::Findings };
            let checked = check::run(&subject, self.watch);
            for finding in checked.findings {
                self.find(Some(&entity), finding);
            }
            let kept = &self.decided;
            let counts = |(row, rule, effect): &(_, _, Effect)| *effect != Effect::Note && !kept.lifts(*row, rule);
            let effects: Vec<_> = checked.failing_rows.into_iter().filter(counts).collect();
            self.settle(position, &effects);
        }
        Ok(())
    }

    /// Gives the normalised tables of all entities.
    fn clean_tables(&self) -> BTreeMap<Entity, Table> {
        self.entities.iter().map(|e| (e.entity.clone(), e.clean.clone())).collect()
    }
}
