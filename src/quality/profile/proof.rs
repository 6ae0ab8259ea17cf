//! Codes that prove themselves by check digits: which kind a column is meant to hold, and how many of its values do.

use crate::domain::codes::{Reason, Verdict, bank_account, eu_vat, gtin, iban, identity_card, lei, organisation, uscc};

/// One kind of code.
pub(super) struct Kind {
    pub name: &'static str,
    check: fn(&str) -> Verdict,
    /// Whether chance hardly ever fulfils it: one in thirty or rarer, and the shape is peculiar.
    strong: bool,
}

/// The kinds, each judged by its own standard.
pub(super) const KINDS: [Kind; 8] = [
    Kind { name: "uscc", check: uscc::check, strong: true },
    Kind { name: "id-card", check: identity_card::check, strong: true },
    Kind { name: "iban", check: iban::check, strong: true },
    Kind { name: "lei", check: lei::check, strong: true },
    Kind { name: "organisation-code", check: organisation::check, strong: false },
    Kind { name: "gtin", check: gtin::check, strong: false },
    Kind { name: "bank-card", check: bank_account::check_card, strong: false },
    Kind { name: "eu-vat", check: eu_vat::check, strong: false },
];

/// What a kind says of one value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Proven {
    Valid,
    Doubtful(Reason),
    Invalid(Reason),
    Other,
}

/// Judges a value as one kind of code.
pub(super) fn judge(kind: &Kind, text: &str) -> Proven {
    let long = text.len() <= 48 && text.bytes().filter(u8::is_ascii_digit).count() >= 4;
    if !long {
        return Proven::Other;
    }
    match (kind.check)(text) {
        Verdict::Valid { .. } => Proven::Valid,
        Verdict::Doubtful { reason, .. } => Proven::Doubtful(reason),
        Verdict::Invalid { reason } => Proven::Invalid(reason),
        Verdict::NotThisKind => Proven::Other,
    }
}

/// Fewest right values before chance is ruled out, for strong kinds and for others, whose check digits a tenth of all numbers fulfils.
const FEWEST: (u64, u64) = (2, 4);
/// From so many values on, a third of right ones is no chance.
const MANY: u64 = 60;

/// Gives the kinds that a sample of a column is meant as, by position in [`KINDS`]: at least a third of the values have the shape, and
/// of these at least half (a third where there are many) fulfil the check.
pub(super) fn plausible(sample: &[&str]) -> Vec<usize> {
    let is = |(at, kind): (usize, &Kind)| {
        let (mut right, mut shaped) = (0u64, 0u64);
        for text in sample {
            match judge(kind, text) {
                // A form without a check digit proves nothing.
                Proven::Doubtful(Reason::Unprovable) | Proven::Invalid(_) => shaped += 1,
                Proven::Valid | Proven::Doubtful(_) => (right, shaped) = (right + 1, shaped + 1),
                Proven::Other => {}
            }
        }
        let fewest = if kind.strong { FEWEST.0 } else { FEWEST.1 };
        let share = if shaped >= MANY { 3 } else { 2 };
        (right >= fewest && right * share >= shaped && shaped * 3 >= sample.len() as u64).then_some(at)
    };
    KINDS.iter().enumerate().filter_map(is).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(sample: &[&str], expected: &[&str]) {
        let found: Vec<&str> = plausible(sample).into_iter().map(|k| KINDS[k].name).collect();
        assert_eq!(found, expected, "{sample:?}");
    }

    #[test]
    fn the_kind_shows_in_the_values() {
        check(&["914403001922038216", "91440300192203821X", "914403001922038216"], &["uscc"]);
        check(&["4006381333931", "9780201379624", "4006381333930", "96385074", "73513537"], &["gtin"]);
        check(&["DE89370400440532013000", "GB82WEST12345698765432"], &["iban"]);
        check(&["19220382-1", "71526726X", "19220382-1", "71526726-X"], &["organisation-code"]);
    }

    #[test]
    fn plain_numbers_are_meant_as_nothing() {
        let numbers: Vec<String> = (0..500).map(|i| (10_000_000 + i * 7919).to_string()).collect();
        check(&numbers.iter().map(String::as_str).collect::<Vec<_>>(), &[]);
        check(&["4006381333931"], &[]);
        check(&[], &[]);
    }
}
