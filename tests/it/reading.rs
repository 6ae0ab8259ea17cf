//! `cutover read`, as a user starts it: what is decided, what can be overridden, and that nothing is lost on the way.

use crate::program::{cutover, cutover_in};
use proptest::prelude::*;
use std::path::Path;

fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder for the test");
    for (name, content) in files {
        std::fs::write(folder.path().join(name), content).expect("the test's file");
    }
    folder
}

#[test]
fn a_table_is_written_as_clean_csv() {
    let gbk =
        encoding_rs::GBK.encode("物料收发汇总表;;\r\n编码;名称;数量\r\n0001;螺栓;5\r\n0002;\"螺母;M8\";7\r\n合计;;12\r\n").0.into_owned();
    let dir = folder(&[("a.txt", &gbk)]);
    let ended = cutover_in(dir.path(), &["read", "a.txt"]).ends(0);
    assert_eq!(ended.stdout, "编码,名称,数量\n0001,螺栓,5\n0002,螺母;M8,7\n");
    cutover_in(dir.path(), &["read", "a.txt", "--explain"]).ends(0).says(&["encoding = gb18030", "delimiter = ;", "[total-line] 5"]);
}

#[test]
fn every_decision_can_be_overridden() {
    let dir = folder(&[("a.csv", b"x;y\n'1;2';3\n"), ("b.csv", "é,ü\n".as_bytes())]);
    let read = |args: &[&str]| cutover_in(dir.path(), &[&["read"], args].concat()).ends(0).stdout;
    assert_eq!(read(&["a.csv", "--quote", "'", "--header", "1"]), "x,y\n1;2,3\n");
    assert_eq!(read(&["a.csv", "--quote", "none", "--header", "0", "--delimiter", "|"]), "x;y\n'1;2';3\n");
    assert_eq!(read(&["b.csv", "--encoding", "windows-1252", "--header", "1"]), "Ã©,Ã¼\n");
    cutover_in(dir.path(), &["read", "a.csv", "--quote", "ab"]).ends(2).says(&["--quote ab"]);
    cutover_in(dir.path(), &["read", "a.csv", "--encoding", "klingon"]).ends(3).says(&["klingon"]);
}

#[test]
fn further_tables_are_named_and_can_be_chosen() {
    let text = "code,name\nA1,bolt\nA2,nut\n\n\ncountry,currency,rate\nDE,EUR,1.0\nUS,USD,1.1\nCN,CNY,7.8\n";
    let dir = folder(&[("two.csv", text.as_bytes())]);
    let first = cutover_in(dir.path(), &["read", "two.csv"]).ends(0);
    assert_eq!(first.stdout, "code,name\nA1,bolt\nA2,nut\n");
    assert!(first.stderr.contains("choose it by --table: 2"), "{}", first.stderr);
    let second = cutover_in(dir.path(), &["read", "two.csv", "--table", "2"]).ends(0);
    assert_eq!(second.stdout, "country,currency,rate\nDE,EUR,1.0\nUS,USD,1.1\nCN,CNY,7.8\n");
    cutover_in(dir.path(), &["read", "two.csv", "--table", "3", "--lang", "zh"]).ends(2).says(&["没有这么多：2"]);
}

#[test]
fn limits_can_be_set_and_are_named() {
    let dir = folder(&[("a.csv", b"a,b\n1,2\n3,4\n")]);
    cutover_in(dir.path(), &["read", "a.csv", "--limit", "cells=5"]).ends(3).says(&["cells"]);
    cutover_in(dir.path(), &["read", "a.csv", "--limit", "cells=6"]).ends(0);
    cutover_in(dir.path(), &["read", "a.csv", "--limit", "sells=6"]).ends(2).says(&["cells", "file_bytes"]);
    cutover_in(dir.path(), &["read", "a.csv", "--limit", "cells"]).ends(2).says(&["NAME=NUMBER"]);
}

#[test]
fn decisions_come_as_json() {
    let dir = folder(&[("a.csv", b"code,size\n=\"007\",1\n008,2\n")]);
    let told: serde_json::Value = serde_json::from_str(&cutover_in(dir.path(), &["read", "a.csv", "--json"]).ends(0).stdout).unwrap();
    assert_eq!((&told["format"], &told["tables"][0]["rows"], &told["tables"][0]["written"]), (&"text".into(), &2.into(), &true.into()));
    assert_eq!(told["tables"][0]["columns"], serde_json::json!(["code", "size"]));
}

/// Reads what was written once more: nothing may change.
fn settled(dir: &Path, name: &str) -> (String, String) {
    let once = cutover_in(dir, &["read", name, "-q"]).ends(0).stdout;
    std::fs::write(dir.join("once.csv"), &once).expect("the test's file");
    let twice = cutover_in(dir, &["read", "once.csv", "-q", "--delimiter", ",", "--header", "1"]).ends(0).stdout;
    (once, twice)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_table_survives_being_written_and_read(
        rows in prop::collection::vec([r#"[A-Z]{2}[0-9]{4}"#, r#"[a-z "',;螺栓]{1,12}[a-z]"#, r"[1-9][0-9]{0,3}\.[0-9]{2}"], 3..40)
    ) {
        let mut csv = csv::Writer::from_writer(Vec::new());
        csv.write_record(["code", "name", "price"]).unwrap();
        rows.iter().for_each(|r| csv.write_record(r).unwrap());
        let text = csv.into_inner().unwrap();
        let dir = folder(&[("a.csv", &text)]);
        let (once, twice) = settled(dir.path(), "a.csv");
        prop_assert_eq!(&once, &twice);
        let mut reader = csv::Reader::from_reader(once.as_bytes());
        let cells: Vec<Vec<String>> = reader.records().map(|r| r.unwrap().iter().map(str::to_owned).collect()).collect();
        let wanted: Vec<Vec<String>> = rows.iter().map(|r| r.to_vec()).collect();
        prop_assert_eq!(cells, wanted);
    }
}

#[test]
fn what_is_no_table_is_said_by_name() {
    let dir = folder(&[("a.pdf", b"%PDF-1.7 \x00\x01"), ("b.csv", b"")]);
    cutover_in(dir.path(), &["read", "a.pdf"]).ends(3).says(&["a.pdf"]);
    cutover_in(dir.path(), &["read", "b.csv"]).ends(0);
    cutover(&["read", "no-such-file.csv", "--lang", "zh"]).ends(3).says(&["无法读取 no-such-file.csv"]);
}

#[test]
fn every_code_of_the_reader_has_words_and_a_notice() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let table = |path: &str| std::fs::read_to_string(root.join(path)).unwrap().parse::<toml::Table>().unwrap();
    let notices = table("rules/notices.toml");
    let known: Vec<&str> = notices["notice"].as_array().unwrap().iter().filter_map(|n| n["code"].as_str()).collect();
    for lang in ["en", "zh"] {
        let words = table(&format!("src/report/words/{lang}.toml"));
        let said = |code: &str| ["profile_note", "profile_damage"].iter().any(|s| words[*s].get(code).is_some());
        let silent: Vec<_> = cutover::read::CODES.iter().filter(|c| !known.contains(c) || !said(c)).collect();
        assert!(silent.is_empty(), "{silent:?} in {lang}");
    }
}
