//! BIC, the business identifier code of banks (ISO 9362): bank 4, country 2, place 2, branch 3 or none. It has no check digit.

use super::{Reason, SEPARATORS, Verdict, fold_code};

/// Judges the form of a BIC.
pub fn check(text: &str) -> Verdict {
    let code = fold_code(text, SEPARATORS);
    let letters = code.len() >= 6 && code.bytes().take(6).all(|b| b.is_ascii_uppercase());
    if !letters || code.len() > 12 || !code.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Verdict::NotThisKind;
    }
    match code.len() {
        8 | 11 => Verdict::valid(code),
        _ => Verdict::invalid(Reason::Length),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::check as expect;
    use super::*;

    #[test]
    fn forms_are_judged() {
        for (input, expected) in [
            ("DEUTDEFF", "valid:DEUTDEFF"),
            ("icbkcnbjszn", "valid:ICBKCNBJSZN"),
            ("ICBKCNBJ1", "invalid:length"),
            ("BKCHCN", "invalid:length"),
            ("12345678", "other"),
            ("工商银行", "other"),
        ] {
            expect(check, input, expected);
        }
    }
}
