//! Kills the program at every named point of a load and of a rollback, and at every write and flush of a SQLite target, and holds after each
//! that nothing is half done.
//!
//!     cargo test --features failpoints --test sweep -- --nocapture
//!
//! Held each time: O1 a line of the ledger is there exactly with its rows; O2 the same command goes on to the same content as without a fault;
//! O3 the rollback gives the content of before; O4 loaded + refused = batch; O5 no temporary file, lock or open transaction is left;
//! O6 the exit code is true. The killing at system calls needs `strace`; without it that part says so and is left out.
#![cfg(feature = "failpoints")]

#[path = "it/load/package.rs"]
#[allow(dead_code)]
mod package;
#[path = "it/load/postgres.rs"]
#[allow(dead_code)]
mod postgres;

use cutover::load::{Postgres, Secrets, Sqlite, State, Target, TargetUrl, status};
use package::{CUSTOMER, ITEM, Sample, customers, items};
use postgres::Cluster;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

const LOAD_POINTS: &[&str] = &[
    "load.connected",
    "load.locked",
    "load.ledger",
    "load.tables",
    "load.staged",
    "load.checked",
    "promote.begun",
    "promote.images",
    "promote.updated",
    "promote.inserted",
    "promote.rows",
    "promote.ledger",
    "promote.commit",
    "promote.committed",
    "load.unlocked",
];
const ROLLBACK_POINTS: &[&str] = &[
    "rollback.begun",
    "rollback.looked",
    "rollback.removed",
    "rollback.restored",
    "rollback.commit",
    "rollback.committed",
    "rollback.done",
];
/// Passes of a point that are tried; a load of three batches passes none more often.
const PASSES: usize = 4;

/// Three batches: new, changed and unchanged customers, items with a refused one, more customers.
fn sample() -> Sample {
    let mut open = items(1..=12);
    open[4][0] = "C999999".to_owned();
    Sample::one_wave(vec![
        ("customer", CUSTOMER, customers(1..=12)),
        ("opening_ar", ITEM, open),
        ("customer", CUSTOMER, customers(13..=20)),
    ])
}

/// What a sweep loads into: tables with records that are changed, or empty ones of text alone, which customers go straight into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Upsert,
    Insert,
}

impl Mode {
    /// Rows that are there before, with the batch of new customers.
    fn before(self) -> u64 {
        if self == Self::Upsert { 2 } else { 0 }
    }

    /// Says whether a load passes a point.
    fn passes(self, point: &str) -> bool {
        self == Self::Upsert || !matches!(point, "promote.images" | "promote.updated")
    }
}

struct Place {
    home: TempDir,
    cluster: Option<Cluster>,
    run: usize,
    mode: Mode,
}

impl Place {
    fn url(&self) -> String {
        match &self.cluster {
            Some(c) => format!("{}?schema=s{}", c.url(), self.run),
            None => self.home.path().join(format!("erp{}.db", self.run)).display().to_string(),
        }
    }

    fn sqlite(mode: Mode) -> Self {
        Self { home: TempDir::new().unwrap(), cluster: None, run: 0, mode }
    }

    fn postgres(mode: Mode) -> Self {
        Self { home: TempDir::new().unwrap(), cluster: Some(Cluster::start()), run: 0, mode }
    }

    /// Begins anew: a database with two customers that the load changes and leaves alone, or an empty one.
    fn fresh(&mut self) {
        self.run += 1;
        if let Some(c) = &self.cluster {
            let mut owner = target(&c.url());
            owner.connect().unwrap();
            owner.run(&format!("CREATE SCHEMA s{}", self.run)).unwrap();
        }
        if self.mode == Mode::Insert {
            return self.tell(
                "CREATE TABLE customer (code varchar(20) PRIMARY KEY, name varchar(80) NOT NULL, city varchar(40), credit varchar(20), since varchar(10)); \
                 CREATE TABLE opening_ar (party_code varchar(20) NOT NULL REFERENCES customer (code), doc_no varchar(20), amount varchar(20), currency varchar(3))",
            );
        }
        let numeric = if self.cluster.is_some() { "numeric" } else { "TEXT" };
        self.tell(&format!(
            "CREATE TABLE customer (code varchar(20) PRIMARY KEY, name varchar(80) NOT NULL, city varchar(40), credit {numeric}, since varchar(10)); \
             CREATE TABLE opening_ar (party_code varchar(20) NOT NULL REFERENCES customer (code), doc_no varchar(20), amount {numeric}, currency varchar(3)); \
             INSERT INTO customer VALUES ('C000003', 'before', NULL, '0.10', NULL), ('C000001', '客户 1 \"甲\", O''Brien', '城市1', '10.50', '2020-01-02')"
        ));
    }

    fn tell(&self, sql: &str) {
        let mut other = target(&self.url());
        other.connect().and_then(|()| other.run(sql)).unwrap_or_else(|e| panic!("{sql}: {e}"));
    }

