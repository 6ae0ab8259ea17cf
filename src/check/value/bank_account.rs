//! Finds bank accounts that cannot be accounts.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example};
use super::super::judgement::{Judgement, Outcome};
use crate::domain::codes::bank_account;

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "bank_account",
    does: (
        "银行账号形式不对：位数、字符、科学计数法或第 15 位后丢失数字。对公账号没有公开的校验位，不做 Luhn 校验。",
        "The bank account is malformed: length, characters, scientific notation or digits lost after the fifteenth. Company accounts have no public check digit, so Luhn is not applied.",
    ),
    needs_field: true,
    parameters: &[],
    example: Example {
        field: "bank_account",
        params: "",
        table: "bank_account\n44201501100052512345\n6.2220202001123E+18\n工商银行",
        others: &[],
        fails: &[2, 3],
    },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    case.each_value(|_, value| case.by_verdict(&bank_account::check(value), value, Judgement::good_if(false)))
}
