//! A project file with mistakes: all of them at once, each with its line and a hint, and nothing is written.

use super::{CUSTOMERS, Folder};
use crate::program::{chinese, cutover, cutover_in};

const PROJECT: &str = r#"schema = 1
[project]
name = "Demo"
cutover_date = "2026-02-31"

[[source]]
path = "*.csv"
entity = "custmer"

[[wave]]
name = "pilot"
systems = ["a"]
sistems = ["b"]

[[gate]]
metric = "scor"
target = 95
"#;

#[test]
fn every_mistake_is_shown_with_its_line() {
    let folder = Folder::with(&[("cutover.toml", PROJECT.as_bytes()), ("客户.csv", CUSTOMERS.as_bytes())]);
    let start = |lang| cutover_in(folder.path(), &["run", "--lang", lang]).ends(2);
    let en = start("en").says(&["cutover.toml:4", "cutover.toml:8", "cutover.toml:13", "cutover.toml:16", "customer", "systems", "score"]);
    assert!(!chinese(&en.stderr), "{}", en.stderr);
    assert!(chinese(&start("zh").says(&["cutover.toml:4", "cutover.toml:16"]).stderr));
    let left: Vec<_> = std::fs::read_dir(folder.path()).expect("readable").filter_map(Result::ok).map(|e| e.file_name()).collect();
    assert_eq!(left.len(), 2, "nothing was written: {left:?}");
}

#[test]
fn broken_toml_is_shown_where_it_breaks() {
    let folder = Folder::with(&[("cutover.toml", b"schema = 1\n[project\nname = \"x\"\n")]);
    cutover_in(folder.path(), &["run", "--lang", "en"]).ends(2).says(&["cutover.toml:2"]);
}

#[test]
fn a_project_that_is_not_there() {
    let folder = Folder::with(&[]);
    let path = folder.join("cutover.toml");
    let path = path.to_str().expect("a temporary path is UTF-8");
    cutover(&["run", path, "--lang", "en"]).ends(2).says(&[path]);
}

#[test]
fn a_wrong_rule_pack_is_shown_with_its_line() {
    let pack = "schema = 1\npack = \"mine\"\nversion = \"1.0.0\"\nentity = \"customer\"\n\n[[check]]\ncode = \"my-check\"\nuse = \"no_such_check\"\nfield = \"name\"\n";
    let folder = Folder::with(&[("mine.toml", pack.as_bytes()), ("客户.csv", CUSTOMERS.as_bytes())]);
    let pack = folder.join("mine.toml");
    let arguments = ["run", folder.argument(), "--rules", pack.to_str().expect("a temporary path is UTF-8"), "--lang", "en"];
    cutover(&arguments).ends(2).says(&["mine.toml:8", "no_such_check"]);
}
