//! 营业执照注册号, the number of business licences before the USCC (GS 15-2006): region 6, sequence 8, check digit by ISO/IEC 7064 MOD 11,10.

use super::{Reason, SEPARATORS, Verdict, all_digits, check_digit, fold_code, is_filler, is_province};

/// Judges a registration number of 15 digits; the form of 13 digits before 2007 has no check digit and stays doubtful.
pub fn check(text: &str) -> Verdict {
    let code = fold_code(text, SEPARATORS);
    if !all_digits(&code) || !(12..=16).contains(&code.len()) {
        return Verdict::NotThisKind;
    }
    let region = code.get(..2).unwrap_or("");
    match code.len() {
        _ if is_filler(&code) => Verdict::invalid(Reason::Placeholder),
        13 | 15 if !(is_province(region) || region == "10") => Verdict::invalid(Reason::UnknownRegion),
        13 => Verdict::doubtful(code, Reason::Unprovable),
        15 if check_digit::mod_11_10(&code) => Verdict::valid(code),
        15 => Verdict::invalid(Reason::CheckDigit),
        _ => Verdict::invalid(Reason::Length),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::check as expect;
    use super::*;

    #[test]
    fn numbers_are_judged() {
        for (input, expected) in [
            ("110108000000016", "valid:110108000000016"),
            ("100000000000127", "valid:100000000000127"),
            ("330782601234562", "valid:330782601234562"),
            ("110108000000017", "invalid:check-digit"),
            ("4403012012345", "doubtful:4403012012345 unprovable"),
            ("990108000000016", "invalid:unknown-region"),
            ("11010800000001", "invalid:length"),
            ("000000000000000", "invalid:placeholder"),
            ("44030120123", "other"),
        ] {
            expect(check, input, expected);
        }
    }
}
