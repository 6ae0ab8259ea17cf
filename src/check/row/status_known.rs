//! Finds statuses that nobody understands.

use super::super::activity::is_known;
use super::super::case::Case;
use super::super::doc::{CheckDoc, Example};
use super::super::judgement::{Judgement, Outcome};

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "status_known",
    does: ("状态值无法识别。", "The status is a word that is not known."),
    needs_field: true,
    parameters: &[],
    example: Example { field: "status", params: "", table: "status\n启用\nInactive\n甲类", others: &[], fails: &[3] },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    case.each_distinct(|value| Judgement::good_if(is_known(value)))
}
