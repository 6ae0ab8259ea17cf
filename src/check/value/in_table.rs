//! Finds values that a code list does not know.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example, Kind, Parameter};
use super::super::judgement::{Judgement, Outcome, Why};
use super::super::other::Meanings;
use crate::model::TextColumn;

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "in_table",
    does: (
        "值不是代码表里的规范写法（canonical 列）；代码表有 token 列，或没有自己的表而只在 value_synonyms 里时，已知的其他写法也算合格。",
        "The value is not written as the code list has it (column canonical). Lists with a column token, and those that only stand in value_synonyms, accept their known spellings too.",
    ),
    needs_field: true,
    parameters: &[Parameter::new("table", Kind::Text, "代码表；默认取字段的 values", "the code list; the field's values by default")],
    example: Example {
        field: "currency",
        params: "table = \"iso_currency\"",
        table: "currency\nCNY\nRMB\nEUR\nusd",
        others: &[],
        fails: &[2, 4],
    },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    let declared = case.field.as_deref().and_then(|f| case.subject.spec.field(f)).and_then(|f| f.values.as_deref());
    let Some(name) = case.params.text("table").or(declared) else { return Outcome::default() };
    let meanings = Meanings::of_table(case.subject, name);
    // A list that is not there cannot be failed.
    if meanings.is_empty() {
        return Outcome::default();
    }
    let spellings = case.subject.plan.table(name).rows.is_empty() || case.subject.plan.table(name).column("token").is_some();
    case.each_distinct(|value| match meanings.canonical(value) {
        Some(canonical) if spellings || canonical == value => Judgement::Good,
        Some(canonical) => case.bad(|| Why::expected(canonical).suggesting(canonical)),
        None => Judgement::good_if(false),
    })
}

/// Gives the column's values in their canonical form, where they have one.
pub(in super::super) fn canonical_of<'a>(column: &'a TextColumn, meanings: &Meanings<'a>, row: usize) -> Option<&'a str> {
    let value = column.get(row)?;
    Some(meanings.canonical(value).unwrap_or(value))
}
