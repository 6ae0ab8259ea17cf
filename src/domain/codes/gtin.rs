//! GTIN, the article numbers of GS1 (EAN-8, UPC-A, EAN-13, GTIN-14): digits weighted 3 and 1 from the right, check digit modulo 10.

use super::{Reason, SEPARATORS, Verdict, all_digits, fold_code, is_filler, is_scientific};

/// Judges an article number of 8, 12, 13 or 14 digits; it is not padded, since its length says what it is.
pub fn check(text: &str) -> Verdict {
    if is_scientific(text) {
        return Verdict::invalid(Reason::Scientific);
    }
    let code = fold_code(text, SEPARATORS);
    match code.len() {
        _ if !all_digits(&code) || !(7..=15).contains(&code.len()) => Verdict::NotThisKind,
        8 | 12 | 13 | 14 if is_filler(&code) => Verdict::invalid(Reason::Placeholder),
        8 | 12 | 13 | 14 if is_balanced(&code) => Verdict::valid(code),
        8 | 12 | 13 | 14 => Verdict::invalid(Reason::CheckDigit),
        _ => Verdict::invalid(Reason::Length),
    }
}

fn is_balanced(code: &str) -> bool {
    let sum = code.bytes().rev().enumerate().map(|(i, b)| u32::from(b - b'0') * if i % 2 == 0 { 1 } else { 3 }).sum::<u32>();
    sum % 10 == 0
}

#[cfg(test)]
mod tests {
    use super::super::tests::check as expect;
    use super::*;

    #[test]
    fn article_numbers_are_judged() {
        for (input, expected) in [
            ("6901234567892", "valid:6901234567892"),
            ("73513537", "valid:73513537"),
            ("0 36000 29145 2", "valid:036000291452"),
            ("00614141999996", "valid:00614141999996"),
            ("6901234567893", "invalid:check-digit"),
            ("690123456789", "invalid:check-digit"),
            ("0000000000000", "invalid:placeholder"),
            ("69012345678", "invalid:length"),
            ("6.90123E+12", "invalid:scientific"),
            ("M8×20", "other"),
        ] {
            expect(check, input, expected);
        }
    }
}
