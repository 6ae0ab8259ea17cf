//! Finds records whose name says that they are retired while their status says nothing of it.

use super::super::activity::{Activity, Signs};
use super::super::case::Case;
use super::super::doc::{CheckDoc, Example, Kind, Parameter};
use super::super::judgement::{Judgement, Outcome, Why};
use crate::domain::marker::{MarkerKind, Markers, Subject};
use crate::plan::FieldType;

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "marker_vs_status",
    does: (
        "名称里有停用、作废、勿用之类标记，但状态不是停用。",
        "The name says retired, void, do not use and the like, but the status does not.",
    ),
    needs_field: true,
    parameters: &[
        Parameter::new("status", Kind::Field, "状态字段", "the field of the status"),
        Parameter::new("disabled", Kind::Field, "停用标志字段", "the field of the disabled flag"),
        Parameter::new("blocked", Kind::Field, "冻结标志字段", "the field of the blocked flag"),
    ],
    example: Example {
        field: "name",
        params: "status = \"status\"",
        table: "name|status\n苏州华泰机械有限公司|启用\n苏州华泰机械（停用）|启用\n华泰机械-作废|停用\n华泰机械勿用|\n北京停用车配件厂|启用",
        others: &[],
        fails: &[2, 4],
    },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    let own = case.subject.plan.table("legacy_markers");
    let markers = if own.rows.is_empty() { None } else { Some(Markers::parse(&own.header, &own.rows)) };
    let markers = markers.as_ref().unwrap_or_else(|| Markers::standard());
    let kind = case.field.as_deref().and_then(|f| case.subject.spec.field(f)).map(|f| f.kind);
    let subject = if kind == Some(FieldType::Description) { Subject::Material } else { Subject::Company };
    let signs = Signs::of(case, case.named("status"));
    case.each_value(|row, value| {
        if !markers.may_say(MarkerKind::Inactive, value) {
            return Judgement::Good;
        }
        let unmarked = markers.take_out(value, subject);
        let marker = unmarked.as_ref().and_then(|u| u.markers.iter().find(|m| m.kind == MarkerKind::Inactive));
        match marker {
            Some(marker) if !matches!(signs.activity(row), Some(Activity::Inactive | Activity::Blocked)) => {
                case.bad(|| Why::expected(format!("{}?", marker.text)))
            }
            _ => Judgement::Good,
        }
    })
}
