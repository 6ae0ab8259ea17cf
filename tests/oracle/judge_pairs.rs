//! Counts how many labelled pairs of names or descriptions the kernels alone call the same: `cargo run --example judge_pairs -- company|material FILE.csv`.
//!
//! The file has the columns a, b and same (1 or 0). What is neither the same nor a conflict is undecided: not found, but not wrong either.

use cutover::domain::company::{self, Company};
use cutover::domain::material::{self, Material};
use cutover::domain::similarity::fold;
use std::error::Error;
use std::io::{Write, stdout};

/// Says whether two texts are the same without a person; `None`: undecided.
fn judge(kind: &str, a: &str, b: &str) -> Option<bool> {
    let (a, b) = (fold(a), fold(b));
    if kind == "material" {
        return match material::likeness(&Material::parse(&a), &Material::parse(&b)) {
            material::Likeness::Equal | material::Likeness::Compatible => Some(true),
            material::Likeness::Conflict => Some(false),
            _ => None,
        };
    }
    match company::likeness(&Company::parse(&a), &Company::parse(&b)) {
        company::Likeness::Equal | company::Likeness::Same | company::Likeness::Varied => Some(true),
        company::Likeness::Conflict | company::Likeness::Different => Some(false),
        _ => None,
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [kind, file] = arguments.as_slice() else { return Err("which kind (company, material) and which file?".into()) };
    let mut counts = [[0u32; 3]; 2];
    let mut out = stdout().lock();
    for row in csv::Reader::from_path(file)?.records() {
        let row = row?;
        let (a, b, same) = (row.get(0).unwrap_or(""), row.get(1).unwrap_or(""), row.get(2) == Some("1"));
        let said = judge(kind, a, b);
        let place = said.map_or(2, usize::from);
        if let Some(n) = counts.get_mut(usize::from(same)).and_then(|c| c.get_mut(place)) {
            *n += 1;
        }
        if said.is_some_and(|s| s != same) {
            writeln!(out, "wrong: {a} | {b}")?;
        }
    }
    let [[apart, false_ones, open], [missed, found, waiting]] = counts;
    let share = |part: u32, rest: u32| f64::from(part) / f64::from((part + rest).max(1));
    let (precision, recall) = (share(found, false_ones), share(found, missed + waiting));
    writeln!(
        out,
        "same: {found} found, {waiting} undecided, {missed} missed; different: {apart} told, {open} undecided, {false_ones} taken for the same"
    )?;
    writeln!(out, "precision {precision:.3}, recall {recall:.3}")?;
    Ok(())
}
