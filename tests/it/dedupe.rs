//! `cutover dedupe` on files made for the purpose: duplicates, links, labels, models, and everything that can be wrong with its input.

use super::program::{Ended, chinese, cutover_in};
use super::run_folder::Lines;
use super::support::customer::{CUSTOMER_HEADER, Customer, customers};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// A folder with `customers.csv`: so many records.
fn folder(rows: usize) -> (TempDir, Vec<Customer>) {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let all: Vec<Customer> = customers(rows, 7).collect();
    write(&dir.path().join("customers.csv"), &all);
    (dir, all)
}

fn write(path: &Path, rows: &[Customer]) {
    let mut out = csv::Writer::from_path(path).expect("the test's folder can be written and read");
    out.write_record(CUSTOMER_HEADER).expect("the test's folder can be written and read");
    for c in rows {
        out.write_record(&c.fields).expect("the test's folder can be written and read");
    }
    out.flush().expect("the test's folder can be written and read");
}

fn dedupe(dir: &TempDir, arguments: &[&str]) -> Ended {
    cutover_in(dir.path(), &[&["dedupe", "--lang", "en"], arguments].concat())
}

fn pairs(dir: &TempDir, folder: &str) -> Vec<(String, String, String)> {
    let lines = Lines::read(&dir.path().join(folder).join("pairs.csv"));
    lines.iter().map(|l| (l.get("id_l").to_owned(), l.get("id_r").to_owned(), l.get("decision").to_owned())).collect()
}

fn clusters(dir: &TempDir, folder: &str) -> BTreeMap<String, String> {
    let lines = Lines::read(&dir.path().join(folder).join("clusters.csv"));
    lines.iter().map(|l| (l.get("id").to_owned(), l.get("cluster_id").to_owned())).collect()
}

fn bytes(dir: &TempDir, folder: &str) -> [Vec<u8>; 3] {
    ["pairs.csv", "clusters.csv", "model.json"]
        .map(|f| fs::read(dir.path().join(folder).join(f)).expect("the test's folder can be written and read"))
}

/// The share of pairs called the same that are, and of pairs of one firm that were found.
fn precision_and_recall(rows: &[Customer], of: &BTreeMap<String, String>) -> (f64, f64) {
    let (mut hit, mut found, mut there) = (0, 0, 0);
    for (i, a) in rows.iter().enumerate() {
        for b in &rows[..i] {
            let (same, said) = (a.firm == b.firm, of[&a.fields[0]] == of[&b.fields[0]]);
            (hit, found, there) = (hit + u32::from(same && said), found + u32::from(said), there + u32::from(same));
        }
    }
    (f64::from(hit) / f64::from(found), f64::from(hit) / f64::from(there))
}

#[test]
fn duplicates_are_found_without_configuration_and_every_record_stands_once() {
    let (dir, rows) = folder(1200);
    dedupe(&dir, &["customers.csv", "--id", "客户编码", "-o", "out"]).ends(0).says(&[
        "customers.csv: 1200 rows",
        "客户名称: company name",
        "客户编码: the ids",
        "Pair completeness",
    ]);
    let of = clusters(&dir, "out");
    assert_eq!(of.len(), rows.len());
    let (precision, recall) = precision_and_recall(&rows, &of);
    assert!(precision > 0.93 && recall > 0.8, "precision {precision:.3}, recall {recall:.3}");
    let evidence = fs::read_to_string(dir.path().join("out/pairs.csv")).expect("the test's folder can be written and read");
    assert!(!evidence.contains("有限公司"), "evidence names fields and levels, never values");
}

#[test]
fn the_same_bytes_for_any_threads_and_with_the_learnt_model() {
    let (dir, _) = folder(600);
    let run = |more: &[&str]| dedupe(&dir, &[&["customers.csv", "--id", "客户编码"], more].concat()).ends(0);
    run(&["-o", "one", "--threads", "1"]);
    run(&["-o", "two", "--threads", "2"]);
    run(&["-o", "again", "--config", "one/model.json"]);
    assert_eq!(bytes(&dir, "one"), bytes(&dir, "two"));
    assert_eq!(bytes(&dir, "one"), bytes(&dir, "again"));
}

