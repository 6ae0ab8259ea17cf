//! Finds records whose name says that they are retired while their status says nothing of it.

use super::super::activity::{Activity, Signs};
use super::super::case::Case;
use super::super::doc::{CheckDoc, Example, Kind, Parameter};
use super::super::judgement::{Judgement, Outcome, Why};
use crate::domain::marker::{MarkerKind, Markers, Subject};
use crate::plan::{CodeTable, FieldType};
use std::collections::BTreeSet;

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
    let first = first_characters(own);
    case.each_value(|row, value| {
        // Taking a name apart is dear, and hardly any name holds even the first character of a marker.
        if !first.is_empty() && !value.chars().any(|c| first.contains(&c)) {
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

/// Gives the characters that markers of retired records begin with, in every writing; empty where the plan has no table of its own.
fn first_characters(table: &CodeTable) -> BTreeSet<char> {
    // Traditional forms of the characters that markers begin with.
    const TRADITIONAL: [char; 8] = ['棄', '請', '註', '關', '報', '廢', '凍', '終'];
    let (Some(kind), Some(token)) = (table.column("kind"), table.column("token")) else { return BTreeSet::new() };
    let tokens = table.rows.iter().filter(|r| r.get(kind).is_some_and(|k| k == "inactive")).filter_map(|r| r.get(token));
    let plain: BTreeSet<char> = tokens.filter_map(|t| t.chars().next()).chain(TRADITIONAL).collect();
    let wide = |c: char| if c.is_ascii_graphic() { char::from_u32(c as u32 + 0xfee0) } else { None };
    plain.iter().flat_map(|c| c.to_lowercase().chain(c.to_uppercase())).flat_map(|c| [Some(c), wide(c)]).flatten().collect()
}
