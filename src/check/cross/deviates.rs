//! Finds numbers far from the one that the record referred to has.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example, Kind, Parameter};
use super::super::judgement::{Judgement, Outcome, Why};
use super::super::quantity::{number, written};
use super::Referred;
use rust_decimal::Decimal;

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "deviates",
    does: (
        "数值与被引用记录的数值相差超过所给比例（单价与标准成本）。任何一个为空或零时不适用。",
        "The number differs from that of the record referred to by more than the given share (price and standard cost). Not applicable where either is missing or zero.",
    ),
    needs_field: true,
    parameters: &[
        Parameter::new("entity", Kind::Entity, "被引用的实体", "the entity referred to"),
        Parameter::new("key", Kind::Field, "存放编码的字段", "the field that holds the code"),
        Parameter::new("other", Kind::OtherField, "被引用记录的数值字段", "the number of the record referred to"),
        Parameter::new("ratio", Kind::Number, "允许的偏差，0.5 表示 50%", "the deviation allowed: 0.5 is 50 %"),
    ],
    example: Example {
        field: "price",
        params: "entity = \"material\"\nkey = \"material_code\"\nother = \"std_cost\"\nratio = 0.5",
        table: "material_code|price\nM-1|12\nM-1|1200\nM-2|5",
        others: &[("material", "code|std_cost\nM-1|10\nM-2|0")],
        fails: &[2],
    },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    let (Some(referred), Some(other)) = (Referred::of(case), case.params.text("other")) else { return Outcome::default() };
    let Some(numbers) = referred.column(other) else { return Outcome::default() };
    let ratio = case.params.number("ratio").unwrap_or(Decimal::new(5, 1));
    case.each_value(|row, value| {
        let Some(n) = number(value).filter(|n| !n.is_zero()) else { return Judgement::NotApplicable };
        let standards: Vec<Decimal> =
            referred.records(case, row).into_iter().filter_map(|r| numbers.get(r).and_then(number)).filter(|s| !s.is_zero()).collect();
        let near = |s: &Decimal| n.saturating_sub(*s).abs() <= s.abs().saturating_mul(ratio);
        match standards.first() {
            None => Judgement::NotApplicable,
            Some(_) if standards.iter().any(near) => Judgement::Good,
            Some(standard) => case.bad(|| Why::expected(format!("≈ {}", written(*standard)))),
        }
    })
}
