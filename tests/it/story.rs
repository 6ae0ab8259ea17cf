//! One record's story, and runs over time.

use super::program::{cutover, cutover_in};
use super::run_folder::Run;
use std::fs;

#[test]
fn a_merged_record_is_told_from_either_side_and_by_its_new_code() {
    let run = Run::demo();
    let crosswalk = run.table("crosswalk.csv");
    let merged =
        crosswalk.iter().find(|l| l.get("entity") == "customer" && l.get("relation") == "merged").expect("the demo merges customers");
    let survivor = crosswalk.iter().find(|l| l.get("new_code") == merged.get("new_code") && l.get("relation") == "survivor").unwrap();
    let path = run.path.to_str().unwrap();
    let story = |code: &str| {
        let told = cutover(&["explain", path, code, "--entity", "customer", "--json"]).ends(0);
        serde_json::from_str::<serde_json::Value>(&told.stdout).unwrap()["records"].clone()
    };
    let (from_new, from_old) = (story(merged.get("new_code")), story(survivor.get("old_code")));
    assert_eq!(from_new, from_old);
    let record = &from_new[0];
    let fates: Vec<&str> = record["standings"].as_array().unwrap().iter().map(|s| s["fate"].as_str().unwrap()).collect();
    assert!(fates.contains(&"emitted") && fates.contains(&"merged"), "{fates:?}");
    assert!(!record["duplicates"].as_array().unwrap().is_empty() && !record["findings"].as_array().unwrap().is_empty());
    let rows: Vec<u64> = record["standings"].as_array().unwrap().iter().map(|s| s["row"].as_u64().unwrap()).collect();
    assert!(record["changes"].as_array().unwrap().iter().all(|c| rows.contains(&c["row"].as_u64().unwrap())));
    cutover(&["explain", path, survivor.get("old_code"), "--lang", "zh"]).ends(0).says(&["来源与去向", "并入"]);
}

#[test]
fn unknown_codes_and_folders_are_named() {
    let run = Run::demo();
    let path = run.path.to_str().unwrap();
    cutover(&["explain", path, "no-such-code", "--lang", "en"]).ends(2).says(&["no record of this run"]);
    cutover(&["explain", "fixtures", "1", "--lang", "en"]).ends(2).says(&["crosswalk.csv", "no file of a finished run"]);
    cutover(&["status", "/", "--lang", "en"]).ends(2).says(&["no run has been kept"]);
}

#[test]
fn runs_are_kept_once_and_compared() {
    let home = tempfile::tempdir().unwrap();
    let table = |second: &str| {
        let rows = format!("C1,苏州宏达五金有限公司,13812345678,苏州市人民路1号\nC2,{second},13912345678,无锡市中山路2号\n");
        fs::write(home.path().join("客户.csv"), format!("客户编码,客户名称,手机,地址\n{rows}")).unwrap();
    };
    let run = || cutover_in(home.path(), &["run", "客户.csv", "-o", "out", "--quiet"]);
    table("");
    run();
    run();
    let runs = |n: usize| {
        let told = cutover_in(home.path(), &["status", "--json"]).ends(0);
        let all: serde_json::Value = serde_json::from_str(&told.stdout).unwrap();
        assert_eq!(all["runs"].as_array().unwrap().len(), n);
        all
    };
    assert!(runs(1)["trend"].is_null());
    table("无锡鑫源电子有限公司");
    run();
    let improved = runs(2)["trend"]["improved"].clone();
    let names: Vec<&str> = improved.as_array().unwrap().iter().map(|m| m["name"].as_str().unwrap()).collect();
    assert!(names.contains(&"customer/missing-name"), "{names:?}");
    cutover_in(home.path(), &["status", "out", "--lang", "en"]).ends(0).says(&["improved", "owners"]);
}
