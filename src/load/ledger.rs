//! The ledger in the target: which batch of which run is loaded, written in the same transaction as its rows.

use super::error::{LoadError, Step};
use super::sql::{name, table, value};
use super::target::{Shape, Target, TargetError};
use serde::{Deserialize, Serialize};

/// The layout of our tables in a target.
pub const LAYOUT: u64 = 2;

/// What a batch was loaded into: enough to find, compare and take back its rows without the run folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    /// The table.
    pub table: String,
    /// The columns of the key.
    pub key: Vec<KeyColumn>,
    /// The columns that were written.
    pub columns: Vec<String>,
    /// The columns that fingerprints and images cover: all that the table had.
    pub printed: Vec<String>,
    /// Columns that refer to other tables.
    pub references: Vec<LayoutReference>,
}

/// One column of a key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyColumn {
    /// Its name.
    pub column: String,
    /// Whether every record of the batch has a value.
    pub filled: bool,
}

/// A column that refers to another table's key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LayoutReference {
    /// The column.
    pub column: String,
    /// The table that it refers to.
    pub table: String,
    /// That table's key.
    pub key: String,
}

impl Layout {
    /// Gives the condition under which a row of the target (`t`) is the one with this key, whose parts are `text(0)` ... as text.
    pub(super) fn is(&self, target: &dyn Target, shape: &Shape, text: &dyn Fn(usize) -> String) -> String {
        let part = |(i, k): (usize, &KeyColumn)| {
            let column = format!("t.{}", name(&k.column));
            let given = shape.column(&k.column).map_or_else(|| text(i), |c| target.cast(&text(i), c));
            if k.filled {
                format!("{column} = {given}")
            } else {
                format!("({column} = {given} OR ({column} IS NULL AND {} IS NULL))", text(i))
            }
        };
        self.key.iter().enumerate().map(part).collect::<Vec<_>>().join(" AND ")
    }

    /// Gives the column by whose absence an outer join tells that there is no row.
    pub(super) fn witness(&self) -> String {
        let filled = self.key.iter().find(|k| k.filled).or(self.key.first());
        filled.map(|k| format!("t.{}", name(&k.column))).unwrap_or_default()
    }

    /// Gives the columns that fingerprints cover.
    ///
    /// # Errors
    /// If the table lost one of them.
    pub(super) fn printed<'s>(&self, shape: &'s Shape) -> Result<Vec<&'s super::target::Column>, LoadError> {
        let find = |c: &String| shape.column(c).ok_or_else(|| LoadError::Drift { table: self.table.clone(), column: c.clone() });
        self.printed.iter().map(find).collect()
    }
}

/// The state of a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Its rows are in the target.
    Loaded,
    /// It was taken back, and some rows were kept.
    Kept,
    /// It was taken back.
    RolledBack,
}

impl State {
    /// Gives the word that stands in the ledger.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Loaded => "loaded",
            Self::Kept => "kept",
            Self::RolledBack => "rolled-back",
        }
    }

    fn of(text: &str) -> Option<Self> {
        [Self::Loaded, Self::Kept, Self::RolledBack].into_iter().find(|s| s.as_str() == text)
    }
}

/// One line of the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// The order of all loads into the target; no clock has a say in it.
    pub seq: u64,
    /// The run's name.
    pub run: String,
    /// The wave.
    pub wave: String,
    /// Its position.
    pub wave_order: u64,
    /// The batch.
    pub batch: String,
    /// The entity.
    pub entity: String,
    /// SHA-256 of the batch.
    pub sha256: String,
    /// Its link in the chain of the run.
    pub chain: String,
    /// Records of the batch.
    pub rows: u64,
    /// Rows that were made.
    pub created: u64,
    /// Rows that were changed.
    pub updated: u64,
    /// Rows that were there with this content.
    pub unchanged: u64,
    /// Records that the target refused.
    pub refused: u64,
    /// Rows that were taken back.
    pub reversed: u64,
    /// Rows that were kept when the batch was taken back.
    pub kept: u64,
    /// The content of the batch; see [`super::records::ContentDigest`].
    pub digest: String,
    /// Its state.
    pub state: State,
    /// What it was loaded into.
    #[serde(skip)]
    pub layout: Layout,
    /// Who loaded it.
    pub who: String,
    /// When, in UTC.
    pub at: String,
    /// The version that loaded it.
    pub program: String,
}

impl Entry {
    /// Gives `wave/batch`.
    pub fn name(&self) -> String {
        format!("{}/{}", self.wave, self.batch)
    }
}

