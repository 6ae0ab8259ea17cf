//! IBAN, the international bank account number (ISO 13616): country 2, check digits 2 (MOD 97-10), national account number.

use super::{Reason, SEPARATORS, Verdict, check_digit, fold_code};

/// Country and length of its IBANs, from the registry that SWIFT keeps for ISO 13616.
#[rustfmt::skip]
const LENGTHS: &[(&str, usize)] = &[
    ("AD", 24), ("AE", 23), ("AL", 28), ("AT", 20), ("AZ", 28), ("BA", 20), ("BE", 16), ("BG", 22), ("BH", 22), ("BI", 27), ("BR", 29),
    ("BY", 28), ("CH", 21), ("CR", 22), ("CY", 28), ("CZ", 24), ("DE", 22), ("DJ", 27), ("DK", 18), ("DO", 28), ("EE", 20), ("EG", 29),
    ("ES", 24), ("FI", 18), ("FK", 18), ("FO", 18), ("FR", 27), ("GB", 22), ("GE", 22), ("GI", 23), ("GL", 18), ("GR", 27), ("GT", 28),
    ("HN", 28), ("HR", 21), ("HU", 28), ("IE", 22), ("IL", 23), ("IQ", 23), ("IS", 26), ("IT", 27), ("JO", 30), ("KW", 30), ("KZ", 20),
    ("LB", 28), ("LC", 32), ("LI", 21), ("LT", 20), ("LU", 20), ("LV", 21), ("LY", 25), ("MC", 27), ("MD", 24), ("ME", 22), ("MK", 19),
    ("MN", 20), ("MR", 27), ("MT", 31), ("MU", 30), ("NI", 28), ("NL", 18), ("NO", 15), ("OM", 23), ("PK", 24), ("PL", 28), ("PS", 29),
    ("PT", 25), ("QA", 29), ("RO", 24), ("RS", 22), ("RU", 33), ("SA", 24), ("SC", 31), ("SD", 18), ("SE", 24), ("SI", 19), ("SK", 24),
    ("SM", 27), ("SO", 23), ("ST", 25), ("SV", 28), ("TL", 23), ("TN", 24), ("TR", 26), ("UA", 29), ("VA", 22), ("VG", 24), ("XK", 20),
    ("YE", 30),
];

/// Judges an IBAN; a leading `IBAN` is dropped. Countries without IBAN, China among them, are refused.
pub fn check(text: &str) -> Verdict {
    let folded = fold_code(text, SEPARATORS);
    let code = folded.strip_prefix("IBAN").map_or(folded.as_str(), |c| c.trim_start_matches(':'));
    let shape = code.len() >= 10
        && code.bytes().enumerate().all(|(i, b)| match i {
            0 | 1 => b.is_ascii_uppercase(),
            2 | 3 => b.is_ascii_digit(),
            _ => b.is_ascii_alphanumeric(),
        });
    if !shape {
        return Verdict::NotThisKind;
    }
    let length = code.get(..2).and_then(|country| LENGTHS.iter().find(|(c, _)| *c == country)).map(|(_, n)| *n);
    match length {
        None => Verdict::invalid(Reason::Country),
        Some(n) if n != code.len() => Verdict::invalid(Reason::Length),
        Some(_) if check_digit::mod_97(code.chars().skip(4).chain(code.chars().take(4))) == Some(1) => Verdict::valid(code),
        Some(_) => Verdict::invalid(Reason::CheckDigit),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::check as expect;
    use super::*;

    #[test]
    fn accounts_are_judged() {
        for (input, expected) in [
            ("GB82 WEST 1234 5698 7654 32", "valid:GB82WEST12345698765432"),
            ("IBAN: DE89370400440532013000", "valid:DE89370400440532013000"),
            ("FR1420041010050500013M02606", "valid:FR1420041010050500013M02606"),
            ("GB82WEST12345698765431", "invalid:check-digit"),
            ("DE8937040044053201300", "invalid:length"),
            ("CN12345678901234567890", "invalid:country"),
            ("6222020200112345679", "other"),
        ] {
            expect(check, input, expected);
        }
    }

    #[test]
    fn the_registry_is_in_order() {
        assert!(LENGTHS.is_sorted());
    }
}
