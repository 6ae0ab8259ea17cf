//! Every row ends where it should.

use crate::run_folder::{Place, Run};
use crate::truth::{Score, grouped, table};
use std::collections::{BTreeMap, BTreeSet};

fn fates(run: &Run) -> BTreeMap<Place, String> {
    run.table("fates.csv").iter().map(|f| (f.place(""), f.get("fate").to_owned())).collect()
}

/// Gives the places that truth settles this way.
fn settled(fate: &str) -> Vec<Place> {
    table("fates.csv").iter().filter(|f| f.get("fate") == fate).map(|f| f.place("")).collect()
}

/// Compares rows of a certain fate with what became of them.
fn score(run: &Run, truth: &str, fits: fn(&str) -> bool) -> Score {
    let fates = fates(run);
    let expected: BTreeSet<String> = settled(truth).iter().map(|p| format!("{p} {truth}")).collect();
    let found: BTreeSet<String> = settled(truth)
        .iter()
        .map(|p| match fates.get(p).map_or("lost", String::as_str) {
            fate if fits(fate) => format!("{p} {truth}"),
            other => format!("{p} {other}"),
        })
        .collect();
    Score::of(&expected, &found)
}

#[test]
fn sound_records_are_loaded() {
    score(&Run::demo(), "emitted", |f| f == "emitted").reaches(0.99, 0.99);
}

#[test]
fn duplicates_become_one_loaded_record() {
    score(&Run::demo(), "cluster", |f| f == "emitted" || f == "merged").reaches(0.97, 0.97);
}

#[test]
fn broken_records_are_kept_back() {
    score(&Run::demo(), "left", |f| f == "held" || f == "rejected").reaches(1.0, 1.0);
}

#[test]
fn retired_records_totals_and_strange_tables_are_left_out() {
    score(&Run::demo(), "skipped", |f| f == "skipped").reaches(1.0, 1.0);
}

/// Gives the things of these entities that are loaded more than once, and how many things there are.
fn loaded_twice(entities: &[&str]) -> (Vec<String>, usize) {
    let fates = fates(&Run::demo());
    let truth = table("duplicates.csv");
    let loaded = |places: &[Place]| places.iter().filter(|p| fates.get(*p).is_some_and(|f| f == "emitted")).count();
    let of_these = truth.iter().filter(|d| entities.contains(&d.get("entity")));
    let things = grouped(of_these, |d| format!("{} {}", d.get("entity"), d.get("thing")), &[""]);
    let twice = things.iter().filter(|(_, places)| loaded(places) > 1).map(|t| t.0.clone()).collect();
    (twice, things.len())
}

#[test]
fn a_thing_is_loaded_once() {
    let (twice, things) = loaded_twice(&["customer", "supplier"]);
    assert!(things > 0 && twice.len() * 20 <= things, "{} of {things} things are loaded twice: {twice:?}", twice.len());
}

#[test]
fn a_line_that_stands_twice_is_loaded_once() {
    let (twice, lines) = loaded_twice(&["bom", "opening_ar", "opening_ap", "opening_stock"]);
    assert!(lines > 0 && twice.is_empty(), "{twice:?}");
}

#[test]
fn merged_rows_lead_to_a_row_that_carries_on() {
    let run = Run::demo();
    let lines = run.table("fates.csv");
    let by_row: BTreeMap<&str, &str> = lines.iter().map(|f| (f.get("row"), f.get("fate"))).collect();
    for f in lines.iter().filter(|f| f.get("fate") == "merged") {
        let into = f.get("into_row");
        assert!(by_row.get(into).is_some_and(|fate| *fate != "skipped"), "{} is merged into row {into}", f.place(""));
    }
}
