//! Finds tax numbers of mainland firms that are no valid unified social credit code.

use super::super::case::{Case, both, repaired};
use super::super::doc::{CheckDoc, Example};
use super::super::judgement::{Judgement, Outcome, Why};
use super::super::keys::is_blank_word;
use crate::domain::codes::{Verdict, taxpayer};

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "uscc",
    does: (
        "统一社会信用代码的位数、字符集或 GB 32100 校验位不对。15 位旧税号和个体户税号按各自的规则判断；不像境内税号的内容（如境外税号）不适用。",
        "Length, alphabet or GB 32100 check character of the unified social credit code are wrong. Old 15-digit numbers and those of sole traders are judged by their own rules; what does not look like a mainland number (such as a foreign VAT number) is not applicable.",
    ),
    needs_field: true,
    parameters: &[],
    example: Example {
        field: "tax_id",
        params: "",
        table: "tax_id\n914403001922038216\n914403001922038217\n440301192203821\nDE811907980\n9.144E+17",
        others: &[],
        fails: &[2, 5],
    },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    let codes = case.credit_codes();
    case.each_value(|row, value| {
        // The usual case at once: a credit code whose check character fits, written as it should be.
        if codes.get(row).is_some_and(Option::is_some) && value.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase()) {
            return Judgement::Good;
        }
        match taxpayer::check(value) {
            Verdict::Invalid { reason } => case.bad(|| repaired("uscc", value, Why::expected(both(reason)))),
            Verdict::NotThisKind if looks_domestic(value) => Judgement::good_if(false),
            verdict => case.by_verdict(&verdict, value, Judgement::NotApplicable),
        }
    })
}

/// Twelve digits and more that are no foreign number of a known form were meant as a mainland number.
fn looks_domestic(value: &str) -> bool {
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    !is_blank_word(value) && digits >= 12 && !value.starts_with(|c: char| c.is_ascii_alphabetic())
}
