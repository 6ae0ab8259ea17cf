//! Sheets and columns are recognised without a project file.

use crate::run_folder::Run;
use crate::truth::{Score, table};
use std::collections::BTreeSet;

fn inputs(run: &Run) -> Vec<(String, String, serde_json::Value)> {
    let text = |v: &serde_json::Value| v.as_str().unwrap_or("").to_owned();
    let file = |path: String| path.split("exports/").last().unwrap_or("").to_owned();
    let inputs = run.json["inputs"].as_array().expect("inputs are listed");
    inputs.iter().map(|i| (file(text(&i["path"])), text(&i["sheet"]), i.clone())).collect()
}

#[test]
fn every_table_is_taken_for_what_it_is() {
    for arguments in [["fixtures/demo"], ["fixtures/demo/exports"]] {
        let run = Run::of(&arguments);
        let found = inputs(&run);
        for expected in table("inputs.csv").iter() {
            let (file, sheet) = (expected.get("file"), expected.get("sheet"));
            let input = found.iter().find(|i| i.0 == file && i.1 == sheet).unwrap_or_else(|| panic!("{file} {sheet} was not read"));
            let of = |key: &str| (file, sheet, input.2[key].clone());
            let entity = Some(expected.get("entity")).filter(|e| !e.is_empty());
            assert_eq!(of("entity"), (file, sheet, entity.into()));
            assert_eq!(of("header_line").2.to_string(), expected.get("header_line"), "header of {file} {sheet}");
            assert_eq!(of("rows").2.to_string(), expected.get("rows"), "rows of {file} {sheet}");
        }
        // What is no table is taken for none.
        let others = found.iter().filter(|i| ["说明", "字典"].contains(&i.1.as_str()));
        assert!(others.clone().all(|i| i.2["entity"].is_null()), "{others:?}");
    }
}

#[test]
fn every_column_is_mapped_to_its_field() {
    let run = Run::of(&["fixtures/demo/exports"]);
    let mut found = BTreeSet::new();
    for (file, sheet, input) in inputs(&run).into_iter().filter(|i| !i.2["entity"].is_null()) {
        let columns = input["mapping"].as_array().expect("a mapping is listed").clone();
        let mapped = columns.iter().filter(|c| c["field"].is_string());
        found.extend(
            mapped.map(|c| format!("{file}:{sheet}: {} = {}", c["header"].as_str().unwrap_or(""), c["field"].as_str().unwrap_or(""))),
        );
    }
    let expected: BTreeSet<String> = table("columns.csv")
        .iter()
        .map(|c| format!("{}:{}: {} = {}", c.get("file"), c.get("sheet"), c.get("header"), c.get("field")))
        .collect();
    Score::of(&expected, &found).reaches(1.0, 1.0);
}
