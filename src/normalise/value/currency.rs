//! Writes currencies by their ISO 4217 codes.

use crate::domain::currency;
use crate::normalise::notice::{AMBIGUOUS_CURRENCY, UNKNOWN_CURRENCY};
use crate::normalise::{Context, Evidence, Loss, Normaliser, Note, Outcome};

pub(in crate::normalise) const NORMALISER: Normaliser = Normaliser {
    name: "currency",
    does: (
        "币种改为 ISO 4217 代码：人民币、RMB 改为 CNY。“$”“¥”按常用含义处理并报告一次。",
        "Writes currencies by their ISO 4217 codes: 人民币 and RMB become CNY. $ and ¥ get their usual meaning and are reported once.",
    ),
    why: ("RMB 不是 ISO 代码，目标系统不认。", "RMB is no ISO code, and targets refuse it."),
    example: ("人民币", "CNY"),
    loses: Loss::Nothing,
    evidence: Evidence::None,
    checked_by: &["in_table"],
    apply,
};

fn apply(value: &str, context: &Context<'_>) -> Outcome {
    match currency::read(value, &context.tables.synonyms) {
        Some(c) if c.ambiguous => Outcome::noted(value, &c.canonical, Note::new(&AMBIGUOUS_CURRENCY).expecting(c.canonical.as_str())),
        Some(c) => Outcome::of(value, c.canonical.into()),
        None => Outcome::Failed(Note::new(&UNKNOWN_CURRENCY)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::value::tests::check;
    use crate::plan::FieldType;

    #[test]
    fn currencies_get_their_codes() {
        for (input, expected) in [("RMB", "CNY"), ("usd", "USD"), ("$", "USD !ambiguous-currency"), ("比特币", "!unreadable-currency")] {
            check(&NORMALISER, FieldType::Currency, input, expected);
        }
    }
}