/// Two lists: the first copy of each firm, and the others; where `twice`, the second list holds each record twice in other words.
fn lists(dir: &TempDir, twice: bool) -> BTreeSet<(String, String)> {
    let all: Vec<Customer> = customers(1500, 9).collect();
    let mut first: BTreeMap<u32, &Customer> = BTreeMap::new();
    let mut second: Vec<Customer> = Vec::new();
    let mut truth = BTreeSet::new();
    let mut linked = BTreeSet::new();
    for c in &all {
        match first.get(&c.firm) {
            None => {
                first.insert(c.firm, c);
            }
            Some(a) if linked.insert(c.firm) => {
                for n in 0..if twice { 2 } else { 1 } {
                    let mut copy = c.clone();
                    copy.fields[0] = format!("B{n}-{}", c.fields[0]);
                    copy.fields[12] = ["启用", "停用"][n].to_owned();
                    truth.insert((a.fields[0].clone(), copy.fields[0].clone()));
                    second.push(copy);
                }
            }
            Some(_) => {}
        }
    }
    write(&dir.path().join("a.csv"), &first.into_values().cloned().collect::<Vec<_>>());
    write(&dir.path().join("b.csv"), &second);
    truth
}

#[test]
fn two_lists_are_linked_across_only_and_one_to_one_where_the_data_say_so() {
    for twice in [false, true] {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let truth = lists(&dir, twice);
        let said = dedupe(&dir, &["a.csv", "b.csv", "--link", "--id", "客户编码", "-o", "out"]).ends(0);
        said.says(&[if twice { "without duplicates / with duplicates" } else { "without duplicates / without duplicates" }]);
        let found: BTreeSet<(String, String)> = pairs(&dir, "out").into_iter().filter(|p| p.2 == "same").map(|p| (p.0, p.1)).collect();
        assert!(found.iter().all(|(a, b)| !a.starts_with('B') && b.starts_with('B')), "left from the first list, right from the second");
        let hit = found.intersection(&truth).count() as f64;
        let (precision, recall) = (hit / found.len() as f64, hit / truth.len() as f64);
        assert!(precision > 0.9 && recall > 0.8, "precision {precision:.3}, recall {recall:.3}, twice {twice}");
    }
}

#[test]
fn labels_are_certain_and_unknown_ids_are_named() {
    let (dir, rows) = folder(600);
    let run = |out: &str, more: &[&str]| dedupe(&dir, &[&["customers.csv", "--id", "客户编码", "-o", out], more].concat()).ends(0);
    run("before", &[]);
    let merged = pairs(&dir, "before").into_iter().find(|p| p.2 == "same").expect("there are duplicates");
    let of = clusters(&dir, "before");
    let apart: Vec<&str> = rows.iter().map(|r| r.fields[0].as_str()).filter(|id| of[*id] != of[&merged.0]).take(2).collect();
    let text =
        format!("id_l,id_r,decision\n{},{},different\n{},{},same\nnobody,{},same\n", merged.0, merged.1, apart[0], apart[1], apart[0]);
    fs::write(dir.path().join("labels.csv"), text).expect("the test's folder can be written and read");
    run("after", &["--labels", "labels.csv"]).says(&["1 same, 1 different", "nobody"]);
    let of = clusters(&dir, "after");
    assert_ne!(of[&merged.0], of[&merged.1]);
    assert_eq!(of[apart[0]], of[apart[1]]);
}

#[test]
fn ids_like_formulas_are_neutral_for_people_exact_for_machines_and_known_when_they_come_back() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let text = "id,name\n=1+1|x,Acme Tools Limited\n@a,Acme Tools Limited\n3,Zenith Wares\n4,Other Firm\n";
    fs::write(dir.path().join("x.csv"), text).expect("the test's folder can be written and read");
    dedupe(&dir, &["x.csv", "--id", "id", "--review", "0.003", "-o", "out"]).ends(0);
    let shown: Vec<(String, String)> = pairs(&dir, "out").into_iter().map(|p| (p.0, p.1)).collect();
    assert!(shown.contains(&("'=1+1|x".to_owned(), "'@a".to_owned())), "{shown:?}");
    let machine = clusters(&dir, "out");
    assert!(machine.contains_key("=1+1|x") && machine.contains_key("@a"), "{machine:?}");
    let label = "id_l,id_r,decision\n'=1+1|x,'@a,same\n";
    fs::write(dir.path().join("labels.csv"), label).expect("the test's folder can be written and read");
    dedupe(&dir, &["x.csv", "--id", "id", "--labels", "labels.csv", "-o", "again"]).ends(0).says(&["1 same, 0 different"]);
    let of = clusters(&dir, "again");
    assert_eq!(of["=1+1|x"], of["@a"]);
}

