//! D-U-N-S, the company number of Dun & Bradstreet: nine digits. It has had no check digit since 2006, so that its form alone is judged.

use super::{Reason, SEPARATORS, Verdict, all_digits, fold_code, is_filler};

/// Judges a number by its form; the normalised form is nine digits.
pub fn check(text: &str) -> Verdict {
    let code = fold_code(text, SEPARATORS);
    match code.len() {
        _ if !all_digits(&code) || !(8..=10).contains(&code.len()) => Verdict::NotThisKind,
        _ if is_filler(&code) => Verdict::invalid(Reason::Placeholder),
        9 => Verdict::valid(code),
        _ => Verdict::invalid(Reason::Length),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::check as expect;
    use super::*;

    #[test]
    fn the_form_alone_is_judged() {
        for (input, expected) in [
            ("15-048-3782", "valid:150483782"),
            ("150483782", "valid:150483782"),
            ("15048378", "invalid:length"),
            ("000000000", "invalid:placeholder"),
            ("15048378X", "other"),
        ] {
            expect(check, input, expected);
        }
    }
}
