//! Finds sets of fields that are filled only in part.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example, Kind, Parameter};
use super::super::judgement::{Judgement, Outcome, Why};
use super::super::keys::is_blank_word;
use crate::model::TextColumn;

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "incomplete_set",
    does: (
        "一组字段只填了一部分（如有账号没有开户行）。整组都空的行不适用，除非 always = true。",
        "Of a set of fields only some are filled (an account without a bank, say). Rows in which all are empty are not applicable, unless always = true.",
    ),
    needs_field: true,
    parameters: &[
        Parameter::new("with", Kind::Fields, "同组的其他字段", "the other fields of the set"),
        Parameter::new("always", Kind::Switch, "整组都空也算不全", "whether a set that is empty throughout fails too"),
    ],
    example: Example {
        field: "bank_account",
        params: "with = [\"bank_name\"]",
        table: "bank_account|bank_name\n44201501100052512345|工商银行\n44201501100052512345|\n|",
        others: &[],
        fails: &[2],
    },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    let names: Vec<&str> = case.field.as_deref().into_iter().chain(case.params.texts("with")).collect();
    let columns: Vec<(&str, &TextColumn)> = names.into_iter().filter_map(|n| Some((n, case.other(n)?))).collect();
    let always = case.params.flag("always");
    // A set of one column cannot be incomplete.
    if columns.len() < 2 && !always {
        return Outcome::default();
    }
    let filled = |c: &TextColumn, row: usize| c.get(row).is_some_and(|v| !is_blank_word(v));
    case.each_row(|row| {
        let n = columns.iter().filter(|(_, c)| filled(c, row)).count();
        match n {
            0 if !always => Judgement::NotApplicable,
            n if n == columns.len() => Judgement::Good,
            _ => case.bad(|| {
                let empty: Vec<&str> = columns.iter().filter(|(_, c)| !filled(c, row)).map(|(name, _)| *name).collect();
                Why::expected(empty.join(", "))
            }),
        }
    })
}
