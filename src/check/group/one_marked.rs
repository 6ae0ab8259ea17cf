//! Finds groups in which not exactly one member is marked.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example, Kind, Parameter};
use super::super::grouping::{RowKey, groups};
use super::super::judgement::{Failure, Outcome, Why};
use super::super::keys::Fold;
use std::collections::BTreeSet;

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "one_marked",
    does: (
        "一组里（如同一父项的各 BOM 版本、同一替代组的各子项）应恰有一个成员带标志：没有时报第一行，多个时报所有带标志的行。整列都没有标志则不查。",
        "Of a group (the versions of one BOM, the components of one substitute group) exactly one member bears the mark: without any the first row is reported, with several all that bear it. A column without any mark is not judged.",
    ),
    needs_field: true,
    parameters: &[
        Parameter::new("by", Kind::Fields, "分组字段，须都填写", "the fields of the group; all of them filled"),
        Parameter::new(
            "member",
            Kind::Field,
            "成员字段；默认一行是一个成员",
            "the field that names the member; each row is one by default",
        ),
        Parameter::new("mark", Kind::Texts, "表示带标志的值，默认 Y", "the values that are a mark, Y by default"),
    ],
    example: Example {
        field: "is_phantom",
        params: "by = [\"parent_code\"]\nmember = \"version\"",
        table: "parent_code|version|is_phantom\nP1|1|Y\nP1|1|Y\nP1|2|N\nP2|1|N\nP2|2|N\nP3|1|Y\nP3|2|Y",
        others: &[],
        fails: &[4, 6, 7],
    },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    let (Some(column), by) = (case.column(), case.listed("by")) else { return Outcome::default() };
    let Some((first, more)) = by.split_first().filter(|_| by.len() == case.params.texts("by").len()) else { return Outcome::default() };
    let marks = match case.params.texts("mark") {
        given if given.is_empty() => vec!["Y"],
        given => given,
    };
    let marked = |row: usize| column.get(row).is_some_and(|v| marks.contains(&v));
    if !(0..case.height()).any(marked) {
        return Outcome::default();
    }
    let member = case.named("member");
    let key = RowKey::new(first, more, Fold::Code, true);
    let whole = |row: usize| by.iter().all(|c| c.get(row).is_some());
    let found = groups(case, |row, out| whole(row) && key.write(case, row, out));
    let mut outcome = Outcome { applicable: found.shared.iter().map(|g| g.len() as u64).sum(), ..Outcome::default() };
    for group in &found.shared {
        let bearers: Vec<usize> = group.iter().copied().filter(|r| marked(*r)).collect();
        let members = member.map_or(bearers.len(), |m| bearers.iter().map(|r| m.get(*r)).collect::<BTreeSet<_>>().len());
        let rows = match members {
            1 => continue,
            0 => group.get(..1).unwrap_or_default(),
            _ => bearers.as_slice(),
        };
        let why = || if case.explain { Why::expected(format!("1 ≠ {members}")) } else { Why::default() };
        outcome.failures.extend(rows.iter().map(|&row| Failure { row, why: why() }));
    }
    outcome.failures.sort_unstable_by_key(|f| f.row);
    outcome
}
