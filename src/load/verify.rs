//! Verification: is the target what the ledger says and what the batches hold, field by field.

use super::attempt::stage;
use super::error::{LoadError, Step};
use super::fit::{Mapping, fit};
use super::ledger::{self, Entry, ask, count, entries, failed, number, run, text};
use super::package::{Batch, Package};
use super::sql::{name, table, value};
use super::staged::{TotalLine, shape_of, totals};
use super::target::Target;
use crate::model::{OnRefusal, Watch};

/// A verification as it is asked for.
#[derive(Clone, Copy)]
pub struct VerifyRequest<'a> {
    /// The run folder.
    pub package: &'a Package,
    /// Its wave; `None`: all that are loaded.
    pub wave: Option<&'a str>,
    /// Differences of a batch that are listed at most; all are counted.
    pub listed: usize,
    /// Who asks.
    pub who: &'a str,
    /// Tells the time in UTC.
    pub clock: fn() -> String,
}

/// What a verification found.
#[derive(Debug, Default)]
pub struct Verified {
    /// The run's name.
    pub run: String,
    /// Waves in their order.
    pub waves: Vec<WaveVerified>,
}

/// What was found of one wave.
#[derive(Debug, Default)]
pub struct WaveVerified {
    /// The wave.
    pub wave: String,
    /// Its batches that are loaded.
    pub batches: Vec<BatchVerified>,
    /// Its batches that are not.
    pub missing: Vec<String>,
}

/// What was found of one batch.
#[derive(Debug)]
pub struct BatchVerified {
    /// Its line in the ledger.
    pub entry: Entry,
    /// Records that the target should hold.
    pub expected: u64,
    /// Records that it holds.
    pub found: u64,
    /// Records of which a field differs.
    pub differing: u64,
    /// Of those and of the lost ones: changed or removed since the load.
    pub edited: u64,
    /// References to nothing.
    pub dangling: u64,
    /// Control totals: field, group, in the target, as sent.
    pub totals: Vec<TotalLine>,
    /// The first differences.
    pub differences: Vec<Difference>,
    /// The fingerprints of its rows as they are, added up.
    pub digest: String,
}

/// One field, or one record, that is not what was loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The record's position in its batch.
    pub row: u64,
    /// Its key.
    pub key: String,
    /// The column; `None`: the record is not there.
    pub column: Option<String>,
    /// As it was sent.
    pub sent: Option<String>,
    /// As it is.
    pub found: Option<String>,
    /// Whose doing it is.
    pub by: By,
}

/// Whose doing a difference is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The target's own while it loaded: a trigger, a default, a type.
    Target,
    /// Somebody's, since the load.
    Since,
}

impl BatchVerified {
    /// Counts records that are missing.
    pub fn missing(&self) -> u64 {
        self.expected.saturating_sub(self.found)
    }

    /// Counts control totals that do not agree.
    pub fn totals_off(&self) -> u64 {
        self.totals.iter().filter(|(_, _, found, sent)| found != sent).count() as u64
    }
}

impl WaveVerified {
    /// Counts over all batches.
    pub fn sum(&self, of: impl Fn(&BatchVerified) -> u64) -> u64 {
        self.batches.iter().map(of).sum()
    }

    /// Says whether everything is there as it was sent.
    pub fn clean(&self) -> bool {
        self.missing.is_empty() && self.sum(|b| b.missing() + b.differing + b.dangling + b.totals_off()) == 0
    }
}

impl Verified {
    /// Says whether everything that is loaded is as it was sent.
    pub fn clean(&self) -> bool {
        self.waves.iter().all(WaveVerified::clean)
    }
}

