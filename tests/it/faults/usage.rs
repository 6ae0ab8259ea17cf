//! The command line.

use crate::program::{chinese, cutover};

#[test]
fn a_wrong_option_is_named() {
    let en = cutover(&["run", "fixtures/demo", "--thread", "2", "--lang", "en"]).ends(2).says(&["--thread"]);
    assert!(!chinese(&en.stderr), "{}", en.stderr);
    let zh = cutover(&["run", "fixtures/demo", "--thread", "2", "--lang", "zh"]).ends(2).says(&["--thread"]);
    assert!(chinese(&zh.stderr), "{}", zh.stderr);
}

#[test]
fn a_wrong_value_says_what_is_allowed() {
    cutover(&["run", "fixtures/demo", "--threads", "0", "--lang", "en"]).ends(2).says(&["--threads"]);
    cutover(&["run", "fixtures/demo", "--lang", "fr"]).ends(2).says(&["fr", "zh", "en"]);
}

#[test]
fn a_wrong_command_is_named() {
    cutover(&["migrate", "--lang", "en"]).ends(2).says(&["migrate"]);
}

#[test]
fn help_and_version_go_to_standard_output() {
    let help = cutover(&["--help", "--lang", "en"]).ends(0).says(&["run", "init", "rules", "Exit codes"]);
    assert!(help.stderr.is_empty() && !help.stdout.contains("generate"));
    let version = cutover(&["--version"]).ends(0).says(&[env!("CARGO_PKG_VERSION")]);
    assert!(version.stderr.is_empty());
    assert!(chinese(&cutover(&["--help", "--lang", "zh"]).ends(0).stdout));
}

#[test]
fn nothing_at_all_shows_the_way() {
    cutover(&[]).ends(2).says(&["run"]);
}
