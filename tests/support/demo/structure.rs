//! The demo company's bills of materials: gear units of assemblies, assemblies of parts, and what is wrong with some.

use super::record::{Fate, Record};
use crate::support::random::Random;
use crate::support::sheet::{Cell, Shown};

/// Writes the lines of one plant's structures; marks the materials whose structure is missing or should not be there.
pub fn structures(materials: &mut [Record], seed: u64) -> Vec<Record> {
    let made: Vec<Record> = materials.iter().filter(|m| m.text("type") == "自制").cloned().collect();
    let (units, assemblies): (Vec<Record>, Vec<Record>) = made.into_iter().partition(|m| m.text("base_unit") == "台");
    let parts: Vec<Record> = materials.iter().filter(|m| usable(m)).cloned().collect();
    let mut r = Random::new(seed, 50, 0);
    let mut lines = Vec::new();
    // The parts at the end are kept for the defects, so that none of them comes twice under one parent by chance.
    let (common, kept) = parts[1..].split_at(parts.len() - 31);
    // The last two units have no structure.
    for (i, unit) in units.iter().take(units.len() - 2).enumerate() {
        for k in 0..3 {
            lines.push(line(unit, &assemblies[(i + k) % (assemblies.len() - 4)], 1.0));
        }
        // The key that every unit has four of: its peers.
        lines.push(line(unit, &parts[0], 4.0));
        lines.extend(some_parts(unit, common, 6, &mut r));
    }
    for assembly in &assemblies {
        lines.extend(some_parts(assembly, common, 5, &mut r));
    }
    for m in materials.iter_mut().filter(|m| units[units.len() - 2..].iter().any(|u| u.text("code") == m.text("code"))) {
        m.fails("code", "made-without-bom");
    }
    let odd = &assemblies[assemblies.len() - 4..];
    for l in lines.iter_mut().filter(|l| odd.iter().any(|o| o.text("code") == l.text("parent_code"))) {
        l.ends(Fate::Any);
    }
    defects(odd, &parts[0], kept, &mut lines);
    structure_of_bought(materials, &parts[0], &mut lines);
    retired_component(materials, &odd[0], &mut lines);
    for (i, l) in lines.iter_mut().enumerate() {
        l.set("item_no", format!("{}", (i + 1) * 10));
    }
    lines
}

/// Says whether other records may refer to this one without anything being wrong with it.
pub fn usable(m: &Record) -> bool {
    m.text("type") == "外购" && m.marks.iter().all(|k| k.rule == "missing-spec") && m.fate == Fate::Emitted && !m.text("spec").is_empty()
}

fn line(parent: &Record, component: &Record, qty: f64) -> Record {
    let mut l = Record::new([
        ("parent_code", parent.text("code")),
        ("parent_name", parent.text("name")),
        ("version", "V1.0".to_owned()),
        ("component_code", component.text("code")),
        ("component_name", component.text("name")),
        ("component_spec", component.text("spec")),
        ("unit", component.text("base_unit")),
        ("operation", "10".to_owned()),
    ]);
    l.put("qty", number(qty)).put("base_qty", number(1.0)).put("scrap_pct", number(0.5));
    l
}

fn number(n: f64) -> Cell {
    Cell::Number(n, Shown::General)
}

fn some_parts(parent: &Record, parts: &[Record], n: usize, r: &mut Random) -> Vec<Record> {
    let first = r.below(parts.len());
    // Steps through the parts, so that no part comes twice under one parent.
    (0..n).map(|k| line(parent, &parts[(first + 11 * k) % parts.len()], r.between(1, 8) as f64)).collect()
}

