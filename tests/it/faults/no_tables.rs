//! Nothing to do: said at once, and no run folder is made.

use super::Folder;
use crate::program::{Ended, chinese, cutover};

/// Runs on these inputs in both languages: the exit code and texts are the same, the languages are not, and nothing is written.
#[track_caller]
fn check(folder: &Folder, input: &str, code: i32, texts: &[&str]) {
    let output = folder.join("out/run");
    let path = output.to_str().expect("a temporary path is UTF-8");
    let start = |lang| -> Ended { cutover(&["run", input, "--output", path, "--lang", lang]).ends(code).says(texts) };
    let (en, zh) = (start("en"), start("zh"));
    let without_names = |text: &str| texts.iter().fold(text.to_owned(), |t, name| t.replace(name, ""));
    assert!(!chinese(&without_names(&en.stderr)), "{}", en.stderr);
    assert!(chinese(&without_names(&zh.stderr)), "{}", zh.stderr);
    assert!(en.stdout.is_empty() && zh.stdout.is_empty(), "messages go to standard error");
    assert!(!output.exists(), "a run that did not come about leaves no folder");
}

#[test]
fn an_empty_folder() {
    let folder = Folder::with(&[]);
    std::fs::create_dir(folder.join("exports")).expect("the folder is ours");
    let input = folder.join("exports");
    let input = input.to_str().expect("a temporary path is UTF-8");
    check(&folder, input, 2, &[input]);
}

#[test]
fn a_folder_that_does_not_exist() {
    let folder = Folder::with(&[]);
    let input = folder.join("nowhere");
    let input = input.to_str().expect("a temporary path is UTF-8");
    check(&folder, input, 3, &[input]);
}

#[test]
fn a_single_file_that_is_no_spreadsheet() {
    let folder = Folder::with(&[("photo.xlsx", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01")]);
    let input = folder.join("photo.xlsx");
    check(&folder, input.to_str().expect("a temporary path is UTF-8"), 3, &["photo.xlsx"]);
}

#[test]
fn a_broken_workbook() {
    let whole = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/demo/exports/plant_a/BOM.xlsx")).expect("the demo is there");
    let folder = Folder::with(&[("half.xlsx", &whole[..whole.len() / 2])]);
    let input = folder.join("half.xlsx");
    check(&folder, input.to_str().expect("a temporary path is UTF-8"), 3, &["half.xlsx"]);
}
