//! Loads as a user starts them: exit codes, what is said, and what never is.

use super::Place;
use super::package::{CUSTOMER, Sample, customers};
use crate::program::{chinese, command, cutover};
use crate::run_folder::{Lines, Run};
use std::fs;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

fn text(path: &std::path::Path) -> &str {
    path.to_str().expect("a temporary path is UTF-8")
}

/// Every row of every table of the demo's target that is not ours.
fn tables(place: &Place) -> Vec<String> {
    let list = if place.cluster.is_some() {
        "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename NOT LIKE 'cutover%' ORDER BY 1"
    } else {
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'cutover%' ORDER BY 1"
    };
    let rows = |t: &String| {
        let mut rows = place.ask(&format!("SELECT * FROM {t}"));
        rows.sort();
        rows.into_iter().map(|r| format!("{t}: {r}")).collect::<Vec<_>>()
    };
    place.ask(list).iter().flat_map(rows).collect()
}

super::on_both! {
    /// The demo of the README: pilot, verification, acceptance, the rest, an edit by hand, and back.
    fn the_demo_goes_live_and_comes_back(place) {
        let run = Run::demo();
        let (folder, url) = (text(&run.path), place.url());
        let to = |arguments: &[&str]| cutover(&[arguments, &["--to", &url, "--lang", "en"]].concat());
        // What the README's demo says: the exports are far from ready, and this is a mock load.
        let load = || to(&["load", folder, "--create", "--despite-verdict", "mock load"]);
        to(&["load", folder, "--create"]).ends(1).says(&["NO-GO", "--despite-verdict"]);
        load().ends(0).says(&["pilot/001-customer", "wave pilot is loaded"]);
        load().ends(1).says(&["wave suzhou waits: wave pilot was not verified", "cutover verify"]);
        to(&["verify", folder]).ends(0).says(&["wave pilot is there as it was sent"]);
        to(&["accept", folder, "--wave", "pilot", "--by", "王伟"]).ends(0).says(&["acceptance-pilot.html"]);
        let page = fs::read_to_string(run.path.join("acceptance-pilot.html")).unwrap();
        assert!(page.contains("王伟") && page.contains("mock load"));
        load().ends(0).says(&["wave suzhou is loaded"]);
        load().ends(0).says(&["already loaded, nothing written"]);
        assert!(tables(place).len() > 100);
        let code = place.ask("SELECT min(code) FROM supplier").remove(0);
        place.run(&format!("UPDATE supplier SET name = 'edited by hand' WHERE code = '{code}'"));
        to(&["verify", folder]).ends(1).says(&[&code, "changed since"]);
        to(&["status"]).ends(0).says(&["1 row changed since", "accepted pilot"]);
        to(&["rollback", "--run", run.json["project"].as_str().unwrap()]).ends(1).says(&["1 kept", &code, "somebody edited it since"]);
        let left = tables(place);
        assert!(left.len() == 1 && left[0].contains("edited by hand"), "{left:?}");
        to(&["rollback", "--wave", "pilot", "--force"]);
    }

    /// A refused record comes back with its file, sheet and line, in the user's language.
    fn refused_records_are_told_by_file_sheet_and_line(place) {
        let mut rows = customers(1..=9);
        rows[6][1] = "=verboten()".to_owned();
        let sample = Sample::one_wave(vec![("customer", CUSTOMER, rows)]);
        place.run("CREATE TABLE customer (code varchar(20) PRIMARY KEY, name varchar(80) CHECK (name NOT LIKE '=%'), city varchar(40), credit varchar(20), since varchar(20))");
        let run = sample.path();
        let ended = cutover(&["load", text(&run), "--to", &place.url(), "--refused", "load-rest", "--lang", "zh"]).ends(1);
        assert!(chinese(&ended.stdout));
        let refused = Lines::read(&run.join("refused-main.csv"));
        let line = refused.iter().next().unwrap();
        assert_eq!(["batch", "record", "file", "sheet", "line", "key"].map(|c| line.get(c)), ["001-customer", "7", "exports/客户.xlsx", "Sheet1", "8", "C000007"]);
        assert_eq!((refused.len(), line.get("reason").starts_with("违反了目标表的规则")), (1, true));
        assert_eq!(place.ask("SELECT count(*) FROM customer"), ["8"]);
        // As a kill before the list was written leaves it: nothing is lost, and the exit code is the same again.
        let list = fs::read(run.join("refused-main.csv")).unwrap();
        fs::remove_file(run.join("refused-main.csv")).unwrap();
        fs::write(run.join(".cutover-refused-main"), "half a li").unwrap();
        cutover(&["load", text(&run), "--to", &place.url(), "--refused", "load-rest", "--lang", "zh"]).ends(1).says(&["之前已装入", "C000007"]);
        assert_eq!(fs::read(run.join("refused-main.csv")).unwrap(), list);
        assert!(!run.join(".cutover-refused-main").exists());
        cutover(&["status", "--to", &place.url(), "--lang", "en"]).ends(0).says(&["1 refused", "C000007 (exports/客户.xlsx Sheet1 line 8)"]);
    }

    /// What stopped a load and is mended leaves no list behind.
    fn a_list_of_what_is_mended_goes_away(place) {
        let sample = Sample::one_wave(vec![("customer", CUSTOMER, customers(1..=9))]);
        place.run("CREATE TABLE customer (code varchar(20) PRIMARY KEY, name varchar(80), city varchar(40), credit varchar(20), since varchar(20)); INSERT INTO customer (code) VALUES ('C000002')");
        let run = sample.path();
        let load = || cutover(&["load", text(&run), "--to", &place.url(), "--lang", "en"]);
        load().ends(1).says(&["1 refused record with file, sheet and line", "C000002"]);
        assert_eq!(Lines::read(&run.join("refused-main.csv")).len(), 1);
        place.run("DELETE FROM customer");
        load().ends(0);
        assert!(!run.join("refused-main.csv").exists());
    }

    /// Fault 9: asked to stop, a load stops at the edge of a batch with 130, and goes on.
    fn a_load_that_is_asked_to_stop_goes_on_later(place) {
        let batches = (0..400).map(|b| ("customer", CUSTOMER, customers(b * 20 + 1..=b * 20 + 20))).collect();
        let sample = Sample::one_wave(batches);
        let (run, url) = (sample.path(), place.url());
        let arguments = ["load", text(&run), "--to", &url, "--create", "--json", "--lang", "en"];
        let child = command(&arguments).env("PGUSER", "owner").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let begun = Instant::now();
        let lines = || {
            let mut t = place.target();
            t.connect().and_then(|()| t.ask("SELECT count(*) FROM cutover_ledger")).map_or(0, |l| l[0][0].as_deref().unwrap_or("0").parse::<u32>().unwrap_or(0))
        };
        while lines() == 0 && begun.elapsed() < Duration::from_secs(60) {
            thread::sleep(Duration::from_millis(5));
        }
        assert!(Command::new("kill").arg(child.id().to_string()).status().unwrap().success());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(130), "{}", String::from_utf8_lossy(&output.stderr));
        let there = lines();
        assert!(there > 0 && there < 400, "{there}");
        assert_eq!(place.ask("SELECT count(*) FROM customer"), [(there * 20).to_string()]);
        cutover(&arguments).ends(0);
        assert_eq!(place.ask("SELECT count(DISTINCT code) FROM customer"), ["8000"]);
    }
}

