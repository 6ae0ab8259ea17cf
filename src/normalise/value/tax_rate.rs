//! Writes tax rates as fractions.

use super::decimal;
use crate::normalise::{Context, Evidence, Loss, Normaliser, Outcome};

pub(in crate::normalise) const NORMALISER: Normaliser = Normaliser {
    name: "tax_rate",
    does: (
        "税率写成小数：13、13%、0.13 都改为 0.13（对照表 vat_rate）；不在表中的按 decimal 处理。",
        "Writes tax rates as fractions: 13, 13% and 0.13 become 0.13 (domain vat_rate of the table of values); others are treated as decimals.",
    ),
    why: ("各系统的税率有百分数和小数两种写法。", "Systems write tax rates as percentages or as fractions."),
    example: ("13%", "0.13"),
    loses: Loss::Nothing,
    evidence: Evidence::Numbers,
    checked_by: &["number_form"],
    apply: |value: &str, context: &Context<'_>| match context.tables.synonyms.get("vat_rate", value) {
        Some(rate) => Outcome::of(value, rate.canonical.clone().into()),
        None => decimal::NORMALISER.apply(value, context),
    },
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::value::tests::check;
    use crate::plan::FieldType;

    #[test]
    fn rates_are_fractions() {
        for (input, expected) in [("13", "0.13"), ("17%", "0.17"), ("免税", "0"), ("0.06", "0.06"), ("1", "0.01"), ("5.5", "5.5")] {
            check(&NORMALISER, FieldType::Decimal, input, expected);
        }
    }
}
