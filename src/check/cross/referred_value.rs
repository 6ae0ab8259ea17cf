//! Finds references to records that are not of the right kind.

use super::super::activity::{Activity, graver, of_disabled, of_status};
use super::super::case::Case;
use super::super::doc::{CheckDoc, Example, Kind, Parameter};
use super::super::judgement::{Judgement, Outcome, Why};
use super::super::other::Meanings;
use super::super::value::in_table::canonical_of;
use super::Referred;
use crate::domain::fold::fold_key;
use crate::model::{Entity, TextColumn};

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "referred_value",
    does: (
        "被引用的记录不合要求：某字段的值不在（或在）所列值中，或记录已停用。引用落空或该字段为空时不适用。",
        "The record referred to is not of the right kind: a field of it has none (or one) of the listed values, or it is retired. Not applicable where the reference finds nothing or that field is empty.",
    ),
    needs_field: true,
    parameters: &[
        Parameter::new("entity", Kind::Entity, "被引用的实体", "the entity referred to"),
        Parameter::new("key", Kind::Field, "存放编码的字段，默认本字段", "the field that holds the code, this one by default"),
        Parameter::new("other", Kind::OtherField, "被引用记录的字段", "the field of the record referred to"),
        Parameter::new("in", Kind::Texts, "允许的值", "the values allowed"),
        Parameter::new("not_in", Kind::Texts, "不允许的值", "the values not allowed"),
        Parameter::new("active", Kind::Switch, "必须是启用的记录", "whether the record must be active"),
    ],
    example: Example {
        field: "material_code",
        params: "entity = \"material\"\nother = \"type\"\nnot_in = [\"phantom\"]",
        table: "material_code\nM-1\nM-2\nM-9",
        others: &[("material", "code|type\nM-1|purchased\nM-2|phantom")],
        fails: &[2],
    },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    let Some(referred) = Referred::of(case) else { return Outcome::default() };
    if case.params.flag("active") {
        let columns = ["status", "disabled"].map(|n| referred.column(n));
        return judge(case, &referred, |record| activity(&columns, record).map(|a| (a != Activity::Inactive, "active")));
    }
    let (Some(entity), Some(field)) = (case.params.text("entity"), case.params.text("other")) else { return Outcome::default() };
    let Some(column) = referred.column(field) else { return Outcome::default() };
    let list = case.subject.plan.entity(&Entity::new(entity)).and_then(|e| e.field(field)).and_then(|f| f.values.as_deref());
    let meanings = Meanings::of_table(case.subject, list.unwrap_or(""));
    let keys =
        |name: &str| -> Vec<String> { case.params.texts(name).into_iter().map(|v| fold_key(meanings.canonical(v).unwrap_or(v))).collect() };
    let (wanted, unwanted) = (keys("in"), keys("not_in"));
    judge(case, &referred, |record| {
        let value = canonical_of(&column, &meanings, record)?;
        let key = fold_key(value);
        Some(((wanted.is_empty() || wanted.contains(&key)) && !unwanted.contains(&key), value))
    })
}

/// A reference that fits several records is wrong only where all of them are.
fn judge<'v>(case: &Case<'_>, referred: &Referred<'_>, good: impl Fn(usize) -> Option<(bool, &'v str)> + Sync) -> Outcome {
    case.each_value(|row, _| {
        let found: Vec<(bool, &str)> = referred.records(case, row).into_iter().filter_map(&good).collect();
        match found.first() {
            None => Judgement::NotApplicable,
            Some(_) if found.iter().any(|(good, _)| *good) => Judgement::Good,
            Some((_, value)) => case.bad(|| Why::expected(if *value == "active" { (*value).to_owned() } else { format!("≠ {value}") })),
        }
    })
}

fn activity(columns: &[Option<TextColumn>; 2], record: usize) -> Option<Activity> {
    let [status, disabled] = columns;
    let said = |c: &Option<TextColumn>, read: fn(&str) -> Option<Activity>| c.as_ref().and_then(|c| c.get(record)).and_then(read);
    graver(said(status, of_status), said(disabled, of_disabled))
}
