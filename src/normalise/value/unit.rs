//! Writes units of measure by their UNECE codes.

use crate::normalise::notice::{AMBIGUOUS_UNIT, UNKNOWN_UNIT};
use crate::normalise::{Context, Evidence, Loss, Normaliser, Note, Outcome};

pub(in crate::normalise) const NORMALISER: Normaliser = Normaliser {
    name: "unit",
    does: (
        "计量单位改为 UNECE 代码：个、PCS、Stk 都是 H87，千克是 KGM；没有代码的（斤）保留。M、T 等有歧义的按常用含义处理并报告一次。",
        "Writes units by their UNECE codes: 个, PCS and Stk are H87, 千克 is KGM; those without code (斤) stay. Ambiguous ones such as M and T get \
         their usual meaning and are reported once.",
    ),
    why: ("同一单位写法不一，数量就无法合计和换算。", "Quantities can only be added and converted in like units."),
    example: ("公斤", "KGM"),
    loses: Loss::Information,
    evidence: Evidence::None,
    checked_by: &["unit_known"],
    apply,
};

fn apply(value: &str, context: &Context<'_>) -> Outcome {
    match context.tables.units.get(value) {
        Some(unit) if unit.code.is_empty() => Outcome::Unchanged,
        Some(unit) if unit.ambiguous => Outcome::noted(value, &unit.code, Note::new(&AMBIGUOUS_UNIT).expecting(unit.code.as_str())),
        Some(unit) => Outcome::of(value, unit.code.clone().into()),
        None => Outcome::Failed(Note::new(&UNKNOWN_UNIT)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::value::tests::check;
    use crate::plan::FieldType;

    #[test]
    fn units_get_their_codes() {
        for (input, expected) in [("个", "H87"), ("KGM", "KGM"), ("斤", "斤"), ("M", "MTR !ambiguous-unit"), ("Ohm", "!unknown-unit")] {
            check(&NORMALISER, FieldType::Unit, input, expected);
        }
    }
}
