//! Records that are not taken, and how they are found: by halving, so that one bad record among a million costs twenty attempts.

use super::error::{LoadError, Step};
use super::ledger::{ask, failed, number, run, text};
use super::target::{Failure, Target, TargetError};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Why a record is not taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "kebab-case")]
pub enum Reason {
    /// The target refused it.
    Target {
        /// A word for the kind of reason.
        kind: String,
        /// The column that the target names.
        column: Option<String>,
        /// The constraint that the target names.
        constraint: Option<String>,
        /// The target's own words.
        said: String,
    },
    /// The batch has its key twice.
    Repeated,
    /// The key is in the target already, and only new records are loaded.
    Exists,
    /// The key is not in the target, and only existing records are updated.
    Absent,
    /// The key is in the target more than once.
    Ambiguous,
    /// It refers to a record that is not in the target.
    Dangling {
        /// The column that refers.
        column: String,
        /// What it refers to.
        value: String,
        /// The table where that is not.
        table: String,
    },
}

impl Reason {
    /// Makes a reason of what a target said.
    pub(super) fn of(e: &TargetError) -> Self {
        let kind = match e.kind {
            Failure::Refused(why) => format!("{why:?}").to_lowercase(),
            other => format!("{other:?}").to_lowercase(),
        };
        Self::Target { kind, column: e.column.clone(), constraint: e.constraint.clone(), said: e.said.clone() }
    }
}

/// A record that is not taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// The record's position in its batch, from 1.
    #[serde(rename = "record")]
    pub row: u64,
    /// Its key.
    pub key: String,
    /// Where it stood; `None`: the run folder does not say.
    pub origin: Option<Origin>,
    /// Why.
    pub reason: Reason,
}

/// Where a record stood before all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The file as the user named it.
    pub file: String,
    /// The sheet; `None`: the file has none.
    pub sheet: Option<String>,
    /// The line, from 1.
    pub line: u64,
}

/// What the ledger keeps of a refused record: enough to tell it without the run folder.
#[derive(Serialize, Deserialize)]
struct Kept {
    #[serde(default)]
    key: String,
    #[serde(default)]
    origin: Option<Origin>,
    #[serde(flatten)]
    reason: Reason,
}

impl Refusal {
    /// Gives what the ledger keeps beside the position.
    pub(super) fn kept(&self) -> String {
        let kept = Kept { key: self.key.clone(), origin: self.origin.clone(), reason: self.reason.clone() };
        serde_json::to_string(&kept).unwrap_or_default()
    }

    /// Reads what the ledger keeps; `None`: it cannot be understood.
    pub(super) fn of_kept(row: u64, kept: &str) -> Option<Self> {
        let Kept { key, origin, reason } = serde_json::from_str(kept).ok()?;
        Some(Self { row, key, origin, reason })
    }
}

/// Reads what the ledger keeps of the refused records of a batch, in the order of the batch.
///
/// # Errors
/// If the target fails or a line cannot be understood.
pub(super) fn refused_of(target: &mut dyn Target, seq: u64) -> Result<Vec<Refusal>, LoadError> {
    let lines = ask(target, Step::Ledger, &format!("SELECT pos, reason FROM cutover_refused WHERE seq = {seq} ORDER BY pos"))?;
    let one = |l: &Vec<Option<String>>| {
        let row = number(l, 0);
        Refusal::of_kept(row, &text(l, 1)).ok_or_else(|| LoadError::DamagedLedger(format!("line {seq}, refused record {row}")))
    };
    lines.iter().map(one).collect()
}

/// More records are refused than may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TooMany;

/// Collects refusals up to a limit.
#[derive(Debug)]
pub(super) struct Refusals {
    pub(super) found: Vec<(u64, Reason)>,
    rows: BTreeSet<u64>,
    limit: u64,
}

impl Refusals {
    /// Begins with none; more than `limit` are too many.
    pub(super) fn new(limit: u64) -> Self {
        Self { found: Vec::new(), rows: BTreeSet::new(), limit }
    }

    /// Adds one; of several reasons for one record the first one counts.
    ///
    /// # Errors
    /// If there are too many now.
    pub(super) fn add(&mut self, row: u64, reason: Reason) -> Result<(), TooMany> {
        if self.rows.insert(row) {
            self.found.push((row, reason));
        }
        if self.found.len() as u64 > self.limit { Err(TooMany) } else { Ok(()) }
    }
}

/// Why halving ended early.
pub(super) enum Ended {
    /// The target fails for another reason than a record.
    Failed(LoadError),
    /// There are too many.
    TooMany,
}

impl From<LoadError> for Ended {
    fn from(e: LoadError) -> Self {
        Self::Failed(e)
    }
}

impl From<TooMany> for Ended {
    fn from(_: TooMany) -> Self {
        Self::TooMany
    }
}

/// Runs a statement over the records `from ..= to`; where one of them is at fault it is found by halving, and the others go through.
///
/// Must be called inside a transaction. `statement` gives the statement for a range of records; `at_fault` takes each bad record.
pub(super) fn by_halves(
    target: &mut dyn Target,
    step: Step,
    range: (u64, u64),
    statement: &dyn Fn(u64, u64) -> String,
    at_fault: &mut dyn FnMut(u64, &TargetError) -> Result<(), TooMany>,
) -> Result<u64, Ended> {
    let mut done = 0;
    let mut open = vec![range];
    while let Some((from, to)) = open.pop() {
        run(target, step, "SAVEPOINT cutover_try")?;
        match target.run(&statement(from, to)) {
            Ok(n) => {
                run(target, step, "RELEASE SAVEPOINT cutover_try")?;
                done += n;
            }
            Err(e) if matches!(e.kind, Failure::Refused(_)) => {
                run(target, step, "ROLLBACK TO SAVEPOINT cutover_try; RELEASE SAVEPOINT cutover_try")?;
                if from == to {
                    at_fault(from, &e)?;
                } else {
                    let middle = from + (to - from) / 2;
                    // The last one in is the next one out: records are tried in their order.
                    open.extend([(middle + 1, to), (from, middle)]);
                }
            }
            Err(e) => return Err(failed(target, step, e).into()),
        }
    }
    Ok(done)
}