/// A password in the URL is refused, and none is ever shown, wherever it comes from.
#[test]
fn no_password_is_shown() {
    const CANARY: &str = "canary-7f3a9";
    let sample = Sample::two_waves();
    let run = sample.path();
    let place = Place::postgres();
    place.cluster.as_ref().unwrap().admit("host all all 127.0.0.1/32 scram-sha-256\n");
    let with_password = place.url().replace("owner@", &format!("owner:{CANARY}@"));
    let ended = cutover(&["load", text(&run), "--to", &with_password, "--lang", "en"]).ends(2).says(&["PGPASSWORD", ".pgpass"]);
    assert!(!ended.seen().contains(CANARY));
    for arguments in [vec!["load", text(&run)], vec!["verify", text(&run)], vec!["status"], vec!["rollback", "--wave", "pilot"]] {
        for extra in [vec!["--json"], vec![]] {
            let output = command(&[&arguments[..], &["--to", &place.url(), "--lang", "en"], &extra].concat())
                .env("PGPASSWORD", CANARY)
                .output()
                .unwrap();
            let seen = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
            assert_eq!(output.status.code(), Some(3), "{seen}");
            assert!(seen.contains("PGPASSWORD") && !seen.contains(CANARY), "{seen}");
        }
    }
    for entry in fs::read_dir(&run).unwrap().chain(fs::read_dir(run.join("batches")).unwrap()) {
        let path = entry.unwrap().path();
        assert!(path.is_dir() || !fs::read_to_string(&path).unwrap().contains(CANARY), "{}", path.display());
    }
}

/// What is no database, and a server that is not there: exit 3 and what to do.
#[test]
fn what_is_no_target_is_told_with_what_to_do() {
    let sample = Sample::two_waves();
    let run = sample.path();
    let file = sample.home.path().join("text.db");
    fs::write(&file, "this is no database, whatever it is called, and long enough to be one").unwrap();
    let load = |url: &str| cutover(&["load", text(&run), "--to", url, "--lang", "en"]);
    load(text(&file)).ends(3).says(&["not a database"]);
    assert_eq!(fs::read_to_string(&file).unwrap().len(), 69);
    load("/no/such/folder/erp.db").ends(3).says(&["folder is there"]);
    load("postgres://ann@127.0.0.1:1/erp").ends(3).says(&["is the server up?"]);
    load("oracle://ann@host/erp").ends(2).says(&["postgres://"]);
    let pipe = sample.home.path().join("pipe.db");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    load(text(&pipe)).ends(3).says(&["is no file"]);
    cutover(&["load", "/no/such/run", "--to", "erp.db", "--lang", "zh"]).ends(3).says(&["没有带批次的运行"]);
}

/// Fault 39: a database that another program keeps locked is waited for, but not for ever.
#[test]
fn a_locked_database_is_told() {
    let place = Place::sqlite();
    place.with_tables();
    let mut other = place.target();
    other.connect().unwrap();
    other.run("BEGIN EXCLUSIVE").unwrap();
    let sample = Sample::two_waves();
    cutover(&["load", text(&sample.path()), "--to", &place.url(), "--lang", "en"]).ends(3).says(&["another program is at work"]);
    other.run("ROLLBACK").unwrap();
    cutover(&["load", text(&sample.path()), "--to", &place.url(), "--lang", "en"]).ends(0);
}
