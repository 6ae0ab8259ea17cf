//! Taking back a batch, a wave or a run: in reverse order, exactly, and without taking anything from those who edited rows since.

use super::error::{LoadError, Referrer, Step};
use super::fault::point;
use super::ledger::{self, Entry, ask, count, entries, failed, number, run, text};
use super::recipe::lock;
use super::sql::{name, table, value};
use super::staged::shape_of;
use super::target::Target;
use super::undo::in_transaction;
use crate::model::Watch;

/// What is to be taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// One batch, as `wave/batch`.
    Batch(String),
    /// All batches of a wave.
    Wave(String),
    /// Everything.
    Run,
}

impl Scope {
    fn takes(&self, e: &Entry) -> bool {
        match self {
            Self::Batch(b) => e.name() == *b,
            Self::Wave(w) => e.wave == *w,
            Self::Run => true,
        }
    }
}

impl std::fmt::Display for Scope {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Batch(b) => write!(f, "batch {b}"),
            Self::Wave(w) => write!(f, "wave {w}"),
            Self::Run => f.write_str("run"),
        }
    }
}

/// What becomes of rows that somebody edited since they were loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edited {
    /// They stay, and are listed.
    Keep,
    /// They are taken back all the same; the ledger keeps that they were.
    Override,
}

/// What becomes of later batches that refer to what is taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Later {
    /// Nothing is taken back while there are any.
    Refuse,
    /// They are taken back before.
    Cascade,
}

/// A rollback as it is asked for.
#[derive(Clone, Copy)]
pub struct RollbackRequest<'a> {
    /// The run's name; `None`: the only one that the ledger knows.
    pub run: Option<&'a str>,
    /// What is to be taken back.
    pub scope: &'a Scope,
    /// Rows that were edited.
    pub edited: Edited,
    /// Batches that refer.
    pub later: Later,
    /// Who asks.
    pub who: &'a str,
    /// What others are told who come meanwhile.
    pub holder: &'a str,
    /// Tells the time in UTC.
    pub clock: fn() -> String,
}

/// What a rollback did.
#[derive(Debug, Default)]
pub struct RollbackDone {
    /// The run's name.
    pub run: String,
    /// Batches in the order in which they were taken back.
    pub batches: Vec<TakenBack>,
    /// Whether somebody asked to stop before the end.
    pub cancelled: bool,
}

/// What became of one batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenBack {
    /// The batch, as `wave/batch`.
    pub batch: String,
    /// Rows that are as they were before the load.
    pub reversed: u64,
    /// Rows that somebody had removed already.
    pub gone: u64,
    /// Rows that stay as they are.
    pub kept: u64,
    /// Rows that were edited and taken back all the same.
    pub overridden: u64,
    /// The first of those that stay.
    pub rows: Vec<KeptRow>,
}

/// A row that stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptRow {
    /// The record's position in its batch.
    pub row: u64,
    /// Its key.
    pub key: String,
    /// Why.
    pub why: KeptBecause,
}

/// Why a row stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeptBecause {
    /// Somebody edited it since.
    Edited,
    /// The target refuses: something refers to it, for example.
    Refused(String),
    /// It was restored, but a trigger of the target changed it again.
    Altered,
}

impl KeptBecause {
    pub(super) fn as_text(&self) -> String {
        match self {
            Self::Edited => "edited".to_owned(),
            Self::Altered => "altered".to_owned(),
            Self::Refused(said) => format!("refused: {said}"),
        }
    }
}

/// A rollback that was begun and not ended.
pub(super) struct Open {
    id: u64,
    pub(super) scope: String,
    pub(super) who: String,
    pub(super) at: String,
}

/// Gives the rollback of a run that was begun and not ended.
pub(super) fn open(target: &mut dyn Target, run: &str) -> Result<Option<Open>, LoadError> {
    let query = format!("SELECT id, scope, who, at FROM cutover_undo WHERE run = {} AND state = 'begun' ORDER BY id LIMIT 1", value(run));
    let lines = ask(target, Step::Ledger, &query)?;
    Ok(lines.first().map(|l| Open { id: number(l, 0), scope: text(l, 1), who: text(l, 2), at: text(l, 3) }))
}

/// Takes back what was loaded, the latest batch first, each in a transaction of its own.
///
/// # Errors
/// If the target fails, nothing of this name is loaded, another rollback is open, or later batches refer to it. What was taken back stays
/// so, and the same rollback goes on from there.
pub fn rollback(target: &mut dyn Target, request: &RollbackRequest<'_>, watch: &dyn Watch) -> Result<RollbackDone, LoadError> {
    target.connect().map_err(|e| failed(target, Step::Connect, e))?;
    lock(target, request.holder)?;
    let done = locked(target, request, watch);
    target.unlock();
    done
}

