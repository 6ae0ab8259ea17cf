//! The section that shows where every row went, and why some are not loaded.

use super::chart::{FATES, Segment, flow, of};
use super::shown;
use crate::model::{Balance, Fate, FateKind, RowId, RuleCode};
use crate::report::figures;
use crate::report::lens::Lens;
use serde::Serialize;
use std::collections::BTreeMap;

/// Reasons shown of each fate; the others are counted together and stand in fates.csv.
const REASONS: usize = 8;

#[derive(Serialize)]
pub(super) struct View {
    agrees: bool,
    equation: String,
    flow: Vec<Segment>,
    rows: Vec<Row>,
    total: Row,
    reasons: Vec<Reason>,
}

#[derive(Serialize)]
struct Row {
    name: String,
    read: String,
    cells: Vec<String>,
    flow: Vec<Segment>,
}

#[derive(Serialize)]
struct Reason {
    class: &'static str,
    outcome: String,
    title: String,
    rule: String,
    rows: String,
    share: String,
}

pub(super) fn view(lens: &Lens<'_>) -> View {
    let s = lens.input.summary;
    let mut rows: Vec<Row> = s.entities.iter().map(|(name, e)| row(lens, shown(lens.entity_label(name)), e.read, &e.fates)).collect();
    let elsewhere = unrecognised(lens);
    if elsewhere.read > 0 {
        rows.push(row(lens, lens.words.get("balance", "unrecognised").to_owned(), elsewhere.read, &elsewhere));
    }
    View {
        agrees: settled(&s.fates) == s.read,
        equation: equation(lens),
        flow: flow(&s.fates, s.read, lens),
        rows,
        total: row(lens, lens.words.get("balance", "total").to_owned(), s.read, &s.fates),
        reasons: reasons(lens),
    }
}

fn settled(b: &Balance) -> u64 {
    FATES.iter().map(|k| of(b, *k)).sum()
}

fn row(lens: &Lens<'_>, name: String, read: u64, fates: &Balance) -> Row {
    Row {
        name,
        read: figures::count(read),
        cells: FATES.iter().map(|k| figures::count(of(fates, *k))).collect(),
        flow: flow(fates, read, lens),
    }
}

/// Gives the rows of no entity: what all entities together do not account for.
fn unrecognised(lens: &Lens<'_>) -> Balance {
    let s = lens.input.summary;
    let rest = |all: u64, part: fn(&Balance) -> u64| all.saturating_sub(s.entities.iter().map(|(_, e)| part(&e.fates)).sum());
    Balance {
        read: s.read.saturating_sub(s.entities.iter().map(|(_, e)| e.read).sum()),
        emitted: rest(s.fates.emitted, |b| b.emitted),
        merged: rest(s.fates.merged, |b| b.merged),
        held: rest(s.fates.held, |b| b.held),
        rejected: rest(s.fates.rejected, |b| b.rejected),
        skipped: rest(s.fates.skipped, |b| b.skipped),
    }
}

fn equation(lens: &Lens<'_>) -> String {
    let s = lens.input.summary;
    let counts: Vec<(&str, String)> = FATES.iter().map(|k| (k.as_str(), figures::count(of(&s.fates, *k)))).collect();
    let read = figures::count(s.read);
    let mut with: Vec<(&str, &str)> = counts.iter().map(|(k, n)| (*k, n.as_str())).collect();
    with.push(("read", &read));
    lens.words.fill("balance", "equation", &with)
}

fn reasons(lens: &Lens<'_>) -> Vec<Reason> {
    let ledger = lens.input.ledger;
    let mut counts: BTreeMap<(FateKind, &RuleCode), (u64, RowId)> = BTreeMap::new();
    for i in 0..ledger.len() {
        let row = RowId(u32::try_from(i).expect("a run has fewer than 2^32 rows"));
        if let Some(fate @ (Fate::Held { why: rule } | Fate::Rejected { rule } | Fate::Skipped { rule })) = ledger.fate(row) {
            counts.entry((fate.kind(), rule)).or_insert((0, row)).0 += 1;
        }
    }
    let mut list: Vec<_> = counts.into_iter().collect();
    list.sort_by_key(|((kind, rule), (n, _))| (*kind, std::cmp::Reverse(*n), *rule));
    let one = |((kind, rule), (n, first)): &((FateKind, &RuleCode), (u64, RowId))| {
        let title = shown(lens.title(lens.input.records.record(*first).entity, rule));
        reason(lens, *kind, title, shown(rule.as_str()), *n)
    };
    let mut out = Vec::new();
    for of_kind in list.chunk_by(|a, b| a.0.0 == b.0.0) {
        // A rest of one takes as much room as the reason itself.
        let shown = if of_kind.len() == REASONS + 1 { of_kind.len() } else { of_kind.len().min(REASONS) };
        let (named, rest) = of_kind.split_at(shown);
        out.extend(named.iter().map(one));
        if let Some(((kind, _), _)) = rest.first() {
            let title = lens.words.fill("balance", "rest", &[("n", &rest.len().to_string())]);
            out.push(reason(lens, *kind, title, String::new(), rest.iter().map(|r| r.1.0).sum()));
        }
    }
    out
}

fn reason(lens: &Lens<'_>, kind: FateKind, title: String, rule: String, n: u64) -> Reason {
    let share = figures::share(n, lens.input.summary.read);
    Reason { class: kind.as_str(), outcome: lens.words.fate(kind).to_owned(), title, rule, rows: figures::count(n), share }
}
