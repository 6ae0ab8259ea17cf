//! Finds credit codes of provinces that do not exist.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example};
use super::super::judgement::{Judgement, Outcome, Why};

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "uscc_region",
    does: (
        "信用代码第 3–4 位不是省级行政区划代码（国家登记机关为 10）。",
        "Characters 3 and 4 of the credit code are no province (10 for the national authority).",
    ),
    needs_field: true,
    parameters: &[],
    example: Example { field: "tax_id", params: "", table: "tax_id\n914403001922038216\n91990300192203821C", others: &[], fails: &[2] },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    let codes = case.credit_codes();
    case.each_value(|row, _| match codes.get(row).copied().flatten() {
        None => Judgement::NotApplicable,
        Some(code) if code.region_known => Judgement::Good,
        Some(code) => case.bad(|| Why::expected(format!("≠ {}", code.province()))),
    })
}
