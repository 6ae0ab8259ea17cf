//! Finds malformed bank identifier codes.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example};
use super::super::judgement::{Judgement, Outcome};
use crate::domain::codes::bic;

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "bic",
    does: (
        "SWIFT/BIC 不是 8 位或 11 位，或前六位不是字母。",
        "The SWIFT/BIC does not have 8 or 11 characters, or does not begin with six letters.",
    ),
    needs_field: true,
    parameters: &[],
    example: Example { field: "swift", params: "", table: "swift\nDEUTDEFF\nICBKCNBJ1", others: &[], fails: &[2] },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    case.each_value(|_, value| case.by_verdict(&bic::check(value), value, Judgement::good_if(false)))
}
