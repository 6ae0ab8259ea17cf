//! Finds credit codes of authorities and types that do not exist.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example};
use super::super::judgement::{Judgement, Outcome, Why};
use crate::domain::codes::uscc;

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "uscc_type",
    does: (
        "信用代码前两位（登记管理部门和机构类别）不在标准的表里。",
        "The first two characters of the credit code (authority and type) are not in the standard's table.",
    ),
    needs_field: true,
    parameters: &[],
    example: Example { field: "tax_id", params: "", table: "tax_id\n914403001922038216\n84440300192203821X", others: &[], fails: &[2] },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    let codes = case.credit_codes();
    case.each_value(|row, value| match codes.get(row).copied().flatten() {
        None => Judgement::NotApplicable,
        Some(code) if code.kind_known => Judgement::Good,
        Some(_) => case.bad(|| Why::expected(expected(value))),
    })
}

/// Names authority and type, which stand elsewhere in a value written with blanks.
fn expected(value: &str) -> String {
    let code = uscc::check(value);
    format!("≠ {}", code.normalised().and_then(|c| c.get(..2)).unwrap_or(""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn authority_and_type_are_named_however_the_value_is_written() {
        for value in ["84440300192203821X", " 8444 0300 1922 0382 1x", "８４４４０３００１９２２０３８２１Ｘ"] {
            assert_eq!(expected(value), "≠ 84", "{value}");
        }
    }
}