#[test]
fn one_pair_is_explained_with_personal_data_masked() {
    let (dir, rows) = folder(600);
    dedupe(&dir, &["customers.csv", "--id", "客户编码", "-o", "out"]).ends(0);
    let (a, b, _) = pairs(&dir, "out").into_iter().find(|p| p.2 == "same").expect("there are duplicates");
    let explain = ["customers.csv", "--id", "客户编码", "--config", "out/model.json", "--explain", &a, &b];
    let masked = dedupe(&dir, &explain).ends(0).says(&["start", "total", "Decision: same", "客户名称"]);
    let raw = dedupe(&dir, &[&explain[..], &["--raw"]].concat()).ends(0);
    let record = rows.iter().find(|r| r.fields[0] == a).expect("the record is there");
    let personal = [&record.fields[3], &record.fields[4], &record.fields[8]];
    for value in personal.into_iter().filter(|v| v.chars().count() > 1) {
        assert!(!masked.seen().contains(value.trim()), "{value} is shown");
        assert!(raw.seen().contains(value.trim()), "{value} is not shown");
    }
    dedupe(&dir, &["customers.csv", "--id", "客户编码", "--config", "out/model.json", "--explain", &a, "nobody"]).ends(2).says(&["nobody"]);
}

#[test]
fn ids_that_are_blank_or_repeated_lose_no_record() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    fs::write(dir.path().join("x.csv"), "no,name\n7,Acme Tools\n7,Acme Tolls\n,Zenith Wares\n8,Other Firm\n")
        .expect("the test's folder can be written and read");
    dedupe(&dir, &["x.csv", "--id", "no", "-o", "out"]).ends(0).says(&["1 records have no id", "1 ids are repeated"]);
    assert_eq!(clusters(&dir, "out").into_keys().collect::<Vec<_>>(), ["#4", "7", "7#2", "8"]);
    dedupe(&dir, &["x.csv", "-o", "lines"]).ends(0).says(&["lines of the files are the ids"]);
    assert_eq!(clusters(&dir, "lines").into_keys().collect::<Vec<_>>(), ["2", "3", "4", "5"]);
}

#[test]
fn what_does_not_fit_is_said_plainly_in_both_languages() {
    let (dir, rows) = folder(60);
    let path = dir.path();
    fs::write(path.join("ids.csv"), (0..30).fold("id\n".to_owned(), |t, i| format!("{t}K{i:03}\n")))
        .expect("the test's folder can be written and read");
    fs::write(path.join("empty.csv"), "").expect("the test's folder can be written and read");
    fs::write(path.join("other.csv"), "id,name\n1,a b\n2,c d\n").expect("the test's folder can be written and read");
    fs::write(path.join("bad.toml"), "[[fields]]\nname = \"x\"\nkind = \"colour\"\n").expect("the test's folder can be written and read");
    fs::write(path.join("bad.csv"), "id_l,id_r,decision\n1,2,maybe\n").expect("the test's folder can be written and read");
    write(&path.join("copy.csv"), &rows);
    fs::create_dir(path.join("mine")).expect("the test's folder can be written and read");
    fs::write(path.join("mine/thesis.txt"), "mine").expect("the test's folder can be written and read");
    dedupe(&dir, &["customers.csv", "--id", "客户编码", "-o", "out"]).ends(0);
    let model = fs::read_to_string(path.join("out/model.json")).expect("the test's folder can be written and read");
    let lone = model.replace("\"prior\":", "\"lone\": 7, \"prior\":");
    fs::write(path.join("lone.json"), lone).expect("the test's folder can be written and read");
    let cases: [(&[&str], i32, &str); 12] = [
        (&["customers.csv", "--id", "客户编码", "--config", "lone.json", "-o", "x"], 2, "lone 7"),
        (&["ids.csv", "--id", "id", "-o", "x"], 2, "no column is left"),
        (&["empty.csv", "-o", "x"], 3, "no rows"),
        (&["absent.csv", "-o", "x"], 3, "absent.csv"),
        (&["customers.csv", "--id", "编号", "-o", "x"], 2, "客户名称"),
        (&["customers.csv", "copy.csv", "-o", "x"], 2, "same file"),
        (&["customers.csv", "--link", "-o", "x"], 2, "exactly two"),
        (&["other.csv", "--id", "id", "--config", "out/model.json", "-o", "x"], 2, "other columns"),
        (&["other.csv", "--config", "bad.toml", "-o", "x"], 2, "colour"),
        (&["other.csv", "--id", "id", "--labels", "bad.csv", "-o", "x"], 2, "maybe"),
        (&["customers.csv", "--id", "客户编码", "-o", "mine"], 2, "mine"),
        (&["customers.csv", "--threshold", "7", "-o", "x"], 2, "7"),
    ];
    for (arguments, code, text) in cases {
        dedupe(&dir, arguments).ends(code).says(&[text]);
        let zh = cutover_in(path, &[&["dedupe", "--lang", "zh"], arguments].concat()).ends(code);
        assert!(chinese(&zh.stderr), "{}", zh.stderr);
    }
    assert!(!path.join("x").exists() && path.join("mine/thesis.txt").exists());
}
