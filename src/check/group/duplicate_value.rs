//! Finds values that should occur once and occur more often.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example, Kind, Parameter};
use super::super::grouping::{RowKey, groups};
use super::super::judgement::{Failure, Outcome, Why};
use super::super::keys::Fold;

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "duplicate_value",
    does: (
        "一个字段（或几个字段合起来）的值出现多次。编码按去空格、全半角、大小写和前导零后比较；同组的每一行都报出。",
        "The value of a field, or of several together, occurs more than once. Codes are compared without blanks, width, case and leading zeros; every row of the group is reported.",
    ),
    needs_field: true,
    parameters: &[
        Parameter::new("with", Kind::Fields, "与它合起来比较的字段", "fields that are compared together with it"),
        Parameter::new("fold", Kind::OneOf(Fold::NAMES), "比较方式，默认 code", "how values are compared, code by default"),
        Parameter::new("per_system", Kind::Switch, "各旧系统分别比较", "whether each legacy system is looked at by itself"),
    ],
    example: Example {
        field: "code",
        params: "fold = \"code\"",
        table: "code|name\n00123|甲\nA-1|乙\n123|丙\na－1|丁\nB-1|戊",
        others: &[],
        fails: &[1, 2, 3, 4],
    },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    let Some(column) = case.column() else { return Outcome::default() };
    let with = case.listed("with");
    let fold = Fold::named(case.params.text("fold"), Fold::Code);
    let key = RowKey::new(column, &with, fold, case.params.flag("per_system"));
    let found = groups(case, |row, out| key.write(case, row, out));
    let mut failures: Vec<Failure> = Vec::new();
    for group in &found.shared {
        for &row in group {
            let why = if case.explain { Why::expected(others(case, group, row)) } else { Why::default() };
            failures.push(Failure { row, why });
        }
    }
    failures.sort_unstable_by_key(|f| f.row);
    Outcome { applicable: found.keyed, failures }
}

/// Names the places of the other rows of a group, the first three of them.
pub(in super::super) fn others(case: &Case<'_>, group: &[usize], row: usize) -> String {
    let places: Vec<String> = group.iter().filter(|r| **r != row).take(3).map(|r| case.place(*r)).filter(|p| !p.is_empty()).collect();
    let more = (group.len() - 1).saturating_sub(3);
    let listed = places.join(", ");
    if more > 0 && !listed.is_empty() {
        format!("= {listed} (+{more})")
    } else if listed.is_empty() {
        format!("× {}", group.len())
    } else {
        format!("= {listed}")
    }
}
