//! Finds taxpayer numbers of the form before the unified social credit code.

use super::super::case::Case;
use super::super::credit_code::CreditCode;
use super::super::doc::{CheckDoc, Example};
use super::super::judgement::{Judgement, Outcome, Why};
use crate::domain::codes::{taxpayer, uscc};
use crate::model::TextColumn;
use foldhash::{HashMap, HashMapExt, HashSet};
use rayon::prelude::*;

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
    let codes = case.credit_codes();
    let successors = if case.explain { successors(column, &codes) } else { HashMap::new() };
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

/// Gives for the organisation code of every old number the credit code that holds it; `None` where there are several.
fn successors(column: &TextColumn, codes: &[Option<CreditCode>]) -> HashMap<String, Option<String>> {
    let values = |new: bool| {
        let rows = codes.par_iter().enumerate().with_min_len(4096).filter(move |(_, code)| code.is_some() == new);
        rows.filter_map(|(row, _)| column.get(row))
    };
    let old = |value: &str| taxpayer::join_key(taxpayer::check(value).normalised().filter(|code| code.len() == 15)?).map(str::to_owned);
    let wanted: HashSet<String> = values(false).filter_map(old).collect();
    let holder = |value: &str| {
        // Most codes are written as they should be, and nobody asks for them.
        if value.len() == 18 && value.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase()) && !wanted.contains(value.get(8..17)?) {
            return None;
        }
        let verdict = uscc::check(value);
        let code = verdict.normalised()?;
        let key = wanted.get(taxpayer::join_key(code)?)?;
        Some((key.clone(), code.to_owned()))
    };
    let holders: Vec<(String, String)> = if wanted.is_empty() { Vec::new() } else { values(true).filter_map(holder).collect() };
    let mut found: HashMap<String, Option<String>> = HashMap::new();
    for (key, code) in holders {
        found.entry(key).and_modify(|known| *known = known.take().filter(|k| *k == code)).or_insert(Some(code));
    }
    found
}
