//! Finds groups whose numbers do not add up to what they must.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example, Kind, Parameter};
use super::super::grouping::{RowKey, groups};
use super::super::judgement::{Failure, Outcome, Why};
use super::super::keys::Fold;
use super::super::quantity::{number, written};
use rust_decimal::Decimal;

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "group_sum",
    does: (
        "一组各行的数相加应等于规定的合计（如替代组的比例合计 100）；不等时报该组每一行。组里有一行没填数则不判。",
        "The numbers of a group add up to a declared total (the shares of a substitute group to 100); if not, every row of the group is reported. A group with a missing number is not judged.",
    ),
    needs_field: true,
    parameters: &[
        Parameter::new("by", Kind::Fields, "分组字段，须都填写", "the fields of the group; all of them filled"),
        Parameter::new("total", Kind::Number, "应有的合计，默认 100", "what they must add up to, 100 by default"),
        Parameter::new("tolerance", Kind::Number, "容差，默认 0.01", "the tolerance, 0.01 by default"),
    ],
    example: Example {
        field: "qty",
        params: "by = [\"parent_code\", \"substitute_group\"]",
        table: "parent_code|substitute_group|qty\nP1|A|60\nP1|A|40\nP1|B|60\nP1|B|60\nP1||7\nP2|C|100\nP2|C|",
        others: &[],
        fails: &[3, 4],
    },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    let (Some(column), by) = (case.column(), case.listed("by")) else { return Outcome::default() };
    let Some((first, more)) = by.split_first().filter(|_| by.len() == case.params.texts("by").len()) else { return Outcome::default() };
    let total = case.params.number("total").unwrap_or(Decimal::ONE_HUNDRED);
    let tolerance = case.params.number("tolerance").unwrap_or_else(|| Decimal::new(1, 2));
    let key = RowKey::new(first, more, Fold::Code, true);
    let whole = |row: usize| by.iter().all(|c| c.get(row).is_some());
    let found = groups(case, |row, out| whole(row) && key.write(case, row, out));
    let mut outcome = Outcome::default();
    for group in &found.shared {
        let sum = group.iter().try_fold(Decimal::ZERO, |sum, &row| sum.checked_add(column.get(row).and_then(number)?));
        let Some(sum) = sum else { continue };
        outcome.applicable += group.len() as u64;
        if (sum - total).abs() > tolerance {
            let why = || if case.explain { Why::expected(format!("Σ {} ≠ {}", written(sum), written(total))) } else { Why::default() };
            outcome.failures.extend(group.iter().map(|&row| Failure { row, why: why() }));
        }
    }
    outcome.failures.sort_unstable_by_key(|f| f.row);
    outcome
}
