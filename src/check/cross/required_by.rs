//! Finds empty cells that the record referred to calls for.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example, Kind, Parameter};
use super::super::judgement::{Judgement, Outcome};
use super::super::keys::is_blank_word;
use super::Referred;
use crate::domain::fold::fold_key;

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "required_by",
    does: (
        "被引用的记录要求填写而没有填（批号管理的物料没有批号）。源表根本没有这一列也算没填。",
        "The record referred to calls for a value that is missing (a batch-managed material without a batch). A column that the source lacks counts as empty.",
    ),
    needs_field: true,
    parameters: &[
        Parameter::new("entity", Kind::Entity, "被引用的实体", "the entity referred to"),
        Parameter::new("key", Kind::Field, "存放编码的字段", "the field that holds the code"),
        Parameter::new("flag", Kind::OtherField, "被引用记录的标志字段", "the field of the record that calls for it"),
        Parameter::new("in", Kind::Texts, "表示要求填写的值", "its values that call for it"),
    ],
    example: Example {
        field: "batch",
        params: "entity = \"material\"\nkey = \"material_code\"\nflag = \"batch_flag\"\nin = [\"Y\"]",
        table: "material_code|batch\nM-1|B001\nM-1|\nM-2|",
        others: &[("material", "code|batch_flag\nM-1|Y\nM-2|N")],
        fails: &[2],
    },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    let (Some(referred), Some(flag)) = (Referred::of(case), case.params.text("flag")) else { return Outcome::default() };
    let Some(flags) = referred.column(flag) else { return Outcome::default() };
    let values: Vec<String> = case.params.texts("in").into_iter().map(fold_key).collect();
    let column = case.column();
    case.each_row(|row| {
        let records = referred.records(case, row);
        let required = !records.is_empty() && records.iter().all(|&r| flags.get(r).is_some_and(|f| values.contains(&fold_key(f))));
        if !required {
            return Judgement::NotApplicable;
        }
        Judgement::good_if(column.and_then(|c| c.get(row)).is_some_and(|v| !is_blank_word(v)))
    })
}
