//! `cutover profile`: figures of the demo that were counted by hand, hostile files, and both languages.

use crate::program::{chinese, cutover, cutover_in};
use serde_json::Value;
use std::fs;
use tempfile::TempDir;

const VENDORS: &str = "fixtures/demo/exports/plant_b/vendors.csv";

fn json(arguments: &[&str]) -> Value {
    let all = [&["profile", "--json", "--as-of", "2026-01-01", "--lang", "en"], arguments].concat();
    serde_json::from_str(&cutover(&all).ends(0).stdout).expect("the program prints JSON")
}

fn column<'v>(profile: &'v Value, name: &str) -> &'v Value {
    let columns = profile["files"][0]["tables"][0]["columns"].as_array().expect("a table has columns");
    columns.iter().find(|c| c["name"] == name).unwrap_or_else(|| panic!("no column {name}"))
}

#[test]
fn the_vendors_of_the_demo_are_counted_right() {
    let p = json(&[VENDORS]);
    assert_eq!((&p["schema"], &p["as_of"], &p["raw"]), (&1.into(), &"2026-01-01".into(), &false.into()));
    let table = &p["files"][0]["tables"][0];
    assert_eq!((&table["rows"], &table["header_line"], &table["encoding"]), (&130.into(), &1.into(), &"utf-8".into()));
    assert_eq!(table["keys"], serde_json::json!([{"columns": ["Vendor No"], "code_like": true}]));
    // Counted with another program.
    for (name, filled, distinct) in [
        ("Vendor No", 130, 130),
        ("Vendor Name", 130, 129),
        ("Tax ID", 118, 114),
        ("Mobile", 127, 119),
        ("City", 130, 49),
        ("Status", 130, 2),
    ] {
        let c = column(&p, name);
        assert_eq!((&c["filled"], &c["distinct"]), (&filled.into(), &distinct.into()), "{name}");
    }
    assert_eq!(column(&p, "City")["top"][0], serde_json::json!({"value": "绍兴市", "count": 9}));
    assert_eq!(column(&p, "Vendor No")["schemes"][0]["scheme"], "V9{6}");
    assert_eq!(column(&p, "Currency")["near_constant"], true);
    assert_eq!(column(&p, "Tax ID")["proofs"][0]["kind"], "uscc");
    assert_eq!(column(&p, "Tax ID")["proofs"][0]["invalid"], 1);
}

#[test]
fn personal_data_is_masked_unless_raw_is_asked_for() {
    let (hidden, shown) = (json(&[VENDORS]), json(&[VENDORS, "--raw"]));
    let first = |p: &Value| column(p, "Mobile")["patterns"][0]["example"].as_str().expect("a text").to_owned();
    assert_eq!((first(&hidden).as_str(), first(&shown).as_str()), ("139****6305", "13919786305"));
    assert_eq!(column(&shown, "Contact Person")["personal"][0]["kind"], "name");
}

#[test]
fn threads_change_no_byte() {
    let of = |n| cutover(&["profile", "fixtures/demo/exports", "--json", "--as-of", "2026-01-01", "--threads", n]).ends(0).stdout;
    assert_eq!(of("1"), of("4"));
}

#[test]
fn both_languages_say_the_grade_and_write_the_page() {
    let folder = TempDir::new().expect("a temporary folder");
    let page = folder.path().join("p.html");
    let path = page.to_str().expect("a temporary path is UTF-8");
    for (lang, grade) in [("en", "easy"), ("zh", "容易")] {
        let ended = cutover(&["profile", VENDORS, "--lang", lang, "--html", path]).ends(0).says(&[grade, "Vendor No", "p.html"]);
        assert_eq!(chinese(&ended.stdout.replace(['中', '钢'], "").lines().next().unwrap_or("").replace(VENDORS, "")), lang == "zh");
        let html = fs::read_to_string(&page).expect("the page was written");
        assert!(html.contains("Content-Security-Policy") && html.contains(grade) && !html.contains("13919786305"));
    }
}

#[test]
fn hostile_files_are_profiled_and_do_nothing() {
    let folder = TempDir::new().expect("a temporary folder");
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("the folder is ours");
    write("formula.csv", "code,<script>alert(1)</script>\nA1,=cmd|' /C calc'!A0\nA2,\"<img src=x onerror=alert(1)>\"\nA3,\u{1b}[2J\n");
    write("empty.csv", "");
    write("header.csv", "a,b\n");
    write("one.csv", "code,name\nA1,x\n");
    let wide: Vec<String> = (0..5_000).map(|i| format!("c{i}")).collect();
    write("wide.csv", &format!("{}\n{}\n", wide.join(","), vec!["1"; 5_000].join(",")));
    fs::write(folder.path().join("broken.xlsx"), b"PK\x03\x04nothing").expect("the folder is ours");
    let ended = cutover_in(folder.path(), &["profile", ".", "--lang", "en", "--html", "p.html"]).ends(0);
    assert!(ended.stderr.contains("broken.xlsx"), "{}", ended.stderr);
    let ended = ended.says(&["formula.csv", "one.csv", "wide.csv", "5,000 columns", "4,920 more columns"]);
    assert!(!ended.stdout.contains('\u{1b}'), "values must not act on the terminal");
    let page = fs::read_to_string(folder.path().join("p.html")).expect("the page was written");
    assert!(!page.contains("<script") && !page.contains("<img") && page.contains("&lt;script&gt;"));
}

#[test]
fn what_cannot_be_read_is_said_and_ends_with_its_code() {
    let folder = TempDir::new().expect("a temporary folder");
    let path = folder.path().to_str().expect("a temporary path is UTF-8");
    cutover(&["profile"]).ends(2);
    cutover(&["profile", path, "--lang", "en"]).ends(2).says(&["no spreadsheet", path]);
    cutover(&["profile", VENDORS, "--as-of", "soon"]).ends(2);
    cutover(&["profile", "no/such.csv"]).ends(3).says(&["no/such.csv"]);
    fs::write(folder.path().join("b.xlsx"), b"PK\x03\x04nothing").expect("the folder is ours");
    let ended = cutover(&["profile", path, "--lang", "zh"]).ends(3).says(&["b.xlsx"]);
    assert!(ended.stdout.is_empty() && chinese(&ended.stderr));
}
