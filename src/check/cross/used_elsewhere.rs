//! Finds records that are used although they should not be, or not used although they should.

use super::super::activity::{Activity, Signs};
use super::super::case::Case;
use super::super::doc::{CheckDoc, Example, Kind, Parameter};
use super::super::judgement::{Judgement, Outcome};
use super::Uses;

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "used_elsewhere",
    does: (
        "记录被另一张表引用而不应被引用（停用的客户有未清项、虚拟件有库存），或没有被引用而应当被引用（自制件没有 BOM）。那张表不在时不适用；期望被引用时，没有该表数据的旧系统也不适用。",
        "The record is referred to by another table and should not be (a retired customer with open items, a phantom with stock), or is not and should be (a made item without a BOM). Not applicable where that table is not there, nor, where use is expected, to systems that have no rows in it.",
    ),
    needs_field: true,
    parameters: &[
        Parameter::new("in", Kind::EntityFields, "引用它的表和字段", "the tables and fields that refer to it"),
        Parameter::new("expect", Kind::OneOf(&["used", "unused"]), "应当被引用或不被引用", "whether it should be used"),
        Parameter::new("inactive", Kind::Switch, "只看已停用的记录", "only retired records are looked at"),
        Parameter::new("status", Kind::Field, "状态字段，默认 status", "the field of the status, status by default"),
    ],
    example: Example {
        field: "code",
        params: "in = \"bom.parent_code\"\nexpect = \"used\"\nif = { type = [\"made\"] }",
        table: "code|type\nP-1|made\nP-2|made\nS-1|purchased",
        others: &[("bom", "parent_code|component_code\nP-1|S-1")],
        fails: &[2],
    },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    let uses = Uses::of(case, "in");
    if uses.is_empty() {
        return Outcome::default();
    }
    let expected = case.params.text("expect") == Some("used");
    let signs = Signs::of(case, case.other(case.params.text("status").unwrap_or("status"))).with_usual(case);
    let inactive_only = case.params.flag("inactive");
    // Where no system has rows on both sides, systems are tagged by file and say nothing.
    let shared = expected && (0..case.height()).any(|row| uses.covers(case.system(row)));
    case.each_value(|row, code| {
        let system = case.system(row);
        let looked_at = !inactive_only || signs.activity(row) == Some(Activity::Inactive);
        if !looked_at || (shared && !uses.covers(system)) {
            return Judgement::NotApplicable;
        }
        Judgement::good_if(uses.uses(code, system) == expected)
    })
}
