//! VAT numbers of the European Union (forms of the VIES service) and of the United Kingdom, with the check digits that are public.

mod accession;
mod national;

use super::{Reason, SEPARATORS, Verdict, fold_code};

/// Country prefix, forms of the rest (`9` digit, `A` letter, `*` either) and the check of the rest.
struct Country {
    prefix: &'static str,
    forms: &'static [&'static str],
    check: fn(&str) -> bool,
}

const fn country(prefix: &'static str, forms: &'static [&'static str], check: fn(&str) -> bool) -> Country {
    Country { prefix, forms, check }
}

const COUNTRIES: &[Country] = &[
    country("AT", &["U99999999"], national::at),
    country("BE", &["9999999999"], national::be),
    country("BG", &["999999999", "9999999999"], accession::bg),
    country("CY", &["99999999A"], accession::cy),
    country("CZ", &["99999999", "999999999", "9999999999"], accession::cz),
    country("DE", &["999999999"], national::de),
    country("DK", &["99999999"], national::dk),
    country("EE", &["999999999"], accession::ee),
    country("EL", &["999999999"], national::el),
    country("ES", &["*9999999*"], national::es),
    country("FI", &["99999999"], national::fi),
    country("FR", &["**999999999"], national::fr),
    country("GB", &["999999999", "999999999999", "GD999", "HA999"], national::gb),
    country("HR", &["99999999999"], national::hr),
    country("HU", &["99999999"], accession::hu),
    country("IE", &["9999999A", "9999999AA", "9*99999A"], national::ie),
    country("IT", &["99999999999"], national::it),
    country("LT", &["999999999", "999999999999"], accession::lt),
    country("LU", &["99999999"], national::lu),
    country("LV", &["99999999999"], accession::lv),
    country("MT", &["99999999"], accession::mt),
    country("NL", &["999999999B99"], national::nl),
    country("PL", &["9999999999"], national::pl),
    country("PT", &["999999999"], national::pt),
    country("RO", &["99", "999", "9999", "99999", "999999", "9999999", "99999999", "999999999", "9999999999"], accession::ro),
    country("SE", &["999999999999"], national::se),
    country("SI", &["99999999"], accession::si),
    country("SK", &["9999999999"], national::sk),
    country("XI", &["999999999", "999999999999", "GD999", "HA999"], national::gb),
];

/// Judges a VAT number with its country prefix (`GR` is read as `EL`). A right British number is doubtful: the kingdom has left the union.
pub fn check(text: &str) -> Verdict {
    let code = fold_code(text, SEPARATORS);
    let Some((prefix, rest)) = code.split_at_checked(2) else { return Verdict::NotThisKind };
    let prefix = if prefix == "GR" { "EL" } else { prefix };
    let Some(country) = COUNTRIES.iter().find(|c| c.prefix == prefix) else { return Verdict::NotThisKind };
    if rest.len() < 2 || !rest.bytes().all(|b| b.is_ascii_alphanumeric()) || !rest.bytes().any(|b| b.is_ascii_digit()) {
        return Verdict::NotThisKind;
    }
    let rest = padded(prefix, rest);
    if !country.forms.iter().any(|form| has_form(&rest, form)) {
        let length = country.forms.iter().all(|f| f.len() != rest.len());
        return Verdict::invalid(if length { Reason::Length } else { Reason::Alphabet });
    }
    if !(country.check)(&rest) {
        Verdict::invalid(Reason::CheckDigit)
    } else if prefix == "GB" {
        Verdict::doubtful(format!("GB{rest}"), Reason::Country)
    } else {
        Verdict::valid(format!("{prefix}{rest}"))
    }
}

/// Belgian, Greek and Dutch numbers lose leading zeros; all have a fixed length, so that putting them back is certain.
fn padded(prefix: &str, rest: &str) -> String {
    match prefix {
        "BE" if rest.len() == 9 => format!("0{rest}"),
        "EL" if rest.len() == 8 => format!("0{rest}"),
        "NL" if (10..12).contains(&rest.len()) => format!("{rest:0>12}"),
        _ => rest.to_owned(),
    }
}

fn has_form(rest: &str, form: &str) -> bool {
    rest.len() == form.len()
        && rest.bytes().zip(form.bytes()).all(|(b, f)| match f {
            b'9' => b.is_ascii_digit(),
            b'A' => b.is_ascii_uppercase(),
            b'*' => true,
            // Literal letters stand only where neither `A` nor `*` would do.
            literal => b == literal,
        })
}

#[cfg(test)]
mod tests {
    use super::super::tests::check as expect;
    use super::*;

    #[test]
    fn numbers_are_judged() {
        for (input, expected) in [
            ("DE136695976", "valid:DE136695976"),
            ("DE 136 695 978", "invalid:check-digit"),
            ("FR40303265045", "valid:FR40303265045"),
            ("FR41303265045", "invalid:check-digit"),
            ("GB980780684", "doubtful:GB980780684 country"),
            ("GB802311781", "invalid:check-digit"),
            ("NL4495445B01", "valid:NL004495445B01"),
            ("NL123456789B13", "valid:NL123456789B13"),
            ("NL123456789B90", "invalid:check-digit"),
            ("IT00743110157", "valid:IT00743110157"),
            ("IT00743110158", "invalid:check-digit"),
            ("ES54362315K", "valid:ES54362315K"),
            ("ESJ99216582", "valid:ESJ99216582"),
            ("ESX2482300W", "valid:ESX2482300W"),
            ("ESX9999999R", "invalid:check-digit"),
            ("PL8567346215", "valid:PL8567346215"),
            ("PL8567346216", "invalid:check-digit"),
            ("BE0428759497", "valid:BE0428759497"),
            ("BE428759497", "valid:BE0428759497"),
            ("BE431150351", "invalid:check-digit"),
            ("ATU13585627", "valid:ATU13585627"),
            ("ATU13585626", "invalid:check-digit"),
            ("DK13585628", "valid:DK13585628"),
            ("EL094259216", "valid:EL094259216"),
            ("FI20774740", "valid:FI20774740"),
            ("HR33392005961", "valid:HR33392005961"),
            ("LU15027442", "valid:LU15027442"),
            ("PT501964843", "valid:PT501964843"),
            ("SE123456789701", "valid:SE123456789701"),
            ("SK2022749619", "valid:SK2022749619"),
            ("CY10259033P", "valid:CY10259033P"),
            ("CY10259033Z", "invalid:check-digit"),
            ("BG175074752", "valid:BG175074752"),
            ("BG175074751", "invalid:check-digit"),
            ("RO18547290", "valid:RO18547290"),
            ("EL23456780", "valid:EL023456780"),
            ("EL23456783", "invalid:check-digit"),
            ("DE13669597", "invalid:length"),
            ("DE13669597X", "invalid:alphabet"),
            ("914403001922038216", "other"),
            ("DE", "other"),
            ("德国", "other"),
        ] {
            expect(check, input, expected);
        }
    }

    #[test]
    fn forms_do_not_mix_placeholders_with_letters() {
        for c in COUNTRIES {
            assert!(
                c.forms.iter().all(|f| f.bytes().all(|b| matches!(b, b'9' | b'A' | b'*' | b'U' | b'B' | b'G' | b'D' | b'H'))),
                "{}",
                c.prefix
            );
        }
    }
}
