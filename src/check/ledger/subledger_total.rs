//! Finds control accounts that differ from their details.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example};
use super::super::judgement::{Failure, Outcome, Why};
use super::super::quantity::{number, written};
use super::{Balances, ROUNDING, parents};
use crate::domain::fold::fold_key;
use crate::model::Entity;
use rust_decimal::Decimal;

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "subledger_total",
    does: (
        "控制科目（按名称认定，取最上级）的余额合计不等于明细表的金额合计；报在第一个控制科目上。没有明细表时不适用。",
        "The control accounts (known by name, the highest of them) do not add up to the details; reported at the first of them. Not applicable without details.",
    ),
    needs_field: true,
    parameters: Balances::PARAMETERS,
    example: Example {
        field: "account",
        params: "debit = \"debit\"\ncredit = \"credit\"\nname = \"account_name\"\nentity = \"opening_ar\"\namount = \"amount_lc\"\nsays = [\"应收账款\"]\nside = \"debit\"",
        table: "account|account_name|debit|credit\n1122|应收账款|100|\n112201|应收账款-甲|100|\n2202|应付账款||80",
        others: &[("opening_ar", "party_code|amount_lc\nC1|60\nC2|30")],
        fails: &[1],
    },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    let (Some(accounts), Some(names)) = (case.column(), case.named("name")) else { return Outcome::default() };
    let Some(details) = details(case) else { return Outcome::default() };
    let balances = Balances::of(case);
    let says: Vec<String> = case.params.texts("says").into_iter().map(fold_key).collect();
    let control =
        |row: usize| names.get(row).map(fold_key).is_some_and(|n| says.iter().any(|s| n == *s || n.starts_with(&format!("{s}-"))));
    let rows: Vec<(usize, &str)> = (0..case.height()).filter(|&r| case.applies(r) && control(r)).map(|r| (r, accounts.text(r))).collect();
    let highest = rows.iter().zip(parents(&rows)).filter(|(_, parent)| parent.is_none()).map(|((row, _), _)| *row);
    let mut first = None;
    let mut total = Decimal::ZERO;
    for row in highest {
        first.get_or_insert(row);
        total = total.saturating_add(balances.net(row).unwrap_or_default());
    }
    let Some(row) = first else { return Outcome::default() };
    if case.params.text("side") == Some("credit") {
        total = -total;
    }
    let off = total.saturating_sub(details);
    let mut outcome = Outcome { applicable: 1, failures: Vec::new() };
    if off.abs() > ROUNDING {
        let why = format!("{} − {} = {}", written(total), written(details), written(off));
        outcome.failures.push(Failure { row, why: if case.explain { Why::expected(why) } else { Why::default() } });
    }
    outcome
}

/// Adds up the details' amounts; `None` where there are none.
fn details(case: &Case<'_>) -> Option<Decimal> {
    let table = case.subject.others.get(&Entity::new(case.params.text("entity")?))?;
    let amounts = table.column(case.params.text("amount")?)?;
    let sum = amounts.iter().flatten().filter_map(number).fold(Decimal::ZERO, Decimal::saturating_add);
    (table.height() > 0).then_some(sum)
}
