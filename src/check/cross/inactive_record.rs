//! Finds records that are retired in the old system.

use super::super::activity::{Activity, Signs};
use super::super::case::Case;
use super::super::doc::{CheckDoc, Example, Kind, Parameter};
use super::super::judgement::{Judgement, Outcome, Why};
use super::Uses;

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "inactive_record",
    does: (
        "记录在旧系统中已停用（状态、停用标志，或上线日之前的停用日期）；只是冻结的不算。仍被未清项、库存或 BOM 引用的不算。",
        "The record is retired in the old system by its status, its disabled flag, or a retirement date before the cut-over; records that are only frozen do not count. Records still used by open items, stock or BOMs do not count.",
    ),
    needs_field: true,
    parameters: &[
        Parameter::new("disabled", Kind::Field, "停用标志字段", "the field of the disabled flag"),
        Parameter::new("blocked", Kind::Field, "冻结标志字段", "the field of the blocked flag"),
        Parameter::new("retired_on", Kind::Field, "停用日期字段", "the field of the retirement date"),
        Parameter::new("key", Kind::Field, "编码字段", "the field of the code"),
        Parameter::new("unless_used", Kind::EntityFields, "仍被这些表引用的不算", "tables whose references keep a record"),
    ],
    example: Example {
        field: "status",
        params: "disabled = \"disabled\"\nkey = \"code\"\nunless_used = [\"opening_ar.party_code\"]",
        table: "code|status|disabled\nC1|启用|\nC2|停用|\nC3|启用|Y\nC4|停用|",
        others: &[("opening_ar", "party_code\nC4")],
        fails: &[2, 3],
    },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    let signs = Signs::of(case, case.column());
    let uses = Uses::of(case, "unless_used");
    let codes = case.named("key");
    case.each_row(|row| match signs.activity(row) {
        None => Judgement::NotApplicable,
        Some(Activity::Active | Activity::Blocked) => Judgement::Good,
        Some(Activity::Inactive) => {
            let used = codes.and_then(|c| c.get(row)).is_some_and(|code| uses.uses(code, case.system(row)));
            if used {
                Judgement::Good
            } else if signs.status(row) == Some(Activity::Inactive) {
                case.bad(|| Why::expected("active"))
            } else {
                case.bad(|| Why::expected(signs.said(row)))
            }
        }
    })
}
