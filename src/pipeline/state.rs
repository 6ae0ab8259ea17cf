//! The state of a run between its stages. Only the pipeline writes the ledger.

use super::decide::Replay;
use super::entity::EntityRun;
use super::overview::Overview;
use super::{RunError, RunRequest};
use crate::model::{
    BatchSummary, BeforeAfter, Change, Dimension, Duplicates, Entity, EntitySummary, Fate, Finding, InputSummary, Ledger, Place, RowId,
    RuleCode, SourceId, TotalSummary, Watch,
};
use crate::plan::{Effect, Plan};
use crate::read::{ReadError, SheetTable};
use crate::reconcile::Crosswalk;
use std::collections::BTreeMap;
use std::fs::File;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

/// One table as read, before it is known what it is.
pub(super) struct SheetIn {
    /// Its rows in the ledger.
    pub source: SourceId,
    /// The table.
    pub table: SheetTable,
    /// Ids of the rows of data, in order; lines set aside have ids of their own.
    pub rows: Vec<RowId>,
    /// Ids of the lines that were set aside, in their order.
    pub aside: Vec<RowId>,
}

/// A run between its stages.
pub(super) struct Run<'a> {
    pub plan: &'a Plan,
    pub request: &'a RunRequest,
    pub watch: &'a dyn Watch,
    pub ledger: Ledger,
    pub earlier: Crosswalk,
    pub crosswalk: Crosswalk,
    pub sheets: Vec<SheetIn>,
    pub failed: Vec<(PathBuf, ReadError)>,
    /// Entity of each source, in the ledger's order.
    pub source_entity: Vec<Option<Entity>>,
    pub inputs: Vec<InputSummary>,
    pub entities: Vec<EntityRun>,
    pub findings: Vec<(Option<Entity>, Finding)>,
    pub changes: Vec<Change>,
    /// From which row the value of a survivor's field comes, where it is not its own.
    pub value_origins: BTreeMap<(RowId, Arc<str>), RowId>,
    pub decided: Replay,
    pub duplicates: Vec<(Entity, Duplicates)>,
    /// New code of every surviving record with one.
    pub new_codes: BTreeMap<RowId, String>,
    pub batches: Vec<BatchSummary>,
    pub totals: Vec<TotalSummary>,
    pub scores: Scores,
    pub overview: Overview,
    timings: Vec<(String, f64)>,
}

/// What the score stage leaves for the summary.
#[derive(Default)]
pub(super) struct Scores {
    pub entities: Vec<(String, EntitySummary)>,
    pub overall: BeforeAfter,
    pub dimensions: BTreeMap<Dimension, BeforeAfter>,
    pub rules: BTreeMap<RuleCode, f64>,
    pub errors: BTreeMap<Entity, f64>,
    pub dimension_counts: BTreeMap<Dimension, (u64, u64, u64)>,
}

impl<'a> Run<'a> {
    /// Begins a run; reads the earlier crosswalk.
    pub fn begin(plan: &'a Plan, request: &'a RunRequest, watch: &'a dyn Watch) -> Result<Self, RunError> {
        let earlier = match &request.crosswalk {
            None => Crosswalk::default(),
            Some(path) => {
                let failed = |source| RunError::Crosswalk { path: path.clone(), source };
                let file = File::open(path).map_err(|e| failed(crate::reconcile::CrosswalkError::Io(e.into())))?;
                Crosswalk::read(file).map_err(failed)?
            }
        };
        Ok(Self {
            plan,
            request,
            watch,
            ledger: Ledger::new(),
            earlier,
            crosswalk: Crosswalk::default(),
            sheets: Vec::new(),
            failed: Vec::new(),
            source_entity: Vec::new(),
            inputs: Vec::new(),
            entities: Vec::new(),
            findings: Vec::new(),
            changes: Vec::new(),
            value_origins: BTreeMap::new(),
            decided: Replay::begin(request)?,
            duplicates: Vec::new(),
            new_codes: BTreeMap::new(),
            batches: Vec::new(),
            totals: Vec::new(),
            scores: Scores::default(),
            overview: Overview::default(),
            timings: Vec::new(),
        })
    }