/// Compares every loaded batch with the target and writes the result into the ledger.
///
/// # Errors
/// If the package or the target fail, or a table changed.
pub fn verify(target: &mut dyn Target, request: &VerifyRequest<'_>, watch: &dyn Watch) -> Result<Verified, LoadError> {
    target.connect().map_err(|e| failed(target, Step::Connect, e))?;
    ledger::present(target)?;
    let name = request.package.plan.run.clone();
    let loaded = entries(target, &format!("run = {} AND state = 'loaded'", value(&name)))?;
    let mut done = Verified { run: name, waves: Vec::new() };
    if let Some(wave) = request.wave {
        request.package.wave(wave)?;
    }
    for wave in request.package.waves.iter().filter(|w| request.wave.is_none_or(|n| w.wave == n)) {
        let here: Vec<&Entry> = loaded.iter().filter(|e| e.wave == wave.wave).collect();
        if here.is_empty() && request.wave.is_none() {
            continue;
        }
        watch.begin("verify", Some(here.iter().map(|e| e.rows).sum()));
        let mut found = WaveVerified { wave: wave.wave.clone(), ..WaveVerified::default() };
        for entry in &wave.batches {
            let batch = Batch { wave, entry };
            if watch.cancelled() {
                return Err(LoadError::Cancelled);
            }
            match here.iter().find(|e| e.batch == batch.name()) {
                Some(e) => found.batches.push(one(target, request, batch, e)?),
                None => found.missing.push(batch.name().to_owned()),
            }
            watch.advance(entry.rows);
        }
        record(target, request, &found)?;
        done.waves.push(found);
    }
    if done.waves.is_empty() {
        return Err(LoadError::NothingLoaded(done.run));
    }
    Ok(done)
}

fn one(target: &mut dyn Target, request: &VerifyRequest<'_>, batch: Batch<'_>, e: &Entry) -> Result<BatchVerified, LoadError> {
    let package = request.package;
    let facts = package.scan(batch)?;
    let given = batch.entry.sha256.clone();
    if given != e.sha256 {
        return Err(LoadError::OtherContent { run: e.run.clone(), batch: e.name(), loaded: e.sha256.clone(), given });
    }
    let shape = shape_of(target, &e.layout.table)?;
    let mapping =
        fit(&package.plan, batch.entry, &facts, shape, target.longest_name(), OnRefusal::LoadRest).map_err(LoadError::Mismatches)?;
    stage(target, package, batch)?;
    let forget = format!("DELETE FROM cutover_stage WHERE pos IN (SELECT pos FROM cutover_refused WHERE seq = {})", e.seq);
    run(target, Step::Verify, &forget)?;
    Comparison { target, mapping: &mapping, e, listed: request.listed }.run(package, batch)
}

struct Comparison<'a> {
    target: &'a mut dyn Target,
    mapping: &'a Mapping,
    e: &'a Entry,
    listed: usize,
}

