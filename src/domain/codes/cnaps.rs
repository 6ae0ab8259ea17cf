//! 联行号, the bank code of the China National Advanced Payment System: bank 3, city 4, branch 4, check digit by ISO/IEC 7064 MOD 11,10.

use super::{Reason, SEPARATORS, Verdict, all_digits, check_digit, fold_code, is_filler, is_scientific};

/// Judges a bank code of 12 digits. The city part is not a GB/T 2260 code and is not judged.
pub fn check(text: &str) -> Verdict {
    if is_scientific(text) {
        return Verdict::invalid(Reason::Scientific);
    }
    let code = fold_code(text, SEPARATORS);
    match code.len() {
        _ if !all_digits(&code) || !(11..=14).contains(&code.len()) => Verdict::NotThisKind,
        _ if is_filler(&code) || code.ends_with("00000000") => Verdict::invalid(Reason::Placeholder),
        12 if check_digit::mod_11_10(&code) => Verdict::valid(code),
        12 => Verdict::invalid(Reason::CheckDigit),
        _ => Verdict::invalid(Reason::Length),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::check as expect;
    use super::*;

    #[test]
    fn bank_codes_are_judged() {
        for (input, expected) in [
            ("102100099996", "valid:102100099996"),
            ("308584000013", "valid:308584000013"),
            ("1021 0009 9996", "valid:102100099996"),
            ("102290020123", "invalid:check-digit"),
            ("104000000000", "invalid:placeholder"),
            ("10210009999", "invalid:length"),
            ("1.021E+11", "invalid:scientific"),
            ("中国银行", "other"),
        ] {
            expect(check, input, expected);
        }
    }
}
