//! The section of duplicates: counts, merged sets with their evidence, pairs in doubt.

use super::chart::percent;
use super::shown;
use crate::model::{Decision, Duplicates, Entity, Evidence, Fate, MatchPair, RowId};
use crate::plan::FieldSpec;
use crate::report::figures;
use crate::report::lens::Lens;
use serde::Serialize;
use std::collections::BTreeSet;

/// Merged sets shown an entity.
const SETS: usize = 3;
/// Pairs in doubt shown an entity.
const PAIRS: usize = 5;
/// Members shown a set.
const MEMBERS: usize = 6;
/// Compared fields shown a pair.
const FIELDS: usize = 7;
/// Bits at which an evidence bar is full.
const FULL_BITS: f64 = 15.0;

#[derive(Serialize)]
pub(super) struct View {
    rows: Vec<Row>,
    entities: Vec<EntityView>,
}

#[derive(Serialize)]
struct Row {
    entity: String,
    clusters: String,
    records: String,
    merged: String,
    undecided: String,
}

#[derive(Serialize)]
struct EntityView {
    name: String,
    sets: Vec<Set>,
    sets_more: Option<String>,
    pairs: Vec<Set>,
    pairs_more: Option<String>,
}

#[derive(Serialize)]
struct Set {
    members: Vec<Member>,
    more: Option<String>,
    probability: Option<String>,
    /// Two compared members side by side; a larger set shows its closest pair without values.
    compared: bool,
    evidence: Vec<Bar>,
    evidence_more: Option<String>,
}

#[derive(Serialize)]
struct Member {
    code: String,
    name: String,
    place: String,
    survives: bool,
}

#[derive(Serialize)]
struct Bar {
    field: String,
    level: String,
    left: String,
    right: String,
    weight: String,
    /// `for`, `against` or `veto`.
    way: &'static str,
    x: String,
    width: String,
}

pub(super) fn view(lens: &Lens<'_>) -> View {
    let of = |(name, e): &(String, crate::model::EntitySummary)| Row {
        entity: shown(lens.entity_label(name)),
        clusters: figures::count(e.duplicates.clusters),
        records: figures::count(e.duplicates.records),
        merged: figures::count(e.fates.merged),
        undecided: figures::count(e.duplicates.undecided),
    };
    let found = |e: &crate::model::EntitySummary| e.duplicates.clusters + e.duplicates.undecided + e.fates.merged > 0;
    let rows = lens.input.summary.entities.iter().filter(|(_, e)| found(e)).map(of).collect();
    let entities = lens.input.duplicates.iter().map(|(e, d)| entity(lens, e, d)).filter(|v| !v.sets.is_empty() || !v.pairs.is_empty());
    View { rows, entities: entities.collect() }
}

fn entity(lens: &Lens<'_>, entity: &Entity, d: &Duplicates) -> EntityView {
    let w = lens.words;
    let mut largest: Vec<&Vec<RowId>> = d.clusters.iter().collect();
    largest.sort_by_key(|c| std::cmp::Reverse(c.len()));
    let mut open: Vec<&MatchPair> = d.pairs.iter().filter(|p| p.decision == Decision::Undecided).collect();
    open.sort_by(|a, b| b.probability.total_cmp(&a.probability));
    let more = |n: usize, most: usize, noun: &str| (n > most).then(|| w.fill("duplicates", "more", &[("n", &w.counted(noun, n as u64))]));
    EntityView {
        name: shown(lens.entity_label(entity.as_str())),
        sets: largest.iter().take(SETS).map(|c| set(lens, entity, c, d)).collect(),
        sets_more: more(largest.len(), SETS, "clusters"),
        pairs: open.iter().take(PAIRS).map(|p| pair(lens, entity, p)).collect(),
        pairs_more: more(open.len(), PAIRS, "pairs"),
    }
}

