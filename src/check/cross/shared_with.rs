//! Finds records that stand in another entity's list as well.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example, Kind, Parameter};
use super::super::judgement::{Judgement, Outcome, Why};
use super::super::keys::{Fold, is_blank_word};
use super::super::other::key_of;

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "shared_with",
    does: (
        "同一对象也在另一实体中：本字段（税号）相同，或没有税号而名称相同。",
        "The same thing stands in another entity's list: equal in this field (tax ID), or, where that is missing, equal in name.",
    ),
    needs_field: true,
    parameters: &[
        Parameter::new("entity", Kind::Entity, "另一个实体", "the other entity"),
        Parameter::new("name", Kind::Field, "两边的名称字段", "the field of the name, on both sides"),
        Parameter::new("fold", Kind::OneOf(Fold::NAMES), "比较方式，默认 tax_id", "how values are compared, tax_id by default"),
    ],
    example: Example {
        field: "tax_id",
        params: "entity = \"supplier\"\nname = \"name\"",
        table: "code|name|tax_id\nC1|华泰机械有限公司|914403001922038216\nC2|新乐电子有限公司|\nC3|独立厂|",
        others: &[("supplier", "code|name|tax_id\nS1|华泰|914403001922038216\nS2|新乐电子有限责任公司|")],
        fails: &[1, 2],
    },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    let (Some(entity), Some(field)) = (case.params.text("entity"), case.field.as_deref()) else { return Outcome::default() };
    let fold = Fold::named(case.params.text("fold"), Fold::TaxId);
    let by_value = case.register(entity, field, fold);
    let by_name = case.params.text("name").and_then(|n| case.register(entity, n, Fold::Name));
    if by_value.is_none() && by_name.is_none() {
        return Outcome::default();
    }
    let codes = |r: &super::super::other::Register| r.table().column(key_of(case.subject, entity));
    let (value_codes, name_codes) = (by_value.as_deref().and_then(codes), by_name.as_deref().and_then(codes));
    let (column, names) = (case.column(), case.named("name"));
    case.each_row(|row| {
        let value = column.and_then(|c| c.get(row)).filter(|v| !is_blank_word(v));
        let name = names.and_then(|c| c.get(row)).filter(|v| !is_blank_word(v));
        let found = match (value, name) {
            (Some(value), _) if by_value.is_some() => by_value.as_ref().and_then(|r| r.first(value)).map(|r| (r, &value_codes)),
            (_, Some(name)) => by_name.as_ref().and_then(|r| r.first(name)).map(|r| (r, &name_codes)),
            _ => return Judgement::NotApplicable,
        };
        match found {
            None => Judgement::Good,
            Some((other, codes)) => case.bad(|| Why::expected(format!("{entity} {}", codes.as_ref().map_or("", |c| c.text(other))))),
        }
    })
}
