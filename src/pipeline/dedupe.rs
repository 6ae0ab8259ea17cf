//! Finds duplicates, merges those that are certain, and leaves the rest to people.

use super::RunError;
use super::map::SYSTEM;
use super::state::Run;
use crate::matching::{self, survive};
use crate::model::{Duplicates, Entity, Fate, Finding, Place, RowId, RuleCode, Severity, Table};
use crate::plan::{Effect, EntitySpec};
use crate::reconcile::{RepeatedLines, repeated_lines};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

impl Run<'_> {
    /// Removes repeated rows, then merges the duplicates of every entity that has a matching model.
    pub fn dedupe(&mut self) -> Result<(), RunError> {
        for position in 0..self.entities.len() {
            let Some(e) = self.entities.get(position) else { break };
            let spec = self.plan.entity(&e.entity).expect("entities come from the plan");
            if let Some(e) = self.entities.get_mut(position) {
                e.repeats.compared = e.table.height() as u64;
            }
            self.remove_repeated(position, spec);
            if spec.matching.is_some() {
                self.merge_duplicates(position, spec);
            }
            self.unmerged(&spec.entity);
        }
        Ok(())
    }

    /// Settles rows that say the same as an earlier row of their system: copies are merged, contradictions wait for a person.
    fn remove_repeated(&mut self, position: usize, spec: &EntitySpec) {
        let Some(e) = self.entities.get(position) else { return };
        let by_key;
        let keyed = match &spec.key {
            // A record is repeated when code and everything else are equal; other records of one code are for matching.
            Some(key) => {
                by_key = EntitySpec { natural_key: vec![key.clone()], ..spec.clone() };
                &by_key
            }
            None => spec,
        };
        let table = e.table.clone();
        let scopes = Scopes::of(&table);
        let mut effects = Vec::new();
        for group in repeated_lines(keyed, &table, &|i| scopes.scope(i)) {
            self.settle_repeated(position, spec, &table, &group, &mut effects);
        }
        self.settle(position, &effects);
        self.drop_settled(position);
    }

    fn settle_repeated(
        &mut self,
        position: usize,
        spec: &EntitySpec,
        table: &Table,
        group: &RepeatedLines,
        effects: &mut Vec<(RowId, RuleCode, Effect)>,
    ) {
        let rows: Vec<RowId> = group.positions.iter().filter_map(|&p| table.rows().get(p).copied()).collect();
        let Some((&first, others)) = rows.split_first() else { return };
        let line = self.ledger.origin(first).line.to_string();
        if group.identical && spec.totals.is_empty() {
            for &row in others {
                self.notice(&spec.entity, "exact-duplicate-row", Place::Row(row, None), &line, "");
                self.merge(position, row, first);
            }
        } else if spec.key.is_none() {
            // Money and quantities are never merged away: the copy waits. Lines that contradict each other wait together.
            let (code, waiting) = if group.identical { ("repeated-line", others) } else { ("conflicting-lines", &rows[..]) };
            for &row in waiting {
                self.notice(&spec.entity, code, Place::Row(row, None), &line, "");
                effects.push((row, RuleCode::new(code), Effect::Hold));
            }
        }
    }

    fn merge_duplicates(&mut self, position: usize, spec: &EntitySpec) {
        let Some(e) = self.entities.get(position) else { return };
        let table = e.table.clone();
        let labels = self.decided.labels(&spec.entity, table.rows());
        let found = matching::entity::find(spec, &table, labels, self.watch);
        self.note_pairs(position, spec, &table, &found.duplicates);
        let at: HashMap<RowId, usize> = table.rows().iter().enumerate().map(|(i, &r)| (r, i)).collect();
        let clusters: Vec<Vec<usize>> =
            found.duplicates.clusters.iter().map(|c| c.iter().filter_map(|r| at.get(r).copied()).collect()).collect();
        let (failures, flaws) = self.failures(&spec.entity);
        let mut survival = {
            let facts = survive::RowFacts {
                system: &|r| self.system(r),
                failures: &|r| failures.get(&r).copied().unwrap_or(0),
                flaws: &|r, field| flaws.get(&r).and_then(|f| f.get(field)).copied().unwrap_or(0),
            };
            survive::survive(spec, &table, &clusters, &facts)
        };
        self.overrule(spec, &table, &mut survival);
        self.remember_origins(&table, &clusters, &survival);
        for &(row, survivor) in &survival.merged {
            let line = self.ledger.origin(survivor);
            let of = format!("{}:{}", self.ledger.source(line.source).path, line.line);
            let finding = Finding::at(&RuleCode::new("duplicate-record"), Place::Row(row, None), &of).against(survivor);
            self.find(Some(&spec.entity), finding);
            self.merge(position, row, survivor);
        }
        if let Some(e) = self.entities.get_mut(position) {
            e.table = survival.table.clone();
        }
        self.settle_undecided(position, spec, &survival.merged);
        self.review_conflicts(position, spec, &table, &clusters, &survival);
        self.changes.extend(survival.changes);
        self.duplicates.push((spec.entity.clone(), found.duplicates));
    }

    /// Notes undecided pairs; both records go on, unless the plan holds what the notice is about: then both wait.
    fn note_pairs(&mut self, position: usize, spec: &EntitySpec, table: &Table, duplicates: &Duplicates) {
        let name = table.column("name");
        let at: HashMap<RowId, usize> = table.rows().iter().enumerate().map(|(i, &r)| (r, i)).collect();
        let rule = RuleCode::new("undecided-duplicate");
        let mut undecided: BTreeMap<RowId, ()> = BTreeMap::new();
        for p in duplicates.pairs.iter().filter(|p| p.decision == crate::model::Decision::Undecided) {
            let text = |r: RowId| at.get(&r).and_then(|&i| name.as_ref()?.get(i)).unwrap_or("").to_owned();
            let other = self.ledger.origin(p.left);
            let of = format!("{}:{} {}", self.ledger.source(other.source).path, other.line, text(p.left));
            let field: Arc<str> = "name".into();
            let field = spec.field("name").is_some().then_some(field);
            let f = Finding::at(&rule, Place::Row(p.right, field), &text(p.right)).expecting(&of).against(p.left);
            self.find(Some(&spec.entity), f.suggesting(&format!("{:.0} %", p.probability * 100.0)));
            undecided.insert(p.left, ());
            undecided.insert(p.right, ());
        }
        if let Some(e) = self.entities.get_mut(position) {
            e.repeats.undecided = undecided.into_keys().collect();
        }
    }

    /// Does to undecided records what the plan says about the notice; for a record that was merged, its survivor stands in.
    fn settle_undecided(&mut self, position: usize, spec: &EntitySpec, merged: &[(RowId, RowId)]) {
        let rule = RuleCode::new("undecided-duplicate");
        let effect = self.plan.rule(Some(&spec.entity), &rule).map_or(Effect::Note, |r| r.effect);
        let Some(e) = self.entities.get(position).filter(|_| effect != Effect::Note) else { return };
        let survivor: HashMap<RowId, RowId> = merged.iter().copied().collect();
        let rows = e.repeats.undecided.iter().map(|r| survivor.get(r).copied().unwrap_or(*r));
        let effects: Vec<_> = rows.map(|row| (row, rule.clone(), effect)).collect();
        self.settle(position, &effects);
    }

    /// Counts the findings of each row of an entity, and of each of its fields, where one that is more than information outweighs all that are.
    fn failures(&self, entity: &Entity) -> (HashMap<RowId, u32>, HashMap<RowId, HashMap<Arc<str>, u32>>) {
        let (mut rows, mut fields): (HashMap<_, u32>, HashMap<_, HashMap<_, u32>>) = Default::default();
        for (e, f) in &self.findings {
            let (Some(e), Place::Row(row, field)) = (e, &f.at) else { continue };
            if e != entity {
                continue;
            }
            *rows.entry(*row).or_default() += 1;
            if let Some(field) = field {
                let grave = self.plan.rule(Some(entity), &f.rule).is_none_or(|r| r.severity > Severity::Info);
                *fields.entry(*row).or_default().entry(field.clone()).or_default() += if grave { 1000 } else { 1 };
            }
        }
        (rows, fields)
    }

    fn merge(&mut self, position: usize, row: RowId, survivor: RowId) {
        self.ledger.settle(row, Fate::MergedInto { row: survivor });
        if let Some(e) = self.entities.get_mut(position) {
            // A row that others were merged into brings them along.
            let own = e.members.remove(&row).unwrap_or_default();
            let members = e.members.entry(survivor).or_default();
            members.push(row);
            members.extend(own);
            e.repeats.merged += 1;
        }
    }

    pub(super) fn drop_settled(&mut self, position: usize) {
        let Some(e) = self.entities.get_mut(position) else { return };
        let rows = e.table.rows().to_vec();
        let ledger = &self.ledger;
        e.table = e.table.filter(|i| rows.get(i).is_some_and(|r| ledger.fate(*r).is_none()));
    }
}

/// Numbers the systems of a table's rows.
pub(super) struct Scopes {
    of: Vec<u32>,
}

impl Scopes {
    pub fn of(table: &Table) -> Self {
        let Some(column) = table.column(SYSTEM) else { return Self { of: vec![] } };
        let mut seen: HashMap<String, u32> = HashMap::new();
        let mut of = Vec::with_capacity(column.len());
        for value in column.iter() {
            let value = value.unwrap_or("");
            let next = u32::try_from(seen.len()).expect("fewer systems than rows");
            let n = match seen.get(value) {
                Some(n) => *n,
                None => *seen.entry(value.to_owned()).or_insert(next),
            };
            of.push(n);
        }
        Self { of }
    }

    pub fn scope(&self, i: usize) -> u32 {
        self.of.get(i).copied().unwrap_or(0)
    }
}
