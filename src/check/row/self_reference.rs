//! Finds rows that refer to themselves.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example, Kind, Parameter};
use super::super::judgement::{Judgement, Outcome};
use super::super::keys::Fold;

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "self_reference",
    does: (
        "字段与同一行的另一个字段是同一个编码（父项等于子项）。",
        "The field holds the same code as another one of the row (an item as its own component).",
    ),
    needs_field: true,
    parameters: &[Parameter::new("other", Kind::Field, "不得相同的字段", "the field that must differ")],
    example: Example {
        field: "component_code",
        params: "other = \"parent_code\"",
        table: "parent_code|component_code\nA-01|B-01\nA-01|a-01\nA-01|",
        others: &[],
        fails: &[2],
    },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    let Some(other) = case.named("other") else { return Outcome::default() };
    case.each_value(|row, value| match other.get(row) {
        None => Judgement::NotApplicable,
        Some(other) => Judgement::good_if(value != other && Fold::Code.key(value) != Fold::Code.key(other)),
    })
}
