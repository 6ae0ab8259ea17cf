//! Finds branches whose head office is in the table and to which they are not linked.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example, Kind, Parameter};
use super::super::judgement::{Failure, Outcome, Why};
use crate::domain::company::{Company, Kind as Firm};
use rayon::prelude::*;
use std::collections::BTreeMap;

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "branch_without_head",
    does: (
        "名称是分公司、分厂或办事处，总公司也在表里，而上级字段没有填：两条记录都保留，但应建立上下级关系。来源没有上级这一列时不适用。",
        "The name is that of a branch, its head office stands in the table, and the field of the parent is empty: both records stay, but they must be linked. Not applicable where the source has no column of parents.",
    ),
    needs_field: true,
    parameters: &[Parameter::new("parent", Kind::Field, "上级字段", "the field of the parent")],
    example: Example {
        field: "name",
        params: "parent = \"parent\"",
        table: "code|name|parent\n1|苏州宏达机械有限公司|\n2|苏州宏达机械有限公司昆山分公司|\n3|苏州宏达机械有限公司吴江分公司|1\n4|杭州鑫源电子有限公司宁波分公司|",
        others: &[],
        fails: &[2],
    },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    let (Some(column), Some(parent)) = (case.column(), case.named("parent")) else { return Outcome::default() };
    let firms: Vec<(usize, Company)> = (0..case.height())
        .into_par_iter()
        .filter(|row| case.applies(*row))
        .filter_map(|row| column.get(row).map(|name| (row, Company::parse(name))))
        .filter(|(_, firm)| !firm.body.is_empty())
        .collect();
    let name = |firm: &Company| (firm.regions.last().copied(), firm.body.clone());
    let mut heads: BTreeMap<(Option<&str>, Vec<char>), usize> = BTreeMap::new();
    for (row, firm) in firms.iter().filter(|(_, f)| f.branch.is_empty() && f.kind == Firm::Company) {
        heads.entry(name(firm)).or_insert(*row);
    }
    let mut outcome = Outcome::default();
    for (row, firm) in firms.iter().filter(|(_, f)| !f.branch.is_empty()) {
        let Some(head) = heads.get(&name(firm)) else { continue };
        outcome.applicable += 1;
        if parent.get(*row).is_none() {
            let why = if case.explain {
                Why::expected(format!("{} ({})", column.get(*head).unwrap_or_default(), case.place(*head)))
            } else {
                Why::default()
            };
            outcome.failures.push(Failure { row: *row, why });
        }
    }
    outcome
}
