//! 组织机构代码, the organisation code (GB 11714-1997): eight characters and a check character. It lives on inside the USCC.

use super::{Reason, SEPARATORS, Verdict, fold_code, is_filler};

const WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];

/// Judges an organisation code with or without its hyphen; the normalised form is `XXXXXXXX-C`.
pub fn check(text: &str) -> Verdict {
    let code = fold_code(text, SEPARATORS);
    if !(8..=10).contains(&code.len()) || !code.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Verdict::NotThisKind;
    }
    match (code.len(), code.split_at_checked(8)) {
        _ if is_filler(&code) => Verdict::invalid(Reason::Placeholder),
        (9, Some((body, check))) if fits(&code) => Verdict::valid(format!("{body}-{check}")),
        (9, _) => Verdict::invalid(Reason::CheckDigit),
        _ => Verdict::invalid(Reason::Length),
    }
}

/// Says whether nine digits and capitals without hyphen are a code that fits its check character.
pub(super) fn fits(code: &str) -> bool {
    let fitting = |(body, check): (&str, &str)| check.len() == 1 && check_character(body).is_some_and(|c| check.starts_with(c));
    code.split_at_checked(8).is_some_and(fitting) && !is_filler(code)
}

/// Computes the check character of eight characters; `None` for anything but digits and letters.
pub fn check_character(body: &str) -> Option<char> {
    let sum = body.chars().zip(WEIGHTS).try_fold(0, |sum, (c, w)| Some(sum + c.to_digit(36)? * w))?;
    match 11 - sum % 11 {
        10 => Some('X'),
        11 => Some('0'),
        d => char::from_digit(d, 10),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::check as expect;
    use super::*;

    #[test]
    fn codes_are_judged() {
        for (input, expected) in [
            ("19220382-1", "valid:19220382-1"),
            ("71526726X", "valid:71526726-X"),
            ("1922038-21", "valid:19220382-1"),
            ("d2143569-x", "valid:D2143569-X"),
            ("19220382-2", "invalid:check-digit"),
            ("71526726-1", "invalid:check-digit"),
            ("1922038", "other"),
            ("19220382", "invalid:length"),
            ("000000000", "invalid:placeholder"),
            ("机构代码证", "other"),
        ] {
            expect(check, input, expected);
        }
    }
}
