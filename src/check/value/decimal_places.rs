//! Finds numbers with more decimal places than the target keeps.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example, Kind, Parameter};
use super::super::judgement::{Judgement, Outcome, Why};
use super::super::quantity::{number, written};

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "decimal_places",
    does: (
        "数字的小数位多于目标字段能存的位数，装载时会被静默舍入（0.0005 变成 0.001）；末尾的零不计。",
        "The number has more decimal places than the target field keeps, and would be rounded silently (0.0005 becomes 0.001); zeros at the end do not count.",
    ),
    needs_field: true,
    parameters: &[Parameter::new("max", Kind::Number, "最多小数位", "the most decimal places")],
    example: Example { field: "qty", params: "max = 3", table: "qty\n1.250\n0.0005\n2\n1.2340", others: &[], fails: &[2] },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    let Some(max) = case.params.count("max").and_then(|m| u32::try_from(m).ok()) else { return Outcome::default() };
    case.each_distinct(|value| match number(value) {
        None => Judgement::NotApplicable,
        Some(n) if n.normalize().scale() <= max => Judgement::Good,
        Some(n) => case.bad(|| Why::expected(format!("≠ {}", written(n.round_dp(max))))),
    })
}