/// Plants what can be wrong with lines into four assemblies that nothing else uses.
fn defects(odd: &[Record], key: &Record, parts: &[Record], lines: &mut Vec<Record>) {
    let mut wrong = |mut l: Record, field, cell, rule, fate| {
        l.put(field, cell).fails(field, rule).ends(fate);
        lines.push(l);
    };
    let part = |k: usize| &parts[k];
    let pieces = parts[14..].iter().find(|p| p.text("base_unit") == "个").expect("some part is counted in pieces");
    wrong(line(&odd[0], part(0), 1.0), "qty", number(0.0), "quantity-range", Fate::Left);
    wrong(line(&odd[0], part(1), 1.0), "qty", number(-2.0), "quantity-range", Fate::Left);
    wrong(line(&odd[0], part(2), 1.0), "qty", Cell::Empty, "missing-quantity", Fate::Left);
    wrong(line(&odd[0], part(3), 1.0), "qty", Cell::text("若干"), "invalid-qty", Fate::Any);
    wrong(line(&odd[0], part(4), 2.0), "scrap_pct", number(120.0), "scrap-range", Fate::Any);
    wrong(line(&odd[0], part(5), 2.0), "scrap_pct", number(45.0), "high-scrap", Fate::Any);
    wrong(line(&odd[0], pieces, 1.0), "unit", Cell::text("千克"), "unit-dimension", Fate::Any);
    wrong(line(&odd[1], pieces, 1.0), "qty", number(2.5), "fractional-quantity", Fate::Any);
    wrong(line(&odd[1], part(7), 1.0), "component_name", Cell::text("液压油"), "component-name", Fate::Any);
    wrong(line(&odd[1], part(8), 1.0), "component_code", Cell::text("88888888"), "broken-reference", Fate::Left);
    wrong(line(&odd[1], part(9), 1.0), "component_code", Cell::text("77777777"), "broken-reference", Fate::Left);
    wrong(line(&odd[1], part(10), 1.0), "parent_code", Cell::text("66666666"), "broken-reference", Fate::Left);
    wrong(line(&odd[1], key, 1.0), "qty", number(4000.0), "quantity-off-peers", Fate::Any);
    let own = odd[1].text("code");
    wrong(line(&odd[1], part(11), 1.0), "component_code", Cell::text(own), "self-reference", Fate::Left);
    for l in lines.iter_mut().filter(|l| l.text("component_code") == l.text("parent_code")) {
        l.set("component_name", odd[1].text("name"))
            .set("component_spec", odd[1].text("spec"))
            .set("unit", "套")
            .may("component_code", "bom-cycle");
    }
    twice(line(&odd[0], part(12), 3.0), lines);
    for (parent, component) in [(&odd[2], &odd[3]), (&odd[3], &odd[2])] {
        let mut l = line(parent, component, 1.0);
        l.shares("component_code", "bom-cycle", &format!("bom-cycle:{}", odd[2].text("code"))).ends(Fate::Any);
        lines.push(l);
    }
}

/// Writes one line twice.
fn twice(mut l: Record, lines: &mut Vec<Record>) {
    l.thing = format!("{} {}", l.text("parent_code"), l.text("component_code"));
    let group = format!("duplicate-line:{}", l.thing);
    l.shares("component_code", "duplicate-line", &group).ends(Fate::Any);
    // What the run says of the two depends on whether their line numbers count.
    for rule in ["exact-duplicate-row", "repeated-line", "conflicting-lines"] {
        l.may("", rule);
    }
    lines.extend([l.clone(), l]);
}

/// Gives a bought part a structure.
fn structure_of_bought(materials: &mut [Record], component: &Record, lines: &mut Vec<Record>) {
    let bought = materials.iter_mut().rev().find(|m| m.clean() && m.text("type") == "外购").expect("some clean part");
    bought.fails("code", "bought-with-bom");
    let mut l = line(bought, component, 4.0);
    l.fails("parent_code", "parent-type").ends(Fate::Any);
    lines.push(l);
}

/// Puts a retired material into a structure: it can no longer be left out.
fn retired_component(materials: &mut [Record], parent: &Record, lines: &mut Vec<Record>) {
    let retired = materials.iter_mut().find(|m| m.fate == Fate::Skipped).expect("some material is retired");
    retired.marks.clear();
    retired.may("status", "inactive-record").ends(Fate::Any);
    let mut l = line(parent, retired, 2.0);
    l.fails("component_code", "component-inactive").ends(Fate::Any);
    lines.push(l);
}