impl Comparison<'_> {
    fn run(mut self, package: &Package, batch: Batch<'_>) -> Result<BatchVerified, LoadError> {
        self.compare()?;
        let counts = "SELECT count(*), coalesce(sum(CASE WHEN alike < 2 THEN 1 ELSE 0 END), 0), coalesce(sum(CASE WHEN alike = 0 THEN 1 ELSE 0 END), 0) FROM cutover_hits";
        let line = ask(self.target, Step::Verify, counts)?.into_iter().next().unwrap_or_default();
        let differences = self.differences()?;
        let Some(entity) = package.plan.entity(&batch.entry.entity) else { return Err(LoadError::DamagedLedger(self.e.name())) };
        let totals = self.totals(batch, entity)?;
        let (edited, digest) = self.drift()?;
        Ok(BatchVerified {
            entry: self.e.clone(),
            expected: number(&line, 0),
            found: number(&line, 1),
            differing: number(&line, 2),
            edited,
            dangling: self.dangling()?,
            totals,
            differences,
            digest,
        })
    }

    fn on(&self) -> String {
        let staged = |i: usize| format!("s.c{}", self.mapping.key.get(i).map_or(0, |k| k + 1));
        self.mapping.layout.is(self.target, &self.mapping.shape, &staged)
    }

    fn t(&self) -> String {
        table(&self.mapping.layout.table)
    }

    /// Says for each column whether the target holds what is staged.
    fn same(&self) -> Vec<String> {
        let one = |(i, c): (usize, &super::target::Column)| {
            self.target.same(&format!("t.{}", name(&c.name)), &self.target.cast(&format!("s.c{}", i + 1), c))
        };
        self.mapping.columns.iter().enumerate().map(one).collect()
    }

    /// Tells for every staged record whether it is there alike (1), otherwise (0) or not at all (2).
    fn compare(&mut self) -> Result<(), LoadError> {
        let sql = format!(
            "DROP TABLE IF EXISTS cutover_hits; CREATE TEMP TABLE cutover_hits AS SELECT s.pos AS pos, \
             min(CASE WHEN {} IS NULL THEN 2 WHEN {} THEN 1 ELSE 0 END) AS alike FROM cutover_stage AS s LEFT JOIN {} AS t ON {} GROUP BY s.pos",
            self.mapping.layout.witness(),
            self.same().join(" AND "),
            self.t(),
            self.on()
        );
        run(self.target, Step::Verify, &sql).map(drop)
    }

    fn differences(&mut self) -> Result<Vec<Difference>, LoadError> {
        let n = self.mapping.columns.len();
        let mut select: Vec<String> = (1..=n).map(|i| format!("s.c{i}")).collect();
        select.extend(self.mapping.columns.iter().map(|c| format!("CAST(t.{} AS TEXT)", name(&c.name))));
        select.extend(self.same().iter().map(|s| format!("CASE WHEN {s} THEN 0 ELSE 1 END")));
        let printed = self.mapping.layout.printed(&self.mapping.shape)?;
        let query = format!(
            "SELECT s.pos, h.alike, CASE WHEN r.pos IS NULL OR {} = r.print THEN 0 ELSE 1 END, {} FROM cutover_hits AS h JOIN cutover_stage AS s ON s.pos = h.pos \
             LEFT JOIN {} AS t ON {} LEFT JOIN cutover_rows AS r ON r.seq = {} AND r.pos = s.pos WHERE h.alike <> 1 ORDER BY s.pos LIMIT {}",
            self.target.print("t", &printed),
            select.join(", "),
            self.t(),
            self.on(),
            self.e.seq,
            self.listed
        );
        let mut out = Vec::new();
        for l in ask(self.target, Step::Verify, &query)? {
            let get = |i: usize| l.get(i + 3).cloned().flatten();
            let key: Vec<String> = self.mapping.key.iter().map(|&k| get(k).unwrap_or_default()).collect();
            let (row, key) = (number(&l, 0), key.join(" / "));
            let by = if number(&l, 2) == 0 && number(&l, 1) != 2 { By::Target } else { By::Since };
            if number(&l, 1) == 2 {
                out.push(Difference { row, key, column: None, sent: None, found: None, by });
                continue;
            }
            for (i, c) in self.mapping.columns.iter().enumerate().filter(|(i, _)| number(&l, 3 + 2 * n + i) == 1) {
                out.push(Difference { row, key: key.clone(), column: Some(c.name.clone()), sent: get(i), found: get(n + i), by });
            }
        }
        Ok(out)
    }

    /// Adds up control totals over the target's rows and over what was sent.
    fn totals(&mut self, batch: Batch<'_>, entity: &crate::model::EntityToLoad) -> Result<Vec<TotalLine>, LoadError> {
        let columns: Vec<String> =
            self.mapping.columns.iter().enumerate().map(|(i, c)| format!("CAST(t.{} AS TEXT) AS c{}", name(&c.name), i + 1)).collect();
        let joined = format!("(SELECT {} FROM cutover_stage AS s JOIN {} AS t ON {}) AS x", columns.join(", "), self.t(), self.on());
        let sent = totals(self.target, batch, entity, "cutover_stage")?;
        let found = totals(self.target, batch, entity, &joined)?;
        // A group that the target lost altogether still counts.
        let of = |s: &TotalLine| found.iter().find(|f| (&f.0, &f.1) == (&s.0, &s.1)).map(|f| f.2).unwrap_or_default();
        let mut out: Vec<TotalLine> = sent.iter().map(|s| (s.0.clone(), s.1.clone(), of(s), s.2)).collect();
        let strange = found.iter().filter(|f| !sent.iter().any(|s| (&s.0, &s.1) == (&f.0, &f.1)));
        out.extend(strange.map(|f| (f.0.clone(), f.1.clone(), f.2, Default::default())));
        Ok(out)
    }

    /// Counts rows that were changed or removed since the load, and adds up the fingerprints of what is there.
    fn drift(&mut self) -> Result<(u64, String), LoadError> {
        let (edited, sum) = drift(self.target, self.e)?;
        Ok((edited, format!("{sum:024x}")))
    }

    /// Counts references of the batch to nothing.
    fn dangling(&mut self) -> Result<u64, LoadError> {
        let mut rows = 0;
        for reference in &self.mapping.layout.references {
            let Some(key) = shape_of(self.target, &reference.table)?.and_then(|s| s.column(&reference.key).cloned()) else { continue };
            let query = format!(
                "SELECT count(*) FROM cutover_stage AS s JOIN {} AS t ON {} WHERE t.{2} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {3} AS p WHERE p.{4} = t.{2})",
                self.t(),
                self.on(),
                name(&reference.column),
                table(&reference.table),
                name(&key.name)
            );
            rows += count(self.target, Step::Verify, &query)?;
        }
        Ok(rows)
    }
}

