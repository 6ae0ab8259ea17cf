//! Finds article numbers with a wrong check digit.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example};
use super::super::judgement::{Judgement, Outcome};
use crate::domain::codes::gtin;

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "gtin",
    does: (
        "条码校验位不符或位数不对。含字母的企业内部条码不适用。",
        "The barcode has a wrong check digit or length. Internal barcodes with letters are not applicable.",
    ),
    needs_field: true,
    parameters: &[],
    example: Example { field: "barcode", params: "", table: "barcode\n6901234567892\n6901234567893\nINT-0001", others: &[], fails: &[2] },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    case.each_value(|_, value| case.by_repairable("gtin", &gtin::check(value), value, Judgement::NotApplicable))
}
