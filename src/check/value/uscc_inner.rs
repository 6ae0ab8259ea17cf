//! Finds credit codes whose inner organisation code fails its own check.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example};
use super::super::judgement::{Judgement, Outcome, Why};
use crate::domain::codes::uscc;

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "uscc_inner",
    does: (
        "信用代码第 9–17 位不符合组织机构代码的校验规则（GB 11714）。只看 18 位且自身校验通过的代码。",
        "Characters 9 to 17 of the credit code fail the check of organisation codes (GB 11714). Only codes whose own check character fits are looked at.",
    ),
    needs_field: true,
    parameters: &[],
    example: Example { field: "tax_id", params: "", table: "tax_id\n914403001922038216\n914403001922038317", others: &[], fails: &[2] },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    let codes = case.credit_codes();
    case.each_value(|row, value| match codes.get(row).copied().flatten() {
        None => Judgement::NotApplicable,
        Some(code) if code.inner_fits => Judgement::Good,
        Some(_) => case.bad(|| Why::expected(expected(value))),
    })
}

/// Names the inner code, which stands elsewhere in a value written with blanks.
fn expected(value: &str) -> String {
    let code = uscc::check(value);
    format!("GB 11714: {}", code.normalised().and_then(uscc::organisation_code).unwrap_or(""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_inner_code_is_named_however_the_value_is_written() {
        for value in ["914403001922038317", " 9144 0300 1922 0383 17", "９１４４０３００１９２２０３８３１７"] {
            assert_eq!(expected(value), "GB 11714: 192203831", "{value}");
        }
    }
}
