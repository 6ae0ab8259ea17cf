//! Amounts come out as they went in.

use crate::run_folder::Run;
use crate::truth::table;
use std::collections::BTreeMap;

#[test]
fn control_totals_are_those_of_the_files() {
    let run = Run::demo();
    let totals = run.json["totals"].as_array().expect("control totals are listed").clone();
    let text = |t: &serde_json::Value, key: &str| t[key].as_str().unwrap_or("").to_owned();
    let read: BTreeMap<(String, String, String), String> =
        totals.iter().map(|t| ((text(t, "entity"), text(t, "field"), text(t, "group")), text(t, "read"))).collect();
    for expected in table("totals.csv").iter() {
        let key = (expected.get("entity").to_owned(), expected.get("field").to_owned(), expected.get("group").to_owned());
        let number = |text: &str| text.parse::<rust_decimal::Decimal>().ok();
        assert_eq!(read.get(&key).and_then(|t| number(t)), number(expected.get("total")), "{key:?}");
    }
    let broken: Vec<_> = totals.iter().filter(|t| t["agrees"] != true).collect();
    assert!(broken.is_empty(), "{broken:?}");
}
