//! One batch of a load: staged, and promoted in one transaction.

use super::error::{LoadError, Step};
use super::existing::Existing;
use super::fault::point;
use super::fit::{Mapping, Mismatch, fit};
use super::ledger::{self, Entry, State, failed, run};
use super::package::{Batch, Package, PackageError};
use super::promote::Promotion;
use super::recipe::{BatchDone, FactsOf, LoadRequest, News, Purpose};
use super::records::ContentDigest;
use super::refusal::{Ended, TooMany};
use super::staged;
use super::target::{Failure, StageError, Target};
use super::wave::Attempt;
use crate::model::{LoadMode, Manifest, OnRefusal};
use std::collections::BTreeMap;

/// Begins the ledger's line of a batch.
pub(super) fn entry(
    target: &mut dyn Target,
    request: &LoadRequest<'_>,
    batch: Batch<'_>,
    mapping: &Mapping,
    sent: ContentDigest,
) -> Result<Entry, LoadError> {
    let e = batch.entry;
    Ok(Entry {
        seq: ledger::next(target, "cutover_ledger", "seq")?,
        run: request.package.plan.run.clone(),
        wave: batch.wave.wave.clone(),
        wave_order: batch.wave.order as u64,
        batch: batch.name().to_owned(),
        entity: e.entity.clone(),
        sha256: e.sha256.clone(),
        chain: e.chain.clone(),
        rows: e.rows,
        created: 0,
        updated: 0,
        unchanged: 0,
        refused: 0,
        reversed: 0,
        kept: 0,
        digest: sent.to_string(),
        state: State::Loaded,
        layout: mapping.layout.clone(),
        who: request.who.to_owned(),
        at: (request.clock)(),
        program: env!("CARGO_PKG_VERSION").to_owned(),
    })
}

/// Streams a batch into the staging table; gives the content that was sent.
pub(super) fn stage(target: &mut dyn Target, package: &Package, batch: Batch<'_>) -> Result<ContentDigest, LoadError> {
    let mut records = package.records(batch)?;
    match target.stage(batch.entry.columns.len(), &mut records) {
        Ok(_) => Ok(records.digest),
        Err(StageError::Records(source)) => Err(PackageError::Records { path: package.path(batch), source }.into()),
        Err(StageError::Target(e)) => Err(failed(target, Step::Stage, e)),
    }
}

/// What begins, ends and takes back the transaction of a batch.
pub(super) struct Bounds {
    pub(super) begin: &'static str,
    commit: &'static str,
    pub(super) abort: &'static str,
}

impl Bounds {
    /// Gives those of a load that is kept, or of a trial inside a transaction of its own.
    pub(super) fn of(target: &dyn Target, purpose: Purpose) -> Self {
        match purpose {
            Purpose::Real => Self { begin: target.begin(), commit: "COMMIT", abort: "ROLLBACK" },
            Purpose::Trial => Self {
                begin: "SAVEPOINT cutover_batch",
                commit: "RELEASE SAVEPOINT cutover_batch",
                abort: "ROLLBACK TO SAVEPOINT cutover_batch",
            },
        }
    }
}

/// Commits a batch.
pub(super) fn ended(target: &mut dyn Target, bounds: &Bounds, entry: &Entry) -> Result<(), LoadError> {
    point("promote.commit");
    if let Err(e) = target.run(bounds.commit) {
        let _ = target.run(bounds.abort);
        return Err(match e.kind {
            Failure::Refused(_) => LoadError::BatchRefused { batch: entry.name(), source: e },
            _ => failed(target, Step::Commit, e),
        });
    }
    point("promote.committed");
    Ok(())
}

/// Promotes a staged batch in one transaction.
pub(super) fn promote(
    mut p: Promotion<'_>,
    request: &LoadRequest<'_>,
    checked: Result<(), TooMany>,
    tell: &dyn Fn(&Existing),
) -> Result<Attempt, LoadError> {
    let bounds = Bounds::of(p.target, request.purpose);
    run(p.target, Step::Promote, bounds.begin)?;
    point("promote.begun");
    let written = transact(&mut p, request, checked, tell);
    let (existing, too_many) = match written {
        Ok(written) => written,
        Err(e) => {
            // What failed is the news; a connection that is gone has rolled back by itself.
            let _ = p.target.run(bounds.abort);
            return Err(e);
        }
    };
    let refused = p.refused();
    if too_many || (!refused.is_empty() && request.refused == OnRefusal::Stop) {
        run(p.target, Step::Promote, bounds.abort)?;
        return Ok(Attempt::Refused(refused, too_many));
    }
    ended(p.target, &bounds, &p.entry)?;
    Ok(Attempt::Loaded(Box::new(BatchDone { entry: p.entry, news: News::Loaded, existing }), refused))
}

fn transact(
    p: &mut Promotion<'_>,
    request: &LoadRequest<'_>,
    checked: Result<(), TooMany>,
    tell: &dyn Fn(&Existing),
) -> Result<(Existing, bool), LoadError> {
    if p.mode == LoadMode::Insert && p.mapping.guarded() && p.refusals.found.is_empty() && checked.is_ok() {
        match p.quick() {
            Ok(true) => return Ok((Existing::default(), false)),
            Ok(false) | Err(Ended::TooMany) => {}
            Err(Ended::Failed(e)) => return Err(e),
        }
    }
    let checked = if checked.is_ok() { staged::repeated(p.target, p.mapping, &mut p.refusals)? } else { checked };
    let existing = p.existing()?;
    if request.mode != LoadMode::Insert && existing.other > 0 {
        tell(&existing);
    }
    let written = match checked {
        Ok(()) => p.write(&existing),
        Err(TooMany) => Err(Ended::TooMany),
    };
    match written {
        Ok(()) => Ok((existing, false)),
        Err(Ended::Failed(e)) => Err(e),
        Err(Ended::TooMany) => {
            let rows: Vec<u64> = p.refusals.found.iter().map(|(r, _)| *r).filter(|r| !p.keys.contains_key(r)).collect();
            p.keys.extend(staged::keys(p.target, p.mapping, &rows)?);
            Ok((existing, true))
        }
    }
}

/// Matches every batch to its table: all mismatches at once.
pub(super) fn mappings(
    target: &mut dyn Target,
    request: &LoadRequest<'_>,
    wave: &Manifest,
    facts: &FactsOf,
) -> Result<BTreeMap<String, Mapping>, LoadError> {
    let (mut out, mut wrong) = (BTreeMap::new(), Vec::<Mismatch>::new());
    for entry in &wave.batches {
        let batch = Batch { wave, entry };
        let name = staged::full_name(batch);
        let Some((entity, facts)) = request.package.plan.entity(&entry.entity).zip(facts.get(&name)) else { continue };
        let shape = staged::shape_of(target, &entity.table)?;
        match fit(&request.package.plan, entry, facts, shape, target.longest_name(), request.refused) {
            Ok(mapping) => drop(out.insert(name, mapping)),
            Err(misfits) => wrong.extend(misfits.into_iter().filter(|m| !wrong.contains(m)).collect::<Vec<_>>()),
        }
    }
    if wrong.is_empty() { Ok(out) } else { Err(LoadError::Mismatches(wrong)) }
}
