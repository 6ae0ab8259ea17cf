//! Acceptance: what must hold in the target before the next wave, and the sealed record that somebody said it does.

use super::error::{LoadError, Needs, Step};
use super::judged;
use super::ledger::{self, ask, entries, failed, number, run, text};
use super::package::{Batch, Package};
use super::recipe::lock;
use super::sql::value;
use super::target::Target;
use crate::model::{Acceptance, Criterion, Lang, Manifest, Measure, Met, Sealed, hex};
use sha2::{Digest, Sha256};

/// An acceptance as it is asked for.
#[derive(Clone, Copy)]
pub struct AcceptRequest<'a> {
    /// The run folder.
    pub package: &'a Package,
    /// The wave.
    pub wave: &'a str,
    /// Who accepts.
    pub by: &'a str,
    /// What they say to it.
    pub note: &'a str,
    /// Names of criteria that they confirm.
    pub confirmed: &'a [String],
    /// Who asks, as the system knows them.
    pub who: &'a str,
    /// What others are told who come meanwhile.
    pub holder: &'a str,
    /// Tells the time in UTC.
    pub clock: fn() -> String,
}

/// Accepts a wave that is loaded and verified and meets its criteria.
///
/// # Errors
/// If the target fails, the wave is not loaded or not verified since, or a criterion is not met.
pub fn accept(target: &mut dyn Target, request: &AcceptRequest<'_>) -> Result<Sealed, LoadError> {
    target.connect().map_err(|e| failed(target, Step::Connect, e))?;
    lock(target, request.holder)?;
    let done = locked(target, request);
    target.unlock();
    done
}

fn locked(target: &mut dyn Target, request: &AcceptRequest<'_>) -> Result<Sealed, LoadError> {
    ledger::present(target)?;
    let wave = request.package.wave(request.wave)?;
    let check = verified(target, request.package, wave)?.map_err(|needs| waits(wave, &wave.wave, needs))?;
    let criteria = criteria(request, wave, &check);
    let unmet: Vec<String> = criteria.iter().filter(|m| !m.met).map(unmet).collect();
    if !unmet.is_empty() {
        return Err(LoadError::NotAcceptable { wave: wave.wave.clone(), unmet });
    }
    let acceptance = Acceptance {
        run: request.package.plan.run.clone(),
        wave: wave.wave.clone(),
        by: request.by.to_owned(),
        note: request.note.to_owned(),
        who: request.who.to_owned(),
        at: (request.clock)(),
        target: target.place().to_owned(),
        checked: check.id,
        digest: check.digest.clone(),
        criteria,
        batches: wave.batches.iter().map(|entry| (Batch { wave, entry }.name().to_owned(), entry.rows, entry.sha256.clone())).collect(),
        despite: judged::kept(target, &of(request.package, wave))?,
    };
    seal(target, acceptance)
}

fn unmet(m: &Met) -> String {
    let found = m.found.map(|f| format!(": {f} > {}", m.criterion.at_most.unwrap_or(0))).unwrap_or_default();
    format!("{}{found}", m.criterion.name.get(Lang::En))
}

fn seal(target: &mut dyn Target, acceptance: Acceptance) -> Result<Sealed, LoadError> {
    let chain = sealed(target)?;
    let previous = chain.last().map_or_else(|| "0".repeat(64), |s| s.seal.clone());
    let record = serde_json::to_string(&acceptance).unwrap_or_default();
    let seal = seal_of(&previous, &record);
    let insert = format!(
        "INSERT INTO cutover_accepted (id, run, wave, checked, record, previous, seal) VALUES ({}, {}, {}, {}, {}, {}, {})",
        chain.len() + 1,
        value(&acceptance.run),
        value(&acceptance.wave),
        acceptance.checked,
        value(&record),
        value(&previous),
        value(&seal)
    );
    run(target, Step::Ledger, &insert)?;
    Ok(Sealed { acceptance, record, previous, seal })
}

fn seal_of(previous: &str, record: &str) -> String {
    hex(&Sha256::new().chain_update(previous).chain_update(record).finalize())
}

/// Reads the chain of acceptances and holds it together.
///
/// # Errors
/// If the target fails or a record was changed, taken out or put in.
pub fn sealed(target: &mut dyn Target) -> Result<Vec<Sealed>, LoadError> {
    let lines = ask(target, Step::Ledger, "SELECT id, record, previous, seal FROM cutover_accepted ORDER BY id")?;
    let mut chain: Vec<Sealed> = Vec::new();
    let mut last = "0".repeat(64);
    for (i, l) in lines.iter().enumerate() {
        let (record, previous, seal) = (text(l, 1), text(l, 2), text(l, 3));
        let acceptance = serde_json::from_str(&record)
            .ok()
            .filter(|_| number(l, 0) == i as u64 + 1 && previous == last && seal == seal_of(&last, &record));
        let acceptance: Acceptance = acceptance.ok_or_else(|| LoadError::BrokenSeal(number(l, 0)))?;
        last.clone_from(&seal);
        chain.push(Sealed { acceptance, record, previous, seal });
    }
    Ok(chain)
}

