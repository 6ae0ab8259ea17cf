//! What a machine may run out of, or not let us have: disk, memory, rights on folders (faults 10, 11, 13, 38), and what one bad record among
//! many costs (fault 20).

use super::counting::Counting;
use super::package::{CUSTOMER, Sample, customers};
use super::{Connected, Load, Place, on_both, refused, status, target};
use crate::program::{command, cutover, humble};
use cutover::load::{Failure, LoadError};
use cutover::model::OnRefusal;
use std::fs;
use std::path::Path;
use std::process::Command;

fn text(path: &Path) -> &str {
    path.to_str().expect("a temporary path is UTF-8")
}

/// Records of the batch with one bad record.
const MANY: u64 = 200_000;
/// The bad one.
const BAD: u64 = 133_333;

/// Adds up how many records the statements that insert look at.
fn tried(said: &[String]) -> u64 {
    let range = |s: &str| -> Option<u64> {
        let (from, rest) = s.split_once("s.pos BETWEEN ")?.1.split_once(" AND ")?;
        let to = rest.split(' ').next()?;
        Some(to.parse::<u64>().ok()? + 1 - from.parse::<u64>().ok()?)
    };
    let inserts = said.iter().filter(|s| s.contains("INSERT INTO \"customer\""));
    inserts.map(|s| range(s).unwrap_or(MANY)).sum()
}

on_both! {
    /// All but the bad one are there, it was staged once, and finding it took no more than a few batches' worth of records.
    fn one_bad_record_among_many_costs_little(place) {
        place.run("CREATE TABLE customer (code varchar(20) PRIMARY KEY, name varchar(80) CHECK (name <> 'verboten'), city varchar(40), credit varchar(20), since varchar(20))");
        let mut rows = customers(1..=MANY as u32);
        rows[BAD as usize - 1][1] = "verboten".to_owned();
        let sample = Sample::one_wave(vec![("customer", CUSTOMER, rows)]);
        let mut target = Counting::telling(place.target(), "");
        let rest = Load { refused: OnRefusal::LoadRest, ..Load::default() };
        let done = rest.through(&mut target, &sample).unwrap();
        assert_eq!(refused(&done), [(BAD, format!("C{BAD:06}").as_str())]);
        assert_eq!(place.ask("SELECT count(*), count(DISTINCT code) FROM customer"), [format!("{0}|{0}", MANY - 1)]);
        assert_eq!(target.staged, [MANY]);
        let batches = tried(&target.said) as f64 / MANY as f64;
        assert!((1.0..=4.0).contains(&batches), "{batches}");
        assert!(target.said.len() < 300, "{}", target.said.len());
    }
}

