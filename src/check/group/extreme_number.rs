//! Finds numbers that are far beyond their column, or fillers.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example, Kind, Parameter};
use super::super::judgement::{Judgement, Outcome, Why};
use super::super::quantity::{number, written};
use rust_decimal::Decimal;

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "extreme_number",
    does: (
        "数值达到该列中位数的若干倍以上（至少 20 个非零数才判断），或是 999999 之类六位以上全 9 的占位数。",
        "The number is many times the column's median (judged from 20 numbers other than zero on), or a filler of six nines and more.",
    ),
    needs_field: true,
    parameters: &[Parameter::new("factor", Kind::Number, "中位数的倍数，默认 1000", "how many times the median, 1000 by default")],
    example: Example { field: "credit_limit", params: "", table: "credit_limit\n1000\n0\n999999999\n99999", others: &[], fails: &[3] },
    run,
};

/// Fewer numbers have no meaningful median.
const ENOUGH: usize = 20;

fn run(case: &Case<'_>) -> Outcome {
    let Some(column) = case.column() else { return Outcome::default() };
    let mut numbers: Vec<Decimal> = column.iter().flatten().filter_map(number).map(|n| n.abs()).filter(|n| !n.is_zero()).collect();
    numbers.sort_unstable();
    let median = if numbers.len() >= ENOUGH { numbers.get(numbers.len() / 2).copied() } else { None };
    let factor = case.params.number("factor").unwrap_or(Decimal::from(1000));
    let limit = median.and_then(|m| m.checked_mul(factor));
    case.each_distinct(|value| match number(value) {
        None => Judgement::NotApplicable,
        Some(n) if is_nines(n) => case.bad(|| Why::expected("≠ 9…9")),
        Some(n) if limit.is_some_and(|l| n.abs() > l) => {
            case.bad(|| Why::expected(limit.map(|l| format!("≤ {}", written(l))).unwrap_or_default()))
        }
        Some(_) => Judgement::Good,
    })
}

/// Six nines and more before the point, with or without nines behind it.
fn is_nines(n: Decimal) -> bool {
    let text = n.abs().to_string();
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    whole.len() >= 6 && whole.bytes().all(|b| b == b'9') && rest.bytes().all(|b| b == b'9' || b == b'0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fillers_of_nines_are_known() {
        for (n, expected) in [("999999", true), ("9999999.99", true), ("99999", false), ("199999", false), ("-999999", true)] {
            assert_eq!(is_nines(n.parse().unwrap()), expected, "{n}");
        }
    }
}