    fn content(&self) -> Vec<String> {
        let mut other = target(&self.url());
        other.connect().unwrap();
        let mut out = Vec::new();
        for table in ["customer", "opening_ar"] {
            let lines = other.ask(&format!("SELECT * FROM {table} ORDER BY 1, 2, 3")).unwrap();
            out.extend(lines.iter().map(|l| format!("{table} {l:?}")));
        }
        out
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cutover"));
        command.args(arguments).args(["--to", &self.url(), "--lang", "en"]).env("PGUSER", "owner");
        command
    }

    fn load(&self, run: &Path) -> Command {
        let mode = if self.mode == Mode::Upsert { "upsert" } else { "insert" };
        self.command(&["load", run.to_str().unwrap(), "--mode", mode, "--refused", "load-rest"])
    }

    fn rollback(&self) -> Command {
        self.command(&["rollback", "--run", "acme"])
    }

    /// O1, O4: every line of the ledger has its rows, and no row is there without a line.
    fn hold_ledger(&self, what: &str) {
        let mut target = target(&self.url());
        let Ok(found) = status(&mut *target) else { return };
        let mut created = 0;
        for b in &found.batches {
            let e = &b.entry;
            assert_eq!(e.rows, e.created + e.updated + e.unchanged + e.refused, "{what}: O4 {}", e.name());
            if e.state == State::Loaded {
                assert_eq!(b.drifted, Some(0), "{what}: O1 {}", e.name());
                created += e.created;
            }
        }
        target.connect().unwrap();
        let rows = target.ask("SELECT (SELECT count(*) FROM customer) + (SELECT count(*) FROM opening_ar)").unwrap();
        assert_eq!(rows[0][0].as_deref(), Some((created + self.mode.before()).to_string().as_str()), "{what}: O1 rows");
        let orphans = target.ask("SELECT count(*) FROM cutover_rows WHERE seq NOT IN (SELECT seq FROM cutover_ledger)").unwrap();
        assert_eq!(orphans[0][0].as_deref(), Some("0"), "{what}: O1 images");
    }

    /// O5: nothing is left lying about.
    fn hold_clean(&self, run: &Path, what: &str) {
        let names = |p: &Path| std::fs::read_dir(p).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect::<Vec<_>>();
        let stray: Vec<String> = names(self.home.path()).into_iter().chain(names(run)).collect();
        let stray: Vec<&String> =
            stray.iter().filter(|n| n.starts_with(".cutover") || n.contains("lock") || n.contains("journal")).collect();
        assert!(stray.is_empty(), "{what}: O5 {stray:?}");
        if let Some(c) = &self.cluster {
            let mut owner = target(&c.url());
            owner.connect().unwrap();
            let busy = "SELECT (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory') + (SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%')";
            let left = || owner.ask(busy).unwrap()[0][0].clone();
            // The server ends the session of a client that has gone when it notices.
            let noticed = std::iter::repeat_with(left).take(50).any(|n| n.as_deref() == Some("0") || pause());
            assert!(noticed, "{what}: O5");
        }
    }
}

/// Waits a moment; it never is what was waited for.
fn pause() -> bool {
    std::thread::sleep(std::time::Duration::from_millis(100));
    false
}

