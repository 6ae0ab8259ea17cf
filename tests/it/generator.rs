//! The generators themselves: the same bytes every time, valid where they claim to be, and truth that fits.

use super::support::code::{credit_check, mod_11_10, organisation_check};
use super::support::customer::{customers, generate_customers};
use super::support::demo::demo_files;
use super::support::firm::Firm;
use super::support::material::{generate_materials, materials};
use super::support::vocabulary::SOUNDS;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

#[test]
fn the_demo_in_the_repository_is_what_the_generator_writes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let stale: Vec<String> =
        demo_files().into_iter().filter(|(path, bytes)| std::fs::read(root.join(path)).ok().as_ref() != Some(bytes)).map(|f| f.0).collect();
    assert!(stale.is_empty(), "run `cargo run --example generate_demo`: {}", stale.join(", "));
}

#[test]
fn the_readme_names_every_planted_defect() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let readme = std::fs::read_to_string(root.join("README.md")).expect("the fixtures have a README");
    let planted: BTreeSet<String> =
        super::truth::table("findings.csv").iter().filter(|f| f.get("need") == "must").map(|f| f.get("rule").to_owned()).collect();
    let unnamed: Vec<&String> = planted.iter().filter(|r| !readme.contains(&format!("`{r}`"))).collect();
    assert!(unnamed.is_empty(), "{unnamed:?}");
}

#[test]
fn a_register_depends_on_its_seed_alone() {
    let text = |seed| {
        let (mut out, mut truth) = (Vec::new(), Vec::new());
        generate_customers(500, seed, &mut out, &mut truth).expect("memory takes everything");
        generate_materials(500, seed, &mut out, &mut truth).expect("memory takes everything");
        (out, truth)
    };
    assert_eq!(text(1), text(1));
    assert_ne!(text(1), text(2));
}

#[test]
fn codes_are_unique_and_about_a_fifth_of_the_records_are_copies() {
    fn check(codes_and_things: Vec<(String, u32)>) {
        let rows = codes_and_things.len();
        let codes: BTreeSet<&String> = codes_and_things.iter().map(|c| &c.0).collect();
        let things: BTreeSet<u32> = codes_and_things.iter().map(|c| c.1).collect();
        assert_eq!(codes.len(), rows, "a code stands twice");
        let copies = (rows - things.len()) as f64 / rows as f64;
        assert!((0.17..0.26).contains(&copies), "share of copies: {copies}");
    }
    check(customers(10_000, 3).map(|c| (c.fields[0].clone(), c.firm)).collect());
    check(materials(10_000, 3).map(|m| (m.fields[0].clone(), m.item)).collect());
}

#[test]
fn different_firms_never_share_a_registered_name_or_number() {
    let mut seen = BTreeMap::new();
    for n in 0..20_000 {
        let firm = Firm::new(9, n);
        for key in [firm.name(), firm.tax_id.clone()] {
            let other = seen.insert(key.clone(), n);
            assert_eq!(other, None, "{key} is firm {n} and another");
        }
    }
}

#[test]
fn different_items_never_read_the_same() {
    let mut seen: BTreeMap<Vec<String>, u32> = BTreeMap::new();
    for m in materials(20_000, 9) {
        // Name, size, grade, brand, standard, drawing.
        let key = [1, 2, 3, 5, 6, 7].map(|i| m.fields[i].clone()).to_vec();
        let other = *seen.entry(key.clone()).or_insert(m.item);
        assert_eq!(other, m.item, "{key:?}");
    }
}

#[test]
fn check_digits_are_those_of_the_standards() {
    // The examples of GB 32100-2015 and of ISO 7064, which are no firm's.
    assert_eq!(credit_check("91350100M000100Y4"), '3');
    assert_eq!(mod_11_10("79462"), '3');
    for n in 0..100 {
        let id = Firm::new(4, n).tax_id;
        assert_eq!(id.chars().nth(17), Some(credit_check(&id[..17])), "{id}");
        assert_eq!(id.chars().nth(16), Some(organisation_check(&id[8..16])), "{id}");
    }
}

#[test]
fn no_character_of_a_name_has_two_sounds() {
    let mut seen = BTreeSet::new();
    for c in SOUNDS.iter().flat_map(|s| s.chars()) {
        assert!(seen.insert(c), "{c} stands in two groups");
    }
}
