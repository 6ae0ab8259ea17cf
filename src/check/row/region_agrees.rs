//! Finds rows of which two parts name different places.

use super::super::case::Case;
use super::super::credit_code::CreditCode;
use super::super::doc::{CheckDoc, Example, Kind, Parameter};
use super::super::judgement::{Judgement, Outcome, Why};
use super::super::place::Location;
use crate::domain::address::{Division, Divisions, locate};
use crate::domain::fold::{has_han, simplify};
use std::sync::Arc;

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "region_agrees",
    does: (
        "本字段所指的地区与地址（或省份、城市字段）不一致：省市字段对地址（as = \"place\"），名称开头的地区（as = \"name\"，比较到省），税号的登记地（as = \"tax_id\"，比较到省）。两边都能确定时才判断。",
        "The place that the field names differs from the address (or from the fields of province and city): a province or city against the address (as = \"place\"), the place a firm's name begins with (as = \"name\", by province), the place of registration in a credit code (as = \"tax_id\", by province). Judged only where both are certain.",
    ),
    needs_field: true,
    parameters: &[
        Parameter::new("as", Kind::OneOf(&["place", "name", "tax_id"]), "本字段是什么", "what the field is"),
        Parameter::new("province", Kind::Field, "省份字段", "the field of the province"),
        Parameter::new("city", Kind::Field, "城市字段", "the field of the city"),
        Parameter::new("address", Kind::Field, "地址字段", "the field of the address"),
    ],
    example: Example {
        field: "city",
        params: "as = \"place\"\naddress = \"address\"",
        table: "city|address\n苏州|江苏省苏州市工业园区星湖街1号\n无锡|江苏省苏州市工业园区星湖街1号\n苏州|星湖街1号\n昆山|江苏省苏州市昆山市前进路2号",
        others: &[],
        fails: &[2],
    },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    let (p, table) = (case.params, case.divisions());
    let there = case.locations(p.text("address"), p.text("province"), p.text("city"));
    let kind = p.text("as").unwrap_or("place");
    let here = (kind == "place").then(|| case.locations(case.field.as_deref(), None, None));
    let codes = if kind == "tax_id" { case.credit_codes() } else { Arc::default() };
    case.each_value(|row, value| {
        let own = match &here {
            Some(here) => here.at(row, table),
            None if kind == "tax_id" => registered(codes.get(row).copied().flatten(), table),
            None => of_name(value, table),
        };
        if own.province.is_none() {
            return Judgement::NotApplicable;
        }
        let there = there.at(row, table);
        let city = own.city.filter(|_| here.is_some());
        let differ =
            [(own.province, there.province), (city, there.city)].into_iter().find_map(|(a, b)| a.zip(b).filter(|(a, b)| a.name != b.name));
        match (differ, there.province) {
            (Some((own, there)), _) => case.bad(|| Why::expected(format!("{} ≠ {}", own.name, there.name))),
            (None, Some(_)) => Judgement::Good,
            (None, None) => Judgement::NotApplicable,
        }
    })
}

/// Gives the province of a credit code; codes of the national authority name none.
fn registered(code: Option<CreditCode>, table: &Divisions) -> Location<'_> {
    Location { province: code.and_then(|c| table.by_code(c.province())), city: None }
}

/// Gives the province of the place that a name begins with: a province, or a city with its short name. Names of districts serve too many
/// firms as brands.
fn of_name<'t>(name: &str, table: &'t Divisions) -> Location<'t> {
    if !has_han(name) {
        return Location::default();
    }
    let place = locate(name, table);
    let name = simplify(name);
    let begins = |d: &Division| name.starts_with(d.short.as_str());
    if place.province.is_some_and(begins) || place.city.is_some_and(begins) { Location::of(&place) } else { Location::default() }
}
