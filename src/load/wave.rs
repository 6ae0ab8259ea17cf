//! One wave of a load: batch after batch, each tried again where the connection is lost or two transactions get into each other's way.

use super::attempt::{entry, promote, stage};
use super::error::{LoadError, Step};
use super::existing::Existing;
use super::fault::point;
use super::fit::Mapping;
use super::ledger::{self, Entry, failed};
use super::package::Batch;
use super::promote::Promotion;
use super::recipe::{Audience, BatchDone, LoadDone, LoadEnd, LoadRequest, News, Purpose};
use super::refusal::{Refusal, Refusals, refused_of};
use super::target::{Failure, Lock, Target};
use super::{staged, straight};
use crate::model::{Manifest, Watch};
use std::collections::{BTreeMap, BTreeSet};
use std::thread;
use std::time::Duration;

/// How often a batch is tried where a connection is lost or two transactions get into each other's way.
const ATTEMPTS: u32 = 4;

/// A wave that is being loaded.
pub(super) struct InWave<'w, 'a> {
    pub(super) target: &'w mut dyn Target,
    pub(super) request: &'w LoadRequest<'a>,
    /// Lines of batches that were loaded before, by batch.
    pub(super) loaded: BTreeMap<String, Entry>,
    pub(super) mappings: BTreeMap<String, Mapping>,
    pub(super) audience: &'w dyn Audience,
    /// Tables that take no batch the short way.
    pub(super) winding: BTreeSet<String>,
    pub(super) refused: RefusedOf,
    pub(super) done: LoadDone,
}

/// Refused records of a wave by the position of their batch.
pub(super) type RefusedOf = BTreeMap<usize, Vec<(String, Refusal)>>;

/// Reads what the ledger keeps of the refused records of batches that are loaded: whoever was to be told of them may never have heard.
///
/// # Errors
/// If the target fails or the ledger is damaged.
pub(super) fn standing(target: &mut dyn Target, wave: &Manifest, loaded: &BTreeMap<String, Entry>) -> Result<RefusedOf, LoadError> {
    let mut out = RefusedOf::new();
    for entry in &wave.batches {
        let batch = Batch { wave, entry };
        if let Some(line) = loaded.get(batch.name()).filter(|l| l.refused > 0) {
            let refused = refused_of(target, line.seq)?;
            out.insert(entry.order, refused.into_iter().map(|r| (staged::full_name(batch), r)).collect());
        }
    }
    Ok(out)
}

/// How an attempt at a batch ended.
pub(super) enum Attempt {
    Loaded(Box<BatchDone>, Vec<Refusal>),
    Refused(Vec<Refusal>, bool),
}

impl InWave<'_, '_> {
    /// Loads the batches that are not there yet.
    pub(super) fn batches(&mut self, wave: &Manifest, watch: &dyn Watch) -> Result<(), LoadError> {
        self.tell_refused()?;
        for entry in &wave.batches {
            let batch = Batch { wave, entry };
            if watch.cancelled() {
                self.done.ended = LoadEnd::Cancelled;
                return Ok(());
            }
            if let Some(entry) = self.loaded.remove(batch.name()) {
                self.done.batches.push(BatchDone { entry, news: News::Already, existing: Existing::default() });
                continue;
            }
            match self.batch(batch)? {
                Attempt::Loaded(done, refused) => {
                    self.done.batches.push(*done);
                    self.refused(batch, refused)?;
                }
                Attempt::Refused(refused, too_many) => {
                    self.done.ended = LoadEnd::Refused { batch: staged::full_name(batch), too_many };
                    return self.refused(batch, refused);
                }
            }
            watch.advance(entry.rows);
        }
        Ok(())
    }

    fn refused(&mut self, batch: Batch<'_>, refused: Vec<Refusal>) -> Result<(), LoadError> {
        if refused.is_empty() {
            return Ok(());
        }
        self.refused.insert(batch.entry.order, refused.into_iter().map(|r| (staged::full_name(batch), r)).collect());
        self.tell_refused()
    }

    fn tell_refused(&mut self) -> Result<(), LoadError> {
        self.done.refused = self.refused.values().flatten().cloned().collect();
        self.audience.refused(&self.done.wave, &self.done.refused)
    }