    /// Runs one stage: hears of cancellation before it, takes its time, and holds that no row got lost in it.
    pub fn stage(&mut self, name: &'static str, work: impl FnOnce(&mut Self) -> Result<(), RunError>) -> Result<(), RunError> {
        if self.watch.cancelled() {
            return Err(RunError::Cancelled);
        }
        self.watch.begin(name, None);
        let start = Instant::now();
        work(self)?;
        self.timings.push((name.to_owned(), (start.elapsed().as_secs_f64() * 1000.0).round() / 1000.0));
        self.assert_nothing_lost(name);
        Ok(())
    }

    /// Holds the invariant of every stage: a row is either settled or in exactly one entity's table.
    fn assert_nothing_lost(&self, stage: &str) {
        if self.entities.is_empty() {
            return;
        }
        let alive: usize = self.entities.iter().map(|e| e.table.height()).sum();
        let b = self.ledger.balance();
        let settled = b.emitted + b.merged + b.held + b.rejected + b.skipped;
        let expected = if self.batches.is_empty() { b.read - settled } else { b.emitted };
        assert_eq!(alive as u64, expected, "stage {stage}: rows in tables must be the rows without a fate");
    }

    /// Gives the stages' times.
    pub fn timings(&self) -> Vec<(String, f64)> {
        self.timings.clone()
    }

    /// Gives the system tag of a row.
    pub fn system(&self, row: RowId) -> &str {
        &self.ledger.source(self.ledger.source_of(row)).system
    }

    /// Notes a finding, unless somebody has said that it is none.
    pub fn find(&mut self, entity: Option<&Entity>, finding: Finding) {
        if entity.is_none() || !self.decided.waives(&finding) {
            self.findings.push((entity.cloned(), finding));
        }
    }

    /// Notes a finding of a stage about a row, and gives the effect that its notice declares.
    pub fn notice(&mut self, entity: &Entity, code: &str, at: Place, value: &str, expected: &str) -> Effect {
        let rule = RuleCode::new(code);
        let effect = self.plan.rule(Some(entity), &rule).map_or(Effect::Note, |r| r.effect);
        self.find(Some(entity), Finding::at(&rule, at, value).expecting(expected));
        effect
    }

    /// Gives rows the fate that an effect means and takes them out of the entity's table. The worst effect of a row wins.
    pub fn settle(&mut self, entity: usize, effects: &[(RowId, RuleCode, Effect)]) {
        let mut worst: BTreeMap<RowId, (u8, &RuleCode, Effect)> = BTreeMap::new();
        for (row, rule, effect) in effects {
            // Left out on purpose comes first: a retired record need not be repaired.
            let rank = match effect {
                Effect::Note => continue,
                Effect::Hold => 1,
                Effect::Reject => 2,
                Effect::Skip => 3,
            };
            let slot = worst.entry(*row).or_insert((rank, rule, *effect));
            if rank > slot.0 {
                *slot = (rank, rule, *effect);
            }
        }
        worst.retain(|row, _| self.ledger.fate(*row).is_none());
        for (row, (_, rule, effect)) in &worst {
            let rule = (*rule).clone();
            let fate = match effect {
                Effect::Hold => Fate::Held { why: rule },
                Effect::Reject => Fate::Rejected { rule },
                Effect::Skip | Effect::Note => Fate::Skipped { rule },
            };
            self.ledger.settle(*row, fate);
        }
        if worst.is_empty() {
            return;
        }
        if let Some(e) = self.entities.get_mut(entity) {
            let rows = e.table.rows().to_vec();
            e.table = e.table.filter(|i| rows.get(i).is_some_and(|r| !worst.contains_key(r)));
        }
    }
}
