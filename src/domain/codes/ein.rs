//! US EIN, the employer identification number: nine digits whose first two name the issuing campus of the IRS. It has no check digit.

use super::{Reason, SEPARATORS, Verdict, all_digits, fold_code, is_filler};

/// Judges an EIN; the normalised form is `12-3456789`.
pub fn check(text: &str) -> Verdict {
    let code = fold_code(text, SEPARATORS);
    if !all_digits(&code) || !(8..=10).contains(&code.len()) {
        return Verdict::NotThisKind;
    }
    match (code.len(), code.split_at_checked(2)) {
        _ if is_filler(&code) => Verdict::invalid(Reason::Placeholder),
        (9, Some((prefix, rest))) if is_campus(prefix) => Verdict::valid(format!("{prefix}-{rest}")),
        (9, _) => Verdict::invalid(Reason::UnknownRegion),
        _ => Verdict::invalid(Reason::Length),
    }
}

/// The prefixes in use according to irs.gov, "How EINs are assigned and valid EIN prefixes".
fn is_campus(prefix: &str) -> bool {
    let n: u32 = prefix.parse().unwrap_or(0);
    matches!(n, 1..=6 | 10..=16 | 20..=27 | 30..=48 | 50..=68 | 71..=77 | 80..=88 | 90..=95 | 98 | 99)
}

#[cfg(test)]
mod tests {
    use super::super::tests::check as expect;
    use super::*;

    #[test]
    fn numbers_are_judged() {
        for (input, expected) in [
            ("04-2103594", "valid:04-2103594"),
            ("042103594", "valid:04-2103594"),
            ("07-1144442", "invalid:unknown-region"),
            ("00-1234567", "invalid:unknown-region"),
            ("04210359", "invalid:length"),
            ("12-34", "other"),
        ] {
            expect(check, input, expected);
        }
    }
}
