//! Looks at the run from further away: where rows flow, how hard each table is, how ready each wave is, what became of codes.

use super::entity::EntityRun;
use super::state::{Run, SheetIn};
use crate::emit::first_wave;
use crate::model::profile::{Difficulty, Scheme};
use crate::model::{
    Balance, Entity, Fate, FateKind, Finding, FlowSummary, Place, RowId, SchemeCount, SchemeSummary, Severity, TextColumn, WaveEntity,
    WaveSummary,
};
use crate::plan::WaveSpec;
use crate::profiling;
use crate::quality::profile::{SheetView, difficulty, schemes, table};
use jiff::civil::Date;
use std::collections::{BTreeMap, HashSet};

/// Rows by which a table is judged: enough to meet its troubles, few enough that a large one costs next to nothing.
const JUDGED_ROWS: usize = 20_000;

/// Says how hard a table is to migrate. No day is in the future here: a run reads no clock.
pub(super) fn hardness(sheet: &SheetIn) -> Difficulty {
    let whole = profiling::view(&sheet.table);
    let rows = whole.lines.len().min(JUDGED_ROWS);
    let head: Vec<TextColumn> = whole.columns.iter().map(|c| c.part(0..rows).collect()).collect();
    let lines = whole.lines.get(..rows).unwrap_or_default();
    let last = if rows == whole.lines.len() { u32::MAX } else { lines.last().copied().unwrap_or(u32::MAX) };
    let notes = whole.notes.iter().filter(|n| n.line.is_none_or(|l| l <= last)).cloned().collect();
    let set_aside = whole.set_aside.iter().zip(&sheet.table.set_aside).filter(|(_, a)| a.line <= last).map(|(code, _)| *code).collect();
    let view = SheetView { columns: &head, lines, notes, set_aside, ..whole.clone() };
    difficulty::judge(&[table(&view, Date::MAX)], &[])
}

/// What the run looks like from further away.
#[derive(Default)]
pub(super) struct Overview {
    pub flows: Vec<FlowSummary>,
    pub schemes: Vec<SchemeSummary>,
    pub waves: Vec<WaveSummary>,
}

