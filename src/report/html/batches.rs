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
    entities: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    entity: String,
    rows: String,
    batches: String,
    bar: String,
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

fn wave(lens: &Lens<'_>, name: &str, entities: &[(&str, u64, u64)], most: u64) -> Wave {
    let row = |(entity, rows, n): &(&str, u64, u64)| Row {
        entity: shown(lens.entity_label(entity)),
        rows: figures::count(*rows),
        batches: lens.words.counted("batches", *n),
        bar: percent(if most == 0 { 0.0 } else { *rows as f64 * 100.0 / most as f64 }),
    };
    Wave {
        name: shown(name),
        rows: lens.words.counted("records", entities.iter().map(|e| e.1).sum()),
        batches: lens.words.counted("batches", entities.iter().map(|e| e.2).sum()),
        entities: entities.iter().map(row).collect(),
    }
}
