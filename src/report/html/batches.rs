//! The section of batches by wave.

use super::chart::percent;
use super::shown;
use crate::model::BatchSummary;
use crate::report::figures;
use crate::report::lens::Lens;
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct Wave {
    name: String,
    rows: String,
    batches: String,
    /// Share of the rows that have to go with it that are loaded without a serious finding.
    clean: String,
    waiting: String,
    /// What must hold in the target before the next wave.
    criteria: Vec<String>,
    entities: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    entity: String,
    rows: String,
    batches: String,
    bar: String,
    clean: String,
    waiting: String,
    /// The bar of what is clean, on the scale of `bar`.
    clean_bar: String,
}

/// Lists the waves in loading order, and in each the entities.
pub(super) fn view(lens: &Lens<'_>) -> Vec<Wave> {
    let mut waves: Vec<(&str, Vec<(&str, u64, u64)>)> = Vec::new();
    for b in &lens.input.summary.batches {
        let at = waves.iter().position(|(name, _)| *name == b.wave).unwrap_or_else(|| {
            waves.push((&b.wave, Vec::new()));
            waves.len() - 1
        });
        if let Some((_, entities)) = waves.get_mut(at) {
            add(entities, b);
        }
    }
    // A wave whose records all wait has no batch, and is what a reader must see.
    for w in &lens.input.summary.waves {
        let at = waves.iter().position(|(name, _)| *name == w.wave).unwrap_or_else(|| {
            waves.push((&w.wave, Vec::new()));
            waves.len() - 1
        });
        if let Some((_, entities)) = waves.get_mut(at) {
            let missing =
                w.entities.iter().filter(|e| !entities.iter().any(|(name, ..)| *name == e.entity)).map(|e| (e.entity.as_str(), 0, 0));
            let missing: Vec<_> = missing.collect();
            entities.extend(missing);
        }
    }
    let most = waves.iter().flat_map(|(_, e)| e).map(|(_, rows, _)| *rows).max().unwrap_or(0);
    waves.iter().map(|(name, entities)| wave(lens, name, entities, most)).collect()
}

fn add<'a>(entities: &mut Vec<(&'a str, u64, u64)>, b: &'a BatchSummary) {
    match entities.iter_mut().find(|(name, ..)| *name == b.entity) {
        Some((_, rows, n)) => {
            *rows += b.rows;
            *n += 1;
        }
        None => entities.push((&b.entity, b.rows, 1)),
    }
}

/// Names an entity; the header records of a structure are written as an entity of their own.
fn label(lens: &Lens<'_>, entity: &str) -> String {
    match entity.strip_suffix("_header").filter(|base| lens.input.plan.entities.iter().any(|e| e.entity.as_str() == *base)) {
        Some(base) => shown(&lens.words.fill("batches", "headers", &[("entity", lens.entity_label(base))])),
        None => shown(lens.entity_label(entity)),
    }
}

fn wave(lens: &Lens<'_>, name: &str, entities: &[(&str, u64, u64)], most: u64) -> Wave {
    let state = lens.input.summary.waves.iter().find(|w| w.wave == name);
    let wide = |n: u64| percent(if most == 0 { 0.0 } else { n as f64 * 100.0 / most as f64 });
    let row = |(entity, rows, n): &(&str, u64, u64)| {
        // Headers of structures are not judged themselves; their lines are.
        let known = state.and_then(|w| w.entities.iter().find(|e| e.entity == *entity));
        let clean = known.map_or(0, |e| e.clean);
        Row {
            entity: label(lens, entity),
            rows: figures::count(*rows),
            batches: lens.words.counted("batches", *n),
            bar: wide(*rows),
            clean: known.map_or_else(String::new, |e| figures::share(e.clean, e.records + e.waiting)),
            waiting: known.map_or_else(String::new, |e| figures::count(e.waiting)),
            clean_bar: wide(clean),
        }
    };
    let spec = lens.input.plan.waves.iter().find(|w| w.name == name);
    Wave {
        name: shown(name),
        rows: lens.words.counted("records", entities.iter().map(|e| e.1).sum()),
        batches: lens.words.counted("batches", entities.iter().map(|e| e.2).sum()),
        clean: state.map_or_else(String::new, |w| figures::share(w.clean, w.records + w.waiting)),
        waiting: state.map_or_else(String::new, |w| figures::count(w.waiting)),
        criteria: spec.map_or_else(Vec::new, |s| s.accept.iter().map(|c| shown(c.name.get(lens.input.lang))).collect()),
        entities: entities.iter().map(row).collect(),
    }
}
