//! Finds VAT rates that are no longer in force.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example, Kind, Parameter};
use super::super::judgement::{Judgement, Outcome, Why};
use super::super::quantity::number;
use rust_decimal::Decimal;

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "historic_tax_rate",
    does: (
        "增值税率是已经取消的 17%、16%、11%、10%。写作 17、17% 或 0.17 都认得。",
        "The VAT rate is one of the abolished 17, 16, 11 and 10 %, written as 17, 17% or 0.17.",
    ),
    needs_field: true,
    parameters: &[Parameter::new("rates", Kind::Numbers, "视为作废的税率（百分数）", "the rates that count as abolished, in percent")],
    example: Example {
        field: "tax_rate",
        params: "",
        table: "tax_rate\n13%\n0.13\n17%\n0.16\n17.00\n免税",
        others: &[],
        fails: &[3, 4, 5],
    },
    run,
};

/// Abolished on 2018-05-01 (17, 11) and 2019-04-01 (16, 10), in percent, and what took their place.
const ABOLISHED: [(i64, &str); 4] = [(17, "13"), (16, "13"), (11, "9"), (10, "9")];

fn run(case: &Case<'_>) -> Outcome {
    let own = case.params.numbers("rates");
    case.each_distinct(|value| {
        let Some(rate) = percent(value) else { return Judgement::NotApplicable };
        let successor = ABOLISHED.iter().find(|(old, _)| rate == Decimal::from(*old)).map(|(_, new)| *new);
        let abolished = if own.is_empty() { successor.is_some() } else { own.contains(&rate) };
        if !abolished {
            return Judgement::Good;
        }
        case.bad(|| {
            let new = successor.unwrap_or("");
            let written = match (new.is_empty(), value.contains(['%', '％'])) {
                (true, _) => String::new(),
                (false, true) => format!("{new}%"),
                (false, false) if number(value).is_some_and(|n| n < Decimal::ONE) => format!("0.{new:0>2}"),
                (false, false) => new.to_owned(),
            };
            Why::expected("13 / 9 / 6 / 3 / 1 / 0 %").suggesting(written)
        })
    })
}

fn percent(value: &str) -> Option<Decimal> {
    let bare = value.trim().trim_end_matches(['%', '％']);
    let n = number(bare)?;
    let fraction = bare.len() == value.trim().len() && n.abs() < Decimal::ONE;
    Some(if fraction { n * Decimal::ONE_HUNDRED } else { n })
}
