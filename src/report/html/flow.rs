//! The picture of the flow: legacy systems on the left, kinds of records in the middle, fates on the right; every row is in it once on
//! each side, so that both sides are equally high (a Sankey diagram, after H. R. Sankey, 1898).
//!
//! Ribbons live in two halves that stretch with the page; labels stand outside them and do not.

use super::chart::{FATES, of};
use super::shown;
use crate::model::{Balance, FlowSummary};
use crate::report::figures;
use crate::report::lens::Lens;
use serde::Serialize;
use std::collections::BTreeMap;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Height that all rows together take, in pixels.
const WHOLE: f64 = 260.0;
/// Least distance between the middles of two labels, in pixels.
const LABEL: f64 = 19.0;
/// Nodes of a column that are named; smaller ones stand together.
const NAMED: usize = 9;
/// Longest label, in columns of a terminal: a Chinese character is as wide as two letters.
const LONGEST: usize = 22;

#[derive(Serialize)]
pub(super) struct View {
    height: String,
    systems: Vec<Node>,
    entities: Vec<Node>,
    fates: Vec<Node>,
    /// From systems to entities.
    left: Vec<Ribbon>,
    /// From entities to fates.
    right: Vec<Ribbon>,
}

#[derive(Serialize)]
struct Node {
    class: &'static str,
    name: String,
    count: String,
    y: String,
    height: String,
    /// Where its label stands.
    middle: String,
}

#[derive(Serialize)]
struct Ribbon {
    class: &'static str,
    path: String,
    title: String,
}

/// A column of nodes being laid out.
struct Column<K> {
    nodes: Vec<(K, u64, f64)>,
    scale: f64,
}

impl<K: PartialEq> Column<K> {
    /// Stacks nodes with room for their labels.
    fn stack(counts: Vec<(K, u64)>, scale: f64) -> (Self, f64) {
        let (mut y, mut last) = (0.0, None::<f64>);
        let mut nodes = Vec::new();
        for (key, n) in counts {
            let high = (n as f64 * scale).max(1.0);
            // The middles of two nodes are never nearer than two lines of text.
            y = last.map_or(0.0f64.max((LABEL - high) / 2.0), |middle: f64| (y + 6.0).max(middle + LABEL - high / 2.0));
            last = Some(y + high / 2.0);
            nodes.push((key, n, y));
            y += high;
        }
        let end = last.map_or(0.0, |middle| y.max(middle + LABEL / 2.0));
        (Self { nodes, scale }, end)
    }

    fn top(&self, key: &K) -> f64 {
        self.nodes.iter().find(|(k, ..)| k == key).map_or(0.0, |(_, _, y)| *y)
    }

