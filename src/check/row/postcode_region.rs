//! Finds postcodes of another province than the address.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example, Kind, Parameter};
use super::super::judgement::{Judgement, Outcome, Why};
use crate::domain::postcode;

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "postcode_region",
    does: (
        "邮政编码前两位所属的省与地址或省份字段不同。",
        "The province of the postcode's first two digits differs from that of the address or of the field of the province.",
    ),
    needs_field: true,
    parameters: &[
        Parameter::new("province", Kind::Field, "省份字段", "the field of the province"),
        Parameter::new("city", Kind::Field, "城市字段", "the field of the city"),
        Parameter::new("address", Kind::Field, "地址字段", "the field of the address"),
    ],
    example: Example {
        field: "postcode",
        params: "province = \"province\"\naddress = \"address\"",
        table: "postcode|province|address\n215300|江苏|\n518000|江苏|\n518000||广东省深圳市南山区科技路1号\n98011||Bothell",
        others: &[],
        fails: &[2],
    },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    let p = case.params;
    let locations = case.locations(p.text("address"), p.text("province"), p.text("city"));
    let table = case.divisions();
    case.each_value(|row, value| {
        let named = if postcode::check(value).is_usable() { postcode::province(value) } else { None };
        let (Some(named), Some(province)) = (named, locations.at(row, table).province) else { return Judgement::NotApplicable };
        if province.short == named { Judgement::Good } else { case.bad(|| Why::expected(format!("{named} ≠ {}", province.short))) }
    })
}
