//! Finds ledgers whose debits and credits differ.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example};
use super::super::judgement::{Failure, Outcome, Why};
use super::super::quantity::written;
use super::{Balances, ROUNDING, parents};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "debits_equal_credits",
    does: (
        "末级科目的借方合计不等于贷方合计；按所列范围（如公司）分别核对，报在该范围的第一行。只有一侧有数的来源不适用。",
        "Over the lowest accounts debits differ from credits; balanced one by one over the listed fields (such as the company) and reported at the first row of each. Not applicable to sources that carry one side only.",
    ),
    needs_field: true,
    parameters: Balances::PARAMETERS,
    example: Example {
        field: "debit",
        params: "debit = \"debit\"\ncredit = \"credit\"\naccount = \"account\"\nper = [\"plant\"]",
        table: "plant|account|debit|credit\n1|1002|100|\n1|100201|100|\n1|2202||100\n2|1002|70|\n2|2202||100",
        others: &[],
        fails: &[4],
    },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    let balances = Balances::of(case);
    let Some(accounts) = case.named("account") else { return Outcome::default() };
    let per = case.listed("per");
    let mut ledgers: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for row in (0..case.height()).filter(|&row| case.applies(row) && accounts.get(row).is_some()) {
        let key: Vec<&str> = per.iter().map(|c| c.text(row)).collect();
        ledgers.entry(format!("{}\u{1f}{}", key.join("\u{1f}"), case.system(row))).or_default().push(row);
    }
    let mut outcome = Outcome::default();
    for rows in ledgers.values() {
        let (debit, credit) = sums(&balances, &rows.iter().map(|r| (*r, accounts.text(*r))).collect::<Vec<_>>());
        if debit.is_zero() || credit.is_zero() {
            continue;
        }
        outcome.applicable += 1;
        let off = debit - credit;
        if let (true, Some(&row)) = (off.abs() > ROUNDING, rows.first()) {
            let why = format!("{} − {} = {}", written(debit), written(credit), written(off));
            outcome.failures.push(Failure { row, why: if case.explain { Why::expected(why) } else { Why::default() } });
        }
    }
    outcome.failures.sort_unstable_by_key(|f| f.row);
    outcome
}

/// Adds up both sides over the accounts that none stands below.
fn sums(balances: &Balances<'_>, accounts: &[(usize, &str)]) -> (Decimal, Decimal) {
    // Rows that repeat a parent's code (by currency, say) are parents too.
    let above: BTreeSet<&str> = parents(accounts).into_iter().flatten().filter_map(|p| accounts.get(p)).map(|a| a.1).collect();
    let mut sums = (Decimal::ZERO, Decimal::ZERO);
    for (row, _) in accounts.iter().filter(|(_, code)| !above.contains(code)) {
        match balances.net(*row) {
            Some(net) if net.is_sign_positive() => sums.0 = sums.0.saturating_add(net),
            Some(net) => sums.1 = sums.1.saturating_add(-net),
            None => {}
        }
    }
    sums
}
