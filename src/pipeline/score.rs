//! Scores every entity as read and as it would be loaded.

use super::RunError;
use super::state::Run;
use crate::check::{self, Mode, Subject, Tally};
use crate::model::{
    Balance, BeforeAfter, Dimension, DuplicateSummary, Entity, EntitySummary, Fate, FateKind, Finding, Place, RowId, RuleCode, Table,
};
use crate::plan::{CheckSpec, CheckUse, EntitySpec};
use crate::quality::{RuleTally, Weighed, entity_score, overall};
use std::collections::{BTreeMap, BTreeSet};

impl Run<'_> {
    /// Runs all checks again on what was read and on what would be loaded, and weighs them up.
    pub fn score(&mut self) -> Result<(), RunError> {
        let raw: BTreeMap<Entity, Table> = self.entities.iter().map(|e| (e.entity.clone(), e.raw.clone())).collect();
        let last: BTreeMap<Entity, Table> = self.entities.iter().map(|e| (e.entity.clone(), e.table.clone())).collect();
        let fates = self.fates_by_entity();
        let mut rates: BTreeMap<RuleCode, (u64, u64)> = BTreeMap::new();
        let mut weighed: Vec<(f64, EntitySummary)> = Vec::new();
        for position in 0..self.entities.len() {
            let Some(e) = self.entities.get(position) else { break };
            let spec = self.plan.entity(&e.entity).expect("entities come from the plan");
            let (plan, mode) = (self.plan, Mode::Tally);
            let read = Subject { spec, plan, table: &e.raw, others: &raw, ledger: Some(&self.ledger), mode };
            let loaded = Subject { spec, plan, table: &e.table, others: &last, ledger: None, mode };
            let watch = self.watch;
            // Some checks go through their rows one after the other; the two runs fill each other's gaps.
            let (before, after) = rayon::join(|| check::run(&read, watch).tallies, || check::run(&loaded, watch).tallies);
            let mut tallies = Vec::new();
            let emitted = |row| self.ledger.fate(row).map(Fate::kind) == Some(FateKind::Emitted);
            for (rule, mut tally) in pair(spec, &before, &after).into_iter().chain(self.stage_tallies(position, spec)) {
                // What a person has called right does not fail.
                tally.after.1 = tally.after.1.saturating_sub(self.decided.waived(&rule, emitted));
                let slot = rates.entry(rule).or_default();
                *slot = (slot.0 + tally.after.0, slot.1 + tally.after.1);
                tallies.push(tally);
            }
            let fates = fates.get(&e.entity).copied().unwrap_or_default();
            let score = entity_score(fates.read, &tallies, &spec.weights);
            let summary = EntitySummary { read: fates.read, fates, duplicates: self.duplicate_summary(position), score };
            weighed.push((spec.weight, summary.clone()));
            self.scores.entities.push((spec.entity.as_str().to_owned(), summary));
        }
        self.weigh_up(&weighed);
        self.scores.errors = self.error_rates();
        let rate = |(applicable, failing): (u64, u64)| 100.0 * (applicable - failing.min(applicable)) as f64 / applicable as f64;
        self.scores.rules = rates.into_iter().filter(|(_, (applicable, _))| *applicable > 0).map(|(r, n)| (r, rate(n))).collect();
        self.overview = self.look_over();
        Ok(())
    }

    fn weigh_up(&mut self, entities: &[(f64, EntitySummary)]) {
        let whole: Vec<Weighed> = entities
            .iter()
            .map(|(weight, s)| Weighed { score: BeforeAfter { before: s.score.before, after: s.score.after }, weight: *weight })
            .collect();
        self.scores.overall = overall(&whole);
        for d in Dimension::ALL {
            let of = entities.iter().filter_map(|(w, s)| Some((*w, s.score.dimensions.get(d.as_str())?)));
            let parts: Vec<Weighed> =
                of.clone().map(|(weight, s)| Weighed { score: BeforeAfter { before: s.before, after: s.after }, weight }).collect();
            if !parts.is_empty() {
                self.scores.dimensions.insert(d, overall(&parts));
                let counts = of.fold((0, 0, 0), |(r, a, f), (_, s)| (r + s.rows, a + s.applicable, f + s.failing));
                self.scores.dimension_counts.insert(d, counts);
            }
        }
    }

    /// Counts what other stages found about rows (damage, references, duplicates) like rules: before all rows, after those loaded.
    fn stage_tallies(&self, position: usize, spec: &EntitySpec) -> Vec<(RuleCode, RuleTally)> {
        let Some(e) = self.entities.get(position) else { return Vec::new() };
        let mut rows: BTreeMap<&RuleCode, BTreeSet<RowId>> = BTreeMap::new();
        for (entity, f) in &self.findings {
            if let (Some(entity), Place::Row(row, _)) = (entity, &f.at)
                && *entity == e.entity
            {
                rows.entry(&f.rule).or_default().insert(*row);
            }
        }
        let emitted = |row: &RowId| self.ledger.fate(*row).map(Fate::kind) == Some(FateKind::Emitted);
        let (read, loaded) = (e.raw.height() as u64, e.table.height() as u64);
        rows.into_iter()
            .filter_map(|(rule, rows)| {
                let r = self.plan.rule(Some(&spec.entity), rule).filter(|r| matches!(r.does, CheckUse::Stage))?;
                let failing = rows.iter().filter(|r| emitted(r)).count() as u64;
                Some((rule.clone(), tally(r, (read, (rows.len() as u64).min(read)), (loaded, failing))))
            })
            .collect()
    }

    fn duplicate_summary(&self, position: usize) -> DuplicateSummary {
        let Some(e) = self.entities.get(position) else { return DuplicateSummary::default() };
        let undecided = self.duplicates.iter().filter(|(entity, _)| *entity == e.entity);
        let undecided = undecided.flat_map(|(_, d)| &d.pairs).filter(|p| p.decision == crate::model::Decision::Undecided).count();
        DuplicateSummary {
            clusters: e.members.len() as u64,
            records: e.members.values().map(|m| m.len() as u64 + 1).sum(),
            undecided: undecided as u64,
        }
    }

    /// Counts the fates of the rows of each entity's sources.
    fn fates_by_entity(&self) -> BTreeMap<Entity, Balance> {
        let mut out: BTreeMap<Entity, Balance> = BTreeMap::new();
        for ((id, _), entity) in self.ledger.sources().zip(&self.source_entity) {
            let Some(entity) = entity else { continue };
            let balance = out.entry(entity.clone()).or_default();
            for row in self.ledger.rows_of(id) {
                balance.add(self.ledger.fate(row).map(Fate::kind));
            }
        }
        out
    }

    /// Counts critical findings that concern what would be loaded, or the run as a whole.
    pub(super) fn critical(&self) -> u64 {
        let concerns = |f: &Finding| match &f.at {
            Place::Row(row, _) => matches!(self.ledger.fate(*row), Some(Fate::Emitted { .. })),
            Place::Source(..) | Place::Run => true,
        };
        let severe = |entity: &Option<Entity>, f: &Finding| {
            self.plan.rule(entity.as_ref(), &f.rule).is_some_and(|r| r.severity == crate::model::Severity::Critical)
        };
        self.findings.iter().filter(|(e, f)| severe(e, f) && concerns(f)).count() as u64
    }
}

/// Puts the counts of each check before and after together.
fn pair(spec: &EntitySpec, before: &[Tally], after: &[Tally]) -> Vec<(RuleCode, RuleTally)> {
    let count = |tallies: &[Tally], rule: &RuleCode| tallies.iter().find(|t| t.rule == *rule).map_or((0, 0), |t| (t.applicable, t.failing));
    spec.checks.iter().map(|c| (c.code.clone(), tally(c, count(before, &c.code), count(after, &c.code)))).collect()
}

fn tally(rule: &CheckSpec, before: (u64, u64), after: (u64, u64)) -> RuleTally {
    RuleTally { dimension: rule.dimension, severity: rule.severity, weight: rule.weight, before, after }
}
