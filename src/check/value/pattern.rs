//! Finds values that do not have the declared form.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example, Kind, Parameter};
use super::super::judgement::{Judgement, Outcome, Why};
use regex::Regex;

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "pattern",
    does: ("值不符合正则表达式。", "The value does not match a regular expression."),
    needs_field: true,
    parameters: &[Parameter::new(
        "pattern",
        Kind::Pattern,
        "正则表达式；用 ^ 和 $ 约束整个值",
        "the expression; bind the whole value by ^ and $",
    )],
    example: Example {
        field: "tax_class_code",
        params: "pattern = '^[1-9][0-9]{18}$'",
        table: "tax_class_code\n1090120990000000000\n109012099",
        others: &[],
        fails: &[2],
    },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    let Some(pattern) = case.params.text("pattern").and_then(|p| Regex::new(p).ok()) else { return Outcome::default() };
    case.each_distinct(|value| if pattern.is_match(value) { Judgement::Good } else { case.bad(|| Why::expected(pattern.as_str())) })
}