/// The last verification of a wave.
struct Check {
    id: u64,
    differing: u64,
    refused: u64,
    dangling: u64,
    totals: u64,
    digest: String,
}

/// Gives the verification of a wave that is loaded as a whole and was verified since.
fn verified(target: &mut dyn Target, package: &Package, wave: &Manifest) -> Result<Result<Check, Needs>, LoadError> {
    let of = of(package, wave);
    let loaded = entries(target, &format!("{of} AND state = 'loaded'"))?;
    let is_loaded =
        |b: &crate::model::ManifestEntry| loaded.iter().any(|e| e.sha256 == b.sha256 && e.batch == Batch { wave, entry: b }.name());
    if !wave.batches.iter().all(is_loaded) {
        return Ok(Err(Needs::Load));
    }
    let seq = loaded.iter().map(|e| e.seq).max().unwrap_or(0);
    let query = format!(
        "SELECT id, differing, refused, dangling, totals, digest FROM cutover_checked WHERE {of} AND seq >= {seq} ORDER BY id DESC LIMIT 1"
    );
    let lines = ask(target, Step::Ledger, &query)?;
    let check = lines.first().map(|l| Check {
        id: number(l, 0),
        differing: number(l, 1),
        refused: number(l, 2),
        dangling: number(l, 3),
        totals: number(l, 4),
        digest: text(l, 5),
    });
    Ok(check.ok_or(Needs::Verify))
}

/// Measures the criteria of a wave; where the project names none for differences, there must be none.
fn criteria(request: &AcceptRequest<'_>, wave: &Manifest, check: &Check) -> Vec<Met> {
    let declared = request.package.plan.waves.iter().find(|w| w.name == wave.wave).map(|w| w.accept.clone()).unwrap_or_default();
    let usual = [
        (Measure::Differences, "目标与批次一致", "The target is as it was loaded"),
        (Measure::Totals, "控制总数一致", "Control totals agree"),
    ];
    let missing = usual.iter().filter(|(m, ..)| !declared.iter().any(|d| d.measure == *m));
    let usual: Vec<Criterion> = missing
        .map(|(measure, zh, en)| Criterion { name: crate::model::Text::new(*zh, *en), measure: *measure, at_most: Some(0) })
        .collect();
    usual.into_iter().chain(declared).map(|c| measured(request, check, c)).collect()
}

fn measured(request: &AcceptRequest<'_>, check: &Check, criterion: Criterion) -> Met {
    let found = match criterion.measure {
        Measure::Differences => Some(check.differing),
        Measure::Refused => Some(check.refused),
        Measure::Dangling => Some(check.dangling),
        Measure::Totals => Some(check.totals),
        Measure::Confirmed => None,
    };
    let named = |n: &String| *n == criterion.name.zh || *n == criterion.name.en;
    let met = match found {
        Some(found) => found <= criterion.at_most.unwrap_or(0),
        None => request.confirmed.iter().any(named),
    };
    Met { criterion, found, met }
}

/// Holds that every earlier wave of the package is loaded, verified and accepted.
///
/// # Errors
/// If one of them is not.
pub(super) fn hold_earlier(target: &mut dyn Target, package: &Package, wave: &Manifest) -> Result<(), LoadError> {
    let chain = sealed(target)?;
    for before in package.waves.iter().filter(|w| w.order < wave.order) {
        let wait = |needs| waits(wave, &before.wave, needs);
        verified(target, package, before)?.map_err(wait)?;
        let seq = loaded_up_to(target, package, before)?;
        let accepted = chain.iter().rev().find(|s| s.acceptance.run == package.plan.run && s.acceptance.wave == before.wave);
        let holds = match accepted {
            Some(s) => checked_seq(target, s.acceptance.checked)? >= seq,
            None => false,
        };
        if !holds {
            return Err(wait(Needs::Accept));
        }
    }
    Ok(())
}

/// Gives the condition for lines about a wave.
fn of(package: &Package, wave: &Manifest) -> String {
    format!("run = {} AND wave = {}", value(&package.plan.run), value(&wave.wave))
}

fn loaded_up_to(target: &mut dyn Target, package: &Package, wave: &Manifest) -> Result<u64, LoadError> {
    let of = of(package, wave);
    ledger::count(target, Step::Ledger, &format!("SELECT coalesce(max(seq), 0) FROM cutover_ledger WHERE {of} AND state = 'loaded'"))
}

fn checked_seq(target: &mut dyn Target, id: u64) -> Result<u64, LoadError> {
    ledger::count(target, Step::Ledger, &format!("SELECT coalesce(max(seq), 0) FROM cutover_checked WHERE id = {id}"))
}

fn waits(wave: &Manifest, before: &str, needs: Needs) -> LoadError {
    LoadError::Waits { wave: wave.wave.clone(), before: before.to_owned(), needs }
}