fn set(lens: &Lens<'_>, entity: &Entity, rows: &[RowId], d: &Duplicates) -> Set {
    let inside: BTreeSet<RowId> = rows.iter().copied().collect();
    let pairs = d.pairs.iter().filter(|p| inside.contains(&p.left) && inside.contains(&p.right));
    let closest = pairs.max_by(|a, b| a.weight.total_cmp(&b.weight));
    let ledger = lens.input.ledger;
    let merged = rows.iter().filter(|r| matches!(ledger.fate(**r), Some(Fate::MergedInto { .. })));
    let survivors: BTreeSet<RowId> = merged.map(|r| ledger.survivor_of(*r)).collect();
    let more = rows.len().saturating_sub(MEMBERS) as u64;
    Set {
        members: rows.iter().take(MEMBERS).map(|r| member(lens, *r, survivors.contains(r))).collect(),
        more: (more > 0).then(|| lens.words.fill("duplicates", "more_members", &[("n", &figures::count(more))])),
        probability: closest.map(|p| probability(lens, p.probability)),
        compared: rows.len() == 2 && closest.is_some(),
        evidence: closest.map(|p| bars(lens, entity, p)).unwrap_or_default(),
        evidence_more: closest.and_then(|p| fields_more(lens, p)),
    }
}

fn pair(lens: &Lens<'_>, entity: &Entity, p: &MatchPair) -> Set {
    Set {
        members: vec![member(lens, p.left, false), member(lens, p.right, false)],
        more: None,
        probability: Some(probability(lens, p.probability)),
        compared: true,
        evidence: bars(lens, entity, p),
        evidence_more: fields_more(lens, p),
    }
}

fn fields_more(lens: &Lens<'_>, p: &MatchPair) -> Option<String> {
    let more = p.evidence.len().saturating_sub(FIELDS);
    (more > 0).then(|| lens.words.fill("duplicates", "fields_more", &[("n", &more.to_string())]))
}

fn probability(lens: &Lens<'_>, p: f64) -> String {
    lens.words.fill("duplicates", "probability", &[("p", &figures::probability(p))])
}

fn member(lens: &Lens<'_>, row: RowId, survives: bool) -> Member {
    let (spot, record) = (lens.row(row), lens.input.records.record(row));
    let line = spot.line.map(|n| lens.words.fill("findings", "row", &[("n", &n.to_string())]));
    let place = [shown(spot.path()), shown(spot.sheet()), line.unwrap_or_default()];
    Member {
        code: shown(record.code),
        name: shown(&lens.name(&record)),
        place: place.into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(" › "),
        survives,
    }
}

/// Lays out the strongest evidence around a middle line: for the same thing to the right, against it to the left.
fn bars(lens: &Lens<'_>, entity: &Entity, p: &MatchPair) -> Vec<Bar> {
    let mut strongest: Vec<&Evidence> = p.evidence.iter().collect();
    strongest.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()));
    strongest.into_iter().take(FIELDS).map(|e| bar(lens, entity, p, e)).collect()
}

fn bar(lens: &Lens<'_>, entity: &Entity, p: &MatchPair, e: &Evidence) -> Bar {
    let half = if e.weight.is_nan() { 0.0 } else { (e.weight.abs().min(FULL_BITS) / FULL_BITS) * 50.0 };
    let against = e.weight < 0.0;
    // Fields that are compared as one, such as `name+spec`, are shown side by side.
    let parts: Vec<(&str, Option<&FieldSpec>)> = e.field.split('+').map(|name| (name, lens.field(Some(entity), name))).collect();
    let value = |row: RowId| {
        let of = |(name, field): &(&str, Option<&FieldSpec>)| lens.value(*field, lens.input.records.value(row, name)).into_owned();
        shown(&parts.iter().map(of).filter(|v| !v.is_empty()).collect::<Vec<_>>().join(" "))
    };
    let label = |(name, field): &(&str, Option<&FieldSpec>)| field.map_or((*name).to_owned(), |f| f.label.get(lens.input.lang).to_owned());
    Bar {
        field: shown(&parts.iter().map(label).collect::<Vec<_>>().join(" + ")),
        level: shown(lens.words.find("level", &e.level).unwrap_or(&e.level)),
        left: value(p.left),
        right: value(p.right),
        weight: figures::weight(e.weight),
        way: match e.weight {
            f64::NEG_INFINITY => "veto",
            _ if against => "against",
            _ => "for",
        },
        x: percent(if against { 50.0 - half } else { 50.0 }),
        width: percent(half),
    }
}
