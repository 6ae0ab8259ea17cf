//! Finds accounts that belong to somebody else.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example, Kind, Parameter};
use super::super::judgement::{Judgement, Outcome, Why};
use super::super::keys::names_agree;

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "account_holder",
    does: (
        "银行账户户名与名称不一致。全半角、简繁体、有限/有限责任的差别不算，一个是另一个的简写也不算。",
        "The account holder differs from the name. Width, traditional characters and the usual variants of the legal form do not count, nor does one name shortening the other.",
    ),
    needs_field: true,
    parameters: &[
        Parameter::new("name", Kind::Field, "名称字段", "the field of the name"),
        Parameter::new("also", Kind::Fields, "户名与其中一个一致也算", "fields one of which the holder may equal instead"),
    ],
    example: Example {
        field: "bank_holder",
        params: "name = \"name\"\nalso = [\"former_name\"]",
        table: "name|former_name|bank_holder\n苏州华泰机械有限公司||苏州华泰机械有限责任公司\n苏州华泰机械有限公司||张伟\n苏州华泰机械有限公司|苏州泰和机械厂|苏州泰和机械厂",
        others: &[],
        fails: &[2],
    },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    let Some(names) = case.named("name") else { return Outcome::default() };
    let also = case.listed("also");
    case.each_value(|row, holder| {
        let Some(name) = names.get(row) else { return Judgement::NotApplicable };
        let agrees = names_agree(holder, name) || also.iter().filter_map(|c| c.get(row)).any(|other| names_agree(holder, other));
        if agrees { Judgement::Good } else { case.bad(|| Why::expected(name)) }
    })
}
