//! Writes whole numbers.

use super::decimal;
use crate::domain::number;
use crate::normalise::notice::NOT_WHOLE;
use crate::normalise::{Context, Evidence, Loss, Normaliser, Note, Outcome};

pub(in crate::normalise) const NORMALISER: Normaliser = Normaliser {
    name: "integer",
    does: (
        "整数去掉千分位和 .0；带小数的不改，只报告。",
        "Writes whole numbers without thousands marks and .0; fractions are only reported.",
    ),
    why: ("天数、层次等必须是整数。", "Days, levels and the like are whole numbers."),
    example: ("1,200.00", "1200"),
    loses: Loss::Nothing,
    evidence: Evidence::Numbers,
    checked_by: &["number_form"],
    apply,
};

fn apply(value: &str, context: &Context<'_>) -> Outcome {
    match number::read(value, context.column.numbers.style()) {
        Ok(n) if n.value.is_integer() => Outcome::of(value, decimal::text(n.value.trunc()).into()),
        Ok(n) => Outcome::Failed(Note::new(&NOT_WHOLE).suggesting(decimal::text(n.value.round()))),
        Err(fault) => Outcome::Failed(decimal::failure(&fault)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::value::tests::check;
    use crate::plan::FieldType;

    #[test]
    fn whole_numbers_are_plain() {
        for (input, expected) in
            [("12", "12"), ("12.0", "12"), ("-3", "-3"), ("0012", "12"), ("1.5", "!not-a-whole-number"), ("x", "!unreadable-number")]
        {
            check(&NORMALISER, FieldType::Integer, input, expected);
        }
    }
}
