//! Finds IBANs with wrong check digits.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example};
use super::super::judgement::{Judgement, Outcome};
use crate::domain::codes::iban;

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "iban",
    does: ("IBAN 的国家、长度或校验数（mod 97-10）不对。", "Country, length or check digits (mod 97-10) of the IBAN are wrong."),
    needs_field: true,
    parameters: &[],
    example: Example { field: "iban", params: "", table: "iban\nDE89370400440532013000\nDE88370400440532013000", others: &[], fails: &[2] },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    case.each_value(|_, value| case.by_repairable("iban", &iban::check(value), value, Judgement::good_if(false)))
}
