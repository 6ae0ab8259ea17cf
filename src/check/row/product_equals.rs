//! Finds amounts that are not the product they should be.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example, Kind, Parameter};
use super::super::judgement::{Judgement, Outcome, Why};
use super::super::quantity::{number, written};
use rust_decimal::Decimal;

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "product_equals",
    does: (
        "金额不等于各因子之积，如 数量 × 单价、原币 × 汇率；容差取绝对容差与相对容差中较大的。缺任何一个值时不适用。",
        "The amount is not the product of its factors, such as quantity × price or amount × rate, within the greater of the absolute and the relative tolerance. Not applicable where a value is missing.",
    ),
    needs_field: true,
    parameters: &[
        Parameter::new("factors", Kind::Fields, "因子字段", "the fields of the factors"),
        Parameter::new("tolerance", Kind::Number, "绝对容差，默认 0.01", "absolute tolerance, 0.01 by default"),
        Parameter::new("relative", Kind::Number, "相对容差，默认 0", "relative tolerance, 0 by default"),
    ],
    example: Example {
        field: "amount",
        params: "factors = [\"qty\", \"price\"]\nrelative = 0.005",
        table: "qty|price|amount\n3|1.5|4.5\n3|0.333|1\n10|2|25\n10||25",
        others: &[],
        fails: &[3],
    },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    let names = case.params.texts("factors");
    let factors = case.listed("factors");
    // A factor that has no column cannot be taken as one.
    if factors.is_empty() || factors.len() < names.len() {
        return Outcome::default();
    }
    let tolerance = case.params.number("tolerance").unwrap_or(Decimal::new(1, 2));
    let relative = case.params.number("relative").unwrap_or(Decimal::ZERO);
    case.each_value(|row, value| {
        let product = factors.iter().try_fold(Decimal::ONE, |p, c| p.checked_mul(number(c.get(row)?)?));
        let (Some(amount), Some(product)) = (number(value), product) else { return Judgement::NotApplicable };
        let allowed = tolerance.max(product.abs().checked_mul(relative).unwrap_or(tolerance));
        match amount.checked_sub(product) {
            Some(off) if off.abs() <= allowed => Judgement::Good,
            _ => case.bad(|| {
                let terms: Vec<&str> = factors.iter().map(|c| c.text(row)).collect();
                Why::expected(format!("{} = {}", terms.join(" × "), written(product.round_dp(6))))
            }),
        }
    })
}
