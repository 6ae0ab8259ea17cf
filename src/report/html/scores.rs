//! The section of quality scores before and after.

use super::chart::percent;
use super::shown;
use crate::model::{Dimension, DimensionSummary, EntitySummary};
use crate::report::figures;
use crate::report::lens::Lens;
use crate::report::words::Words;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
pub(super) struct View {
    entities: Vec<Dumbbell>,
    dimensions: Vec<Dumbbell>,
    heads: Vec<&'static str>,
    matrix: Vec<Row>,
    target: Option<Target>,
    axis: Axis,
    /// How much each dimension counts for, per kind of record.
    weights: Vec<Weights>,
}

#[derive(Serialize)]
struct Weights {
    name: String,
    /// Share of the overall score.
    share: String,
    /// Share of the kind's own score, in the order of the heads.
    dimensions: Vec<String>,
}

/// The scale of the charts: from a round number below every score to 100.
#[derive(Serialize)]
struct Axis {
    from: f64,
    labels: Vec<String>,
    words: Option<String>,
}

impl Axis {
    /// Begins the scale as high as all scores allow, since most stand near its end.
    fn over(scores: impl Iterator<Item = f64>, words: &Words) -> Self {
        let least = scores.fold(100.0, f64::min);
        let from = [90.0, 80.0, 60.0].into_iter().find(|f| least >= f + (100.0 - f) * 0.1).unwrap_or(0.0);
        let labels = (0..=4).map(|i| figures::measure(from + (100.0 - from) * f64::from(i) / 4.0)).collect();
        let words = (from > 0.0).then(|| words.fill("scores", "scale", &[("from", &figures::measure(from))]));
        Self { from, labels, words }
    }

    fn x(&self, score: f64) -> String {
        percent((score - self.from) * 100.0 / (100.0 - self.from))
    }
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
    let scored = |d: &Dimension| s.dimensions.get(d.as_str()).map_or((None, None), |d| (d.before, d.after));
    let shown_scores = s.entities.iter().map(|(_, e)| (e.score.before, e.score.after)).chain(Dimension::ALL.iter().map(scored));
    let axis = Axis::over(shown_scores.chain([(s.score.before, s.score.after)]).flat_map(|(b, a)| [b, a]).flatten(), w);
    let entity = |(name, e): &(String, EntitySummary)| {
        dumbbell(&axis, shown(lens.entity_label(name)), (e.score.before, e.score.after), e.score.grade)
    };
    let overall = dumbbell(&axis, w.get("scores", "overall").to_owned(), (s.score.before, s.score.after), None);
    let gate = s.gates.iter().find(|g| g.metric == "score" && !g.at_most && g.target >= axis.from);
    View {
        entities: std::iter::once(overall).chain(s.entities.iter().map(entity)).collect(),
        dimensions: Dimension::ALL.iter().map(|d| dumbbell(&axis, w.dimension(*d).to_owned(), scored(d), None)).collect(),
        heads: Dimension::ALL.iter().map(|d| w.dimension(*d)).collect(),
        matrix: s.entities.iter().map(|(name, e)| row(lens, name, &e.score.dimensions)).collect(),
        target: gate.map(|g| Target { x: axis.x(g.target), words: w.fill("scores", "target", &[("target", &figures::measure(g.target))]) }),
        weights: weights(lens),
        axis,
    }
}

/// Gives the weights of scores as shares of a hundred; a dimension or kind that does not apply leaves its weight to the others.
fn weights(lens: &Lens<'_>) -> Vec<Weights> {
    let scored = |name: &str| lens.input.summary.entities.iter().any(|(n, e)| n == name && e.score.after.is_some());
    let specs: Vec<_> = lens.input.plan.entities.iter().filter(|e| scored(e.entity.as_str())).collect();
    let whole: f64 = specs.iter().map(|e| e.weight).sum();
    let share = |part: f64, whole: f64| if part > 0.0 && whole > 0.0 { figures::percent(part / whole) } else { "–".to_owned() };
    let one = |e: &&crate::plan::EntitySpec| {
        let all: f64 = e.weights.values().sum();
        Weights {
            name: shown(lens.entity_label(e.entity.as_str())),
            share: share(e.weight, whole),
            dimensions: Dimension::ALL.iter().map(|d| share(e.weights.get(d).copied().unwrap_or(0.0), all)).collect(),
        }
    };
    specs.iter().map(one).collect()
}

fn dumbbell(axis: &Axis, name: String, (before, after): (Option<f64>, Option<f64>), grade: Option<char>) -> Dumbbell {
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
        before_x: before.map(|b| axis.x(b)),
        after_x: after.map(|a| axis.x(a)),
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