fn target(url: &str) -> Box<dyn Target> {
    match TargetUrl::parse(url).unwrap() {
        TargetUrl::Sqlite(path) => Box::new(Sqlite::new(&path)),
        TargetUrl::Postgres(url) => Box::new(Postgres::new(&url, "owner", Secrets::default(), "sweep")),
    }
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// Runs to the end; gives the exit code. A server may need a moment to notice that the one before is dead.
fn ends(command: &mut Command, code: i32, what: &str) {
    for _ in 0..50 {
        let output = command.output().unwrap();
        if said(&output).contains("another load or rollback") {
            std::thread::sleep(std::time::Duration::from_millis(100));
            continue;
        }
        assert_eq!(output.status.code(), Some(code), "{what}: O6 {}", said(&output));
        return;
    }
    panic!("{what}: O5 the lock of the dead one stays");
}

fn killed_at(command: &mut Command, point: &str, pass: usize) -> bool {
    let action = if pass == 0 { "return(kill)".to_owned() } else { format!("{pass}*off->return(kill)") };
    let output = command.env("FAILPOINTS", format!("{point}={action}")).output().unwrap();
    command.env_remove("FAILPOINTS");
    // One refused record: exit code 1 where it was not killed.
    assert!(output.status.code().is_none_or(|c| c <= 1), "{point}: {}", said(&output));
    output.status.code().is_none()
}

/// After a load that was killed: hold, go on, hold, take back, hold.
fn goes_on(place: &Place, run: &Path, whole: &[String], before: &[String], what: &str) {
    place.hold_ledger(what);
    // One refused record: told again where it was refused before the fault, and exit code 1 each time.
    ends(&mut place.load(run), 1, what);
    assert_eq!(place.content(), whole, "{what}: O2");
    let list = std::fs::read_to_string(run.join("refused-main.csv")).unwrap_or_default();
    assert_eq!((list.lines().count(), list.contains("C999999")), (2, true), "{what}: O4 {list}");
    place.hold_ledger(what);
    place.hold_clean(run, what);
    ends(&mut place.rollback(), 0, what);
    assert_eq!(place.content(), before, "{what}: O3");
    place.hold_clean(run, what);
}

fn sweep(mut place: Place) -> usize {
    let sample = sample();
    let run = sample.path();
    place.fresh();
    let before = place.content();
    ends(&mut place.load(&run), 1, "whole");
    let whole = place.content();
    ends(&mut place.rollback(), 0, "whole");
    assert_eq!(place.content(), before, "O3 without a fault");
    let mut tried = 0;
    let mode = place.mode;
    for point in LOAD_POINTS.iter().filter(|p| mode.passes(p)) {
        for pass in 0..PASSES {
            place.fresh();
            if !killed_at(&mut place.load(&run), point, pass) {
                assert!(pass > 0, "{point} is never passed");
                break;
            }
            goes_on(&place, &run, &whole, &before, &format!("{point} #{pass}"));
            tried += 1;
        }
    }
    for point in ROLLBACK_POINTS {
        for pass in 0..PASSES {
            let what = format!("{point} #{pass}");
            place.fresh();
            ends(&mut place.load(&run), 1, &what);
            if !killed_at(&mut place.rollback(), point, pass) {
                assert!(pass > 0, "{point} is never passed");
                break;
            }
            place.hold_ledger(&what);
            let done = *point == "rollback.done";
            ends(&mut place.rollback(), if done { 3 } else { 0 }, &what);
            assert_eq!(place.content(), before, "{what}: O3");
            place.hold_clean(&run, &what);
            tried += 1;
        }
    }
    tried
}

#[test]
fn named_points_sqlite() {
    for mode in [Mode::Upsert, Mode::Insert] {
        let tried = sweep(Place::sqlite(mode));
        println!("SQLite, {mode:?}: killed at {tried} points, no oracle broken");
    }
}

#[test]
fn named_points_postgres() {
    for mode in [Mode::Upsert, Mode::Insert] {
        let tried = sweep(Place::postgres(mode));
        println!("PostgreSQL, {mode:?}: killed at {tried} points, no oracle broken");
    }
}

/// Runs a command under `strace`, which does something at the n-th of some system calls; says whether it came to that.
fn traced(command: &Command, calls: &str, does: &str, n: usize) -> Option<Output> {
    let log = tempfile::NamedTempFile::new().unwrap();
    let mut strace = Command::new("strace");
    strace.args(["-f", "-qq", "-o"]).arg(log.path());
    strace.args(["-e", &format!("trace={calls}"), "-e", &format!("inject={calls}:{does}:when={n}")]);
    strace.arg(command.get_program()).args(command.get_args()).env("PGUSER", "owner").stdin(Stdio::null());
    let output = strace.output().unwrap();
    let log = std::fs::read_to_string(log.path()).unwrap_or_default();
    (log.contains("INJECTED") || log.contains("SIGKILL")).then_some(output)
}

fn has_strace() -> bool {
    let works = Command::new("strace").args(["-qq", "-o", "/dev/null", "true"]).status().is_ok_and(|s| s.success());
    if !works {
        println!("strace does not work here: this part is left out");
    }
    works
}

/// Kills, or fails, every n-th of some system calls of a load.
fn system_calls(mut place: Place, calls: &str, does: &str, most: usize) -> usize {
    let sample = sample();
    let run = sample.path();
    place.fresh();
    let before = place.content();
    ends(&mut place.load(&run), 1, "whole");
    let whole = place.content();
    let mut tried = 0;
    for n in 1..=most {
        place.fresh();
        let what = format!("{calls} {does} #{n}");
        let Some(output) = traced(&place.load(&run), calls, does, n) else { break };
        if does.starts_with("error") {
            // What failed is told; what does not matter (a pipe, a log) may go through.
            assert!(matches!(output.status.code(), Some(0 | 1 | 3)), "{what}: O6 {:?} {}", output.status, said(&output));
            if output.status.code() == Some(0) {
                assert_eq!(place.content(), whole, "{what}: O6");
            }
        }
        goes_on(&place, &run, &whole, &before, &what);
        tried += 1;
    }
    tried
}

#[test]
fn system_calls_sqlite() {
    if !has_strace() {
        return;
    }
    for (calls, does) in
        [("fsync,fdatasync", "signal=KILL"), ("pwrite64", "signal=KILL"), ("fsync,fdatasync", "error=EIO"), ("pwrite64", "error=ENOSPC")]
    {
        for mode in [Mode::Upsert, Mode::Insert] {
            let tried = system_calls(Place::sqlite(mode), calls, does, 400);
            println!("SQLite, {mode:?}: {does} at {tried} {calls}, no oracle broken");
        }
    }
}

#[test]
fn system_calls_postgres() {
    if !has_strace() {
        return;
    }
    for (calls, does) in [("sendto,writev", "signal=KILL"), ("recvfrom", "signal=KILL"), ("sendto,writev", "error=ECONNRESET")] {
        for mode in [Mode::Upsert, Mode::Insert] {
            let tried = system_calls(Place::postgres(mode), calls, does, 400);
            println!("PostgreSQL, {mode:?}: {does} at {tried} {calls}, no oracle broken");
        }
    }
}
