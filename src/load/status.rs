//! What is loaded: waves, batches, states, and what drifted since.

use super::error::{LoadError, Step};
use super::judged;
use super::ledger::{self, Entry, State, ask, entries, failed, number, text};
use super::refusal::{Refusal, refused_of};
use super::target::Target;
use super::verify::drift;
use crate::model::Despite;
use serde::Serialize;

/// What a target's ledger says.
#[derive(Debug, Default, Serialize)]
pub struct Status {
    /// Every load in its order.
    pub batches: Vec<BatchStatus>,
    /// Rollbacks in their order.
    pub rollbacks: Vec<RollbackStatus>,
    /// The last verification of each wave.
    pub checks: Vec<CheckStatus>,
    /// Loads against the verdict of a run, in their order.
    pub despite: Vec<Despite>,
    /// Acceptances in their order.
    pub accepted: Vec<AcceptedStatus>,
}

/// One batch.
#[derive(Debug, Serialize)]
pub struct BatchStatus {
    /// Its line in the ledger.
    #[serde(flatten)]
    pub entry: Entry,
    /// Rows that were changed or removed since it was loaded; `None`: it is taken back.
    pub drifted: Option<u64>,
    /// Records that the target refused, each with where it came from.
    pub refusals: Vec<Refusal>,
}

/// One rollback.
#[derive(Debug, Serialize)]
pub struct RollbackStatus {
    /// The run.
    pub run: String,
    /// What was taken back.
    pub scope: String,
    /// Whether edited rows were taken back too.
    pub forced: bool,
    /// `begun` or `done`.
    pub state: String,
    /// Who asked.
    pub who: String,
    /// When.
    pub at: String,
}

/// One verification.
#[derive(Debug, Serialize)]
pub struct CheckStatus {
    /// The run.
    pub run: String,
    /// The wave.
    pub wave: String,
    /// Records that differed or were missing.
    pub differing: u64,
    /// Who verified.
    pub who: String,
    /// When.
    pub at: String,
}

/// One acceptance.
#[derive(Debug, Serialize)]
pub struct AcceptedStatus {
    /// The run.
    pub run: String,
    /// The wave.
    pub wave: String,
    /// Its seal.
    pub seal: String,
}

/// Reads the ledger and looks for drift; changes nothing.
///
/// # Errors
/// If the target fails or holds no ledger.
pub fn status(target: &mut dyn Target) -> Result<Status, LoadError> {
    target.connect().map_err(|e| failed(target, Step::Connect, e))?;
    ledger::present(target)?;
    let mut out = Status::default();
    for entry in entries(target, "1 = 1")? {
        let loaded = entry.state == State::Loaded;
        let drifted = if loaded { Some(drift(target, &entry)?.0) } else { None };
        let refusals = if loaded && entry.refused > 0 { refused_of(target, entry.seq)? } else { Vec::new() };
        out.batches.push(BatchStatus { entry, drifted, refusals });
    }
    let undo = ask(target, Step::Ledger, "SELECT run, scope, forced, state, who, at FROM cutover_undo ORDER BY id")?;
    out.rollbacks = undo
        .iter()
        .map(|l| RollbackStatus {
            run: text(l, 0),
            scope: text(l, 1),
            forced: number(l, 2) == 1,
            state: text(l, 3),
            who: text(l, 4),
            at: text(l, 5),
        })
        .collect();
    let last = "SELECT run, wave, differing, who, at FROM cutover_checked AS c WHERE id = (SELECT max(id) FROM cutover_checked AS d WHERE d.run = c.run AND d.wave = c.wave) ORDER BY id";
    let checks = ask(target, Step::Ledger, last)?;
    out.checks = checks
        .iter()
        .map(|l| CheckStatus { run: text(l, 0), wave: text(l, 1), differing: number(l, 2), who: text(l, 3), at: text(l, 4) })
        .collect();
    out.despite = judged::kept(target, "1 = 1")?;
    let accepted = ask(target, Step::Ledger, "SELECT run, wave, seal FROM cutover_accepted ORDER BY id")?;
    out.accepted = accepted.iter().map(|l| AcceptedStatus { run: text(l, 0), wave: text(l, 1), seal: text(l, 2) }).collect();
    Ok(out)
}
