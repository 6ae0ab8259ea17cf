//! Planted defects are found where they were planted, and nowhere else.

use crate::run_folder::{Place, Run};
use crate::truth::{Score, table};
use std::collections::{BTreeMap, BTreeSet};

/// What the run says about the files and sheets as such, about duplicates and their merging, and for information: true, and not planted.
const NOT_PLANTED: &[&str] = &[
    "hidden-sheet",
    "header-missing",
    "unrecognised-sheet",
    "unmapped-column",
    "uncertain-mapping",
    "duplicate-record",
    "undecided-duplicate",
    "conflicting-values",
    "merged-lines",
    "reference-held",
    "incomplete-structure",
    "name-region",
    "tax-id-region",
    "address-region",
    "domestic-foreign-currency",
    "same-name-other-tax-id",
    "person-as-supplier",
    "negative-amount",
];

/// One finding, expected or made: where, and which rule.
type Said = (Place, String);

/// Sorts what a run says into hits, misses and false alarms.
///
/// A mark of a group is met by any finding of the group. What may be said is neither a hit nor a false alarm. The field counts only
/// where the truth names one and the run names one too: readers know no fields.
fn score(run: &Run) -> BTreeMap<String, Score> {
    let truth = table("findings.csv");
    let mut may: BTreeSet<Said> = BTreeSet::new();
    let mut must: BTreeMap<String, BTreeSet<Said>> = BTreeMap::new();
    for m in truth.iter() {
        let said = (m.place(""), m.get("rule").to_owned());
        if m.get("need") == "may" {
            may.insert(said);
        } else {
            let group = if m.get("group").is_empty() { format!("{} {}", said.0, said.1) } else { m.get("group").to_owned() };
            must.entry(group).or_default().insert(said);
        }
    }
    let found: BTreeSet<Said> = run.table("findings.csv").iter().map(|f| (f.place(""), f.get("rule").to_owned())).collect();
    let mut scores: BTreeMap<String, Score> = BTreeMap::new();
    for (group, marks) in &must {
        let rule = marks.first().map_or_else(String::new, |m| m.1.clone());
        let score = scores.entry(rule).or_default();
        if marks.iter().any(|m| found.contains(m)) {
            score.hits += 1;
        } else {
            score.missed.push(group.clone());
        }
    }
    let expected: BTreeSet<&Said> = must.values().flatten().chain(&may).collect();
    let anything: BTreeSet<&Place> = may.iter().filter(|m| m.1 == "*").map(|m| &m.0).collect();
    let excused = |f: &Said| expected.contains(f) || anything.contains(&f.0) || NOT_PLANTED.contains(&f.1.as_str());
    for f in found.iter().filter(|f| !excused(f)) {
        scores.entry(f.1.clone()).or_default().false_alarms.push(format!("{} {}", f.0, f.1));
    }
    scores
}

#[test]
fn planted_defects_are_found() {
    let scores = score(&Run::demo());
    let all = scores.into_values().fold(Score::default(), |mut all, s| {
        all.hits += s.hits;
        all.missed.extend(s.missed);
        all.false_alarms.extend(s.false_alarms);
        all
    });
    all.reaches(0.99, 0.99);
}

#[test]
fn every_finding_is_explained_in_both_languages() {
    for lang in ["zh", "en"] {
        let run = Run::of(&["fixtures/demo/exports", "--lang", lang]);
        let findings = run.table("findings.csv");
        let silent = findings.iter().filter(|f| [f.get("rule"), ""].contains(&f.get("title")) || f.get("hint").is_empty());
        let silent: BTreeSet<&str> = silent.map(|f| f.get("rule")).collect();
        assert!(silent.is_empty(), "these findings have no words in {lang}: {silent:?}");
    }
}

#[test]
fn findings_name_value_and_owner() {
    let run = Run::demo();
    let findings = run.table("findings.csv");
    let wrong: Vec<_> = findings.iter().filter(|f| f.get("rule") == "invalid-uscc").collect();
    assert!(!wrong.is_empty());
    for f in wrong {
        assert_eq!(f.get("field"), "tax_id");
        assert!(!f.get("value").is_empty() && !f.get("hint").is_empty());
        assert!(["王伟（杭州）", "李娜（苏州）"].contains(&f.get("owner")), "{}", f.get("owner"));
    }
}
