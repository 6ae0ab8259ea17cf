//! Bank accounts: company accounts of Chinese banks have no public check digit; personal cards fulfil Luhn, which is a hint and no proof.

use super::{Reason, Verdict, all_digits, check_digit, fold_code, folded, is_filler, is_scientific, lost_digits};

/// Signs that people put into account numbers.
const DROPPED: &[char] = &['-', '.', '—', '–', '\'', '’', '*', '#', ','];

/// Judges the shape of a bank account of 5 to 30 characters. Luhn never refuses an account; see [`is_card`].
pub fn check(text: &str) -> Verdict {
    if is_scientific(text) {
        return Verdict::invalid(Reason::Scientific);
    }
    // A masked account (`6222****5679`) must not become a short one.
    if text.contains("**") {
        return Verdict::invalid(Reason::Alphabet);
    }
    let code = fold_code(text, DROPPED);
    let digits = code.bytes().filter(u8::is_ascii_digit).count();
    if !code.bytes().all(|b| b.is_ascii_alphanumeric()) || digits < 5 || digits * 2 < code.len() {
        return Verdict::NotThisKind;
    }
    match code.len() {
        _ if is_filler(&code) => Verdict::invalid(Reason::Placeholder),
        16..=30 if lost_digits(&code) && !is_card(&code) => Verdict::invalid(Reason::DigitsLost),
        8..=30 => Verdict::valid(code),
        5..8 => Verdict::doubtful(code, Reason::Length),
        _ => Verdict::invalid(Reason::Length),
    }
}

/// Says whether a normalised account looks like a card of a Chinese bank: 16 to 19 digits from 62, 60, 4, 5, 3 or 9, with a Luhn digit.
pub fn is_card(code: &str) -> bool {
    (16..=19).contains(&code.len()) && all_digits(code) && code.starts_with(['3', '4', '5', '6', '9']) && check_digit::luhn(code)
}

/// Judges the number of a payment card: 16 to 19 digits with a Luhn check digit.
pub fn check_card(text: &str) -> Verdict {
    let code = folded(text);
    if !(16..=19).contains(&code.len()) || !all_digits(&code) {
        return Verdict::NotThisKind;
    }
    if is_card(&code) { Verdict::valid(code) } else { Verdict::invalid(Reason::CheckDigit) }
}

#[cfg(test)]
mod tests {
    use super::super::tests::check as expect;
    use super::*;

    #[test]
    fn accounts_are_judged_by_shape() {
        for (input, expected) in [
            ("44201501100052512345", "valid:44201501100052512345"),
            ("6222 0202 0011 2345 679", "valid:6222020200112345679"),
            ("6.2220202001123E+18", "invalid:scientific"),
            ("622202020011234000", "invalid:digits-lost"),
            ("0000000000", "invalid:placeholder"),
            ("6222****5679", "invalid:alphabet"),
            ("123456", "invalid:placeholder"),
            ("774512", "doubtful:774512 length"),
            ("GB82WEST12345698765432", "valid:GB82WEST12345698765432"),
            ("工商银行", "other"),
        ] {
            expect(check, input, expected);
        }
    }

    #[test]
    fn cards_are_told_by_luhn() {
        for (code, expected) in
            [("6222020200112345679", true), ("6222020200112345674", false), ("6225880123456783", true), ("44201501100052512345", false)]
        {
            assert_eq!(is_card(code), expected, "{code}");
        }
    }

    #[test]
    fn cards_fulfil_luhn() {
        assert_eq!(check_card("6222 0202 0011 2345 679").is_usable(), is_card("6222020200112345679"));
        assert_eq!(check_card("4111111111111111").reason(), None);
        assert_eq!(check_card("4111111111111112").reason(), Some(Reason::CheckDigit));
    }
}