impl Run<'_> {
    /// Looks the whole run over, once every row has its fate.
    pub(super) fn look_over(&self) -> Overview {
        Overview { flows: self.flows(), schemes: self.schemes(), waves: self.waves() }
    }

    /// Counts rows and findings by legacy system and entity, in the order of the files.
    fn flows(&self) -> Vec<FlowSummary> {
        let mut out: Vec<FlowSummary> = Vec::new();
        let mut of_source: Vec<usize> = Vec::new();
        for ((id, source), entity) in self.ledger.sources().zip(&self.source_entity) {
            let entity = entity.as_ref().map(|e| e.as_str().to_owned());
            let at = out.iter().position(|f| f.system == source.system && f.entity == entity).unwrap_or_else(|| {
                let fates = Balance::default();
                out.push(FlowSummary { system: source.system.clone(), entity, read: 0, fates, findings: [0; 4] });
                out.len() - 1
            });
            of_source.push(at);
            if let Some(flow) = out.get_mut(at) {
                self.ledger.rows_of(id).for_each(|row| flow.fates.add(self.ledger.fate(row).map(Fate::kind)));
                flow.read = flow.fates.read;
            }
        }
        for (entity, f) in &self.findings {
            let source = match &f.at {
                Place::Row(row, _) => self.ledger.source_of(*row),
                Place::Source(source, _) => *source,
                Place::Run => continue,
            };
            let flow = of_source.get(source.index()).and_then(|at| out.get_mut(*at));
            if let Some(n) = flow.and_then(|flow| flow.findings.get_mut(self.severity(entity.as_ref(), f) as usize)) {
                *n += 1;
            }
        }
        out.retain(|f| f.read > 0 || f.findings.iter().any(|n| *n > 0));
        out
    }

    fn severity(&self, entity: Option<&Entity>, finding: &Finding) -> Severity {
        self.plan.rule(entity, &finding.rule).map_or(Severity::Warning, |r| r.severity)
    }

    /// Counts the records of each wave, and those of them about which nothing serious was found.
    fn waves(&self) -> Vec<WaveSummary> {
        let serious = |(entity, f): &&(Option<Entity>, Finding)| self.severity(entity.as_ref(), f) >= Severity::Error;
        let rows = self.findings.iter().filter(serious).filter_map(|(_, f)| if let Place::Row(row, _) = f.at { Some(row) } else { None });
        let troubled: HashSet<RowId> = rows.collect();
        let waiting = self.waiting();
        let wave = |(at, spec): (usize, &WaveSpec)| {
            let entity = |e: &EntityRun| {
                let own = || e.wave.iter().filter(|(_, w)| **w == at);
                let (records, clean) = (own().count() as u64, own().filter(|(row, _)| !troubled.contains(row)).count() as u64);
                let waiting = waiting.get(&(at, &e.entity)).copied().unwrap_or(0);
                (records + waiting > 0).then(|| WaveEntity { entity: e.entity.as_str().to_owned(), records, clean, waiting })
            };
            let entities: Vec<WaveEntity> = self.entities.iter().filter_map(entity).collect();
            let sum = |of: fn(&WaveEntity) -> u64| entities.iter().map(of).sum();
            let (records, clean, waiting) = (sum(|e| e.records), sum(|e| e.clean), sum(|e| e.waiting));
            WaveSummary { wave: spec.name.clone(), records, clean, waiting, entities }
        };
        self.plan.waves.iter().enumerate().map(wave).filter(|w| !w.entities.is_empty()).collect()
    }

    /// Counts held and rejected rows by the wave that their system goes with.
    fn waiting(&self) -> BTreeMap<(usize, &Entity), u64> {
        let mut out = BTreeMap::new();
        for ((id, source), entity) in self.ledger.sources().zip(&self.source_entity) {
            let Some(entity) = entity else { continue };
            let waits = |row: &RowId| matches!(self.ledger.fate(*row).map(Fate::kind), Some(FateKind::Held | FateKind::Rejected));
            let n = self.ledger.rows_of(id).filter(waits).count() as u64;
            if n > 0 {
                let at = first_wave(&self.plan.waves, entity, std::iter::once(source.system.as_str()));
                *out.entry((at, entity)).or_default() += n;
            }
        }
        out
    }

    /// Finds the schemes that legacy codes follow, system by system, and those of the new codes.
    fn schemes(&self) -> Vec<SchemeSummary> {
        let entity = |e: &EntityRun| {
            let key = self.plan.entity(&e.entity)?.key.as_deref()?;
            let old = e.clean.column(key)?;
            let mut systems: BTreeMap<&str, Vec<Option<&str>>> = BTreeMap::new();
            for (i, row) in e.clean.rows().iter().enumerate() {
                systems.entry(self.system(*row)).or_default().push(old.get(i));
            }
            let before = systems.into_iter().flat_map(|(system, codes)| counted(system, codes.into_iter().collect())).collect();
            let new = e.table.rows().iter().map(|row| self.new_codes.get(row).filter(|c| !c.is_empty())).collect();
            Some(SchemeSummary { entity: e.entity.as_str().to_owned(), before, after: counted("", new) })
        };
        self.entities.iter().filter_map(entity).filter(|s| !s.before.is_empty()).collect()
    }
}

/// Counts the codes of one system by scheme; then those of schemes that are not listed, and last those that follow none.
fn counted(system: &str, codes: TextColumn) -> Vec<SchemeCount> {
    let (listed, shaped) = schemes(&codes);
    let one = |s: Scheme| SchemeCount { system: system.to_owned(), scheme: s.scheme, count: s.count, example: s.example };
    let mut out: Vec<SchemeCount> = listed.into_iter().map(one).collect();
    let others = shaped - out.iter().map(|s| s.count).sum::<u64>();
    let none = (codes.len() - codes.missing()) as u64 - shaped;
    for (scheme, count) in [("…", others), ("", none)].into_iter().filter(|(_, n)| *n > 0) {
        out.push(SchemeCount { system: system.to_owned(), scheme: scheme.to_owned(), count, example: String::new() });
    }
    out
}
