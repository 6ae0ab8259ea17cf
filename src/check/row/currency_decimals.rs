//! Finds amounts with more decimals than their currency has.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example, Kind, Parameter};
use super::super::judgement::{Judgement, Outcome, Why};
use super::super::quantity::{number, written};
use foldhash::{HashMap, HashMapExt};

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "currency_decimals",
    does: (
        "金额的小数位超过币种允许的位数（JPY 0，CNY 2，KWD 3）；末尾的零不算。",
        "The amount has more decimals than its currency allows (JPY 0, CNY 2, KWD 3); trailing zeros do not count.",
    ),
    needs_field: true,
    parameters: &[
        Parameter::new("currency", Kind::Field, "币种字段", "the field of the currency"),
        Parameter::new("decimals", Kind::Number, "没有币种时的小数位", "the decimals where no currency is given"),
    ],
    example: Example {
        field: "amount",
        params: "currency = \"currency\"",
        table: "currency|amount\nCNY|12.50\nCNY|12.505\nJPY|1200\nJPY|1200.5\nKWD|1.125",
        others: &[],
        fails: &[2, 4],
    },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    let list = case.subject.plan.table("iso_currency");
    let decimals: HashMap<&str, u32> = match (list.column("canonical"), list.column("decimals")) {
        (Some(code), Some(n)) => list.rows.iter().filter_map(|r| Some((r.get(code)?.as_str(), r.get(n)?.parse().ok()?))).collect(),
        _ => HashMap::new(),
    };
    let default = case.params.count("decimals").and_then(|n| u32::try_from(n).ok());
    let currencies = case.named("currency");
    case.each_value(|row, value| {
        let currency = currencies.and_then(|c| c.get(row));
        let allowed = currency.map_or(default, |c| decimals.get(c).copied());
        match (number(value), allowed) {
            (Some(n), Some(allowed)) if n.normalize().scale() <= allowed => Judgement::Good,
            (Some(n), Some(allowed)) => {
                case.bad(|| Why::expected(format!("{} ≤ {allowed}", currency.unwrap_or(".00"))).suggesting(written(n.round_dp(allowed))))
            }
            _ => Judgement::NotApplicable,
        }
    })
}
