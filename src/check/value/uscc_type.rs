//! Finds credit codes of authorities and types that do not exist.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example};
use super::super::judgement::{Judgement, Outcome, Why};
use crate::domain::codes::uscc;

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
    case.each_value(|_, value| {
        let verdict = uscc::check(value);
        let Some(code) = verdict.normalised() else { return Judgement::NotApplicable };
        let mut head = code.chars();
        match (head.next(), head.next()) {
            (Some(authority), Some(kind)) if uscc::holder(authority, kind).is_some() => Judgement::Good,
            (Some(authority), Some(kind)) => case.bad(|| Why::expected(format!("≠ {authority}{kind}"))),
            _ => Judgement::NotApplicable,
        }
    })
}
