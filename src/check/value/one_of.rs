//! Finds values that are none of a short list.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example, Kind, Parameter};
use super::super::judgement::{Judgement, Outcome, Why};
use super::super::other::Meanings;
use crate::domain::fold::fold_key;

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "one_of",
    does: (
        "值不在所列取值中；大小写、全半角不计，字段有代码表时同义的写法也算。",
        "The value is none of those listed; case and width do not count, and spellings of the field's code list mean the same.",
    ),
    needs_field: true,
    parameters: &[Parameter::new("values", Kind::Texts, "允许的值", "the values allowed")],
    example: Example {
        field: "type",
        params: "values = [\"purchased\", \"made\"]",
        table: "type\npurchased\nMade\nphantom",
        others: &[],
        fails: &[3],
    },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    let meanings = case.field.as_deref().map(|f| Meanings::of_field(case.subject, f));
    let meaning = |value: &str| fold_key(meanings.as_ref().and_then(|m| m.canonical(value)).unwrap_or(value));
    let values = case.params.texts("values");
    let allowed: Vec<String> = values.iter().map(|v| meaning(v)).collect();
    case.each_distinct(
        |value| {
            if allowed.contains(&meaning(value)) { Judgement::Good } else { case.bad(|| Why::expected(values.join(" / "))) }
        },
    )
}