/// The whole batch or nothing: the database may not grow any more.
#[test]
fn a_database_that_may_not_grow_is_told_as_full() {
    let place = Place::sqlite();
    let sample = Sample::one_wave(vec![("customer", CUSTOMER, customers(1..=9)), ("customer", CUSTOMER, customers(10..=5000))]);
    let mut small = Counting::telling(place.target(), "PRAGMA max_page_count = 60");
    match Load::default().through(&mut small, &sample) {
        Err(LoadError::Target { source, batch, .. }) => {
            assert_eq!((source.kind, batch.as_deref()), (Failure::Full, Some("main/002-customer")), "{source}")
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(place.ask("SELECT count(*) FROM customer"), ["9"]);
    assert_eq!(status(&place).batches.len(), 1);
    Load::default().into(&place, &sample).unwrap();
    assert_eq!(place.ask("SELECT count(*) FROM customer"), ["5000"]);
}

/// A disk of 2 MB, where the system lets us make one: named by the program, nothing of the batch stays, and it goes on once there is room.
#[test]
fn a_full_disk_under_sqlite_is_told_with_what_to_do() {
    let sample = Sample::one_wave(vec![("customer", CUSTOMER, customers(1..=9)), ("customer", CUSTOMER, customers(10..=20_000))]);
    let home = tempfile::tempdir().unwrap();
    let (disk, kept, run) = (home.path().join("disk"), home.path().join("kept.db"), sample.path());
    fs::create_dir(&disk).unwrap();
    let script = format!(
        "mount -t tmpfs -o size=2m tmpfs {0} && {{ {1} load {2} --to {0}/erp.db --create --lang en; code=$?; cp {0}/erp.db {3}; ls -a {0}; exit $code; }}",
        text(&disk),
        env!("CARGO_BIN_EXE_cutover"),
        text(&run),
        text(&kept)
    );
    let Some(output) = apart(&script) else { return };
    let seen = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(3), "{seen}");
    assert!(seen.contains("the target's disk is full") && seen.contains("main/002-customer"), "{seen}");
    assert!(!seen.contains("cutover-lock") && !seen.contains("journal"), "{seen}");
    let count = |sql: &str| target(text(&kept)).connected().ask(sql).unwrap()[0][0].clone();
    assert_eq!(
        (count("SELECT count(*) FROM customer").as_deref(), count("SELECT count(*) FROM cutover_ledger").as_deref()),
        (Some("9"), Some("1"))
    );
    cutover(&["load", text(&run), "--to", text(&kept)]).ends(0);
    assert_eq!(count("SELECT count(*) FROM customer").as_deref(), Some("20000"));
}

/// Runs a script that may mount what nobody else sees; `None`: the system does not let us.
fn apart(script: &str) -> Option<std::process::Output> {
    let unshare = |script: &str| {
        Command::new("unshare").args(["--mount", "--map-root-user", "sh", "-c", script]).output().expect("`unshare` is there")
    };
    // Where nobody may mount anything the test above, of a database that may not grow, has to do.
    unshare("mount -t tmpfs tmpfs /mnt").status.success().then(|| unshare(script))
}

/// The process dies when memory ends, and not with success; what was committed stays, and the same load goes on (O1, O2, O6).
#[test]
fn no_memory_is_no_success() {
    let place = Place::sqlite();
    // Values of 24 MB each: no batch is held in memory, but a record is.
    let mut rows = customers(10..=12);
    rows.iter_mut().for_each(|r| r[2] = "市".repeat(8 << 20));
    let sample = Sample::one_wave(vec![("customer", CUSTOMER, customers(1..=9)), ("customer", CUSTOMER, rows)]);
    place.run("CREATE TABLE customer (code varchar(20) PRIMARY KEY, name varchar(80), city TEXT, credit varchar(20), since varchar(20))");
    let run = sample.path();
    let load = |kilobytes: u64| {
        let script = format!("ulimit -c 0; ulimit -v {kilobytes}; exec \"$0\" \"$@\"");
        Command::new("sh")
            .args([
                "-c",
                &script,
                env!("CARGO_BIN_EXE_cutover"),
                "load",
                text(&run),
                "--to",
                &place.url(),
                "--threads",
                "1",
                "--lang",
                "en",
            ])
            .output()
            .unwrap()
    };
    let (mut died, mut between) = (0, 0);
    // From too little to begin with, in steps of some records, to enough.
    let done = (1..50).map(|n| load(n << 16)).take_while(|o| o.status.code() != Some(0)).inspect(|o| {
        let seen = String::from_utf8_lossy(&o.stderr);
        assert!(!matches!(o.status.code(), Some(0..=2)), "{seen}");
        died += 1;
        let tables = place.ask("SELECT count(*) FROM sqlite_master WHERE name = 'cutover_ledger'");
        let ledger =
            if tables == ["0"] { "0".to_owned() } else { place.ask("SELECT coalesce(sum(created), 0) FROM cutover_ledger").remove(0) };
        assert_eq!(place.ask("SELECT count(*) FROM customer"), std::slice::from_ref(&ledger), "O1");
        between += u32::from(ledger == "9");
    });
    assert!(done.count() < 49, "it never had enough");
    assert!(died > 0 && between > 0, "{died} {between}");
    assert_eq!(place.ask("SELECT count(*), max(length(city)) FROM customer"), [format!("12|{}", 8 << 20)]);
    assert_eq!(status(&place).batches.len(), 2);
}

/// A run folder that cannot be written is told before anything is loaded.
#[test]
fn a_run_folder_that_is_read_only_is_told_before_anything_is_loaded() {
    let sample = Sample::two_waves();
    let (place, run) = (Place::sqlite(), sample.path());
    read_only(&run, true);
    let ended = humble(&["load", text(&run), "--to", &place.url(), "--create", "--lang", "en"]);
    read_only(&run, false);
    ended.ends(3).says(&["cannot write", text(&run)]);
    assert!(!Path::new(&place.url()).exists());
}

/// A folder of the target that cannot be written is told as a missing right, and nothing is left there.
#[test]
fn a_target_folder_that_is_read_only_is_told() {
    let sample = Sample::two_waves();
    let home = tempfile::tempdir().unwrap();
    let run = sample.path();
    read_only(home.path(), true);
    let ended = humble(&["load", text(&run), "--to", text(&home.path().join("erp.db")), "--create", "--lang", "en"]);
    read_only(home.path(), false);
    let ended = ended.ends(3);
    assert!(ended.seen().contains("folder"), "{}", ended.seen());
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
}

/// Where a run may not write is told before it reads for minutes.
#[test]
fn a_read_only_output_is_told_before_a_run_begins() {
    let home = tempfile::tempdir().unwrap();
    let input = home.path().join("customers.csv");
    fs::write(&input, "code,name\nK001,Acme Ltd\n").unwrap();
    let output = home.path().join("closed");
    fs::create_dir(&output).unwrap();
    read_only(&output, true);
    let ended = humble(&["run", text(&input), "--output", text(&output.join("run")), "--lang", "en"]);
    read_only(&output, false);
    let ended = ended.ends(3).says(&["cannot be written"]);
    assert!(ended.stdout.is_empty(), "{}", ended.stdout);
    assert_eq!(fs::read_dir(&output).unwrap().count(), 0);
}

fn read_only(folder: &Path, closed: bool) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(folder, fs::Permissions::from_mode(if closed { 0o555 } else { 0o755 })).unwrap();
}

