//! Finds business registration numbers with a wrong check digit.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example};
use super::super::judgement::{Judgement, Outcome};
use crate::domain::codes::{Verdict, business_registration, uscc};

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "registration_number",
    does: (
        "工商注册号（15 位）校验位不符，也不是正确的 18 位信用代码。境外登记号不适用。",
        "The registration number of 15 digits has a wrong check digit and is no valid credit code of 18 characters. Foreign numbers are not applicable.",
    ),
    needs_field: true,
    parameters: &[],
    example: Example {
        field: "biz_reg_no",
        params: "",
        table: "biz_reg_no\n110108000000016\n110108000000017\n914403001922038216\nHRB 12345",
        others: &[],
        fails: &[2],
    },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    case.each_value(|_, value| match uscc::check(value) {
        Verdict::NotThisKind => case.by_verdict(&business_registration::check(value), value, Judgement::NotApplicable),
        // A number of 16 to 20 characters that is no credit code may still be a damaged registration number: its own check says what is wrong.
        verdict => case.by_verdict(&verdict, value, Judgement::NotApplicable),
    })
}
