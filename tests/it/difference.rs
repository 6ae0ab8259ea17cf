//! What `cutover diff` says of two runs.

use super::program::cutover;
use super::run_folder::{Lines, Run};
use std::fs;
use std::path::PathBuf;
use tempfile::TempDir;

struct Runs {
    home: TempDir,
}

impl Runs {
    fn new() -> Self {
        Self { home: TempDir::new().unwrap() }
    }

    /// Runs the program on customers with these lines, under the same file name.
    fn run(&self, name: &str, lines: &[&str]) -> String {
        let exports = self.home.path().join(name);
        fs::create_dir(&exports).unwrap();
        fs::write(exports.join("客户.csv"), format!("客户编码,客户名称,手机,地址\n{}\n", lines.join("\n"))).unwrap();
        let output = self.home.path().join(format!("{name}-run")).to_str().unwrap().to_owned();
        let ended = cutover(&["run", exports.to_str().unwrap(), "-o", &output, "--quiet", "--lang", "en"]);
        assert!(ended.code <= 1, "{}", ended.seen());
        output
    }

    fn file(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }
}

const FIRST: &str = "C1,苏州宏达五金有限公司,138123,苏州市人民路1号";
const SECOND: &str = "C2,无锡鑫源电子有限公司,13912345678,无锡市中山路2号";
const THIRD: &str = "C3,常州华宁机械有限公司,13712345678,常州市延陵路3号";

#[test]
fn two_runs_of_the_same_do_not_differ() {
    let run = Run::demo();
    let path = run.path.to_str().unwrap();
    cutover(&["diff", path, path, "--lang", "en"]).ends(0).says(&["do not differ"]);
    cutover(&["diff", path, path, "--lang", "zh"]).ends(0).says(&["没有差别"]);
}

#[test]
fn what_came_went_and_changed_is_told_and_written() {
    let runs = Runs::new();
    let before = runs.run("one", &[FIRST, SECOND]);
    let now = runs.run("two", &[&FIRST.replace("138123", "13812345678"), THIRD]);
    let file = runs.file("all.csv");
    let seen = cutover(&["diff", &before, &now, "-o", file.to_str().unwrap(), "--lang", "en"]).ends(0);
    let seen = seen.says(&["records: same 1, different 2", "(new) → ready", "ready [main] → (gone)", "invalid-mobile"]);
    assert!(!seen.stdout.contains("13812345678"), "personal data stays masked");
    let all = Lines::read(&file);
    let one = |what: &str, change: &str| all.iter().find(|l| l.get("what") == what && l.get("change") == change).map(|l| l.get("code"));
    assert_eq!((one("record", "new"), one("record", "gone")), (Some("C3"), Some("C2")));
    assert!(
        all.iter()
            .any(|l| l.get("what") == "finding" && l.get("change") == "gone" && l.get("rule") == "invalid-mobile" && l.get("code") == "C1")
    );
    let json = cutover(&["diff", &before, &now, "--json"]).ends(0).stdout;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((json["same_records"].as_u64(), json["records"].as_array().map(Vec::len)), (Some(1), Some(2)));
}

#[test]
fn a_code_that_is_not_stable_is_pointed_out() {
    let runs = Runs::new();
    let before = runs.run("one", &[FIRST, SECOND]);
    let now = runs.run("two", &[THIRD, SECOND, FIRST]);
    let json = cutover(&["diff", &before, &now, "--json"]).ends(0).stdout;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let changed = json["codes"].as_array().unwrap().iter().filter(|c| c["before"] != "" && c["now"] != "").count();
    assert!(changed > 0, "without the earlier crosswalk codes are given anew: {json}");
    cutover(&["diff", &before, &now, "--lang", "en"]).ends(0).says(&["--crosswalk"]);
    let crosswalk = format!("{before}/crosswalk.csv");
    let kept = runs.file("kept").to_str().unwrap().to_owned();
    let exports = runs.file("two");
    cutover(&["run", exports.to_str().unwrap(), "-o", &kept, "--crosswalk", &crosswalk, "--quiet"]);
    let json = cutover(&["diff", &before, &kept, "--json"]).ends(0).stdout;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert!(json["codes"].as_array().unwrap().iter().all(|c| c["before"] == ""), "{}", json["codes"]);
}

#[test]
fn what_is_no_run_folder_is_named() {
    let run = Run::demo();
    let path = run.path.to_str().unwrap();
    cutover(&["diff", path, "fixtures", "--lang", "en"]).ends(2).says(&["run.json", "no run.json of a finished run"]);
    cutover(&["diff", path, "--lang", "en"]).ends(2);
    fs::write(run.path.join("run.json"), "7").unwrap();
    cutover(&["diff", path, path, "--lang", "zh"]).ends(2).says(&["不是已完成的运行目录"]);
}

#[test]
fn completions_and_manual_pages_come_from_the_grammar() {
    for shell in ["bash", "zsh", "fish", "powershell"] {
        cutover(&["completions", shell]).ends(0).says(&["cutover", "dedupe"]);
    }
    cutover(&["manual", "--lang", "en"]).ends(0).says(&[".TH cutover 1", "\\-\\-lang"]);
    let folder = TempDir::new().unwrap();
    cutover(&["manual", "-o", folder.path().to_str().unwrap(), "--lang", "zh"]).ends(0);
    let page = fs::read_to_string(folder.path().join("cutover-diff.1")).unwrap();
    assert!(page.contains("比较两次运行") && folder.path().join("cutover.1").is_file());
}
