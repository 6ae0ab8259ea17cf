//! Finds units that no table knows.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example};
use super::super::judgement::{Judgement, Outcome};
use super::super::unit::units;

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "unit_known",
    does: (
        "计量单位不在单位表里（项目可以用自己的 units 表补充）。",
        "The unit of measure is not in the table of units, to which a project may add its own.",
    ),
    needs_field: true,
    parameters: &[],
    example: Example { field: "unit", params: "", table: "unit\n个\nPCS\nkg\n坨坨", others: &[], fails: &[4] },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    let units = units(case);
    case.each_distinct(|value| Judgement::good_if(units.get(value).is_some()))
}
