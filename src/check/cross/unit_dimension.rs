//! Finds units that cannot be converted into the one they should be.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example, Kind, Parameter};
use super::super::judgement::{Judgement, Outcome, Why};
use super::super::quantity::number;
use super::super::unit::units;
use super::Referred;
use crate::domain::unit::UnitTable;
use crate::model::TextColumn;
use rust_decimal::Decimal;

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

/// The columns that say how a record is measured.
struct Measures {
    base: TextColumn,
    aux: Option<TextColumn>,
    factor: Option<TextColumn>,
}

fn run(case: &Case<'_>) -> Outcome {
    let Some(with) = case.params.text("with") else { return Outcome::default() };
    let referred = if case.params.text("entity").is_some() { Some(Referred::of(case)) } else { None };
    let column = |name: &str| match &referred {
        Some(Some(referred)) => referred.column(name),
        Some(None) => None,
        None => case.other(name).cloned(),
    };
    let named = |parameter: &str| case.params.text(parameter).and_then(column);
    let Some(base) = column(with) else { return Outcome::default() };
    let measures = Measures { base, aux: named("aux"), factor: named("factor") };
    let units = units(case);
    case.each_value(|row, unit| {
        let records = match &referred {
            Some(Some(referred)) => referred.records(case, row),
            _ => vec![row],
        };
        let judged: Vec<(bool, &str)> = records.iter().filter_map(|&r| measures.convertible(&units, unit, r)).collect();
        match judged.first() {
            None => Judgement::NotApplicable,
            Some(_) if judged.iter().any(|(good, _)| *good) => Judgement::Good,
            Some((_, base)) => case.bad(|| Why::expected(*base)),
        }
    })
}

impl Measures {
    /// Says whether a unit can be converted into the base unit of a record; `None` where either is unknown.
    fn convertible(&self, units: &UnitTable, unit: &str, record: usize) -> Option<(bool, &str)> {
        let written = self.base.get(record)?;
        if unit == written {
            return Some((true, written));
        }
        let (from, to) = (units.get(unit)?, units.get(written)?);
        let given = || {
            let factor = self.factor.as_ref().and_then(|c| c.get(record)).and_then(number).is_some_and(|f| f > Decimal::ZERO);
            let own = self.aux.as_ref().is_none_or(|c| c.get(record).and_then(|a| units.get(a)).is_some_and(|a| a.code == from.code));
            factor && own
        };
        Some((from.in_terms_of(to).is_some() || given(), written))
    }
}
