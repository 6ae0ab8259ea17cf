//! 居民身份证号码, the number of Chinese identity cards (GB 11643-1999): region 6, day of birth 8, sequence 3, check character (ISO 7064 MOD 11-2).
//! 81, 82 and 83 are residence permits of people from Hong Kong, Macao and Taiwan.

use super::{Reason, SEPARATORS, Verdict, all_digits, fold_code, is_filler, is_province, is_scientific, lost_digits};
use jiff::civil::Date;

const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/// Judges an identity card number; the old form of 15 digits is given its century and check character where the day in it exists.
pub fn check(text: &str) -> Verdict {
    if is_scientific(text) {
        return Verdict::invalid(Reason::Scientific);
    }
    let code = fold_code(text, SEPARATORS);
    let body_is_digits = code.len() > 1 && code.get(..code.len() - 1).is_some_and(all_digits);
    if !(15..=19).contains(&code.len()) || !body_is_digits || !code.ends_with(|c: char| c.is_ascii_digit() || c == 'X') {
        return Verdict::NotThisKind;
    }
    if is_filler(&code) {
        return Verdict::invalid(Reason::Placeholder);
    }
    let full = if code.len() == 15 { lengthen(&code) } else { Some(code) };
    match full {
        Some(code) => fault(&code).map_or_else(|| Verdict::valid(&*code), Verdict::invalid),
        None => Verdict::invalid(Reason::Alphabet),
    }
}

fn fault(code: &str) -> Option<Reason> {
    if code.len() != 18 {
        return Some(Reason::Length);
    }
    let region = code.get(..2)?;
    if !(is_province(region) || region == "83") {
        return Some(Reason::UnknownRegion);
    }
    if lost_digits(code) {
        return Some(Reason::DigitsLost);
    }
    if birthday(code).is_none() {
        return Some(Reason::Day);
    }
    (check_character(code) != code.chars().next_back()).then_some(Reason::CheckDigit)
}

/// Computes the 18th character from the first 17 digits.
pub fn check_character(code: &str) -> Option<char> {
    let sum = super::check_digit::weighted(code, &WEIGHTS)?;
    "10X98765432".chars().nth((sum % 11) as usize)
}

/// Gives the day of birth in a number of 18 characters.
pub fn birthday(code: &str) -> Option<Date> {
    let part = |range: std::ops::Range<usize>| code.get(range)?.parse::<i16>().ok();
    let date = Date::new(part(6..10)?, i8::try_from(part(10..12)?).ok()?, i8::try_from(part(12..14)?).ok()?).ok()?;
    (date.year() >= 1850).then_some(date)
}

/// Gives a number of 15 digits (issued until 1999) its century and check character; `None` where it is no such number.
pub fn lengthen(code: &str) -> Option<String> {
    if code.len() != 15 || !all_digits(code) {
        return None;
    }
    let (region, rest) = code.split_at_checked(6)?;
    let mut full = format!("{region}19{rest}");
    full.push(check_character(&full)?);
    Some(full)
}

#[cfg(test)]
mod tests {
    use super::super::tests::check as expect;
    use super::*;

    #[test]
    fn numbers_are_judged() {
        for (input, expected) in [
            ("110101199003077571", "valid:110101199003077571"),
            ("310105200002291232", "valid:310105200002291232"),
            ("330282197811014515", "valid:330282197811014515"),
            ("810000199003077575", "valid:810000199003077575"),
            ("830000199003077579", "valid:830000199003077579"),
            ("110101900307757", "valid:110101199003077571"),
            ("11010119900307757 1", "valid:110101199003077571"),
            ("110101199003077570", "invalid:check-digit"),
            ("11010119900230123X", "invalid:day"),
            ("110101991332077", "invalid:day"),
            ("990101199003077576", "invalid:unknown-region"),
            ("110101199003077000", "invalid:digits-lost"),
            ("1101011990030775711", "invalid:length"),
            ("1.10101E+17", "invalid:scientific"),
            ("护照 E12345678", "other"),
        ] {
            expect(check, input, expected);
        }
    }
}