/// Tables of ours with the layout that brought them, in the order in which they are made. The types are those that both targets know.
const TABLES: &[(u64, &str, &str)] = &[
    (1, "cutover_layout", "layout BIGINT NOT NULL, program TEXT NOT NULL"),
    (
        1,
        "cutover_ledger",
        "seq BIGINT PRIMARY KEY, run TEXT NOT NULL, wave TEXT NOT NULL, wave_order BIGINT NOT NULL, batch TEXT NOT NULL, entity TEXT NOT NULL, \
         sha256 TEXT NOT NULL, chain TEXT NOT NULL, row_count BIGINT NOT NULL, created BIGINT NOT NULL, updated BIGINT NOT NULL, \
         unchanged BIGINT NOT NULL, refused BIGINT NOT NULL, reversed BIGINT NOT NULL, kept BIGINT NOT NULL, digest TEXT NOT NULL, \
         state TEXT NOT NULL, layout TEXT NOT NULL, attempt TEXT NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL, program TEXT NOT NULL",
    ),
    (
        1,
        "cutover_rows",
        "seq BIGINT NOT NULL, pos BIGINT NOT NULL, made BIGINT NOT NULL, print BIGINT NOT NULL, k1 TEXT, k2 TEXT, k3 TEXT, k4 TEXT, k5 TEXT, k6 TEXT, \
         k7 TEXT, k8 TEXT, k9 TEXT, k10 TEXT, k11 TEXT, k12 TEXT@CLUSTERED",
    ),
    (1, "cutover_before", "seq BIGINT NOT NULL, pos BIGINT NOT NULL, image TEXT NOT NULL, PRIMARY KEY (seq, pos)"),
    (1, "cutover_refused", "seq BIGINT NOT NULL, pos BIGINT NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (seq, pos)"),
    (
        1,
        "cutover_undo",
        "id BIGINT PRIMARY KEY, run TEXT NOT NULL, scope TEXT NOT NULL, forced BIGINT NOT NULL, cascaded BIGINT NOT NULL, state TEXT NOT NULL, \
         who TEXT NOT NULL, at TEXT NOT NULL",
    ),
    (1, "cutover_kept", "undo BIGINT NOT NULL, seq BIGINT NOT NULL, pos BIGINT NOT NULL, key TEXT NOT NULL, why TEXT NOT NULL"),
    (
        1,
        "cutover_checked",
        "id BIGINT PRIMARY KEY, run TEXT NOT NULL, wave TEXT NOT NULL, seq BIGINT NOT NULL, differing BIGINT NOT NULL, refused BIGINT NOT NULL, \
         dangling BIGINT NOT NULL, totals BIGINT NOT NULL, digest TEXT NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL",
    ),
    (
        1,
        "cutover_accepted",
        "id BIGINT PRIMARY KEY, run TEXT NOT NULL, wave TEXT NOT NULL, checked BIGINT NOT NULL, record TEXT NOT NULL, previous TEXT NOT NULL, \
         seal TEXT NOT NULL",
    ),
    (
        2,
        "cutover_despite",
        "id BIGINT PRIMARY KEY, run TEXT NOT NULL, wave TEXT NOT NULL, verdict TEXT NOT NULL, missed TEXT NOT NULL, reason TEXT NOT NULL, \
         who TEXT NOT NULL, at TEXT NOT NULL",
    ),
];

/// Makes the ledger where there is none, adds what an older one lacks, and holds its layout against ours.
///
/// # Errors
/// If the target fails or the ledger is newer than this program.
pub(super) fn ensure(target: &mut dyn Target) -> Result<(), LoadError> {
    let found = layout(target)?;
    if found == LAYOUT {
        return Ok(());
    }
    let mut all = format!("{};", target.begin());
    for (_, table, columns) in TABLES.iter().filter(|(since, ..)| *since > found) {
        let (columns, clustered) = columns.split_once("@CLUSTERED").map_or((*columns, false), |(c, _)| (c, true));
        all.push_str(&if clustered {
            target.clustered(table, columns, "seq", "pos")
        } else {
            format!("CREATE TABLE {table} ({columns});")
        });
    }
    all.push_str(&format!("INSERT INTO cutover_layout VALUES ({LAYOUT}, {});COMMIT", value(env!("CARGO_PKG_VERSION"))));
    target.run(&all).map_err(|e| {
        let _ = target.run("ROLLBACK");
        failed(target, Step::Ledger, e)
    })?;
    Ok(())
}

/// Holds that there is a ledger.
///
/// # Errors
/// If there is none, the target fails or the ledger is newer than this program.
pub(super) fn present(target: &mut dyn Target) -> Result<(), LoadError> {
    if layout(target)? == 0 { Err(LoadError::NoLedger) } else { Ok(()) }
}

/// Gives the layout of the ledger; 0: there is none.
///
/// # Errors
/// If the target fails or the ledger is newer than this program.
pub(super) fn layout(target: &mut dyn Target) -> Result<u64, LoadError> {
    if !target.has_ledger().map_err(|e| failed(target, Step::Ledger, e))? {
        return Ok(0);
    }
    let lines = ask(target, Step::Ledger, "SELECT layout, program FROM cutover_layout ORDER BY layout DESC LIMIT 1")?;
    let line = lines.into_iter().next().unwrap_or_default();
    let found = number(&line, 0);
    if found > LAYOUT {
        return Err(LoadError::NewerLedger { found, known: LAYOUT, program: text(&line, 1) });
    }
    Ok(found)
}

