//! Finds values that the target system does not have.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example, Kind, Parameter};
use super::super::judgement::{Judgement, Outcome, Why};
use crate::domain::fold::fold_key;
use std::collections::{BTreeMap, BTreeSet};

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "target_value",
    does: (
        "值不在目标系统的清单中（付款条件、结算方式、分类、科目等）；清单是项目的对照表 target_values，列为 entity、field、value，分类另有 parent。清单里没有该字段时不适用。",
        "The value is not in the target system's list (payment terms, settlement methods, groups, accounts). The list is the project's table target_values with the columns entity, field, value, and parent for classes. Not applicable where the list has nothing for the field.",
    ),
    needs_field: true,
    parameters: &[
        Parameter::new("leaf", Kind::Switch, "须为末级：下面没有别的分类", "the class must be a lowest one: none stands below it"),
        Parameter::new("as", Kind::Text, "清单中的字段名，默认本字段", "the field's name in the list, this one's by default"),
    ],
    example: Example {
        field: "group",
        params: "leaf = true",
        table: "group\n01\n0101\n99",
        others: &[(TABLE, "entity|field|value|parent\nexample|group|01|\nexample|group|0101|01")],
        fails: &[1, 3],
    },
    run,
};

/// The project's table of what the target has.
pub(in super::super) const TABLE: &str = "target_values";

fn run(case: &Case<'_>) -> Outcome {
    let Some(field) = case.params.text("as").or(case.field.as_deref()) else { return Outcome::default() };
    let known = known(case, field);
    if known.is_empty() {
        return Outcome::default();
    }
    let above: BTreeSet<&String> = known.values().flatten().collect();
    let leaf = case.params.flag("leaf");
    case.each_distinct(|value| {
        let key = fold_key(value);
        match known.contains_key(&key) {
            false => case.bad(|| Why::expected(TABLE)),
            true if leaf && above.contains(&key) => {
                let below = known.iter().find(|(_, parents)| parents.contains(&key)).map_or("", |(value, _)| value.as_str());
                case.bad(|| Why::expected(format!("> {below}")))
            }
            true => Judgement::Good,
        }
    })
}

/// Gives the target's values of a field, each with what it stands below.
fn known(case: &Case<'_>, field: &str) -> BTreeMap<String, Vec<String>> {
    let table = case.subject.plan.table(TABLE);
    let mut known: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let [Some(entity), Some(of), Some(value)] = ["entity", "field", "value"].map(|c| table.column(c)) else { return known };
    let parent = table.column("parent");
    let cell = |row: &[String], at: Option<usize>| at.and_then(|at| row.get(at)).map(|c| fold_key(c)).unwrap_or_default();
    for row in &table.rows {
        let here = row.get(entity).is_some_and(|e| e == case.subject.spec.entity.as_str()) && row.get(of).is_some_and(|f| f == field);
        if here {
            let parent = Some(cell(row, parent)).filter(|p| !p.is_empty());
            known.entry(cell(row, Some(value))).or_default().extend(parent);
        }
    }
    known.remove("");
    known
}
