//! Finds totals that are not the sum they should be.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example, Kind, Parameter};
use super::super::judgement::{Judgement, Outcome, Why};
use super::super::quantity::{number, written};
use crate::model::TextColumn;
use rust_decimal::Decimal;

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "sum_equals",
    does: (
        "数不等于所列字段相加减的结果，如 净值 = 原值 − 累计折旧 − 减值准备。加项缺值时不适用；减项缺值按零计。",
        "The number is not what the listed fields add up to, such as net value = cost − depreciation − impairment. Not applicable where a number to be added is missing; one to be taken off counts as zero.",
    ),
    needs_field: true,
    parameters: &[
        Parameter::new("plus", Kind::Fields, "相加的字段", "the fields that are added"),
        Parameter::new("minus", Kind::Fields, "减去的字段", "the fields that are taken off"),
        Parameter::new("tolerance", Kind::Number, "容差，默认 0.01", "the tolerance, 0.01 by default"),
    ],
    example: Example {
        field: "amount",
        params: "plus = [\"cost\"]\nminus = [\"depreciation\", \"impairment\"]",
        table: "cost|depreciation|impairment|amount\n100|40||60\n100|40|10|60\n100|||100\n|40||60",
        others: &[],
        fails: &[2],
    },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    let (plus, minus) = (case.listed("plus"), case.listed("minus"));
    if plus.is_empty() || plus.len() < case.params.texts("plus").len() {
        return Outcome::default();
    }
    let tolerance = case.params.number("tolerance").unwrap_or(Decimal::new(1, 2));
    let sum = |row: usize| {
        let added = plus.iter().try_fold(Decimal::ZERO, |sum, c| sum.checked_add(number(c.get(row)?)?))?;
        minus.iter().try_fold(added, |sum, c| sum.checked_sub(or_zero(c, row)?))
    };
    case.each_value(|row, value| {
        let (Some(total), Some(sum)) = (number(value), sum(row)) else { return Judgement::NotApplicable };
        if total.saturating_sub(sum).abs() <= tolerance { Judgement::Good } else { case.bad(|| Why::expected(written(sum))) }
    })
}

/// A number that cannot be read makes the rule not applicable; one that is missing is zero.
fn or_zero(column: &TextColumn, row: usize) -> Option<Decimal> {
    column.get(row).map_or(Some(Decimal::ZERO), number)
}