fn locked(target: &mut dyn Target, request: &RollbackRequest<'_>, watch: &dyn Watch) -> Result<RollbackDone, LoadError> {
    ledger::present(target)?;
    let name = run_name(target, request.run)?;
    let open = open(target, &name)?;
    if let Some(o) = open.as_ref().filter(|o| o.scope != request.scope.to_string()) {
        return Err(LoadError::RollbackOpen { scope: o.scope.clone(), who: o.who.clone(), at: o.at.clone() });
    }
    let loaded = entries(target, "state IN ('loaded', 'kept')")?;
    let chosen = chosen(target, &loaded, &name, request)?;
    if chosen.is_empty() && open.is_none() {
        return Err(LoadError::NothingLoaded(format!("{name}, {}", request.scope)));
    }
    let id = match &open {
        Some(o) => o.id,
        None => begin(target, &name, request)?,
    };
    point("rollback.begun");
    let mut done = RollbackDone { run: name, ..RollbackDone::default() };
    watch.begin("rollback", Some(chosen.iter().map(|e| e.rows).sum()));
    for e in chosen.iter().rev() {
        if watch.cancelled() {
            done.cancelled = true;
            return Ok(done);
        }
        done.batches.push(in_transaction(target, e, id, request.edited)?);
        watch.advance(e.rows);
    }
    run(target, Step::Rollback, &format!("UPDATE cutover_undo SET state = 'done' WHERE id = {id}"))?;
    point("rollback.done");
    Ok(done)
}

/// Gives the run's name: as asked for, or the only one.
pub(super) fn run_name(target: &mut dyn Target, asked: Option<&str>) -> Result<String, LoadError> {
    if let Some(run) = asked {
        return Ok(run.to_owned());
    }
    let lines = ask(target, Step::Ledger, "SELECT DISTINCT run FROM cutover_ledger WHERE state IN ('loaded', 'kept') ORDER BY run")?;
    match lines.as_slice() {
        [one] => Ok(text(one, 0)),
        [] => Err(LoadError::NothingLoaded("-".to_owned())),
        several => Err(LoadError::NothingLoaded(several.iter().map(|l| text(l, 0)).collect::<Vec<_>>().join(" | "))),
    }
}

fn begin(target: &mut dyn Target, name: &str, request: &RollbackRequest<'_>) -> Result<u64, LoadError> {
    let id = ledger::next(target, "cutover_undo", "id")?;
    let flag = |on: bool| u8::from(on);
    let insert = format!(
        "INSERT INTO cutover_undo (id, run, scope, forced, cascaded, state, who, at) VALUES ({id}, {}, {}, {}, {}, 'begun', {}, {})",
        value(name),
        value(&request.scope.to_string()),
        flag(request.edited == Edited::Override),
        flag(request.later == Later::Cascade),
        value(request.who),
        value(&(request.clock)())
    );
    run(target, Step::Rollback, &insert)?;
    Ok(id)
}

/// Chooses what the scope names, and what refers to it, where that is asked for.
fn chosen<'e>(target: &mut dyn Target, loaded: &'e [Entry], run: &str, request: &RollbackRequest<'_>) -> Result<Vec<&'e Entry>, LoadError> {
    let mut chosen: Vec<&Entry> = loaded.iter().filter(|e| e.run == run && request.scope.takes(e)).collect();
    loop {
        let mut referrers = Vec::new();
        for e in loaded.iter().filter(|e| !chosen.iter().any(|c| c.seq == e.seq)) {
            if let Some(r) = referrer(target, e, &chosen)? {
                referrers.push((e, r));
            }
        }
        if referrers.is_empty() {
            break;
        }
        if request.later == Later::Refuse {
            return Err(LoadError::ReferredTo(referrers.into_iter().map(|(_, r)| r).collect()));
        }
        chosen.extend(referrers.into_iter().map(|(e, _)| e));
        chosen.sort_by_key(|e| e.seq);
    }
    Ok(chosen)
}

/// Says whether rows of a batch refer to rows that these batches made.
fn referrer(target: &mut dyn Target, e: &Entry, chosen: &[&Entry]) -> Result<Option<Referrer>, LoadError> {
    for reference in &e.layout.references {
        let made = |c: &&&Entry| {
            c.layout.table == reference.table && c.layout.key.len() == 1 && c.layout.key.iter().any(|k| k.column == reference.key)
        };
        let seqs: Vec<String> = chosen.iter().filter(made).map(|c| c.seq.to_string()).collect();
        let Some(shape) = shape_of(target, &e.layout.table)?.filter(|s| !seqs.is_empty() && s.column(&reference.column).is_some()) else {
            continue;
        };
        let on = e.layout.is(target, &shape, &|i| format!("b.k{}", i + 1));
        let from = format!(
            "FROM cutover_rows AS b JOIN {} AS t ON {on} JOIN cutover_rows AS a ON a.k1 = CAST(t.{} AS TEXT) \
             WHERE b.seq = {} AND a.made = 1 AND a.seq IN ({})",
            table(&e.layout.table),
            name(&reference.column),
            e.seq,
            seqs.join(", ")
        );
        let rows = count(target, Step::Rollback, &format!("SELECT count(*) {from}"))?;
        if rows > 0 {
            let lines = ask(target, Step::Rollback, &format!("SELECT DISTINCT a.k1 {from} ORDER BY 1 LIMIT 5"))?;
            let examples = lines.iter().map(|l| text(l, 0)).collect();
            return Ok(Some(Referrer { batch: e.name(), column: reference.column.clone(), rows, examples }));
        }
    }
    Ok(None)
}
