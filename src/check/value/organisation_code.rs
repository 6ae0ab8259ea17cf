//! Finds organisation codes with a wrong check character.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example};
use super::super::judgement::{Judgement, Outcome};
use crate::domain::codes::organisation;

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "organisation_code",
    does: (
        "组织机构代码校验位（GB 11714）不符或位数不对。",
        "The check character of the organisation code (GB 11714) does not fit, or its length is wrong.",
    ),
    needs_field: true,
    parameters: &[],
    example: Example { field: "org_code", params: "", table: "org_code\n19220382-1\n19220382-2", others: &[], fails: &[2] },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    case.each_value(|_, value| case.by_repairable("organisation_code", &organisation::check(value), value, Judgement::good_if(false)))
}
