//! Finds numbers above another number of the same row.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example, Kind, Parameter};
use super::super::judgement::{Judgement, Outcome, Why};
use super::super::quantity::{number, written};
use rust_decimal::Decimal;

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "not_above",
    does: ("数值大于同一行的另一个数值。", "The number exceeds another number of the same row."),
    needs_field: true,
    parameters: &[
        Parameter::new("at_most", Kind::Field, "上限字段", "the field of the limit"),
        Parameter::new("ignore_zero", Kind::Switch, "上限为零表示不设上限", "whether a limit of zero means none"),
    ],
    example: Example {
        field: "net_weight",
        params: "at_most = \"gross_weight\"",
        table: "net_weight|gross_weight\n1.2|1.5\n1.6|1.5\n1.6|",
        others: &[],
        fails: &[2],
    },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    let Some(limits) = case.named("at_most") else { return Outcome::default() };
    let ignored = |limit: Decimal| limit.is_zero() && case.params.flag("ignore_zero");
    case.each_value(|row, value| match (number(value), limits.get(row).and_then(number)) {
        (Some(n), Some(limit)) if !ignored(limit) && n > limit => case.bad(|| Why::expected(format!("≤ {}", written(limit)))),
        (Some(_), Some(limit)) if !ignored(limit) => Judgement::Good,
        _ => Judgement::NotApplicable,
    })
}
