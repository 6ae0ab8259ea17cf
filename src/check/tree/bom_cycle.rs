//! Finds items that occur in their own explosion.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example, Kind, Parameter};
use super::super::judgement::{Failure, Outcome, Why};
use super::super::keys::Fold;
use super::graph::Graph;

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "bom_cycle",
    does: (
        "父项直接或间接出现在自己的展开中；环上的每一行都报出，并给出经过它的完整环路。父项直接等于子项的行归 self_reference。",
        "A parent occurs directly or indirectly in its own explosion; every line on a cycle is reported with the full path through it. Lines whose parent is their component are left to self_reference.",
    ),
    needs_field: true,
    parameters: &[Parameter::new("parent", Kind::Field, "父项字段", "the field of the parent")],
    example: Example {
        field: "component_code",
        params: "parent = \"parent_code\"",
        table: "parent_code|component_code\nA|B\nB|C\nC|A\nA|D\nE|A",
        others: &[],
        fails: &[1, 2, 3],
    },
    run,
};

/// Paths are searched line by line up to this size of a cycle's component; beyond, one path serves all its lines.
const SEARCHED: usize = 200;

fn run(case: &Case<'_>) -> Outcome {
    let (Some(components), Some(parents)) = (case.column(), case.named("parent")) else { return Outcome::default() };
    let (mut graph, mut edges) = (Graph::new(), Vec::new());
    for row in (0..case.height()).filter(|&row| case.applies(row)) {
        let (Some(parent), Some(component)) = (parents.get(row), components.get(row)) else { continue };
        let system = case.system(row);
        let key = |code: &str| format!("{}\u{1f}{system}", Fold::Code.key(code));
        let (from, to) = (graph.node(&key(parent), parent), graph.node(&key(component), component));
        edges.push((row, from, to));
        if from != to {
            graph.edge(from, to);
        }
    }
    let (of, sizes) = graph.components();
    let component = |node: usize| of.get(node).copied().unwrap_or(usize::MAX);
    let mut outcome = Outcome { applicable: edges.len() as u64, failures: Vec::new() };
    let mut shared: Vec<Option<String>> = vec![None; sizes.len()];
    for (row, from, to) in edges {
        let c = component(from);
        if from == to || c != component(to) {
            continue;
        }
        let search = || cycle(&graph, from, to, |n| component(n) == c);
        let path = match (case.explain, sizes.get(c).copied().unwrap_or(0) > SEARCHED, shared.get_mut(c)) {
            (false, ..) => String::new(),
            (true, true, Some(shared)) => shared.get_or_insert_with(search).clone(),
            (true, ..) => search(),
        };
        outcome.failures.push(Failure { row, why: Why::expected(path) });
    }
    outcome
}

/// Writes a shortest cycle through an edge.
fn cycle(graph: &Graph, from: usize, to: usize, inside: impl Fn(usize) -> bool) -> String {
    let mut path = vec![from];
    path.extend(graph.path(to, from, inside).unwrap_or_default());
    graph.written(&path)
}
