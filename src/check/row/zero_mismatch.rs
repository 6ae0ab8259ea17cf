//! Finds amounts without quantity and quantities without amount.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example, Kind, Parameter};
use super::super::judgement::{Judgement, Outcome, Why};
use super::super::quantity::{number, written};

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "zero_mismatch",
    does: ("两个数一个为零而另一个不为零。", "One of two numbers is zero while the other is not."),
    needs_field: true,
    parameters: &[Parameter::new("with", Kind::Field, "另一个数", "the field of the other number")],
    example: Example {
        field: "amount",
        params: "with = \"qty\"",
        table: "qty|amount\n5|10\n0|10\n5|0\n0|0\n5|",
        others: &[],
        fails: &[2, 3],
    },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    let Some(other) = case.named("with") else { return Outcome::default() };
    let name = case.params.text("with").unwrap_or("");
    case.each_value(|row, value| match (number(value), other.get(row).and_then(number)) {
        (Some(a), Some(b)) if a.is_zero() == b.is_zero() => Judgement::Good,
        (Some(_), Some(b)) => case.bad(|| Why::expected(format!("{name} = {}", written(b)))),
        _ => Judgement::NotApplicable,
    })
}
