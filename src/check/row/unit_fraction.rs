//! Finds fractions of things that are counted in pieces.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example, Kind, Parameter};
use super::super::judgement::{Judgement, Outcome};
use super::super::quantity::number;
use super::super::unit::{is_whole, units};
use foldhash::{HashMap, HashMapExt};

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "unit_fraction",
    does: (
        "单位按整数计件（个、件、台、套……）而数量有小数。千个、打之类的倍数单位和箱、卷之类的包装单位不看。",
        "The quantity has a fraction although its unit is counted in whole pieces. Multiples such as thousand or dozen and packages are left aside.",
    ),
    needs_field: true,
    parameters: &[Parameter::new("unit", Kind::Field, "单位字段", "the field of the unit")],
    example: Example {
        field: "qty",
        params: "unit = \"unit\"",
        table: "qty|unit\n3|个\n0.333|个\n0.333|kg\n2.0|PCS",
        others: &[],
        fails: &[2],
    },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    let Some(column) = case.named("unit") else { return Outcome::default() };
    let units = units(case);
    let mut whole: HashMap<&str, bool> = HashMap::new();
    for value in column.iter().flatten() {
        whole.entry(value).or_insert_with(|| units.get(value).is_some_and(is_whole));
    }
    case.each_value(|row, value| {
        let counted = column.get(row).and_then(|u| whole.get(u).copied()).unwrap_or(false);
        match number(value) {
            Some(n) if counted => Judgement::good_if(n.fract().is_zero()),
            _ => Judgement::NotApplicable,
        }
    })
}
