//! Finds statuses that say neither active nor retired.

use super::super::activity::of_status;
use super::super::case::Case;
use super::super::doc::{CheckDoc, Example};
use super::super::judgement::{Judgement, Outcome};

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "status_known",
    does: ("状态值看不出是启用还是停用。", "The status says neither active nor retired."),
    needs_field: true,
    parameters: &[],
    example: Example { field: "status", params: "", table: "status\n启用\nInactive\n审批中", others: &[], fails: &[3] },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    case.each_distinct(|value| Judgement::good_if(of_status(value).is_some()))
}
