//! The recipe of a load. Read [`load`]: it is the order in which things happen.

use super::attempt::mappings;
use super::error::{LoadError, Step};
use super::existing::Existing;
use super::facts::Facts;
use super::fault::point;
use super::judged::{self, Judged};
use super::ledger::{self, Entry, failed, run};
use super::package::{Batch, Package};
use super::refusal::Refusal;
use super::target::{Lock, Target, TargetError};
use super::wave::{InWave, standing};
use super::{accept, create, staged};
use crate::model::{LoadMode, Manifest, OnRefusal, Watch};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// What is to be loaded, and how.
#[derive(Clone, Copy)]
pub struct LoadRequest<'a> {
    /// The run folder.
    pub package: &'a Package,
    /// Its wave; `None`: the first one that is not loaded.
    pub wave: Option<&'a str>,
    /// What becomes of existing records.
    pub mode: LoadMode,
    /// What becomes of a batch with refused records.
    pub refused: OnRefusal,
    /// Refused records of the wave at most.
    pub max_refused: u64,
    /// Whether missing tables are made.
    pub tables: Tables,
    /// Whether the work is kept.
    pub purpose: Purpose,
    /// Why it is loaded although the run's verdict is against going live; `None`: then it is not.
    pub despite: Option<&'a str>,
    /// Who loads.
    pub who: &'a str,
    /// What others are told who come meanwhile.
    pub holder: &'a str,
    /// Tells the time in UTC; no order depends on it.
    pub clock: fn() -> String,
}

/// Whether missing tables of the target are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tables {
    /// They must be there.
    Given,
    /// They are made from the plan.
    Made,
}

/// Whether the work is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// It is.
    Real,
    /// Everything is done and taken back: a dry run on the same path.
    Trial,
}

/// Hears what happens while it happens.
pub trait Audience {
    /// Hears of records that exist with other content, before they are changed.
    fn existing(&self, batch: &str, existing: &Existing);
    /// Hears that a batch is tried again.
    fn again(&self, batch: &str, because: &TargetError);
    /// Hears of all refused records of the wave that are known so far, each time that there are others, and once at the beginning; none is
    /// news, too.
    ///
    /// # Errors
    /// If they cannot be kept: the load stops at the edge of a batch, and the next one tells them again.
    fn refused(&self, wave: &str, refused: &[(String, Refusal)]) -> Result<(), LoadError>;
}

/// What a load did.
#[derive(Debug, Default)]
pub struct LoadDone {
    /// The wave.
    pub wave: String,
    /// Its batches, as far as the load got.
    pub batches: Vec<BatchDone>,
    /// Refused records with their batches (`wave/batch`), those of batches that were loaded before among them.
    pub refused: Vec<(String, Refusal)>,
    /// Why it ended.
    pub ended: LoadEnd,
    /// Tables that were made.
    pub made: Vec<String>,
}

/// Why a load ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum LoadEnd {
    /// Everything is loaded.
    #[default]
    Whole,
    /// Records were refused, and the batch with them; what was loaded before stays.
    Refused {
        /// The batch.
        batch: String,
        /// Whether they were more than may be.
        too_many: bool,
    },
    /// Somebody asked to stop, at the edge of a batch.
    Cancelled,
}

/// What became of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchDone {
    /// Its line in the ledger.
    pub entry: Entry,
    /// Whether it was there before.
    pub news: News,
    /// What was there under its keys.
    pub existing: Existing,
}

/// Whether a batch was loaded now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// It was.
    Loaded,
    /// It was loaded before; nothing was written.
    Already,
}

/// Loads a wave: checks the package, locks the target, makes the ledger, refuses what is dirty, then stages, checks and promotes batch by
/// batch, each in a transaction of its own together with its line in the ledger.
///
/// # Errors
/// If the package or the target fail, or the target is not ready for this wave. What was loaded before stays, and the same load goes on
/// from there.
pub fn load(target: &mut dyn Target, request: &LoadRequest<'_>, audience: &dyn Audience, watch: &dyn Watch) -> Result<LoadDone, LoadError> {
    let judged = judged::hold(request)?;
    request.package.hold_sources()?;
    let facts = scan(request, watch)?;
    target.connect().map_err(|e| failed(target, Step::Connect, e))?;
    point("load.connected");
    lock(target, request.holder)?;
    point("load.locked");
    let done = locked(target, request, &Before { facts, judged }, audience, watch);
    target.unlock();
    point("load.unlocked");
    done
}

/// What is known before the target hears of anything.
struct Before {
    facts: FactsOf,
    judged: Option<Judged>,
}

/// Facts of the batches of a wave by name.
pub(super) type FactsOf = BTreeMap<String, Facts>;

