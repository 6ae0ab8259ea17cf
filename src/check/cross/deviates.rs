//! Finds numbers far from the one that the record referred to has.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example, Kind, Parameter};
use super::super::judgement::{Judgement, Outcome, Why};
use super::super::measure::{AUX, FACTOR, Measures, WITH};
use super::super::quantity::{number, written};
use super::Referred;
use rust_decimal::Decimal;

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "deviates",
    does: (
        "数值与被引用记录的数值相差超过所给比例（单价与标准成本）。给出 unit 时先换算：每单位的单价折成每基本单位。任何一个为空或零，或单位不能换算时不适用。",
        "The number differs from that of the record referred to by more than the given share (price and standard cost). With `unit` it is a number for each unit and converted to one for each base unit before. Not applicable where either is missing or zero, or the unit cannot be converted.",
    ),
    needs_field: true,
    parameters: &[
        Parameter::new("entity", Kind::Entity, "被引用的实体", "the entity referred to"),
        Parameter::new("key", Kind::Field, "存放编码的字段", "the field that holds the code"),
        Parameter::new("other", Kind::OtherField, "被引用记录的数值字段", "the number of the record referred to"),
        Parameter::new("ratio", Kind::Number, "允许的偏差，0.5 表示 50%", "the deviation allowed: 0.5 is 50 %"),
        Parameter::new("unit", Kind::Field, "数值所对应的单位字段", "the field of the unit that the number is for"),
        WITH,
        AUX,
        FACTOR,
    ],
    example: Example {
        field: "price",
        params: "entity = \"material\"\nkey = \"material_code\"\nother = \"std_cost\"\nratio = 0.5\nunit = \"unit\"\nwith = \"base_unit\"\naux = \"aux_unit\"\nfactor = \"unit_factor\"",
        table: "material_code|price|unit\nM-1|12|个\nM-1|1200|个\nM-2|5|个\nM-3|240|箱\nM-3|240|个\nM-3|9|kg\nM-4|0.012|g",
        others: &[("material", "code|std_cost|base_unit|aux_unit|unit_factor\nM-1|10|个||\nM-2|0|个||\nM-3|10|个|箱|24\nM-4|11|kg||")],
        fails: &[2, 5],
    },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    let (Some(referred), Some(other)) = (Referred::of(case), case.params.text("other")) else { return Outcome::default() };
    let Some(numbers) = referred.column(other) else { return Outcome::default() };
    let (unit, measures) = (case.named("unit"), Measures::of(case, |name| referred.column(name)));
    let ratio = case.params.number("ratio").unwrap_or(Decimal::new(5, 1));
    case.each_value(|row, value| {
        let Some(n) = number(value).filter(|n| !n.is_zero()) else { return Judgement::NotApplicable };
        // What one of the row's units costs by the record's number for one base unit; a unit that is unknown is taken for the base unit.
        let standard = |record: usize| {
            let standard = numbers.get(record).and_then(number).filter(|s| !s.is_zero())?;
            let unit = unit.and_then(|u| u.get(row)).zip(measures.as_ref());
            match unit.and_then(|(unit, measures)| measures.in_base(unit, record)) {
                Some(in_base) => standard.checked_mul(in_base.times?),
                None => Some(standard),
            }
        };
        let standards: Vec<Decimal> = referred.records(case, row).into_iter().filter_map(standard).collect();
        let near = |s: &Decimal| n.saturating_sub(*s).abs() <= s.abs().saturating_mul(ratio);
        match standards.first() {
            None => Judgement::NotApplicable,
            Some(_) if standards.iter().any(near) => Judgement::Good,
            Some(standard) => case.bad(|| Why::expected(format!("≈ {}", written(*standard)))),
        }
    })
}