    fn shown(&self, name: impl Fn(&K) -> (&'static str, String)) -> Vec<Node> {
        let one = |(key, n, y): &(K, u64, f64)| {
            let (class, name) = name(key);
            let high = (*n as f64 * self.scale).max(1.0);
            Node { class, name, count: figures::count(*n), y: px(*y), height: px(high), middle: px(y + high / 2.0) }
        };
        self.nodes.iter().map(one).collect()
    }
}

/// Draws ribbons one below the other at both of their ends.
struct Pen {
    from: BTreeMap<usize, f64>,
    to: BTreeMap<usize, f64>,
}

impl Pen {
    fn ribbon(&mut self, (a, ya): (usize, f64), (b, yb): (usize, f64), high: f64) -> String {
        let (from, to) = (self.from.entry(a).or_insert(ya), self.to.entry(b).or_insert(yb));
        let (y0, y1) = (*from, *to);
        *from += high;
        *to += high;
        let (z0, z1) = (px(y0 + high), px(y1 + high));
        let (y0, y1) = (px(y0), px(y1));
        format!("M0 {y0}C50 {y0} 50 {y1} 100 {y1}L100 {z1}C50 {z1} 50 {z0} 0 {z0}Z")
    }
}

/// Lays the flow out; `None` where nothing was read.
pub(super) fn view(lens: &Lens<'_>) -> Option<View> {
    let s = lens.input.summary;
    let flows = &s.flows;
    let read: u64 = flows.iter().map(|f| f.read).sum();
    if read == 0 {
        return None;
    }
    let scale = WHOLE / read as f64;
    let order: Vec<Option<&str>> = s.entities.iter().map(|(name, _)| Some(name.as_str())).chain([None]).collect();
    let mut systems = largest(totals(flows, |f| Some(f.system.as_str())));
    systems.retain(|(_, n)| *n > 0);
    let entities: Vec<_> = order
        .iter()
        .filter_map(|e| Some((*e, flows.iter().filter(|f| f.entity.as_deref() == *e).map(|f| f.read).sum())).filter(|(_, n)| *n > 0))
        .collect();
    let all = flows.iter().fold(Balance::default(), |sum, f| plus(&sum, &f.fates));
    let fates: Vec<_> = FATES.iter().map(|k| (*k, of(&all, *k))).filter(|(_, n)| *n > 0).collect();
    let ((systems, a), (entities, b), (fates, c)) =
        (Column::stack(systems, scale), Column::stack(entities, scale), Column::stack(fates, scale));
    let drawing = Drawing { lens, systems, entities, fates, scale };
    Some(View {
        height: px(a.max(b).max(c).max(WHOLE)),
        left: drawing.left(),
        right: drawing.right(),
        systems: drawing.systems.shown(|k| ("system", drawing.system(*k))),
        entities: drawing.entities.shown(|k| ("entity", drawing.entity(*k))),
        fates: drawing.fates.shown(|k| (k.as_str(), lens.words.fate(*k).to_owned())),
    })
}

struct Drawing<'a> {
    lens: &'a Lens<'a>,
    systems: Column<Option<&'a str>>,
    entities: Column<Option<&'a str>>,
    fates: Column<crate::model::FateKind>,
    scale: f64,
}

impl Drawing<'_> {
    fn left(&self) -> Vec<Ribbon> {
        let mut pen = Pen { from: BTreeMap::new(), to: BTreeMap::new() };
        let mut out = Vec::new();
        for (i, (system, ..)) in self.systems.nodes.iter().enumerate() {
            for (j, (entity, ..)) in self.entities.nodes.iter().enumerate() {
                let own = |f: &&FlowSummary| self.place(f) == *system && f.entity.as_deref() == *entity;
                let n: u64 = self.lens.input.summary.flows.iter().filter(own).map(|f| f.read).sum();
                if n > 0 {
                    let high = n as f64 * self.scale;
                    let path = pen.ribbon((i, self.systems.top(system)), (j, self.entities.top(entity)), high);
                    out.push(Ribbon { class: "through", path, title: self.title(&self.system(*system), &self.entity(*entity), n) });
                }
            }
        }
        out
    }

    fn right(&self) -> Vec<Ribbon> {
        let mut pen = Pen { from: BTreeMap::new(), to: BTreeMap::new() };
        let mut out = Vec::new();
        for (i, (entity, ..)) in self.entities.nodes.iter().enumerate() {
            let own = self.lens.input.summary.flows.iter().filter(|f| f.entity.as_deref() == *entity);
            let fates = own.fold(Balance::default(), |sum, f| plus(&sum, &f.fates));
            for (j, (fate, ..)) in self.fates.nodes.iter().enumerate() {
                let n = of(&fates, *fate);
                if n > 0 {
                    let high = n as f64 * self.scale;
                    let path = pen.ribbon((i, self.entities.top(entity)), (j, self.fates.top(fate)), high);
                    out.push(Ribbon {
                        class: fate.as_str(),
                        path,
                        title: self.title(&self.entity(*entity), self.lens.words.fate(*fate), n),
                    });
                }
            }
        }
        out
    }

    /// Gives the node of a flow's system: its own, or that of the small ones.
    fn place<'f>(&self, flow: &'f FlowSummary) -> Option<&'f str> {
        let own = Some(flow.system.as_str());
        if self.systems.nodes.iter().any(|(k, ..)| *k == own) { own } else { None }
    }

    fn system(&self, key: Option<&str>) -> String {
        match key {
            Some(name) if name.trim().is_empty() => self.lens.words.get("flow", "no_system").to_owned(),
            Some(name) => fitting(&shown(name)),
            None => self.lens.words.get("flow", "others").to_owned(),
        }
    }

    fn entity(&self, key: Option<&str>) -> String {
        key.map_or_else(|| self.lens.words.get("balance", "unrecognised").to_owned(), |e| fitting(&shown(self.lens.entity_label(e))))
    }

    fn title(&self, from: &str, to: &str, n: u64) -> String {
        format!("{from} → {to}: {}", self.lens.words.counted("rows", n))
    }
}