/// Holds every batch against its checksum before the target hears of anything.
fn scan(request: &LoadRequest<'_>, watch: &dyn Watch) -> Result<FactsOf, LoadError> {
    watch.begin("check", None);
    // Tables that are made must take what later waves bring, too.
    let all = request.tables == Tables::Made;
    let waves = request.package.waves.iter().filter(|w| all || request.wave.is_none_or(|name| w.wave == name));
    let batches: Vec<Batch<'_>> = waves.flat_map(|wave| wave.batches.iter().map(move |entry| Batch { wave, entry })).collect();
    let scan = |batch: &Batch<'_>| match watch.cancelled() {
        true => Err(LoadError::Cancelled),
        false => Ok((staged::full_name(*batch), request.package.scan(*batch)?)),
    };
    // All are read, and the first that fails in their order is told, however many threads there are.
    let scanned: Vec<Result<(String, Facts), LoadError>> = batches.par_iter().map(scan).collect();
    scanned.into_iter().collect()
}

/// Takes the lock.
///
/// # Errors
/// If somebody else holds it.
pub(super) fn lock(target: &mut dyn Target, holder: &str) -> Result<(), LoadError> {
    match target.lock(holder).map_err(|e| failed(target, Step::Lock, e))? {
        Lock::Ours => Ok(()),
        Lock::HeldBy(holder) => Err(LoadError::Locked { holder }),
    }
}

fn locked(
    target: &mut dyn Target,
    request: &LoadRequest<'_>,
    before: &Before,
    audience: &dyn Audience,
    watch: &dyn Watch,
) -> Result<LoadDone, LoadError> {
    ledger::ensure(target)?;
    point("load.ledger");
    refuse_dirty(target, &request.package.plan.run)?;
    let wave = wave(target, request)?;
    let mut done = LoadDone { wave: wave.wave.clone(), ..LoadDone::default() };
    let loaded = already(target, request, wave)?;
    let refused = standing(target, wave, &loaded)?;
    if loaded.len() == wave.batches.len() {
        done.refused = refused.into_values().flatten().collect();
        audience.refused(&done.wave, &done.refused)?;
        done.batches.extend(loaded.into_values().map(|entry| BatchDone { entry, news: News::Already, existing: Existing::default() }));
        return Ok(done);
    }
    accept::hold_earlier(target, request.package, wave)?;
    if request.tables == Tables::Made {
        done.made = create::missing(target, request.package, wave, &before.facts)?;
    }
    point("load.tables");
    let mappings = mappings(target, request, wave, &before.facts)?;
    judged::keep(target, request, &wave.wave, before.judged.as_ref())?;
    if request.purpose == Purpose::Trial {
        let begin = target.begin();
        run(target, Step::Promote, begin)?;
    }
    watch.begin("load", Some(wave.batches.iter().map(|b| b.rows).sum()));
    let mut wave = InWave { target, request, loaded, mappings, audience, winding: BTreeSet::new(), refused, done };
    let ended = wave.batches(wave_of(request, &wave.done.wave)?, watch);
    if request.purpose == Purpose::Trial {
        let _ = wave.target.run("ROLLBACK");
    }
    ended?;
    Ok(wave.done)
}

fn wave_of<'p>(request: &LoadRequest<'p>, name: &str) -> Result<&'p Manifest, LoadError> {
    Ok(request.package.wave(name)?)
}

/// A rollback that was begun must be ended first: half of a wave is no state to load on.
fn refuse_dirty(target: &mut dyn Target, run: &str) -> Result<(), LoadError> {
    match super::rollback::open(target, run)? {
        None => Ok(()),
        Some(open) => Err(LoadError::RollbackOpen { scope: open.scope, who: open.who, at: open.at }),
    }
}

/// Gives the wave that was asked for, or the first one that is not loaded as a whole; the last one where all are.
fn wave<'p>(target: &mut dyn Target, request: &LoadRequest<'p>) -> Result<&'p Manifest, LoadError> {
    if let Some(name) = request.wave {
        return wave_of(request, name);
    }
    let waves = &request.package.waves;
    for wave in waves {
        if already(target, request, wave)?.len() < wave.batches.len() {
            return Ok(wave);
        }
    }
    waves.last().ok_or_else(|| super::package::PackageError::NoRun(request.package.folder.clone()).into())
}

/// Gives the lines of batches of a wave that are loaded, by batch.
fn already(target: &mut dyn Target, request: &LoadRequest<'_>, wave: &Manifest) -> Result<BTreeMap<String, Entry>, LoadError> {
    let name = &request.package.plan.run;
    let filter = format!("run = {} AND wave = {} AND state = 'loaded'", super::sql::value(name), super::sql::value(&wave.wave));
    let mut loaded = BTreeMap::new();
    for entry in ledger::entries(target, &filter)? {
        let given = wave.batches.iter().find(|b| Batch { wave, entry: b }.name() == entry.batch);
        match given {
            Some(given) if given.sha256 == entry.sha256 => {
                loaded.insert(entry.batch.clone(), entry);
            }
            given => {
                let given = given.map_or_else(|| "-".to_owned(), |g| g.sha256.clone());
                return Err(LoadError::OtherContent { run: entry.run.clone(), batch: entry.name(), loaded: entry.sha256, given });
            }
        }
    }
    Ok(loaded)
}
