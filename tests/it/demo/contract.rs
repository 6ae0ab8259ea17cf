//! The run folder is complete, and its parts say the same.

use crate::run_folder::{Lines, Run};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

#[test]
fn every_part_of_the_run_folder_is_there() {
    let run = Run::demo();
    let files = run.files();
    let wanted = [
        "run.json",
        "report.html",
        "findings.xlsx",
        "findings.csv",
        "fates.csv",
        "changes.csv",
        "crosswalk.csv",
        "duplicates.csv",
        "questions.csv",
        "records.jsonl",
        "batches/pilot/manifest.json",
        "batches/suzhou/manifest.json",
    ];
    for name in wanted {
        assert!(files.get(name).is_some_and(|b| !b.is_empty()), "{name} is missing or empty; there are {:?}", files.keys());
    }
    // A workbook is a zip.
    assert!(files["findings.xlsx"].starts_with(b"PK"));
    let stray: Vec<&String> = files.keys().filter(|n| n.ends_with(".tmp") || n.ends_with('~')).collect();
    assert!(stray.is_empty(), "{stray:?}");
}

#[test]
fn run_json_says_what_others_build_on() {
    let run = Run::demo();
    let keys = [
        "/schema",
        "/read",
        "/fates/emitted",
        "/fates/merged",
        "/fates/held",
        "/fates/rejected",
        "/fates/skipped",
        "/balanced",
        "/verdict",
        "/gates/0/name",
        "/gates/0/metric",
        "/gates/0/target",
        "/gates/0/passed",
        "/gates/0/owner",
        "/gates/0/due",
        "/inputs/0/path",
        "/inputs/0/rows",
        "/inputs/0/sha256",
        "/inputs/0/encoding",
        "/timings",
    ];
    for key in keys {
        assert!(run.json.pointer(key).is_some(), "{key} is missing from run.json");
    }
    for entity in ["customer", "supplier", "material", "bom", "opening_ar", "opening_ap", "opening_stock"] {
        for key in
            ["read", "fates", "duplicates/clusters", "duplicates/records", "score/before", "score/after", "score/dimensions/completeness"]
        {
            let pointer = format!("/entities/{entity}/{key}");
            assert!(run.json.pointer(&pointer).is_some(), "{pointer} is missing from run.json");
        }
    }
    assert_eq!(run.number("/schema"), 1);
    assert_eq!(run.json["balanced"], true);
}

#[test]
fn every_row_read_has_one_fate() {
    let run = Run::demo();
    let fates = run.table("fates.csv");
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    let mut places = BTreeSet::new();
    for fate in fates.iter() {
        *counts.entry(fate.get("fate")).or_default() += 1;
        assert!(places.insert(fate.place("")), "{} has two fates", fate.place(""));
    }
    assert_eq!(fates.len() as u64, run.number("/read"));
    for (name, count) in &counts {
        assert_eq!(*count, run.number(&format!("/fates/{name}")), "{name}");
    }
    let kinds = ["emitted", "merged", "held", "rejected", "skipped"];
    assert_eq!(kinds.iter().map(|k| run.number(&format!("/fates/{k}"))).sum::<u64>(), run.number("/read"));
    assert_eq!(
        crate::truth::table("fates.csv").len(),
        fates_of_tables(&fates),
        "a row of a table was not read, or something else was taken for one"
    );
}

/// Counts fates of rows that stand in tables: notes and lists of values may be read as rows and left out, or not be read at all.
fn fates_of_tables(fates: &Lines) -> usize {
    fates.iter().filter(|f| !["说明", "字典"].contains(&f.get("sheet"))).count()
}

#[test]
fn batches_are_what_the_manifest_says() {
    let run = Run::demo();
    let files = run.files();
    let listed = run.json["batches"].as_array().expect("batches are listed").clone();
    let on_disk: BTreeSet<String> =
        files.keys().filter_map(|n| n.strip_prefix("batches/")?.strip_suffix(".csv")).map(str::to_owned).collect();
    let names: BTreeSet<String> = listed.iter().filter_map(|b| b["name"].as_str()).map(str::to_owned).collect();
    assert_eq!(names, on_disk);
    for batch in &listed {
        let name = batch["name"].as_str().expect("a batch has a name");
        let wave = batch["wave"].as_str().expect("a batch has a wave");
        let manifest = String::from_utf8_lossy(&files[&format!("batches/{wave}/manifest.json")]);
        let bytes = &files[&format!("batches/{name}.csv")];
        let digest: String = Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(batch["sha256"].as_str(), Some(digest.as_str()), "{name}");
        assert!(manifest.contains(&digest), "the manifest does not know {name}");
        assert_eq!(Some(run.table(&format!("batches/{name}.csv")).len() as u64), batch["rows"].as_u64(), "{name}");
    }
}

#[test]
fn the_report_opens_offline() {
    let run = Run::demo();
    let html = String::from_utf8(run.files()["report.html"].clone()).expect("a report is UTF-8");
    assert!(html.contains("</html>"));
    for outside in ["src=\"http", "href=\"http", "url(http", "@import"] {
        assert!(!html.contains(outside), "the report loads something from outside: {outside}");
    }
}
