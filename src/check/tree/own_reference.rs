//! Finds references to records of the same list that do not exist or lead back to themselves.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example, Kind, Parameter};
use super::super::judgement::{Failure, Outcome, Why};
use super::super::keys::{Fold, is_blank_word};
use super::graph::Graph;

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "own_reference",
    does: (
        "字段引用同一清单里的另一条记录（上级客户、替代料），而该记录不存在，或间接指回自己。指向自己表示自己就是最上级，不算错。",
        "The field refers to another record of the same list (parent, substitute) that does not exist or leads back. A record that names itself is its own top, which is no mistake.",
    ),
    needs_field: true,
    parameters: &[
        Parameter::new(
            "key",
            Kind::Field,
            "被引用的编码字段，默认实体的 key",
            "the field of the codes referred to, the entity's key by default",
        ),
        Parameter::new("or_name", Kind::Field, "也可以按名称引用", "references may name this field instead"),
    ],
    example: Example {
        field: "parent",
        params: "key = \"code\"",
        table: "code|parent\nA|\nB|A\nC|X\nD|E\nE|D\nF|F",
        others: &[],
        fails: &[3, 4, 5],
    },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    let entity = case.subject.spec.entity.as_str();
    let key = case.params.text("key").or(case.subject.spec.key.as_deref()).unwrap_or("code");
    let (Some(column), Some(codes)) = (case.column(), case.other(key)) else { return Outcome::default() };
    let Some(by_code) = case.register(entity, key, Fold::Code) else { return Outcome::default() };
    let by_name = case.params.text("or_name").and_then(|n| case.register(entity, n, Fold::Name));
    let target = |row: usize, value: &str| {
        let found = by_code.find(value, case.system(row)).first().copied();
        found.or_else(|| by_name.as_ref().and_then(|r| r.first(value)))
    };
    // Every record is a node of its own: its position in the table.
    let mut graph = Graph::new();
    for row in 0..case.height() {
        graph.node(&row.to_string(), codes.text(row));
    }
    let mut outcome = Outcome::default();
    let mut edges = Vec::new();
    for row in (0..case.height()).filter(|&row| case.applies(row)) {
        let Some(value) = column.get(row).filter(|v| !is_blank_word(v)) else { continue };
        outcome.applicable += 1;
        match target(row, value) {
            None => outcome.failures.push(Failure { row, why: Why::expected("∅") }),
            Some(other) if other != row => {
                graph.edge(row, other);
                edges.push((row, other));
            }
            Some(_) => {}
        }
    }
    let (of, sizes) = graph.components();
    for (row, other) in edges {
        let same = of.get(row) == of.get(other) && of.get(row).and_then(|c| sizes.get(*c)).is_some_and(|n| *n > 1);
        if same {
            let path = if case.explain { ring(&graph, row) } else { Vec::new() };
            outcome.failures.push(Failure { row, why: Why::expected(graph.written(&path)) });
        }
    }
    outcome.failures.sort_unstable_by_key(|f| f.row);
    outcome
}

/// Follows the one reference of each record until it comes back; longer rings are cut.
fn ring(graph: &Graph, start: usize) -> Vec<usize> {
    let mut path = vec![start];
    while let Some(&next) = path.last().and_then(|n| graph.next(*n).first()) {
        path.push(next);
        if next == start || path.len() > 100 {
            break;
        }
    }
    path
}
