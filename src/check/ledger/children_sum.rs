//! Finds accounts that are not the sum of those below them.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example};
use super::super::judgement::{Failure, Outcome, Why};
use super::super::quantity::written;
use super::{Balances, ROUNDING, parents};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "children_sum",
    does: (
        "上级科目余额不等于其直接下级合计。下级按编码前缀认定；没有下级的科目不适用。",
        "The balance of an account differs from the sum of those directly below it, which are known by their codes' beginning. Not applicable to accounts with none below.",
    ),
    needs_field: true,
    parameters: Balances::PARAMETERS,
    example: Example {
        field: "account",
        params: "debit = \"debit\"\ncredit = \"credit\"",
        table: "account|debit|credit\n1002|100|\n100201|60|\n100202|40|\n1122|50|\n112201|45|",
        others: &[],
        fails: &[4],
    },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    let (Some(accounts), balances) = (case.column(), Balances::of(case)) else { return Outcome::default() };
    let per = case.listed("per");
    let mut ledgers: BTreeMap<String, Vec<(usize, &str)>> = BTreeMap::new();
    for row in (0..case.height()).filter(|&row| case.applies(row)) {
        let Some(account) = accounts.get(row) else { continue };
        let key: Vec<&str> = per.iter().map(|c| c.text(row)).collect();
        ledgers.entry(format!("{}\u{1f}{}", key.join("\u{1f}"), case.system(row))).or_default().push((row, account));
    }
    let mut outcome = Outcome::default();
    for accounts in ledgers.values() {
        let mut below: BTreeMap<usize, Decimal> = BTreeMap::new();
        for ((row, _), parent) in accounts.iter().zip(parents(accounts)) {
            if let (Some(parent), Some(net)) = (parent, balances.net(*row)) {
                let sum = below.entry(parent).or_default();
                *sum = sum.saturating_add(net);
            }
        }
        for (parent, sum) in below {
            let Some((row, net)) = accounts.get(parent).and_then(|(row, _)| Some((*row, balances.net(*row)?))) else { continue };
            outcome.applicable += 1;
            if net.saturating_sub(sum).abs() > ROUNDING {
                let why = if case.explain { Why::expected(format!("Σ = {}", written(sum))) } else { Why::default() };
                outcome.failures.push(Failure { row, why });
            }
        }
    }
    outcome.failures.sort_unstable_by_key(|f| f.row);
    outcome
}
