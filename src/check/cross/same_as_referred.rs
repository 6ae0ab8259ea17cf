//! Finds rows whose own copy of a name differs from the record they refer to.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example, Kind, Parameter};
use super::super::judgement::{Judgement, Outcome, Why};
use super::super::keys::{Fold, is_blank_word, names_agree};
use super::Referred;

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "same_as_referred",
    does: (
        "行里抄录的名称与被引用记录的名称不同，也不包含它：编码多半录错了。引用落空时不适用。",
        "The name copied into the row is not that of the record referred to, nor contains it: the code is probably wrong. Not applicable where the reference finds nothing.",
    ),
    needs_field: true,
    parameters: &[
        Parameter::new("entity", Kind::Entity, "被引用的实体", "the entity referred to"),
        Parameter::new("key", Kind::Field, "存放编码的字段", "the field that holds the code"),
        Parameter::new("other", Kind::OtherField, "被引用记录的名称字段", "the name of the record referred to"),
        Parameter::new("either", Kind::OtherFields, "与其中一个相同也算", "further fields of it that the name may equal"),
    ],
    example: Example {
        field: "party_name",
        params: "entity = \"customer\"\nkey = \"party_code\"\nother = \"name\"",
        table: "party_code|party_name\nC1|华泰机械\nC1|新乐电子\nC9|无此户",
        others: &[("customer", "code|name\nC1|苏州华泰机械有限公司")],
        fails: &[2],
    },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    let (Some(referred), Some(other)) = (Referred::of(case), case.params.text("other")) else { return Outcome::default() };
    let Some(names) = referred.column(other) else { return Outcome::default() };
    let either: Vec<_> = case.params.texts("either").into_iter().filter_map(|n| referred.column(n)).collect();
    case.each_value(|row, value| {
        if is_blank_word(value) {
            return Judgement::NotApplicable;
        }
        let records = referred.records(case, row);
        let named: Vec<(usize, &str)> = records.iter().filter_map(|&r| Some((r, names.get(r)?))).collect();
        let agrees = |&(record, name): &(usize, &str)| {
            // A description often joins name and specification, in either order.
            let joined = either.iter().filter_map(|c| c.get(record)).any(|more| names_agree(value, more) || is_joined(value, name, more));
            names_agree(value, name) || joined
        };
        match named.first() {
            None => Judgement::NotApplicable,
            Some(_) if named.iter().any(agrees) => Judgement::Good,
            Some((_, name)) => case.bad(|| Why::expected(*name)),
        }
    })
}

fn is_joined(value: &str, name: &str, more: &str) -> bool {
    let [value, name, more] = [value, name, more].map(|t| Fold::Name.key(t));
    value == format!("{name}{more}") || value == format!("{more}{name}")
}
