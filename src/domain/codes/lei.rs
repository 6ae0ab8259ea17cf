//! LEI, the legal entity identifier (ISO 17442): 18 characters and two check digits by ISO/IEC 7064 MOD 97-10.

use super::{Reason, SEPARATORS, Verdict, check_digit, fold_code};

/// Judges a legal entity identifier.
pub fn check(text: &str) -> Verdict {
    let code = fold_code(text, SEPARATORS);
    if !(19..=21).contains(&code.len()) || !code.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Verdict::NotThisKind;
    }
    match code.len() {
        20 if check_digit::mod_97(code.chars()) == Some(1) && code.bytes().skip(18).all(|b| b.is_ascii_digit()) => Verdict::valid(code),
        20 => Verdict::invalid(Reason::CheckDigit),
        _ => Verdict::invalid(Reason::Length),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::check as expect;
    use super::*;

    #[test]
    fn identifiers_are_judged() {
        for (input, expected) in [
            ("5493001KJTIIGC8Y1R12", "valid:5493001KJTIIGC8Y1R12"),
            ("213800wsgiizcxf1p572", "valid:213800WSGIIZCXF1P572"),
            ("5493001KJTIIGC8Y1R13", "invalid:check-digit"),
            ("5493001KJTIIGC8Y1R1", "invalid:length"),
            ("ACME", "other"),
        ] {
            expect(check, input, expected);
        }
    }
}
