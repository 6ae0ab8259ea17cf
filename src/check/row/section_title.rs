//! Finds rows that are titles of sections within a table.

use super::super::Subject;
use super::super::case::Case;
use super::super::doc::{CheckDoc, Example};
use super::super::judgement::{Judgement, Outcome};
use crate::domain::fold::is_letter;
use crate::model::TextColumn;
use crate::plan::{CheckSpec, CheckUse};
use rayon::prelude::*;
use std::collections::BTreeMap;

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "section_title",
    does: (
        "行里只有本字段（如分类）有文字，编码、名称等全空：是表中的分类标题，不是记录；“为空”的检查不再报这样的行。少于四列的表不适用。",
        "The row holds nothing but a text in this field (a class, say), neither code nor name nor anything else: it is the title of a section and no record; checks for missing fields leave it aside. Not applicable to tables of fewer than four columns.",
    ),
    needs_field: true,
    parameters: &[],
    example: Example {
        field: "group",
        params: "",
        table: "code|name|spec|group\n|||紧固件\nA-1|六角螺栓|M8×20|紧固件\n||M8×30|紧固件\n|||12",
        others: &[],
        fails: &[1],
    },
    run,
};

/// Tables with fewer filled columns may well have rows with one value.
const FEWEST_COLUMNS: usize = 4;

fn run(case: &Case<'_>) -> Outcome {
    case.each_value(|row, _| Judgement::good_if(!case.is_title(row)))
}

/// Says of every row whether it is the title of a section, as far as the entity has a check for them; empty where there is none.
pub(in super::super) fn titles(subject: &Subject<'_>, columns: &BTreeMap<String, TextColumn>) -> Vec<bool> {
    let field = |check: &CheckSpec| match &check.does {
        CheckUse::Builtin { name, field, .. } if name == DOC.name => columns.get(field.as_deref()?),
        _ => None,
    };
    let fields: Vec<_> = subject.spec.checks.iter().filter_map(field).collect();
    // Beside the fields a table may have columns that say where its rows come from.
    let filled = |c: &&TextColumn| c.missing() < c.len();
    let all: Vec<&TextColumn> = subject.spec.fields.iter().filter_map(|f| columns.get(&*f.name)).filter(filled).collect();
    if fields.is_empty() || all.len() < FEWEST_COLUMNS {
        return Vec::new();
    }
    let named = |row: usize| fields.iter().any(|c| c.text(row).chars().any(is_letter));
    let alone = |row: usize| all.iter().filter(|c| c.get(row).is_some()).take(2).count() == 1;
    (0..subject.table.height()).into_par_iter().with_min_len(4096).map(|row| alone(row) && named(row)).collect()
}
