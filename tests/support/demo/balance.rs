//! The demo company's opening balances: open items of customers and suppliers, and stock.

use super::record::{Defect, Fate, Record};
use super::structure::usable;
use crate::support::random::Random;
use crate::support::sheet::{Cell, Shown};

/// Writes the open items of these partners, with document numbers that start like this.
pub fn open_items(partners: &mut [Record], prefix: &str, (n, size): (usize, usize), seed: u64) -> Vec<Record> {
    let n = n * size;
    let mut r = Random::new(seed, 60, n as u64);
    let payers: Vec<Record> = partners.iter().filter(|p| sound(p)).cloned().collect();
    let mut items: Vec<Record> = (0..n).map(|i| item(r.pick(&payers).clone(), format!("{prefix}{:05}", 1 + i), &mut r)).collect();
    super::record::plant(&mut items, DEFECTS, size);
    let template = items.iter().rev().find(|i| i.clean()).cloned().expect("most items are clean");
    twice(&template, prefix, &mut items);
    items.extend(of_odd_partners(partners, &template, prefix));
    r.shuffle(&mut items);
    items
}

/// Says whether a balance of this partner is certain to be loaded.
fn sound(p: &Record) -> bool {
    p.fate == Fate::Emitted && !p.text("code").is_empty() && !p.text("name").is_empty()
}

fn item(partner: Record, document: String, r: &mut Random) -> Record {
    let foreign = r.chance(120);
    let rate: i64 = if foreign { 71_234 } else { 10_000 };
    let cents = r.between(20_000, 9_000_000) as i64;
    let mut i = Record::new([
        ("party_name", partner.text("name")),
        ("doc_no", document),
        ("currency", if foreign { "USD" } else { "CNY" }.to_owned()),
    ]);
    let (year, month, day) =
        if r.chance(700) { (2025, r.between(1, 12), r.between(1, 28)) } else { (2024, r.between(6, 12), r.between(1, 28)) };
    i.put("party_code", partner.fields["code"].clone());
    i.put("doc_date", Cell::Day(year, month as u8, day as u8)).put("due_date", due(year, month, day));
    i.put("amount_fc", Cell::money(cents)).put("amount_lc", Cell::money((cents * rate + 5_000) / 10_000));
    i.put("rate", Cell::Number(rate as f64 / 10_000.0, Shown::General));
    i
}

fn due(year: u16, month: usize, day: usize) -> Cell {
    if month > 10 { Cell::Day(year + 1, month as u8 - 10, day as u8) } else { Cell::Day(year, month as u8 + 2, day as u8) }
}

/// Adds to an amount.
fn add(i: &mut Record, field: &'static str, more: f64) {
    if let Some(Cell::Number(n, shown)) = i.fields.get(field).cloned() {
        i.put(field, Cell::Number(n + more, shown));
    }
}

const DEFECTS: &[Defect] = &[
    (2, |i| {
        i.set("party_code", "999999").fails("party_code", "broken-reference").ends(Fate::Left);
    }),
    (1, |i| {
        i.set("party_code", "").fails("party_code", "missing-party").ends(Fate::Left);
    }),
    (1, |i| {
        i.put("amount_fc", Cell::Empty).put("amount_lc", Cell::Empty).fails("amount_lc", "missing-amount").ends(Fate::Left);
    }),
    (2, |i| {
        add(i, "amount_lc", 100.0);
        i.fails("amount_lc", "fx-mismatch");
    }),
    (2, |i| {
        i.put("due_date", Cell::Day(2023, 1, 10)).fails("doc_date", "due-before-document");
    }),
    (1, |i| {
        i.put("doc_date", Cell::Day(2027, 2, 3)).put("due_date", Cell::Day(2027, 4, 3)).fails("doc_date", "document-after-cutover");
    }),
    (2, |i| {
        i.put("doc_date", Cell::Day(2021, 5, 6)).fails("doc_date", "aged-item");
    }),
    (1, |i| {
        i.set("doc_no", "").fails("doc_no", "missing-document");
    }),
    (1, |i| {
        i.set("due_date", "").fails("due_date", "missing-due-date");
    }),
    (1, |i| {
        i.set("doc_date", "2025-02-30").fails("doc_date", "invalid-doc-date");
    }),
    (2, |i| {
        i.set("party_name", "别家有限公司").fails("party_name", "party-name");
    }),
    (1, |i| {
        i.set("currency", "XXB").fails("currency", "unknown-currency").may("currency", "missing-rate");
    }),
];

/// Writes one item twice.
fn twice(template: &Record, prefix: &str, items: &mut Vec<Record>) {
    let mut i = template.clone();
    i.set("doc_no", format!("{prefix}88888"));
    i.thing = i.text("doc_no");
    i.shares("doc_no", "duplicate-item", &format!("duplicate-item:{prefix}")).may("", "repeated-line").ends(Fate::Any);
    items.extend([i.clone(), i]);
}

