//! Finds credit codes of authorities and types that do not exist.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example};
use super::super::judgement::{Judgement, Outcome, Why};

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "uscc_type",
    does: (
        "信用代码前两位（登记管理部门和机构类别）不在标准的表里。",
        "The first two characters of the credit code (authority and type) are not in the standard's table.",
    ),
    needs_field: true,
    parameters: &[],
    example: Example { field: "tax_id", params: "", table: "tax_id\n914403001922038216\n84440300192203821X", others: &[], fails: &[2] },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    let codes = case.credit_codes();
    case.each_value(|row, value| match codes.get(row).copied().flatten() {
        None => Judgement::NotApplicable,
        Some(code) if code.kind_known => Judgement::Good,
        Some(_) => case.bad(|| Why::expected(format!("≠ {}", value.get(..2).unwrap_or("")))),
    })
}
