//! Finds pairs of values that a table of the project does not list together.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example, Kind, Parameter};
use super::super::judgement::{Judgement, Outcome, Why};
use super::super::keys::Fold;
use std::collections::{BTreeMap, BTreeSet};

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "listed_together",
    does: (
        "值与另一字段的值没有一起列在项目的对照表中，例如工序号不在该父项的工艺路线里。没有该对照表，或表中没有另一字段的值时不适用。",
        "The value does not stand together with that of another field in a table of the project, such as an operation that is not in the routing of the parent. Not applicable without that table, nor where it does not have the other value.",
    ),
    needs_field: true,
    parameters: &[
        Parameter::new("table", Kind::Text, "对照表", "the table"),
        Parameter::new("with", Kind::Field, "另一字段", "the other field"),
        Parameter::new("with_column", Kind::Text, "另一字段在表中的列", "the column of the other field"),
        Parameter::new("column", Kind::Text, "本字段在表中的列", "the column of this field"),
    ],
    example: Example {
        field: "operation",
        params: "table = \"routing\"\nwith = \"parent_code\"\nwith_column = \"material\"\ncolumn = \"operation\"",
        table: "parent_code|operation\nP-1|10\nP-1|15\nP-2|10\nP-1|0020",
        others: &[("routing", "material|operation\nP-1|0010\nP-1|20")],
        fails: &[2],
    },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    let Some(with) = case.named("with") else { return Outcome::default() };
    let listed = listed(case);
    case.each_value(|row, value| {
        let Some(values) = with.get(row).and_then(|w| listed.get(&Fold::Code.key(w))) else { return Judgement::NotApplicable };
        if values.contains(&Fold::Code.key(value)) {
            return Judgement::Good;
        }
        case.bad(|| Why::expected(values.iter().map(String::as_str).collect::<Vec<_>>().join(" / ")))
    })
}

/// Gives the values that the table lists with each of the other field's.
fn listed(case: &Case<'_>) -> BTreeMap<String, BTreeSet<String>> {
    let mut listed: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let table = case.subject.plan.table(case.params.text("table").unwrap_or_default());
    let columns = ["with_column", "column"].map(|p| table.column(case.params.text(p).unwrap_or_default()));
    let [Some(with), Some(own)] = columns else { return listed };
    for row in &table.rows {
        if let (Some(with), Some(own)) = (row.get(with), row.get(own)) {
            listed.entry(Fold::Code.key(with)).or_default().insert(Fold::Code.key(own));
        }
    }
    listed
}
