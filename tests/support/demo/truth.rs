//! The truth beside the demo, as tables that a test can read without the generator.

use super::book::{Book, Page};
use super::record::{Fate, Need, Record};
use crate::support::sheet::{Cell, Kind};
use std::collections::BTreeMap;

/// Writes the tables of truth: name and text of each.
pub fn tables(books: &[Book]) -> Vec<(&'static str, String)> {
    vec![
        ("inputs.csv", table(&["file", "sheet", "entity", "header_line", "rows"], inputs(books))),
        ("columns.csv", table(&["file", "sheet", "header", "field"], columns(books))),
        ("findings.csv", table(&["file", "sheet", "line", "field", "rule", "group", "need"], findings(books))),
        ("duplicates.csv", table(&["entity", "thing", "file", "sheet", "line"], duplicates(books))),
        ("fates.csv", table(&["file", "sheet", "line", "fate"], fates(books))),
        ("totals.csv", table(&["entity", "field", "group", "total"], totals(books))),
    ]
}

type Rows = Vec<Vec<String>>;

fn table(header: &[&str], rows: Rows) -> String {
    let mut out = csv::Writer::from_writer(Vec::new());
    let text = |w: csv::Writer<Vec<u8>>| String::from_utf8(w.into_inner().expect("memory takes everything")).expect("written as UTF-8");
    out.write_record(header).expect("memory takes everything");
    for row in rows {
        out.write_record(row).expect("rows are as long as the header");
    }
    text(out)
}

/// Goes through all pages that hold records.
fn pages(books: &[Book]) -> impl Iterator<Item = (&'static str, Kind, &Page)> {
    books.iter().flat_map(|b| b.pages.iter().map(|p| (b.path, b.kind, p))).filter(|(_, _, p)| !p.columns.is_empty())
}

/// Goes through all records with the line that each stands on.
fn records(books: &[Book]) -> impl Iterator<Item = (&'static str, &Page, usize, &Record)> {
    pages(books).flat_map(|(path, kind, p)| p.lines(kind).into_iter().zip(&p.records).map(move |(line, r)| (path, p, line, r)))
}

fn inputs(books: &[Book]) -> Rows {
    let row = |(path, _, p): (&'static str, Kind, &Page)| {
        let rows = p.records.len() + p.below.len();
        vec![path.into(), p.name.into(), p.entity.into(), (p.above.len() + 1).to_string(), rows.to_string()]
    };
    pages(books).map(row).collect()
}

fn columns(books: &[Book]) -> Rows {
    let known = pages(books).filter(|(_, _, p)| !p.entity.is_empty());
    known.flat_map(|(path, _, p)| p.columns.iter().map(move |(h, f)| vec![path.into(), p.name.into(), (*h).into(), (*f).into()])).collect()
}

fn findings(books: &[Book]) -> Rows {
    let mut rows = Rows::new();
    for (path, page, line, record) in records(books) {
        for m in &record.marks {
            let need = if m.need == Need::Must { "must" } else { "may" };
            rows.push(vec![path.into(), page.name.into(), line.to_string(), m.field.into(), m.rule.into(), m.group.clone(), need.into()]);
        }
    }
    for (path, page, line) in total_lines(books) {
        let nothing = String::new;
        rows.push(vec![path.into(), page.name.into(), line.to_string(), nothing(), "total-line".into(), nothing(), "may".into()]);
    }
    rows
}

fn duplicates(books: &[Book]) -> Rows {
    let mut things: BTreeMap<(&str, &str), Rows> = BTreeMap::new();
    for (path, page, line, record) in records(books).filter(|r| !r.3.thing.is_empty()) {
        let row = vec![page.entity.into(), record.thing.clone(), path.into(), page.name.into(), line.to_string()];
        things.entry((page.entity, record.thing.as_str())).or_default().push(row);
    }
    things.into_values().flatten().collect()
}

fn fates(books: &[Book]) -> Rows {
    let name = |r: &Record| match r.fate {
        Fate::Emitted if r.thing.is_empty() => "emitted",
        Fate::Emitted => "cluster",
        Fate::Left => "left",
        Fate::Skipped => "skipped",
        Fate::Any => "any",
    };
    let row = |path: &str, page: &Page, line: usize, fate: &str| vec![path.into(), page.name.into(), line.to_string(), fate.into()];
    let mut rows: Rows = records(books).map(|(path, page, line, r)| row(path, page, line, name(r))).collect();
    rows.extend(total_lines(books).map(|(path, page, line)| row(path, page, line, "skipped")));
    rows
}

fn total_lines(books: &[Book]) -> impl Iterator<Item = (&'static str, &Page, usize)> {
    pages(books).flat_map(|(path, kind, p)| p.lines(kind).split_off(p.records.len()).into_iter().map(move |line| (path, p, line)))
}

/// Adds up what balances must add up to, in hundredths.
fn totals(books: &[Book]) -> Rows {
    let mut sums: BTreeMap<(&str, &str, String), i64> = BTreeMap::new();
    for (_, page, _, record) in records(books) {
        let fields: &[&str] = match page.entity {
            "opening_ar" | "opening_ap" => &["amount_lc", "amount_fc"],
            "opening_stock" => &["amount"],
            _ => &[],
        };
        for &field in fields {
            let group = if field == "amount_fc" { record.text("currency") } else { String::new() };
            if let Some(Cell::Number(n, _)) = record.fields.get(field) {
                *sums.entry((page.entity, field, group)).or_default() += (n * 100.0).round() as i64;
            }
        }
    }
    let text = |cents: i64| format!("{}{}.{:02}", if cents < 0 { "-" } else { "" }, cents.abs() / 100, cents.abs() % 100);
    sums.into_iter().map(|((entity, field, group), cents)| vec![entity.into(), field.into(), group, text(cents)]).collect()
}
