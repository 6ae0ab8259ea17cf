//! Writes bank accounts without blanks and hyphens.

use crate::domain::codes::bank_account;
use crate::normalise::{Context, Evidence, Loss, Normaliser, Outcome};

pub(in crate::normalise) const NORMALISER: Normaliser = Normaliser {
    name: "bank_account",
    does: (
        "银行账号去掉空格和横线，改为半角大写；残缺或被遮盖的账号不动。",
        "Writes accounts without blanks and hyphens; damaged or masked ones stay.",
    ),
    why: ("账号分组方式不同，同一账号就认不出来。", "Accounts are grouped in many ways, which hides equal ones."),
    example: ("6222 0202 0011 2345 679", "6222020200112345679"),
    loses: Loss::Nothing,
    evidence: Evidence::None,
    checked_by: &[],
    apply: |value: &str, _: &Context<'_>| match bank_account::check(value).normalised() {
        Some(code) => Outcome::of(value, code.to_owned().into()),
        None => Outcome::Unchanged,
    },
};