/// Writes items of partners that cannot simply be loaded: retired, held, or two under one code.
fn of_odd_partners(partners: &mut [Record], template: &Record, prefix: &str) -> Vec<Record> {
    let mut items = Vec::new();
    let mut of = |p: &Record, rule: Option<&'static str>, fate| {
        let mut i = template.clone();
        i.put("party_code", p.fields["code"].clone()).set("party_name", p.text("name"));
        i.set("doc_no", format!("{prefix}{}", 90_001 + items.len())).ends(fate);
        if let Some(rule) = rule {
            i.fails("party_code", rule);
        }
        items.push(i);
    };
    for p in partners.iter_mut().filter(|p| p.fate == Fate::Skipped).take(2) {
        p.marks.retain(|m| m.rule != "inactive-record");
        p.fails("code", "inactive-with-open-items").may("status", "inactive-record").may("disabled", "inactive-record").ends(Fate::Any);
        of(p, None, Fate::Any);
    }
    if let Some(p) = partners.iter().find(|p| p.fate == Fate::Left && p.text("name").is_empty()) {
        of(p, Some("reference-held"), Fate::Left);
    }
    if let Some(p) = partners.iter().find(|p| p.marks.iter().any(|m| m.rule == "duplicate-code")) {
        of(p, Some("ambiguous-reference"), Fate::Left);
    }
    items
}

/// Writes the stock of these materials in these warehouses.
pub fn stock(materials: &mut [Record], warehouses: &[&str], (n, size): (usize, usize), seed: u64) -> Vec<Record> {
    let n = n * size;
    let mut r = Random::new(seed, 61, n as u64);
    let kept: Vec<Record> = materials.iter().filter(|m| usable(m)).cloned().collect();
    let mut lines: Vec<Record> = (0..n).map(|i| on_hand(&kept[i * 7 % kept.len()], r.pick::<&str>(warehouses), i, &mut r)).collect();
    super::record::plant(&mut lines, STOCK_DEFECTS, size);
    let mut twin = lines.iter().rev().find(|l| l.clean()).cloned().expect("most lines are clean");
    twin.set("batch", "P259999").ends(Fate::Any);
    twin.thing = format!("{} P259999", twin.text("warehouse"));
    twin.shares("material_code", "duplicate-stock-line", &format!("duplicate-stock-line:{}", twin.text("warehouse")));
    twin.may("", "repeated-line");
    lines.extend([twin.clone(), twin.clone()]);
    let retired = materials.iter_mut().filter(|m| m.fate == Fate::Skipped).take(1);
    for m in retired {
        m.marks.retain(|k| k.rule != "inactive-record");
        m.fails("code", "inactive-with-stock").may("status", "inactive-record").ends(Fate::Any);
        let mut l = on_hand(m, warehouses[0], 777, &mut r);
        l.fails("material_code", "stock-of-inactive").ends(Fate::Any);
        lines.push(l);
    }
    r.shuffle(&mut lines);
    lines
}

fn on_hand(m: &Record, warehouse: &str, i: usize, r: &mut Random) -> Record {
    let cost = match m.fields.get("std_cost") {
        Some(Cell::Number(n, _)) => (n * 100.0).round() as i64,
        _ => 100,
    };
    let price = (cost * r.between(92, 108) as i64 / 100).max(1);
    let qty = r.between(1, 400) as i64;
    let mut l = Record::new([
        ("warehouse", warehouse.to_owned()),
        ("material_code", m.text("code")),
        ("material_name", m.text("name")),
        ("material_spec", m.text("spec")),
        ("batch", format!("P25{:04}", 1 + i)),
        ("unit", m.text("base_unit")),
    ]);
    l.put("qty", Cell::Number(qty as f64, Shown::General)).put("price", Cell::money(price)).put("amount", Cell::money(price * qty));
    l
}

const STOCK_DEFECTS: &[Defect] = &[
    (3, |l| {
        add(l, "amount", 5_000.0);
        l.fails("amount", "amount-mismatch");
    }),
    (2, |l| {
        l.put("qty", Cell::Number(-3.0, Shown::General)).fails("qty", "negative-stock").may("amount", "amount-mismatch");
        l.put("amount", Cell::money(-300)).may("amount", "negative-value");
    }),
    (1, |l| {
        l.put("qty", Cell::Number(0.0, Shown::General)).fails("amount", "zero-mismatch").may("amount", "amount-mismatch");
    }),
    (2, |l| {
        l.set("material_code", "55555555").fails("material_code", "broken-reference").ends(Fate::Left);
    }),
    (1, |l| {
        l.set("material_code", "").fails("material_code", "missing-material").ends(Fate::Left);
    }),
    (1, |l| {
        l.set("warehouse", "").fails("warehouse", "missing-warehouse");
    }),
    (1, |l| {
        l.put("qty", Cell::Empty).fails("qty", "missing-quantity").may("amount", "zero-mismatch").ends(Fate::Left);
    }),
    (2, |l| {
        let price = match l.fields.get("price") {
            Some(Cell::Number(n, _)) => n * 10.0,
            _ => 0.0,
        };
        let qty = l.text("qty").parse::<f64>().unwrap_or(0.0);
        l.put("price", Cell::Number(price, Shown::Money)).put("amount", Cell::Number(price * qty, Shown::Money));
        l.fails("price", "price-deviation");
    }),
    (1, |l| {
        l.set("material_name", "液压油").set("material_spec", "46号").fails("material_name", "material-name");
    }),
    (2, |l| {
        l.set("batch", "2.50301E+11").fails_one_of("batch", &["scientific-notation", "digits-lost"]);
    }),
];
