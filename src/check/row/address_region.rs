//! Finds Chinese addresses that do not say where they are.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example, Kind, Parameter};
use super::super::judgement::{Judgement, Outcome};
use crate::domain::address::locate;
use crate::domain::fold::has_han;

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "address_region",
    does: (
        "中文地址看不出省或市，省份、城市字段也没有。没有汉字的地址不适用。",
        "A Chinese address names neither province nor city, nor do the fields for them. Addresses without Chinese characters are not applicable.",
    ),
    needs_field: true,
    parameters: &[
        Parameter::new("province", Kind::Field, "省份字段", "the field of the province"),
        Parameter::new("city", Kind::Field, "城市字段", "the field of the city"),
    ],
    example: Example {
        field: "address",
        params: "province = \"province\"",
        table: "province|address\n|江苏省苏州市工业园区星湖街1号\n|工业园区星湖街1号\n江苏|星湖街1号\n|1 Main St",
        others: &[],
        fails: &[2],
    },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    let locations = case.locations(case.field.as_deref(), case.params.text("province"), case.params.text("city"));
    let table = case.divisions();
    case.each_value(|row, value| {
        if !has_han(value) {
            return Judgement::NotApplicable;
        }
        let at = locations.at(row, table);
        // A place that contradicts itself is not certain, but it does say where it is.
        let said = at.province.is_some() || at.city.is_some() || locate(value, table).province.is_some();
        Judgement::good_if(said)
    })
}