    /// Loads one batch; where the connection is lost the ledger is asked what became of it, and it is tried again under the same name.
    fn batch(&mut self, batch: Batch<'_>) -> Result<Attempt, LoadError> {
        let mut attempt = 0;
        loop {
            attempt += 1;
            // The batch is part of it: many of them are loaded within one tick of the clock.
            let token = format!("{}-{}-{attempt}-{}", self.request.holder, staged::full_name(batch), (self.request.clock)());
            let error = match self.attempt(batch, &token) {
                Ok(done) => return Ok(done),
                Err(e) => e,
            };
            let source = match &error {
                LoadError::Target { source, .. } if source.kind.passes() && self.request.purpose == Purpose::Real => source.clone(),
                _ => return Err(named(error, batch)),
            };
            if attempt >= ATTEMPTS {
                return Err(named(error, batch));
            }
            self.audience.again(&staged::full_name(batch), &source);
            thread::sleep(Duration::from_millis(200 * u64::from(attempt)));
            if source.kind == Failure::Lost {
                self.reconnect(&error, batch)?;
                if let Some(done) = self.committed(batch, &token)? {
                    return Ok(done);
                }
            }
        }
    }

    /// Connects again and takes the lock again; the server may take a while to notice that our old session is dead.
    fn reconnect(&mut self, error: &LoadError, batch: Batch<'_>) -> Result<(), LoadError> {
        let mut last = None;
        for wait in [0, 1, 2, 4, 8] {
            thread::sleep(Duration::from_secs(wait));
            match self.target.connect().and_then(|()| self.target.lock(self.request.holder)) {
                Ok(Lock::Ours) => return Ok(()),
                Ok(Lock::HeldBy(holder)) => last = Some(LoadError::Locked { holder }),
                Err(e) => last = Some(named(failed(self.target, Step::Connect, e), batch)),
            }
        }
        Err(last.unwrap_or_else(|| LoadError::DamagedLedger(error.to_string())))
    }

    /// Asks the ledger whether the commit whose answer was lost came about.
    fn committed(&mut self, batch: Batch<'_>, token: &str) -> Result<Option<Attempt>, LoadError> {
        let (name, token) = (super::sql::value(batch.name()), super::sql::value(token));
        let lines = ledger::entries(self.target, &format!("attempt = {token} AND batch = {name}"))?;
        let Some(entry) = lines.into_iter().next() else { return Ok(None) };
        let refused = refused_of(self.target, entry.seq)?;
        Ok(Some(Attempt::Loaded(Box::new(BatchDone { entry, news: News::Loaded, existing: Existing::default() }), refused)))
    }

    fn attempt(&mut self, batch: Batch<'_>, token: &str) -> Result<Attempt, LoadError> {
        let name = staged::full_name(batch);
        let Some(mapping) = self.mappings.get(&name) else {
            return Err(LoadError::DamagedLedger(name));
        };
        // Where the short way failed for one batch of a table it is not tried for the next.
        let way = straight::way(self.request, batch, mapping).filter(|_| !self.winding.contains(&mapping.layout.table));
        if let Some(way) = way {
            match straight::load(self.target, self.request, batch, mapping, (way, token))? {
                Some(done) => return Ok(done),
                None => self.winding.insert(mapping.layout.table.clone()),
            };
        }
        let sent = stage(self.target, self.request.package, batch)?;
        point("load.staged");
        let Some(entity) = self.request.package.plan.entity(&batch.entry.entity) else { return Err(LoadError::DamagedLedger(name)) };
        staged::arrived(self.target, batch, entity, sent)?;
        let seen = self.done.refused.len() as u64;
        let mut refusals = Refusals::new(self.request.max_refused.saturating_sub(seen));
        let checked = staged::dangling(self.target, mapping, &mut refusals)?;
        point("load.checked");
        let entry = entry(self.target, self.request, batch, mapping, sent)?;
        let keys = BTreeMap::new();
        let mode = self.request.mode;
        let (target, package) = (&mut *self.target, self.request.package);
        let promotion = Promotion { target, package, batch, mapping, mode, entry, attempt: token, refusals, keys };
        promote(promotion, self.request, checked, &|e| self.audience.existing(&name, e))
    }
}

/// Says at which batch a target failed.
fn named(error: LoadError, batch: Batch<'_>) -> LoadError {
    match error {
        LoadError::Target { place, step, source, .. } => LoadError::Target { place, step, batch: Some(staged::full_name(batch)), source },
        other => other,
    }
}
