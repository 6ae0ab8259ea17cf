//! Finds taxpayer numbers of the form before the unified social credit code.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example};
use super::super::judgement::{Judgement, Outcome, Why};
use crate::domain::codes::{taxpayer, uscc};
use foldhash::{HashMap, HashMapExt};

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "old_tax_id",
    does: (
        "税号还是 15 位旧号。同一列里有后 9 位相符的 18 位信用代码时给出建议（旧号后 9 位 = 新代码第 9–17 位）。",
        "The tax number is an old one of 15 digits. Where the column holds a credit code whose characters 9 to 17 equal its last nine, that is suggested.",
    ),
    needs_field: true,
    parameters: &[],
    example: Example {
        field: "tax_id",
        params: "",
        table: "tax_id\n440301192203821\n914403001922038216\nDE811907980",
        others: &[],
        fails: &[1],
    },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    let Some(column) = case.column() else { return Outcome::default() };
    let successors = if case.explain { successors(column.iter().flatten()) } else { HashMap::new() };
    let codes = case.credit_codes();
    case.each_value(|row, value| {
        if codes.get(row).is_some_and(Option::is_some) {
            return Judgement::Good;
        }
        let verdict = taxpayer::check(value);
        match verdict.normalised() {
            None => Judgement::NotApplicable,
            Some(code) if code.len() != 15 => Judgement::Good,
            Some(code) => case.bad(|| match taxpayer::join_key(code).and_then(|k| successors.get(k)) {
                Some(Some(successor)) => Why::expected(successor.as_str()).suggesting(successor.as_str()),
                _ => Why::default(),
            }),
        }
    })
}

/// Gives for every organisation code the credit code that holds it; `None` where there are several.
fn successors<'a>(values: impl Iterator<Item = &'a str>) -> HashMap<String, Option<String>> {
    let mut found: HashMap<String, Option<String>> = HashMap::new();
    for value in values {
        let verdict = uscc::check(value);
        let Some(code) = verdict.normalised() else { continue };
        let Some(key) = taxpayer::join_key(code) else { continue };
        match found.get_mut(key) {
            Some(Some(other)) if other == code => {}
            Some(other) => *other = None,
            None => drop(found.insert(key.to_owned(), Some(code.to_owned()))),
        }
    }
    found
}
