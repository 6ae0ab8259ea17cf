//! What the run said of going live (`run.json`), and whether a load may go on all the same.

use super::error::{LoadError, Step};
use super::ledger::{self, ask, run, text};
use super::package::{Package, PackageError, json};
use super::recipe::{LoadRequest, Purpose};
use super::sql::value;
use super::target::Target;
use crate::model::Despite;
use serde::{Deserialize, Serialize};

/// The layout of the ledger that brought the table of loads against a verdict.
const SINCE: u64 = 2;

/// What the run said of going live.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Judged {
    /// `go`, `conditional` or `no-go`.
    pub verdict: String,
    /// Whether every row has exactly one fate and every control total agrees.
    pub balanced: bool,
    /// Names of the gates that were missed.
    pub missed: Vec<String>,
}

/// The part of `run.json` that matters here.
#[derive(Deserialize)]
struct Summary {
    verdict: String,
    balanced: bool,
    gates: Vec<Gate>,
}

#[derive(Deserialize)]
struct Gate {
    name: String,
    passed: bool,
}

impl Judged {
    /// Says whether nothing stands against going live.
    pub fn go(&self) -> bool {
        self.verdict == "go"
    }

    /// Says whether the run may go live on conditions; a verdict that this version does not know means that it may not.
    pub fn conditional(&self) -> bool {
        self.verdict == "conditional"
    }
}

impl Package {
    /// Reads what the run said of going live; `None`: batches that no run of ours wrote, and that nobody judged.
    ///
    /// # Errors
    /// If `run.json` is there and cannot be understood.
    pub fn judged(&self) -> Result<Option<Judged>, PackageError> {
        let path = self.folder.join("run.json");
        if !path.exists() {
            return Ok(None);
        }
        let Summary { verdict, balanced, gates } = json(&path)?;
        let missed = gates.into_iter().filter(|g| !g.passed).map(|g| g.name).collect();
        Ok(Some(Judged { verdict, balanced, missed }))
    }
}

/// Holds that the run may go live, or that somebody takes it upon them; gives what was said where it is not a plain go.
///
/// # Errors
/// If the verdict is against it and nobody does.
pub(super) fn hold(request: &LoadRequest<'_>) -> Result<Option<Judged>, LoadError> {
    let judged = request.package.judged()?.filter(|j| !j.go());
    match judged {
        // What is taken back at the end harms nobody.
        Some(j) if !j.conditional() && request.despite.is_none() && request.purpose == Purpose::Real => Err(LoadError::NotReady(j)),
        other => Ok(other),
    }
}

/// Keeps in the ledger who loads against the verdict, and why; the same again is kept once.
///
/// # Errors
/// If the target fails.
pub(super) fn keep(target: &mut dyn Target, request: &LoadRequest<'_>, wave: &str, judged: Option<&Judged>) -> Result<(), LoadError> {
    let Some((judged, why)) = judged.zip(request.despite).filter(|_| request.purpose == Purpose::Real) else { return Ok(()) };
    let plan = &request.package.plan;
    let [name, wave_name, verdict, reason, who] = [&plan.run, wave, &judged.verdict, why, request.who].map(value);
    let kept = format!("run = {name} AND wave = {wave_name} AND verdict = {verdict} AND reason = {reason} AND who = {who}");
    if ledger::count(target, Step::Ledger, &format!("SELECT count(*) FROM cutover_despite WHERE {kept}"))? > 0 {
        return Ok(());
    }
    let id = ledger::next(target, "cutover_despite", "id")?;
    let missed = value(&judged.missed.join("; "));
    let at = value(&(request.clock)());
    let line = format!("{id}, {name}, {wave_name}, {verdict}, {missed}, {reason}, {who}, {at}");
    let insert = format!("INSERT INTO cutover_despite (id, run, wave, verdict, missed, reason, who, at) VALUES ({line})");
    run(target, Step::Ledger, &insert).map(drop)
}

/// Reads who loaded against a verdict, in order; `filter` is a condition.
///
/// # Errors
/// If the target fails.
pub(super) fn kept(target: &mut dyn Target, filter: &str) -> Result<Vec<Despite>, LoadError> {
    // Reading must not need the right to make tables.
    if ledger::layout(target)? < SINCE {
        return Ok(Vec::new());
    }
    let query = format!("SELECT run, wave, verdict, missed, reason, who, at FROM cutover_despite WHERE {filter} ORDER BY id");
    let one = |l: &Vec<Option<String>>| Despite {
        run: text(l, 0),
        wave: text(l, 1),
        verdict: text(l, 2),
        missed: text(l, 3),
        reason: text(l, 4),
        who: text(l, 5),
        at: text(l, 6),
    };
    Ok(ask(target, Step::Ledger, &query)?.iter().map(one).collect())
}
