//! Writes tax numbers as their standards do.

use crate::domain::codes::{eu_vat, folded, taxpayer};
use crate::domain::fold::has_han;
use crate::normalise::{Context, Evidence, Loss, Normaliser, Outcome};

pub(in crate::normalise) const NORMALISER: Normaliser = Normaliser {
    name: "tax_id",
    does: (
        "统一社会信用代码、旧税号和欧盟税号改为半角大写、不含空格和横线；校验不符的只改写法。",
        "Writes unified social credit codes, old Chinese tax ids and European VAT numbers in capitals without blanks and hyphens; those that fail \
         their check digit are only rewritten.",
    ),
    why: ("税号是最可靠的判重依据，写法必须一致。", "Tax numbers are the best evidence of duplicates, so that they must be written alike."),
    example: ("9144 0300 1922 0382 16", "914403001922038216"),
    loses: Loss::Nothing,
    evidence: Evidence::None,
    checked_by: &[],
    apply,
};

fn apply(value: &str, _: &Context<'_>) -> Outcome {
    // The usual case; European numbers, some of which are padded, are shorter.
    let usual = value.len() >= 15 && value.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase());
    if usual || has_han(value) {
        return Outcome::Unchanged;
    }
    let european = eu_vat::check(value);
    if let Some(code) = european.normalised() {
        return Outcome::of(value, code.to_owned().into());
    }
    let folded = folded(value);
    // Other countries' numbers keep their points and strokes: they may mean something there.
    let chinese = (14..=21).contains(&folded.len()) && folded.bytes().all(|b| b.is_ascii_alphanumeric());
    match taxpayer::check(value).normalised() {
        Some(code) => Outcome::of(value, code.to_owned().into()),
        None if chinese => Outcome::of(value, folded.into()),
        None => Outcome::Unchanged,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::value::tests::check;
    use crate::plan::FieldType;

    #[test]
    fn numbers_are_written_alike() {
        for (input, expected) in [
            ("91440300192317458f", "91440300192317458F"),
            ("91440300-19220382-1-6", "914403001922038216"),
            ("914403001922038215 ", "914403001922038215"),
            ("440301192203821", "440301192203821"),
            ("de 136 695 976", "DE136695976"),
            ("12-3456789", "12-3456789"),
            ("91440300192203821", "91440300192203821"),
            ("未办理", "未办理"),
        ] {
            check(&NORMALISER, FieldType::TaxId, input, expected);
        }
    }
}
