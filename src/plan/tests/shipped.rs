//! The packs inside the binary.

use super::*;
use crate::model::Entity;
use std::collections::BTreeSet;

/// Gives the names that shipped packs use; whether the stages know them is for a test above the stages to say.
fn used(pattern: &str) -> Vec<&'static str> {
    let of = |line: &'static str| line.trim().strip_prefix(pattern).map(|rest| rest.split('"').skip(1).step_by(2));
    let names: BTreeSet<&str> = SHIPPED.packs.iter().flat_map(|(_, text)| text.lines()).filter_map(of).flatten().collect();
    names.into_iter().collect()
}

fn shipped_vocabulary() -> Vocabulary {
    Vocabulary { normalisers: used("normalise = "), checks: used("use = "), sql_problem: |_| None, targets: vec!["generic"] }
}

#[test]
fn all_shipped_packs_load_without_a_mistake() {
    let vocabulary =
        Vocabulary { normalisers: used("normalise = "), checks: used("use = "), sql_problem: |_| None, targets: vec!["generic"] };
    let plan = match open(&PlanRequest::default(), &vocabulary) {
        Ok(p) => p.plan,
        Err(PlanError::Invalid(found)) => panic!("{}", found.iter().map(|p| p.render(Lang::En, false)).collect::<String>()),
        Err(e) => panic!("{e}"),
    };
    let names: Vec<&str> = plan.entities.iter().map(|e| e.entity.as_str()).collect();
    let place = |name: &str| names.iter().position(|n| *n == name);
    for (parent, child) in [("customer", "opening_ar"), ("supplier", "opening_ap"), ("material", "bom"), ("material", "opening_stock")] {
        assert!(place(parent).is_some() && place(parent) < place(child), "{parent} comes before {child} in {names:?}");
    }
    for e in &plan.entities {
        assert!(!e.checks.is_empty() && !e.label.zh.is_empty() && !e.label.en.is_empty(), "{} lacks checks or a label", e.entity);
        for c in e.checks.iter().chain(plan.notices.values()) {
            assert!(
                [&c.title.zh, &c.title.en, &c.hint.zh, &c.hint.en].iter().all(|t| !t.is_empty()),
                "{} speaks one language only",
                c.code
            );
        }
    }
}

#[test]
fn the_examples_of_the_manual_load_together() {
    let manual = include_str!("../../../rules/README.md");
    let examples: Vec<&str> = manual.split("```toml\n").skip(1).filter_map(|s| s.split("```").next()).collect();
    let [pack, project] = examples.as_slice() else { panic!("the manual has a pack and a project") };
    let folder = tempfile::tempdir().unwrap();
    let request = request(folder.path(), &[("cutover.toml", project), ("rules/asset.toml", pack)]);
    match open(&request, &shipped_vocabulary()) {
        Ok(p) => assert_eq!((p.plan.sources.len(), p.plan.entity(&Entity::new("asset")).map(|e| e.checks.len())), (2, Some(2))),
        Err(PlanError::Invalid(found)) => panic!("{}", found.iter().map(|p| p.render(Lang::En, false)).collect::<String>()),
        Err(e) => panic!("{e}"),
    }
}
