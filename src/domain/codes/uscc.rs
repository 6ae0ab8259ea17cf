//! 统一社会信用代码, the unified social credit code (GB 32100-2015): 18 characters, of which the 9th to 17th are the organisation code.

use super::{Reason, SEPARATORS, Verdict, fold_code, is_filler, is_province, is_scientific, lost_digits, organisation};
use crate::domain::lookup::Lookup;
use foldhash::{HashMap, HashMapExt};
use std::sync::OnceLock;

const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
/// The value of every ASCII character in the alphabet.
const VALUES: [Option<u8>; 128] = {
    let (mut values, alphabet, mut i) = ([None; 128], ALPHABET.as_bytes(), 0);
    while i < alphabet.len() {
        values[alphabet[i] as usize] = Some(i as u8);
        i += 1;
    }
    values
};
/// 3^i mod 31.
const WEIGHTS: [u32; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/// Judges a unified social credit code. Fillers and codes damaged by spreadsheets are refused although some pass the arithmetic; an unknown
/// kind of holder, an unknown region and a failing inner organisation code make the code doubtful.
///
/// ```
/// use cutover::domain::codes::{Verdict, uscc};
/// assert_eq!(uscc::check("9144 0300 1922 0382 16").normalised(), Some("914403001922038216"));
/// assert_eq!(uscc::check("华为"), Verdict::NotThisKind);
/// ```
pub fn check(text: &str) -> Verdict {
    if is_scientific(text) {
        return Verdict::invalid(Reason::Scientific);
    }
    let code = fold_code(text, SEPARATORS);
    if !code.is_ascii() || !(16..=20).contains(&code.len()) || !code.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Verdict::NotThisKind;
    }
    match fault(&code) {
        Some(reason) => Verdict::invalid(reason),
        None => match doubt(&code) {
            Some(reason) => Verdict::doubtful(code, reason),
            None => Verdict::valid(code),
        },
    }
}

fn fault(code: &str) -> Option<Reason> {
    if is_filler(code) {
        return Some(Reason::Placeholder);
    }
    if code.len() != 18 {
        return Some(Reason::Length);
    }
    if !code.chars().all(|c| value(c).is_some()) {
        return Some(Reason::Alphabet);
    }
    match check_character(code) {
        Some(expected) if code.ends_with(expected) => None,
        _ if lost_digits(code) => Some(Reason::DigitsLost),
        _ => Some(Reason::CheckDigit),
    }
}

fn doubt(code: &str) -> Option<Reason> {
    let mut head = code.chars();
    let (authority, kind) = (head.next()?, head.next()?);
    if holder(authority, kind).is_none() {
        return Some(Reason::UnknownKind);
    }
    let region = code.get(2..4)?;
    if !(is_province(region) || region == "10") {
        return Some(Reason::UnknownRegion);
    }
    (!organisation::fits(organisation_code(code)?)).then_some(Reason::InnerCheckDigit)
}

fn value(c: char) -> Option<u32> {
    VALUES.get(c as usize).copied().flatten().map(u32::from)
}

/// Computes the 18th character from the first 17; `None` for characters outside the alphabet.
pub fn check_character(code: &str) -> Option<char> {
    let sum = code.chars().zip(WEIGHTS).try_fold(0, |sum, (c, w)| Some(sum + value(c)? * w))?;
    ALPHABET.chars().nth(((31 - sum % 31) % 31) as usize)
}

/// Gives the organisation code inside a normalised code: its 9th to 17th character.
pub fn organisation_code(code: &str) -> Option<&str> {
    code.get(8..17)
}

/// Gives the six digits of the region where the holder was registered.
pub fn region(code: &str) -> Option<&str> {
    code.get(2..8)
}

/// Names the kind of holder by the first two characters (GB 32100-2015 and its later additions), such as `企业` for `91`.
pub fn holder(authority: char, kind: char) -> Option<&'static str> {
    static TABLE: OnceLock<HashMap<[char; 2], String>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let lookup = Lookup::compiled_in(include_str!("../../../rules/tables/uscc_types.csv"));
        let mut table = HashMap::new();
        for [authority, kind, name] in lookup.pick(["authority_code", "type_code", "type"]) {
            if let (Some(a), Some(k)) = (authority.chars().next(), kind.chars().next()) {
                table.entry([a, k]).or_insert_with(|| name.to_owned());
            }
        }
        table
    });
    table.get(&[authority, kind]).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::super::tests::check as expect;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn public_and_constructed_codes_are_judged() {
        for (input, expected) in [
            ("914403001922038216", "valid:914403001922038216"),
            ("91440300192317458f", "valid:91440300192317458F"),
            ("９１４４０３００１９２２０３８２１６", "valid:914403001922038216"),
            ("91440300-19220382-1-6", "valid:914403001922038216"),
            ("N2330212MF1234567F", "valid:N2330212MF1234567F"),
            ("914403001922038215", "invalid:check-digit"),
            ("914403001922038000", "invalid:digits-lost"),
            ("9.144E+17", "invalid:scientific"),
            ("000000000000000000", "invalid:placeholder"),
            ("91440300192203821", "invalid:length"),
            ("91440300I92203821G", "invalid:alphabet"),
            ("944403001923174586", "doubtful:944403001923174586 unknown-kind"),
            ("919900001923174586", "doubtful:919900001923174586 unknown-region"),
            ("91440300192317459J", "doubtful:91440300192317459J inner-check-digit"),
            ("华为技术有限公司", "other"),
            ("", "other"),
        ] {
            expect(check, input, expected);
        }
    }

    #[test]
    fn parts_are_named() {
        assert_eq!((holder('9', '1'), holder('9', '4'), holder('é', '1')), (Some("企业"), None, None));
        assert_eq!((organisation_code("914403001922038216"), region("914403001922038216")), (Some("192203821"), Some("440300")));
    }

    proptest! {
        #[test]
        fn every_single_substitution_is_caught(at in 0usize..18, with in 0usize..31) {
            let good = "91440300192317458F";
            let new = ALPHABET.chars().nth(with).unwrap();
            let bad: String = good.chars().enumerate().map(|(i, c)| if i == at { new } else { c }).collect();
            prop_assert_eq!(matches!(check(&bad), Verdict::Invalid { .. }), bad != good);
        }

        #[test]
        fn nothing_panics(s in "\\PC{0,24}") {
            let _ = check(&s);
        }
    }
}
