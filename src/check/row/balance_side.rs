//! Finds accounts with their balance on the unexpected side.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example};
use super::super::judgement::{Judgement, Outcome, Why};
use super::super::ledger::Balances;
use crate::model::both;

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "balance_side",
    does: (
        "资产类（科目以 1 开头）出现贷方余额，或负债类（以 2 开头）出现借方余额。累计折旧、坏账准备之类备抵科目反过来看。",
        "An asset account (beginning with 1) has a credit balance, or a liability account (beginning with 2) a debit balance. Contra accounts such as accumulated depreciation and bad-debt provisions are read the other way round.",
    ),
    needs_field: true,
    parameters: Balances::PARAMETERS,
    example: Example {
        field: "account",
        params: "debit = \"debit\"\ncredit = \"credit\"\nname = \"account_name\"",
        table: "account|account_name|debit|credit\n1122|应收账款|100|\n1122|应收账款||50\n2202|应付账款|20|\n1602|累计折旧||30\n6001|主营业务收入||5",
        others: &[],
        fails: &[2, 3],
    },
    run,
};

const CONTRA: &[&str] = &[
    "累计折旧",
    "累计摊销",
    "折旧",
    "减值准备",
    "坏账准备",
    "跌价准备",
    "准备",
    "depreciation",
    "amortization",
    "amortisation",
    "allowance",
    "provision",
    "impairment",
];

fn run(case: &Case<'_>) -> Outcome {
    let balances = Balances::of(case);
    let names = case.named("name");
    case.each_value(|row, account| {
        let Some(net) = balances.net(row).filter(|n| !n.is_zero()) else { return Judgement::NotApplicable };
        let contra = names.and_then(|c| c.get(row)).is_some_and(|n| CONTRA.iter().any(|w| n.to_lowercase().contains(w)));
        let debit_expected = match account.chars().next() {
            Some('1') => !contra,
            Some('2') => contra,
            _ => return Judgement::NotApplicable,
        };
        if net.is_sign_positive() == debit_expected {
            Judgement::Good
        } else {
            case.bad(|| Why::expected(if debit_expected { both("借", "debit") } else { both("贷", "credit") }))
        }
    })
}
