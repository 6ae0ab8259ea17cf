//! Finds units that are written otherwise than in the rest of their class.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example, Kind, Parameter};
use super::super::grouping::{RowKey, groups};
use super::super::judgement::{Failure, Outcome, Why};
use super::super::keys::Fold;
use super::super::unit::units;
use std::collections::BTreeMap;

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "mixed_units",
    does: (
        "同一类别的物料绝大多数用一个单位，这一条用了量纲相同的另一个单位（个与件、EA 与 PCS、kg 与 g）。每类至少 20 行、主单位占九成以上才判断；量纲不同的单位（kg 对个）是另一回事。",
        "Nearly all materials of a class have one unit, and this one has another of the same dimension (each and piece, kilogram and gram). Judged in classes of twenty rows and more of which nine tenths agree; units of another dimension (kilograms against pieces) are another matter.",
    ),
    needs_field: true,
    parameters: &[Parameter::new("by", Kind::Fields, "类别字段", "the fields of the class")],
    example: Example {
        field: "base_unit",
        params: "by = [\"group\"]",
        table: "group|base_unit\nA|H87\nA|H87\nA|H87\nA|H87\nA|H87\nA|H87\nA|H87\nA|H87\nA|H87\nA|H87\nA|H87\nA|H87\nA|H87\nA|H87\nA|H87\nA|H87\nA|H87\nA|H87\nA|H87\nA|EA\nB|H87\nB|EA",
        others: &[],
        fails: &[20],
    },
    run,
};

/// Rows of a class that show a custom.
const ENOUGH: usize = 20;

fn run(case: &Case<'_>) -> Outcome {
    let (Some(column), by) = (case.column(), case.listed("by")) else { return Outcome::default() };
    let Some((first, more)) = by.split_first() else { return Outcome::default() };
    let units = units(case);
    let key = RowKey::new(first, more, Fold::Exact, true);
    let found = groups(case, |row, out| column.get(row).is_some() && key.write(case, row, out));
    let mut outcome = Outcome::default();
    for group in found.shared.iter().filter(|g| g.len() >= ENOUGH) {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for unit in group.iter().filter_map(|&row| column.get(row)) {
            *counts.entry(unit).or_default() += 1;
        }
        let Some((usual, _)) = counts.iter().find(|(_, n)| **n * 10 >= group.len() * 9) else { continue };
        let Some(meant) = units.get(usual) else { continue };
        outcome.applicable += group.len() as u64;
        let other = |row: &usize| {
            let unit = column.text(*row);
            unit != *usual && units.get(unit).is_some_and(|u| u.dimension == meant.dimension)
        };
        let why = || if case.explain { Why::expected(*usual) } else { Why::default() };
        outcome.failures.extend(group.iter().copied().filter(other).map(|row| Failure { row, why: why() }));
    }
    outcome.failures.sort_unstable_by_key(|f| f.row);
    outcome
}