/// Reads the ledger in the order of loading; `filter` is a condition.
///
/// # Errors
/// If the target fails or a line cannot be understood.
pub(super) fn entries(target: &mut dyn Target, filter: &str) -> Result<Vec<Entry>, LoadError> {
    let query = format!(
        "SELECT seq, run, wave, wave_order, batch, entity, sha256, chain, row_count, created, updated, unchanged, refused, reversed, kept, digest, \
         state, layout, who, at, program FROM cutover_ledger WHERE {filter} ORDER BY seq"
    );
    ask(target, Step::Ledger, &query)?.iter().map(|l| entry(l)).collect()
}

fn entry(l: &[Option<String>]) -> Result<Entry, LoadError> {
    let damaged = || LoadError::DamagedLedger(format!("line {}", number(l, 0)));
    Ok(Entry {
        seq: number(l, 0),
        run: text(l, 1),
        wave: text(l, 2),
        wave_order: number(l, 3),
        batch: text(l, 4),
        entity: text(l, 5),
        sha256: text(l, 6),
        chain: text(l, 7),
        rows: number(l, 8),
        created: number(l, 9),
        updated: number(l, 10),
        unchanged: number(l, 11),
        refused: number(l, 12),
        reversed: number(l, 13),
        kept: number(l, 14),
        digest: text(l, 15),
        state: State::of(&text(l, 16)).ok_or_else(damaged)?,
        layout: serde_json::from_str(&text(l, 17)).map_err(|_| damaged())?,
        who: text(l, 18),
        at: text(l, 19),
        program: text(l, 20),
    })
}

/// Gives the statement that writes a line; `attempt` tells it apart from the same line of another attempt.
///
/// # Errors
/// Never: a layout can always be written.
pub(super) fn insert(e: &Entry, attempt: &str) -> String {
    let layout = serde_json::to_string(&e.layout).unwrap_or_default();
    let numbers = [e.rows, e.created, e.updated, e.unchanged, e.refused, e.reversed, e.kept].map(|n| n.to_string()).join(", ");
    let texts = |t: &[&str]| t.iter().map(|t| value(t)).collect::<Vec<_>>().join(", ");
    format!(
        "INSERT INTO cutover_ledger (seq, run, wave, wave_order, batch, entity, sha256, chain, row_count, created, updated, unchanged, refused, \
         reversed, kept, digest, state, layout, attempt, who, at, program) VALUES ({}, {}, {}, {}, {numbers}, {})",
        e.seq,
        texts(&[&e.run, &e.wave]),
        e.wave_order,
        texts(&[&e.batch, &e.entity, &e.sha256, &e.chain]),
        texts(&[&e.digest, e.state.as_str(), &layout, attempt, &e.who, &e.at, &e.program])
    )
}

/// Gives the next number of a table's numbering.
///
/// # Errors
/// If the target fails.
pub(super) fn next(target: &mut dyn Target, of: &str, column: &str) -> Result<u64, LoadError> {
    let lines = ask(target, Step::Ledger, &format!("SELECT coalesce(max({column}), 0) + 1 FROM {}", table(of)))?;
    Ok(lines.first().map_or(1, |l| number(l, 0)))
}

/// Runs a query.
///
/// # Errors
/// If the target fails.
pub(super) fn ask(target: &mut dyn Target, step: Step, query: &str) -> Result<super::target::Lines, LoadError> {
    target.ask(query).map_err(|e| failed(target, step, e))
}

/// Runs statements.
///
/// # Errors
/// If the target fails.
pub(super) fn run(target: &mut dyn Target, step: Step, statements: &str) -> Result<u64, LoadError> {
    target.run(statements).map_err(|e| failed(target, step, e))
}

/// Runs a query that gives one number.
///
/// # Errors
/// If the target fails.
pub(super) fn count(target: &mut dyn Target, step: Step, query: &str) -> Result<u64, LoadError> {
    Ok(ask(target, step, query)?.first().map_or(0, |l| number(l, 0)))
}

/// Says what a target failed at.
pub(super) fn failed(target: &dyn Target, step: Step, source: TargetError) -> LoadError {
    LoadError::Target { place: target.place().to_owned(), step, batch: None, source }
}

/// Gives a number of a line; 0 where there is none.
pub(super) fn number(line: &[Option<String>], at: usize) -> u64 {
    line.get(at).and_then(|c| c.as_ref()).and_then(|t| t.parse().ok()).unwrap_or(0)
}

/// Gives a text of a line; empty where there is none.
pub(super) fn text(line: &[Option<String>], at: usize) -> String {
    line.get(at).and_then(Clone::clone).unwrap_or_default()
}
