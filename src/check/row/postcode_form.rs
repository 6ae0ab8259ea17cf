//! Finds postcodes that cannot be.

use super::super::case::Case;
use super::super::country::Countries;
use super::super::doc::{CheckDoc, Example, Kind, Parameter};
use super::super::judgement::{Judgement, Outcome, Why};
use super::super::keys::is_blank_word;
use crate::domain::postcode;
use crate::model::TextColumn;

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "postcode_form",
    does: (
        "境内邮政编码不是 6 位，或前两位不属于任何省；5 位且补 0 后成立的给出建议。境外邮编不适用；没有国家且整列多数不像境内邮编时也不适用。",
        "A mainland postcode does not have six digits or begins with those of no province; five digits that a leading zero makes right are suggested. Foreign postcodes are not applicable, nor are columns without countries most of which do not look like mainland postcodes.",
    ),
    needs_field: true,
    parameters: &[Parameter::new("country", Kind::Field, "国家字段", "the field of the country")],
    example: Example {
        field: "postcode",
        params: "country = \"country\"",
        table: "postcode|country\n215300|CN\n10020|CN\n98011|US\n2153000|CN",
        others: &[],
        fails: &[2, 4],
    },
    run,
};

/// Values looked at to learn whether a column without countries holds mainland postcodes.
const SAMPLE: usize = 1000;

fn run(case: &Case<'_>) -> Outcome {
    let Some(column) = case.column() else { return Outcome::default() };
    let countries = Countries::of(case);
    let chinese = looks_chinese(column);
    case.each_value(|row, value| {
        if is_blank_word(value) || !countries.mainland(row).unwrap_or(chinese) {
            return Judgement::NotApplicable;
        }
        match postcode::with_lost_zero(value) {
            Some(full) => case.bad(|| Why::expected(full.as_str()).suggesting(full.as_str())),
            None => case.by_verdict(&postcode::check(value), value, Judgement::good_if(false)),
        }
    })
}

/// Says whether most of the first values are mainland postcodes.
pub(in super::super) fn looks_chinese(column: &TextColumn) -> bool {
    let (mut seen, mut chinese) = (0, 0);
    for value in column.iter().flatten().filter(|v| !is_blank_word(v)).take(SAMPLE) {
        seen += 1;
        chinese += usize::from(postcode::check(value).is_usable());
    }
    seen > 0 && chinese * 2 > seen
}
