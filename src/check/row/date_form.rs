//! Finds dates that are not written as dates are.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example};
use super::super::judgement::{Judgement, Outcome, Why};
use super::super::quantity::iso_day;
use crate::domain::date::{self, DateFault};

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "date_form",
    does: (
        "日期不是 YYYY-MM-DD 写法的真实日期；能确定是哪一天的给出建议。",
        "The cell is no real day written as YYYY-MM-DD; where it can only mean one day, that is suggested.",
    ),
    needs_field: true,
    parameters: &[],
    example: Example {
        field: "doc_date",
        params: "",
        table: "doc_date\n2024-02-29\n2023-02-29\n2024/3/1\n44562\n下月",
        others: &[],
        fails: &[2, 3, 4, 5],
    },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    case.each_distinct(|value| match iso_day(value) {
        Some(_) => Judgement::Good,
        None => case.bad(|| match date::read(value, None) {
            Ok(day) => Why::default().suggesting(day.to_string()),
            Err(DateFault::Ambiguous { day_first, month_first }) => Why::expected(format!("{day_first} | {month_first}")),
            Err(DateFault::Serial(day)) => Why::expected(format!("{day} ?")),
            Err(_) => Why::default(),
        }),
    })
}
