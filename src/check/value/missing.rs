//! Finds cells that should be filled and are not.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example, Kind, Parameter};
use super::super::judgement::{Judgement, Outcome};
use super::super::keys::is_blank_word;
use super::person_name::is_person;
use crate::model::TextColumn;

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "missing",
    does: (
        "字段为空，或只有“-”“无”“NULL”之类表示空的内容。来源根本没有这一列时不适用；实体另有 section_title 检查时，分类标题行不适用。",
        "The field is empty, or holds only a sign or word for nothing such as -, 无 or NULL. Not applicable where the source has no such column, nor to titles of sections where the entity has a section_title check.",
    ),
    needs_field: true,
    parameters: &[
        Parameter::new("or", Kind::Fields, "其中任何一个有值也算有", "fields one of which will do instead"),
        Parameter::new(
            "companies_only",
            Kind::Field,
            "名称字段；名称像个人的行不检查",
            "the name field; rows named like a person are left out",
        ),
    ],
    example: Example {
        field: "phone",
        params: "or = [\"mobile\"]",
        table: "name|phone|mobile\n甲|010-62781234|\n乙||13800138000\n丙||\n丁|无|",
        others: &[],
        fails: &[3, 4],
    },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    let Some(column) = case.column() else { return Outcome::default() };
    let or = case.listed("or");
    let names = case.named("companies_only");
    case.each_row(|row| {
        if case.is_title(row) {
            Judgement::NotApplicable
        } else if filled(column, row) || or.iter().any(|c| filled(c, row)) {
            Judgement::Good
        } else if names.and_then(|n| n.get(row)).is_some_and(is_person) {
            Judgement::NotApplicable
        } else {
            Judgement::good_if(false)
        }
    })
}

fn filled(column: &TextColumn, row: usize) -> bool {
    column.get(row).is_some_and(|value| !is_blank_word(value))
}
