//! Finds CNAPS bank codes with a wrong check digit.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example};
use super::super::judgement::{Judgement, Outcome};
use crate::domain::codes::cnaps;

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "cnaps",
    does: (
        "联行号不是 12 位数字，或校验位（MOD 11,10）不符。",
        "The CNAPS code does not have 12 digits, or its check digit (MOD 11,10) does not fit.",
    ),
    needs_field: true,
    parameters: &[],
    example: Example { field: "cnaps", params: "", table: "cnaps\n102100099996\n102290020123\n10210009999", others: &[], fails: &[2, 3] },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    case.each_value(|_, value| case.by_repairable("cnaps", &cnaps::check(value), value, Judgement::good_if(false)))
}
