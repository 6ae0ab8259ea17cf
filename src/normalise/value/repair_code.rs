//! Repairs codes whose check character shows what was meant; only where a project asks for it.

use crate::domain::codes::repair::repair;
use crate::normalise::{Context, Evidence, Loss, Normaliser, Outcome};
use crate::plan::FieldType;

pub(in crate::normalise) const NORMALISER: Normaliser = Normaliser {
    name: "repair_code",
    does: (
        "校验位不符的信用代码、联行号、IBAN、组织机构代码、条码，若恰有一处改正（O/0、I/1、B/8 之类，或相邻两位颠倒）能使校验位相符，就改正。",
        "Corrects credit codes, CNAPS codes, IBANs, organisation codes and barcodes whose check fails, where exactly one correction (O/0, I/1, B/8 and the like, or two neighbours that changed places) makes it hold.",
    ),
    why: (
        "唯一可行的改正多半就是原意；但毕竟是推断，默认只作建议，项目在字段的 normalise 里列出它才会改。",
        "The only correction that fits is most likely what was meant. It is inferred all the same: it is a suggestion, unless a project lists it in the field's `normalise`.",
    ),
    example: ("9144O3001922038216", "914403001922038216"),
    loses: Loss::Information,
    evidence: Evidence::None,
    checked_by: &[],
    apply,
};

fn apply(value: &str, context: &Context<'_>) -> Outcome {
    let kind = match (&*context.field.name, context.field.kind) {
        ("cnaps", _) => "cnaps",
        ("iban", _) => "iban",
        ("lei", _) => "lei",
        ("org_code", _) => "organisation_code",
        ("barcode", _) => "gtin",
        (_, FieldType::Code | FieldType::BankAccount) => return Outcome::Unchanged,
        _ => "uscc",
    };
    repair(kind, value).map_or(Outcome::Unchanged, |r| Outcome::of(value, r.code.into()))
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;
    use super::*;

    #[test]
    fn only_certain_corrections_are_made() {
        for (kind, input, expected) in [
            (FieldType::TaxId, "9144O3001922038216", "914403001922038216"),
            (FieldType::TaxId, "914403001922038216", "914403001922038216"),
            (FieldType::TaxId, "914403001922038219", "914403001922038219"),
            (FieldType::TaxId, "华为", "华为"),
            (FieldType::Code, "9144O3001922038216", "9144O3001922038216"),
        ] {
            check(&NORMALISER, kind, input, expected);
        }
    }
}
