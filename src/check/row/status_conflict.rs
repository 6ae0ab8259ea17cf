//! Finds records of which one sign says active and another retired.

use super::super::activity::{Activity, Signs};
use super::super::case::Case;
use super::super::doc::{CheckDoc, Example, Kind, Parameter};
use super::super::judgement::{Judgement, Outcome, Why};

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "status_conflict",
    does: (
        "状态说启用，而停用标志或停用日期说停用，或者相反；冻结与启用不算矛盾。停用日期与上线日比较；项目没有上线日时不看。",
        "The status says active and the disabled flag or retirement date says retired, or the other way round; frozen and active do not contradict. The date is compared with the cut-over, and left aside where the project names none.",
    ),
    needs_field: true,
    parameters: &[
        Parameter::new("disabled", Kind::Field, "停用标志字段", "the field of the disabled flag"),
        Parameter::new("blocked", Kind::Field, "冻结标志字段", "the field of the blocked flag"),
        Parameter::new("retired_on", Kind::Field, "停用日期字段", "the field of the retirement date"),
    ],
    example: Example {
        field: "status",
        params: "disabled = \"disabled\"",
        table: "status|disabled\n启用|N\n启用|Y\n停用|N\n启用|",
        others: &[],
        fails: &[2, 3],
    },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    let signs = Signs::of(case, case.column());
    case.each_value(|row, _| match (signs.status(row), signs.other(row)) {
        (Some(status), Some(other)) if (status == Activity::Inactive) == (other == Activity::Inactive) => Judgement::Good,
        (Some(_), Some(other)) => case.bad(|| Why::expected(format!("{other:?}").to_lowercase())),
        _ => Judgement::NotApplicable,
    })
}
