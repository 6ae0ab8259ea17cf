//! The section of quality scores before and after.

use super::chart::percent;
use super::shown;
use crate::model::{Dimension, DimensionSummary};
use crate::report::figures;
use crate::report::lens::Lens;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
pub(super) struct View {
    entities: Vec<Dumbbell>,
    dimensions: Vec<Dumbbell>,
    heads: Vec<&'static str>,
    matrix: Vec<Row>,
    target: Option<Target>,
}

/// A score before and after on a scale of 0 to 100.
#[derive(Serialize)]
struct Dumbbell {
    name: String,
    before: String,
    after: String,
    change: String,
    /// `up`, `down`, `flat`.
    way: &'static str,
    grade: Option<char>,
    before_x: Option<String>,
    after_x: Option<String>,
}

#[derive(Serialize)]
struct Row {
    name: String,
    cells: Vec<Cell>,
}

#[derive(Serialize)]
struct Cell {
    after: String,
    before: Option<String>,
    /// `a` to `d`, or `none`.
    class: char,
}

#[derive(Serialize)]
struct Target {
    x: String,
    words: String,
}

pub(super) fn view(lens: &Lens<'_>) -> View {
    let (s, w) = (lens.input.summary, lens.words);
    let entity = |(name, e): &(String, crate::model::EntitySummary)| {
        dumbbell(shown(lens.entity_label(name)), e.score.before, e.score.after, e.score.grade)
    };
    let dimension = |d: &Dimension| {
        let at = s.dimensions.get(d.as_str()).copied().unwrap_or_default();
        dumbbell(w.dimension(*d).to_owned(), at.before, at.after, None)
    };
    let overall = dumbbell(w.get("scores", "overall").to_owned(), s.score.before, s.score.after, None);
    View {
        entities: std::iter::once(overall).chain(s.entities.iter().map(entity)).collect(),
        dimensions: Dimension::ALL.iter().map(dimension).collect(),
        heads: Dimension::ALL.iter().map(|d| w.dimension(*d)).collect(),
        matrix: s.entities.iter().map(|(name, e)| row(lens, name, &e.score.dimensions)).collect(),
        target: s
            .gates
            .iter()
            .find(|g| g.metric == "score" && !g.at_most)
            .map(|g| Target { x: percent(g.target), words: w.fill("scores", "target", &[("target", &figures::measure(g.target))]) }),
    }
}

fn dumbbell(name: String, before: Option<f64>, after: Option<f64>, grade: Option<char>) -> Dumbbell {
    let change = before.zip(after).map(|(b, a)| a - b);
    Dumbbell {
        name,
        before: figures::score(before),
        after: figures::score(after),
        change: change.map(|c| format!("{c:+.1}")).unwrap_or_default(),
        way: match change {
            Some(c) if c > 0.05 => "up",
            Some(c) if c < -0.05 => "down",
            _ => "flat",
        },
        grade,
        before_x: before.map(percent),
        after_x: after.map(percent),
    }
}

fn row(lens: &Lens<'_>, name: &str, dimensions: &BTreeMap<&'static str, DimensionSummary>) -> Row {
    let cell = |d: &Dimension| {
        let at = dimensions.get(d.as_str()).copied().unwrap_or_default();
        Cell {
            after: figures::score(at.after),
            before: at.before.map(|b| lens.words.fill("scores", "from", &[("before", &figures::score(Some(b)))])),
            class: class(at.after),
        }
    };
    Row { name: shown(lens.entity_label(name)), cells: Dimension::ALL.iter().map(cell).collect() }
}

fn class(score: Option<f64>) -> char {
    match score {
        None => 'n',
        Some(s) if s >= 95.0 => 'a',
        Some(s) if s >= 85.0 => 'b',
        Some(s) if s >= 70.0 => 'c',
        Some(_) => 'd',
    }
}
