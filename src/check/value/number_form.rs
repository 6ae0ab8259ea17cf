//! Finds numbers that are not written as plain decimals.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example, Kind, Parameter};
use super::super::judgement::{Judgement, Outcome, Why};
use super::super::quantity::{number, plain_number};
use crate::domain::number::{NumberFault, read};

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "number_form",
    does: (
        "内容不是不带单位、货币符号和千分位的十进制数；能读懂的给出建议值。",
        "The cell is no plain decimal number without unit, currency sign and thousands separator; what can be understood is suggested.",
    ),
    needs_field: true,
    parameters: &[Parameter::new("integer", Kind::Switch, "必须是整数", "whether it must be a whole number")],
    example: Example { field: "price", params: "", table: "price\n1200.50\n-3\n1,200.50\n面议\n1.2E+03", others: &[], fails: &[3, 4, 5] },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    let integer = case.params.flag("integer");
    case.each_distinct(|value| match plain_number(value) {
        Some(n) if !integer || n.fract().is_zero() => Judgement::Good,
        Some(_) => Judgement::good_if(false),
        None => case.bad(|| match number(value) {
            Some(n) => Why::default().suggesting(n.to_string()),
            None => match read(value, None) {
                Err(NumberFault::WithUnit(n, unit)) => Why::expected(format!("≠ {unit}")).suggesting(n.to_string()),
                _ => Why::default(),
            },
        }),
    })
}