/// A password stands neither in the arguments of the process, for everybody to see, nor in anything that the target keeps.
#[test]
fn no_password_stands_in_arguments_or_in_the_target() {
    const CANARY: &str = "canary-51c0e";
    let place = Place::postgres();
    let sample = Sample::two_waves();
    let run = sample.path();
    place.run(&format!("ALTER ROLE owner PASSWORD '{CANARY}'"));
    place.cluster.as_ref().unwrap().admit("host all all 127.0.0.1/32 scram-sha-256\n");
    let passfile = run.join("../pass");
    fs::write(&passfile, format!("127.0.0.1:*:erp:owner:{CANARY}\n")).unwrap();
    assert!(Command::new("chmod").arg("600").arg(&passfile).status().unwrap().success());
    let load = |url: &str, by_file: bool| {
        let mut command = command(&["load", text(&run), "--to", url, "--create", "--lang", "en"]);
        if by_file {
            command.env("PGPASSFILE", &passfile)
        } else {
            command.env("PGPASSWORD", CANARY)
        };
        command
    };
    // A server that never answers keeps the process where it can be looked at.
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let mut waiting = load(&format!("postgres://owner@127.0.0.1:{}/erp", silent.local_addr().unwrap().port()), false).spawn().unwrap();
    let held = silent.accept().unwrap();
    let arguments = fs::read(format!("/proc/{}/cmdline", waiting.id())).unwrap();
    waiting.kill().unwrap();
    waiting.wait().unwrap();
    drop(held);
    let arguments = String::from_utf8_lossy(&arguments);
    assert!(arguments.contains("--to") && !arguments.contains(CANARY), "{arguments}");
    let output = load(&place.url(), true).output().unwrap();
    let seen = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && !seen.contains(CANARY), "{seen}");
    place.cluster.as_ref().unwrap().admit("host all all 127.0.0.1/32 trust\n");
    let tables = place.ask("SELECT tablename FROM pg_tables WHERE tablename LIKE 'cutover%'");
    assert!(tables.len() > 8, "{tables:?}");
    for table in tables {
        let rows = place.ask(&format!("SELECT CAST(t AS text) FROM {table} AS t"));
        assert!(rows.iter().all(|r| !r.contains(CANARY)), "{table}: {rows:?}");
    }
}
