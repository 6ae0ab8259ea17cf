//! Duplicates are found, and look-alikes are left alone.

use crate::run_folder::{Place, Run};
use crate::truth::{Pair, Score, grouped, pairs, table};
use std::collections::BTreeSet;

fn expected(entity: &str) -> BTreeSet<Pair> {
    let truth = table("duplicates.csv");
    let things = grouped(truth.iter().filter(|d| d.get("entity") == entity), |d| d.get("thing").to_owned(), &[""]);
    pairs(things.values())
}

fn found(run: &Run, entity: &str) -> BTreeSet<Pair> {
    let lines = run.table("duplicates.csv");
    let same = lines.iter().filter(|d| d.get("entity") == entity && !d.get("cluster").is_empty());
    let clusters = grouped(same, |d| d.get("cluster").to_owned(), &["left_", "right_"]);
    pairs(clusters.values())
}

#[track_caller]
fn check(entity: &str, precision: f64, recall: f64) {
    let run = Run::demo();
    Score::of(&expected(entity), &found(&run, entity)).reaches(precision, recall);
}

#[test]
fn customers_are_matched() {
    check("customer", 1.0, 0.95);
}

#[test]
fn suppliers_are_matched() {
    check("supplier", 1.0, 0.95);
}

#[test]
fn materials_are_matched() {
    // Precision first: what is not certain is left to people, and half of the materials are not certain yet.
    check("material", 1.0, 0.45);
    let run = Run::demo();
    let lines = run.table("duplicates.csv");
    let undecided = lines.iter().filter(|d| d.get("entity") == "material" && d.get("decision") == "undecided");
    let undecided = pairs(undecided.map(|d| vec![d.place("left_"), d.place("right_")]).collect::<Vec<_>>().iter());
    let known: BTreeSet<Pair> = found(&run, "material").into_iter().chain(undecided).collect();
    assert!(
        Score::of(&expected("material"), &known).recall() >= 0.9,
        "merged or shown to people: {}",
        Score::of(&expected("material"), &known).recall()
    );
}

#[test]
fn every_pair_says_why() {
    let run = Run::demo();
    let lines = run.table("duplicates.csv");
    for d in lines.iter().filter(|d| !d.get("probability").is_empty()) {
        let probability: f64 = d.get("probability").parse().expect("a probability is a number");
        assert!((0.0..=1.0).contains(&probability));
        assert!(!d.get("evidence").is_empty(), "{} and {}", d.place("left_"), d.place("right_"));
    }
}

#[test]
fn few_pairs_wait_for_a_person() {
    let run = Run::demo();
    let undecided: Vec<(Place, Place)> = run
        .table("duplicates.csv")
        .iter()
        .filter(|d| d.get("decision") == "undecided")
        .map(|d| (d.place("left_"), d.place("right_")))
        .collect();
    // Some 1,100 records of master data: a person looks at a screen full of pairs, not at a book.
    assert!(undecided.len() <= 40, "{} pairs: {undecided:?}", undecided.len());
}
