//! Finds products whose structure is suspiciously deep.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example, Kind, Parameter};
use super::super::judgement::{Failure, Outcome, Why};
use super::super::keys::Fold;
use super::graph::Graph;

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "bom_depth",
    does: (
        "从顶层父项展开的层数超过上限；报在该父项的第一行，并给出最深的路径。环不计入深度。",
        "The explosion of a top parent has more levels than allowed; reported at its first line with the deepest path. Cycles do not count.",
    ),
    needs_field: true,
    parameters: &[
        Parameter::new("component", Kind::Field, "子项字段", "the field of the component"),
        Parameter::new("max", Kind::Number, "最多层数，默认 10", "the most levels, 10 by default"),
    ],
    example: Example {
        field: "parent_code",
        params: "component = \"component_code\"\nmax = 2",
        table: "parent_code|component_code\nA|B\nB|C\nC|D\nX|Y",
        others: &[],
        fails: &[1],
    },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    let (Some(parents), Some(components)) = (case.column(), case.named("component")) else { return Outcome::default() };
    let max = case.params.count("max").unwrap_or(10);
    let (mut graph, mut first_row, mut is_component) = (Graph::new(), Vec::new(), Vec::new());
    for row in (0..case.height()).filter(|&row| case.applies(row)) {
        let (Some(parent), Some(component)) = (parents.get(row), components.get(row)) else { continue };
        let system = case.system(row);
        let key = |code: &str| format!("{}\u{1f}{system}", Fold::Code.key(code));
        let (from, to) = (graph.node(&key(parent), parent), graph.node(&key(component), component));
        first_row.resize(graph.len(), None);
        is_component.resize(graph.len(), false);
        if let Some(first) = first_row.get_mut(from) {
            first.get_or_insert(row);
        }
        if let (Some(flag), true) = (is_component.get_mut(to), from != to) {
            *flag = true;
        }
        graph.edge(from, to);
    }
    let deepest = deepest(&graph);
    let mut outcome = Outcome::default();
    for (node, first) in first_row.iter().enumerate() {
        let (Some(row), Some(false)) = (*first, is_component.get(node)) else { continue };
        outcome.applicable += 1;
        let levels = deepest.get(node).map_or(0, |d| d.levels);
        if levels > max {
            let why = if case.explain {
                Why::expected(format!("{levels} > {max}: {}", explosion(&graph, &deepest, node)))
            } else {
                Why::default()
            };
            outcome.failures.push(Failure { row, why });
        }
    }
    outcome.failures.sort_unstable_by_key(|f| f.row);
    outcome
}

/// How far down a node leads, and through which component.
#[derive(Clone, Copy, Default)]
struct Depth {
    levels: usize,
    through: Option<usize>,
}

/// Gives the greatest depth of every node; components come before what leads to them, and edges inside one are left out.
fn deepest(graph: &Graph) -> Vec<Depth> {
    let (of, _) = graph.components();
    let mut order: Vec<usize> = (0..graph.len()).collect();
    order.sort_by_key(|&n| of.get(n).copied());
    let mut depths = vec![Depth::default(); graph.len()];
    for node in order {
        let mut best = Depth::default();
        for &next in graph.next(node).iter().filter(|n| of.get(**n) != of.get(node)) {
            let levels = depths.get(next).map_or(0, |d| d.levels) + 1;
            if levels > best.levels {
                best = Depth { levels, through: Some(next) };
            }
        }
        if let Some(depth) = depths.get_mut(node) {
            *depth = best;
        }
    }
    depths
}

fn explosion(graph: &Graph, depths: &[Depth], top: usize) -> String {
    let mut path = vec![top];
    while let Some(next) = path.last().and_then(|n| depths.get(*n)).and_then(|d| d.through) {
        path.push(next);
    }
    graph.written(&path)
}
