//! The check-digit algorithms that several kinds of codes share.

/// Says whether digits fulfil the Luhn formula (ISO/IEC 7812-1 annex B).
pub fn luhn(code: &str) -> bool {
    luhn_sum(code).is_some_and(|sum| sum % 10 == 0)
}

/// Sums digits by the Luhn formula, the last one counting once; `None` where a character is no digit.
pub fn luhn_sum(code: &str) -> Option<u32> {
    code.chars().rev().enumerate().try_fold(0, |sum, (i, c)| {
        let d = c.to_digit(10)?;
        Some(sum + if i % 2 == 0 { d } else { d * 2 / 10 + d * 2 % 10 })
    })
}

/// Says whether digits fulfil ISO/IEC 7064 MOD 11,10, the last one being the check digit.
pub fn mod_11_10(code: &str) -> bool {
    let Some((last, body)) = split_last(code) else { return false };
    mod_11_10_digit(body) == last.to_digit(10)
}

/// Computes the check digit of ISO/IEC 7064 MOD 11,10; `None` where a character is no digit.
pub fn mod_11_10_digit(body: &str) -> Option<u32> {
    let p = body.chars().try_fold(10, |p, c| {
        let sum = (p + c.to_digit(10)?) % 10;
        Some((if sum == 0 { 10 } else { sum }) * 2 % 11)
    })?;
    Some((11 - p) % 10)
}

/// Computes a code of digits and letters (A = 10 … Z = 35) modulo 97, as ISO/IEC 7064 MOD 97-10 does; `None` for other characters.
pub fn mod_97(code: impl Iterator<Item = char>) -> Option<u32> {
    code.into_iter().try_fold(0, |rest, c| {
        let v = c.to_digit(36)?;
        Some(if v < 10 { (rest * 10 + v) % 97 } else { (rest * 100 + v) % 97 })
    })
}

/// Sums the products of digits and weights, up to the shorter of both; `None` where a character is no digit.
pub fn weighted(code: &str, weights: &[u32]) -> Option<u32> {
    code.chars().zip(weights).try_fold(0, |sum, (c, w)| Some(sum + c.to_digit(10)? * w))
}

/// Splits a code before its last character.
pub(crate) fn split_last(code: &str) -> Option<(char, &str)> {
    let last = code.chars().next_back()?;
    Some((last, code.get(..code.len() - last.len_utf8())?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_codes_pass_and_changed_ones_fail() {
        for (algorithm, good, bad) in [
            (luhn as fn(&str) -> bool, "79927398713", "79927398710"),
            (mod_11_10, "07945", "07946"),
            (mod_11_10, "110108000000016", "110108000000017"),
            (|c| mod_97(c.chars()) == Some(1), "5493001KJTIIGC8Y1R12", "5493001KJTIIGC8Y1R13"),
        ] {
            assert!(algorithm(good), "{good}");
            assert!(!algorithm(bad), "{bad}");
        }
    }

    #[test]
    fn foreign_characters_never_pass() {
        assert!(!luhn("12a") && !mod_11_10("1é") && !mod_11_10("") && mod_97("A-".chars()).is_none());
    }
}
