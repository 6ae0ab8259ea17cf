//! Runs of one input are the same, byte for byte.

use crate::run_folder::Run;
use std::collections::BTreeMap;

/// Gives the files of a run with the timings taken out.
fn timeless(run: &Run) -> BTreeMap<String, Vec<u8>> {
    let mut files = run.files();
    let mut json = run.json.clone();
    json.as_object_mut().expect("run.json is an object").remove("timings");
    files.insert("run.json".to_owned(), json.to_string().into_bytes());
    files
}

#[track_caller]
fn same(a: &Run, b: &Run) {
    let (a, b) = (timeless(a), timeless(b));
    assert_eq!(a.keys().collect::<Vec<_>>(), b.keys().collect::<Vec<_>>());
    let different: Vec<&String> = a.iter().filter(|(name, bytes)| b[*name] != **bytes).map(|f| f.0).collect();
    assert!(different.is_empty(), "these files differ: {different:?}");
}

#[test]
fn two_runs_are_the_same() {
    same(&Run::demo(), &Run::demo());
}

#[test]
fn threads_make_no_difference() {
    let with = |threads| Run::of(&["fixtures/demo", "--lang", "zh", "--threads", threads]);
    same(&with("1"), &with("2"));
}

#[test]
fn the_language_changes_texts_and_no_decision() {
    let (zh, en) = (Run::of(&["fixtures/demo", "--lang", "zh"]), Run::of(&["fixtures/demo", "--lang", "en"]));
    let (a, b) = (zh.files(), en.files());
    let decided = |n: &&String| n.starts_with("batches/") || ["fates.csv", "crosswalk.csv", "changes.csv"].contains(&n.as_str());
    let different: Vec<&String> = a.keys().filter(decided).filter(|n| a.get(*n) != b.get(*n)).collect();
    assert!(different.is_empty(), "these files depend on the language: {different:?}");
    assert_eq!(zh.code, en.code);
    assert_ne!(a["report.html"], b["report.html"]);
}
