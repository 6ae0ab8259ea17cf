//! Finds units that cannot be converted into the one they should be.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example, Kind, Parameter};
use super::super::judgement::{Judgement, Outcome, Why};
use super::super::measure::{InBase, Measures};
use super::Referred;

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "unit_dimension",
    does: (
        "单位与基准单位量纲不同（公斤对个），或换算因物料而异（箱对个、台对套），又没有维护换算率。同量纲的单位（公斤与克）可直接换算，算合格。无法识别的单位不适用。",
        "The unit measures something else than the base unit (kilograms against pieces), or its factor depends on the article (boxes against pieces), and no conversion factor is given. Units of one dimension (kilograms and grams) pass. Unknown units are not applicable.",
    ),
    needs_field: true,
    parameters: &[
        Parameter::new(
            "with",
            Kind::Text,
            "基准单位字段：本表的，或给出 entity 时被引用记录的",
            "the field of the base unit: of this table, or of the record referred to where entity is given",
        ),
        Parameter::new("entity", Kind::Entity, "被引用的实体", "the entity referred to"),
        Parameter::new("key", Kind::Field, "存放编码的字段", "the field that holds the code"),
        Parameter::new(
            "aux",
            Kind::Text,
            "辅助单位字段：换算率只对它有效",
            "the field of the alternative unit, for which alone the factor holds",
        ),
        Parameter::new("factor", Kind::Text, "换算率字段", "the field of the conversion factor"),
    ],
    example: Example {
        field: "unit",
        params: "entity = \"material\"\nkey = \"component_code\"\nwith = \"base_unit\"\naux = \"aux_unit\"\nfactor = \"unit_factor\"",
        table: "component_code|unit\nM-1|个\nM-1|kg\nM-2|g\nM-3|kg",
        others: &[("material", "code|base_unit|aux_unit|unit_factor\nM-1|PCS||\nM-2|kg||\nM-3|个|kg|0.25")],
        fails: &[2],
    },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    let referred = if case.params.text("entity").is_some() { Some(Referred::of(case)) } else { None };
    let column = |name: &str| match &referred {
        Some(Some(referred)) => referred.column(name),
        Some(None) => None,
        None => case.other(name).cloned(),
    };
    let Some(measures) = Measures::of(case, column) else { return Outcome::default() };
    case.each_value(|row, unit| {
        let records = match &referred {
            Some(Some(referred)) => referred.records(case, row),
            _ => vec![row],
        };
        let judged: Vec<InBase<'_>> = records.iter().filter_map(|&r| measures.in_base(unit, r)).collect();
        match judged.first() {
            None => Judgement::NotApplicable,
            Some(_) if judged.iter().any(|j| j.times.is_some()) => Judgement::Good,
            Some(j) => case.bad(|| Why::expected(j.base)),
        }
    })
}
