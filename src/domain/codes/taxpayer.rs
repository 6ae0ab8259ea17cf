//! 纳税人识别号, the Chinese taxpayer id in all its forms: the USCC (18), the old id of region and organisation code (15), identity card and
//! sequence of sole traders (17, 20), `L` and a code for the temporarily registered (notice 66 of 2015 of the tax administration).

use super::{Reason, SEPARATORS, Verdict, fold_code, identity_card, is_filler, is_province, is_scientific, organisation, uscc};

/// Judges a taxpayer id of any form.
pub fn check(text: &str) -> Verdict {
    if is_scientific(text) {
        return Verdict::invalid(Reason::Scientific);
    }
    let code = fold_code(text, SEPARATORS);
    if !(14..=21).contains(&code.len()) || !code.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Verdict::NotThisKind;
    }
    if let Some(rest) = code.strip_prefix('L') {
        let inner = if rest.len() == 15 { check_15(rest) } else { uscc::check(rest) };
        return prefixed(inner, "L", "");
    }
    match code.len() {
        15 => check_15(&code),
        17 | 20 => sole_trader(&code),
        18 => check_18(&code),
        _ => Verdict::invalid(Reason::Length),
    }
}

/// Judges the old form of 15 characters: region and organisation code. An old identity card number used instead is doubtful.
pub fn check_15(code: &str) -> Verdict {
    let Some((region, organisation_part)) = code.split_at_checked(6) else { return Verdict::invalid(Reason::Length) };
    if is_filler(code) {
        return Verdict::invalid(Reason::Placeholder);
    }
    if !is_province(region.get(..2).unwrap_or("")) || !region.bytes().all(|b| b.is_ascii_digit()) {
        return Verdict::invalid(Reason::UnknownRegion);
    }
    if organisation::check(organisation_part).is_usable() {
        return Verdict::valid(code);
    }
    match identity_card::lengthen(code).map(|full| identity_card::check(&full)) {
        Some(v) if v.is_usable() => Verdict::doubtful(code, Reason::Unprovable),
        _ => Verdict::invalid(Reason::CheckDigit),
    }
}

fn check_18(code: &str) -> Verdict {
    match uscc::check(code) {
        // Sole traders without USCC are registered under their identity card.
        Verdict::Invalid { reason } => match identity_card::check(code) {
            v @ Verdict::Valid { .. } => v,
            _ => Verdict::invalid(reason),
        },
        other => other,
    }
}

fn sole_trader(code: &str) -> Verdict {
    let Some((card, sequence)) = code.split_at_checked(code.len() - 2) else { return Verdict::invalid(Reason::Length) };
    if !sequence.bytes().all(|b| b.is_ascii_digit()) {
        return Verdict::invalid(Reason::Alphabet);
    }
    match identity_card::check(card) {
        // The old card keeps its 15 digits here: the id was issued with them.
        Verdict::Valid { .. } => Verdict::valid(code),
        Verdict::NotThisKind => Verdict::invalid(Reason::Length),
        other => other,
    }
}

fn prefixed(inner: Verdict, before: &str, after: &str) -> Verdict {
    match inner {
        Verdict::Valid { normalised } => Verdict::valid(format!("{before}{normalised}{after}")),
        Verdict::Doubtful { normalised, reason } => Verdict::doubtful(format!("{before}{normalised}{after}"), reason),
        Verdict::NotThisKind => Verdict::invalid(Reason::Length),
        invalid @ Verdict::Invalid { .. } => invalid,
    }
}

/// Gives the organisation code in a normalised taxpayer id: the key by which an old id of 15 characters joins the USCC of the same firm.
///
/// ```
/// use cutover::domain::codes::taxpayer::join_key;
/// assert_eq!(join_key("440301192203821"), join_key("914403001922038216"));
/// ```
pub fn join_key(code: &str) -> Option<&str> {
    let key = match code.len() {
        15 => code.get(6..),
        18 => uscc::organisation_code(code),
        _ => None,
    }?;
    organisation::fits(key).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::super::tests::check as expect;
    use super::*;

    #[test]
    fn ids_of_all_forms_are_judged() {
        for (input, expected) in [
            ("440301192203821", "valid:440301192203821"),
            ("440300192317458", "valid:440300192317458"),
            ("440301192203822", "invalid:check-digit"),
            ("44030119220382", "invalid:length"),
            ("110101491001001", "doubtful:110101491001001 unprovable"),
            ("990301192203821", "invalid:unknown-region"),
            ("914403001922038216", "valid:914403001922038216"),
            ("110101199003077571", "valid:110101199003077571"),
            ("11010119900307757100", "valid:11010119900307757100"),
            ("00110101199003077571", "invalid:unknown-region"),
            ("l914403001922038216", "valid:L914403001922038216"),
            ("L914403001922038215", "invalid:check-digit"),
            ("DE136695976", "other"),
            ("无", "other"),
        ] {
            expect(check, input, expected);
        }
    }

    #[test]
    fn old_ids_join_new_ones() {
        assert_eq!(join_key("440301192203821"), Some("192203821"));
        assert_eq!(join_key("440301192203822"), None);
        assert_eq!(join_key("L914403001922038216"), None);
    }
}