/// Sums flows by a key, in the order in which the keys come.
fn totals<'a>(flows: &'a [FlowSummary], key: impl Fn(&'a FlowSummary) -> Option<&'a str>) -> Vec<(Option<&'a str>, u64)> {
    let mut out: Vec<(Option<&str>, u64)> = Vec::new();
    for f in flows {
        let k = key(f);
        match out.iter_mut().find(|(seen, _)| *seen == k) {
            Some((_, n)) => *n += f.read,
            None => out.push((k, f.read)),
        }
    }
    out
}

/// Keeps the largest nodes and puts the others together under `None`.
fn largest(mut nodes: Vec<(Option<&str>, u64)>) -> Vec<(Option<&str>, u64)> {
    nodes.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    if nodes.len() > NAMED {
        let rest: u64 = nodes.drain(NAMED - 1..).map(|(_, n)| n).sum();
        nodes.push((None, rest));
    }
    nodes
}

/// Adds two balances.
pub(super) fn plus(a: &Balance, b: &Balance) -> Balance {
    Balance {
        read: a.read + b.read,
        emitted: a.emitted + b.emitted,
        merged: a.merged + b.merged,
        held: a.held + b.held,
        rejected: a.rejected + b.rejected,
        skipped: a.skipped + b.skipped,
    }
}

/// Cuts a label to the width that it has.
fn fitting(label: &str) -> String {
    if label.width() <= LONGEST {
        return label.to_owned();
    }
    let mut wide = 1;
    let kept = label.chars().take_while(|c| {
        wide += c.width().unwrap_or(0);
        wide <= LONGEST
    });
    kept.chain(['…']).collect()
}

fn px(x: f64) -> String {
    format!("{x:.1}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Lang;
    use crate::report::sample::Sample;

    #[test]
    fn both_sides_hold_every_row() {
        let sample = Sample::company();
        let list = sample.list();
        let input = sample.input(&list, Lang::En);
        let drawn = view(&Lens::new(&input)).unwrap();
        let sum = |nodes: &[Node]| nodes.iter().map(|n| n.count.replace(',', "").parse::<u64>().unwrap()).sum::<u64>();
        assert_eq!(
            (sum(&drawn.systems), sum(&drawn.entities), sum(&drawn.fates)),
            (sample.summary.read, sample.summary.read, sample.summary.read)
        );
        let apart = |nodes: &[Node]| {
            let middles: Vec<f64> = nodes.iter().map(|n| n.middle.parse().unwrap()).collect();
            middles.windows(2).all(|w| w[1] - w[0] >= LABEL - 0.2)
        };
        assert!(apart(&drawn.systems) && apart(&drawn.entities) && apart(&drawn.fates));
        // Each ribbon says how many rows it holds; on both sides they are all.
        let rows = |ribbons: &[Ribbon]| {
            let count =
                |r: &Ribbon| r.title.rsplit(": ").next().unwrap().split(' ').next().unwrap().replace(',', "").parse::<u64>().unwrap();
            ribbons.iter().map(count).sum::<u64>()
        };
        assert_eq!((rows(&drawn.left), rows(&drawn.right)), (sample.summary.read, sample.summary.read));
        assert_eq!((fitting("苏州宏达五金制品有限公司第二工厂"), fitting("plant-a")), ("苏州宏达五金制品有限…".into(), "plant-a".into()));
    }

    #[test]
    fn many_systems_are_put_together_and_nothing_gives_no_picture() {
        let names: Vec<String> = (0..30).map(|i| format!("s{i}")).collect();
        let nodes = largest(names.iter().enumerate().map(|(i, n)| (Some(n.as_str()), i as u64 + 1)).collect());
        assert_eq!((nodes.len(), nodes.iter().map(|n| n.1).sum::<u64>()), (NAMED, 465));
        let sample = Sample::empty();
        let list = sample.list();
        assert!(view(&Lens::new(&sample.input(&list, Lang::En))).is_none());
    }
}
