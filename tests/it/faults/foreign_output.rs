//! The output folder: what is not ours is never touched, what is ours is replaced whole.

use super::{CUSTOMERS, Folder};
use crate::program::{chinese, cutover};
use crate::run_folder::Run;
use std::fs;

#[test]
fn a_folder_that_is_not_ours_is_left_alone() {
    let input = Folder::with(&[("客户.csv", CUSTOMERS.as_bytes())]);
    let output = Folder::with(&[("年度报告.docx", b"valuable")]);
    let start = |lang| cutover(&["run", input.argument(), "--output", output.argument(), "--lang", lang]);
    let en = start("en").ends(2).says(&[output.argument()]);
    assert!(en.stderr.contains("not") && !chinese(&en.stderr), "{}", en.stderr);
    let zh = start("zh").ends(2).says(&[output.argument()]);
    assert!(chinese(&zh.stderr), "{}", zh.stderr);
    assert_eq!(fs::read(output.join("年度报告.docx")).expect("it is still there"), b"valuable");
    assert_eq!(fs::read_dir(output.path()).expect("readable").count(), 1, "nothing was added");
}

#[test]
fn a_file_is_no_run_folder() {
    let input = Folder::with(&[("客户.csv", CUSTOMERS.as_bytes()), ("elsewhere/run", b"valuable")]);
    let output = input.join("elsewhere/run");
    let path = output.to_str().expect("a temporary path is UTF-8");
    cutover(&["run", input.join("客户.csv").to_str().expect("UTF-8"), "--output", path, "--lang", "en"]).ends(2).says(&[path]);
    assert_eq!(fs::read(&output).expect("it is still there"), b"valuable");
}

#[test]
fn an_older_run_is_replaced_whole() {
    let input = Folder::with(&[("客户.csv", CUSTOMERS.as_bytes())]);
    let run = Run::of(&[input.argument(), "--lang", "en"]);
    fs::write(run.path.join("batches/old.csv"), "left over").expect("the run is ours");
    let path = run.path.to_str().expect("a temporary path is UTF-8");
    let ended = cutover(&["run", input.argument(), "--output", path, "--quiet", "--lang", "en"]);
    assert!(ended.code <= 1, "{}", ended.seen());
    assert!(run.path.join("run.json").is_file() && !run.path.join("batches/old.csv").exists());
}