/// Counts rows of a batch that were changed or removed since it was loaded, and adds up the fingerprints of those that are there.
pub(super) fn drift(target: &mut dyn Target, e: &Entry) -> Result<(u64, u128), LoadError> {
    let Some(shape) = shape_of(target, &e.layout.table)? else { return Ok((e.created + e.updated, 0)) };
    let printed = e.layout.printed(&shape)?;
    let print = target.print("t", &printed);
    let on = e.layout.is(target, &shape, &|i| format!("r.k{}", i + 1));
    let query = format!(
        "SELECT coalesce(sum(CASE WHEN here IS NOT NULL AND p = was THEN 0 ELSE 1 END), 0), {} FROM (SELECT r.print AS was, {} AS here, {print} AS p \
         FROM cutover_rows AS r LEFT JOIN {} AS t ON {on} WHERE r.seq = {}) AS x",
        target.add_up("CASE WHEN here IS NULL THEN 0 ELSE p END"),
        e.layout.witness(),
        table(&e.layout.table),
        e.seq
    );
    let line = ask(target, Step::Verify, &query)?.into_iter().next().unwrap_or_default();
    Ok((number(&line, 0), text(&line, 1).parse().unwrap_or(0)))
}

/// Writes the result into the ledger, where acceptance looks for it.
fn record(target: &mut dyn Target, request: &VerifyRequest<'_>, w: &WaveVerified) -> Result<(), LoadError> {
    let id = ledger::next(target, "cutover_checked", "id")?;
    let seq = w.batches.iter().map(|b| b.entry.seq).max().unwrap_or(0);
    // A wave of which a batch is missing is not verified.
    let lost: u64 = w.missing.len() as u64;
    let digest: u128 = w.batches.iter().filter_map(|b| u128::from_str_radix(&b.digest, 16).ok()).sum();
    let insert = format!(
        "INSERT INTO cutover_checked (id, run, wave, seq, differing, refused, dangling, totals, digest, who, at) VALUES ({id}, {}, {}, {seq}, {}, {}, {}, {}, {}, {}, {})",
        value(&request.package.plan.run),
        value(&w.wave),
        w.sum(|b| b.differing + b.missing()) + lost,
        w.sum(|b| b.entry.refused),
        w.sum(|b| b.dangling),
        w.sum(BatchVerified::totals_off),
        value(&format!("{digest:024x}")),
        value(request.who),
        value(&(request.clock)())
    );
    run(target, Step::Verify, &insert).map(drop)
}
