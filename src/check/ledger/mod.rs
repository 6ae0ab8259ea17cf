//! Checks over opening balances of the general ledger.

pub(super) mod children_sum;
pub(super) mod debits_equal_credits;
pub(super) mod subledger_total;

use super::case::Case;
use super::doc::{Kind, Parameter};
use super::quantity::number;
use crate::domain::fold::fold_key;
use crate::model::TextColumn;
use rust_decimal::Decimal;

/// The balance of an account as its columns say it: debit and credit apart, or one number with a side.
pub(super) struct Balances<'a> {
    debit: Option<&'a TextColumn>,
    credit: Option<&'a TextColumn>,
    balance: Option<&'a TextColumn>,
    direction: Option<&'a TextColumn>,
}

impl<'a> Balances<'a> {
    /// The parameters that name the columns.
    pub(super) const PARAMETERS: &'static [Parameter] = &[
        Parameter::new("debit", Kind::Field, "借方字段", "the field of the debit"),
        Parameter::new("credit", Kind::Field, "贷方字段", "the field of the credit"),
        Parameter::new("balance", Kind::Field, "余额字段", "the field of the balance"),
        Parameter::new("direction", Kind::Field, "余额方向字段", "the field of the balance's side"),
        Parameter::new("account", Kind::Field, "科目字段", "the field of the account"),
        Parameter::new("name", Kind::Field, "科目名称字段", "the field of the account's name"),
        Parameter::new("per", Kind::Fields, "分别核对的范围，如公司", "fields whose values are balanced one by one, such as the company"),
        Parameter::new("entity", Kind::Entity, "明细所在的实体", "the entity of the details"),
        Parameter::new("amount", Kind::OtherField, "明细的金额字段", "the field of the details' amount"),
        Parameter::new("says", Kind::Texts, "控制科目的名称", "names of the control accounts"),
        Parameter::new("side", Kind::OneOf(&["debit", "credit"]), "控制科目的正常方向", "the usual side of the control accounts"),
    ];

    /// Takes the columns that the check's parameters name.
    pub(super) fn of(case: &Case<'a>) -> Self {
        let named = |p| case.named(p);
        Self { debit: named("debit"), credit: named("credit"), balance: named("balance"), direction: named("direction") }
    }

    /// Gives debit less credit; `None` where a row has no number.
    pub(super) fn net(&self, row: usize) -> Option<Decimal> {
        let of = |c: Option<&TextColumn>| c.and_then(|c| c.get(row)).and_then(number);
        match (of(self.debit), of(self.credit)) {
            (None, None) => self.sided(row, of(self.balance)?),
            (debit, credit) => debit.unwrap_or_default().checked_sub(credit.unwrap_or_default()),
        }
    }

    fn sided(&self, row: usize, balance: Decimal) -> Option<Decimal> {
        let Some(side) = self.direction.and_then(|c| c.get(row)) else { return Some(balance) };
        match fold_key(side).as_str() {
            "借" | "借方" | "debit" | "dr" | "d" | "s" => Some(balance),
            "贷" | "贷方" | "credit" | "cr" | "c" | "h" => Some(-balance),
            "平" => Some(Decimal::ZERO),
            _ => None,
        }
    }
}

/// The greatest difference that rounding explains.
pub(super) const ROUNDING: Decimal = Decimal::from_parts(1, 0, 0, false, 2);

/// Finds for every account the one above it: the longest other account that its code begins with.
pub(super) fn parents(codes: &[(usize, &str)]) -> Vec<Option<usize>> {
    let mut order: Vec<usize> = (0..codes.len()).collect();
    let code = |at: usize| codes.get(at).map_or("", |c| c.1);
    order.sort_by(|a, b| code(*a).cmp(code(*b)));
    let mut above: Vec<usize> = Vec::new();
    let mut parents = vec![None; codes.len()];
    for at in order {
        while above.last().is_some_and(|top| !(code(at).starts_with(code(*top)) && code(at).len() > code(*top).len())) {
            above.pop();
        }
        if let Some(slot) = parents.get_mut(at) {
            *slot = above.last().copied();
        }
        above.push(at);
    }
    parents
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_stand_below_the_longest_code_they_begin_with() {
        let codes = [(0, "1002"), (1, "100201"), (2, "10020101"), (3, "1122"), (4, "100202"), (5, "1002")];
        let found = parents(&codes);
        assert_eq!((found[2], found[3], found[5]), (Some(1), None, None));
        assert!(matches!(found[1], Some(0 | 5)) && matches!(found[4], Some(0 | 5)));
    }
}
