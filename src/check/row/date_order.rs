//! Finds dates in the wrong order.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example, Kind, Parameter};
use super::super::judgement::{Judgement, Outcome, Why};
use super::super::quantity::day;

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "date_order",
    does: ("日期晚于同一行的另一个日期。", "The date lies after another date of the same row."),
    needs_field: true,
    parameters: &[Parameter::new("not_after", Kind::Field, "不得晚于的日期字段", "the field of the date that it must not lie after")],
    example: Example {
        field: "valid_from",
        params: "not_after = \"valid_to\"",
        table: "valid_from|valid_to\n2024-01-01|2024-12-31\n2024-06-01|2024-05-31\n2024-06-01|",
        others: &[],
        fails: &[2],
    },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    let Some(later) = case.named("not_after") else { return Outcome::default() };
    case.each_value(|row, value| match (day(value), later.get(row).and_then(day)) {
        (Some(from), Some(to)) if from <= to => Judgement::Good,
        (Some(_), Some(to)) => case.bad(|| Why::expected(format!("≤ {to}"))),
        _ => Judgement::NotApplicable,
    })
}
