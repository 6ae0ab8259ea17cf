//! What would be loaded fits together: codes are new and unique, and every reference finds its record.

use crate::run_folder::{Lines, Run};
use std::collections::BTreeSet;

fn values(batches: &[Lines], column: &str) -> Vec<String> {
    batches.iter().flat_map(|b| b.iter().map(|l| l.get(column).to_owned()).collect::<Vec<_>>()).collect()
}

#[test]
fn new_codes_are_unique() {
    let run = Run::demo();
    for entity in ["customer", "supplier", "material"] {
        let codes = values(&run.batches(entity), "code");
        let distinct: BTreeSet<&String> = codes.iter().collect();
        assert!(!codes.is_empty() && distinct.len() == codes.len(), "{entity}: {} codes, {} distinct", codes.len(), distinct.len());
        assert_eq!(codes.len() as u64, run.number(&format!("/entities/{entity}/fates/emitted")), "{entity}");
    }
}

#[test]
fn references_lead_to_loaded_records() {
    const REFERENCES: [(&str, &str, &str); 5] = [
        ("bom", "parent_code", "material"),
        ("bom", "component_code", "material"),
        ("opening_ar", "party_code", "customer"),
        ("opening_ap", "party_code", "supplier"),
        ("opening_stock", "material_code", "material"),
    ];
    let run = Run::demo();
    for (entity, field, to) in REFERENCES {
        let codes: BTreeSet<String> = values(&run.batches(to), "code").into_iter().collect();
        let references = values(&run.batches(entity), field);
        let lost: Vec<&String> = references.iter().filter(|r| !codes.contains(*r)).collect();
        assert!(!references.is_empty() && lost.is_empty(), "{entity}.{field} refers to codes that are not loaded: {lost:?}");
    }
}

#[test]
fn the_crosswalk_knows_every_old_code() {
    let run = Run::demo();
    let crosswalk = run.table("crosswalk.csv");
    let columns = ["entity", "source_system", "old_code", "new_code"];
    let known: BTreeSet<Vec<&str>> = crosswalk.iter().map(|c| columns.map(|n| c.get(n)).to_vec()).collect();
    let news: BTreeSet<(&str, &str)> = known.iter().map(|k| (k[0], k[3])).collect();
    let mut without = Vec::new();
    for entity in ["customer", "supplier", "material"] {
        let codes = values(&run.batches(entity), "code");
        without.extend(codes.into_iter().filter(|code| !news.contains(&(entity, code.as_str()))).map(|code| format!("{entity} {code}")));
    }
    // One customer of the demo never had a code.
    assert!(without.len() <= 1, "these have no old code: {without:?}");
    // 000100 is kept in Excel as the number 100, and shown with six digits.
    assert!(known.iter().any(|k| k[0] == "customer" && k[2] == "000100"), "a code has lost its leading zeros");
}

#[test]
fn a_record_keeps_its_new_code_in_the_next_run() {
    let first = Run::demo();
    let crosswalk = first.path.join("crosswalk.csv");
    let second = Run::of(&["fixtures/demo", "--lang", "en", "--crosswalk", crosswalk.to_str().expect("a temporary path is UTF-8")]);
    assert_eq!(first.files()["crosswalk.csv"], second.files()["crosswalk.csv"]);
}
