//! The check digits of single countries, over a number of the right form. Sources: the European Commission's VIES questions and answers and the
//! countries' own publications, checked against the numbers that python-stdnum documents.

use crate::domain::codes::check_digit::{luhn, luhn_sum, mod_11_10, mod_97, split_last, weighted};

fn number(digits: &str) -> Option<u64> {
    digits.parse().ok()
}

fn last_digit(code: &str) -> Option<u32> {
    split_last(code)?.0.to_digit(10)
}

/// Austria: `U`, seven digits, (6 - Luhn sum) mod 10.
pub(super) fn at(rest: &str) -> bool {
    let Some((check, body)) = rest.strip_prefix('U').and_then(split_last) else { return false };
    luhn_sum(body).is_some_and(|sum| check.to_digit(10) == Some((16 - sum % 10) % 10))
}

/// Belgium: 97 - first eight mod 97.
pub(super) fn be(rest: &str) -> bool {
    let parts = rest.split_at_checked(8).map(|(body, check)| (number(body), number(check)));
    matches!(parts, Some((Some(body), Some(check))) if rest.starts_with(['0', '1']) && body > 0 && 97 - body % 97 == check)
}

/// Germany: ISO/IEC 7064 MOD 11,10.
pub(super) fn de(rest: &str) -> bool {
    !rest.starts_with('0') && mod_11_10(rest)
}

/// Denmark: weights 2 7 6 5 4 3 2 1, modulo 11.
pub(super) fn dk(rest: &str) -> bool {
    !rest.starts_with('0') && weighted(rest, &[2, 7, 6, 5, 4, 3, 2, 1]).is_some_and(|sum| sum % 11 == 0)
}

/// Greece: powers of two, modulo 11, modulo 10.
pub(super) fn el(rest: &str) -> bool {
    weighted(rest, &[256, 128, 64, 32, 16, 8, 4, 2]).is_some_and(|sum| Some(sum % 11 % 10) == last_digit(rest))
}

/// Spain: persons (modulo 23 letters), foreigners (X, Y, Z) and companies (digit or letter by the first letter).
pub(super) fn es(rest: &str) -> bool {
    let (Some(first), Some((last, body))) = (rest.chars().next(), split_last(rest)) else { return false };
    let person =
        |digits: &str| number(digits).and_then(|n| "TRWAGMYFPDXBNJZSQVHLCKE".chars().nth(usize::try_from(n % 23).ok()?)) == Some(last);
    let tail = body.get(1..).unwrap_or("");
    match first {
        '0'..='9' => person(body),
        'X' => person(tail),
        'Y' => person(&format!("1{tail}")),
        'Z' => person(&format!("2{tail}")),
        'K' | 'L' | 'M' => person(tail),
        _ => es_company(first, tail, last),
    }
}

fn es_company(first: char, digits: &str, last: char) -> bool {
    let Some(sum) = luhn_sum(&format!("{digits}0")) else { return false };
    let check = (10 - sum % 10) % 10;
    let by_digit = last.to_digit(10) == Some(check);
    let by_letter = "JABCDEFGHI".chars().nth(check as usize) == Some(last);
    match first {
        'A' | 'B' | 'E' | 'H' => by_digit,
        'P' | 'Q' | 'R' | 'S' | 'W' | 'N' => by_letter,
        'C' | 'D' | 'F' | 'G' | 'J' | 'U' | 'V' => by_digit || by_letter,
        _ => false,
    }
}

/// Finland: weights 7 9 10 5 8 4 2 1, modulo 11.
pub(super) fn fi(rest: &str) -> bool {
    weighted(rest, &[7, 9, 10, 5, 8, 4, 2, 1]).is_some_and(|sum| sum % 11 == 0)
}

/// France: SIREN with Luhn (Monaco, `000`, without); key of two digits, or of letters by the newer formula.
pub(super) fn fr(rest: &str) -> bool {
    let Some((key, siren)) = rest.split_at_checked(2) else { return false };
    let Some(n) = number(siren) else { return false };
    if !siren.starts_with("000") && !luhn(siren) {
        return false;
    }
    if let Some(k) = number(key) {
        return (n * 100 + 12) % 97 == k;
    }
    fr_letters(key).is_some_and(|(quotient, rest)| (n + 1 + quotient) % 11 == rest)
}

fn fr_letters(key: &str) -> Option<(u64, u64)> {
    const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    let mut values = key.chars().map(|c| ALPHABET.find(c).map(|v| v as u64));
    let (first, second) = (values.next()??, values.next()??);
    let value = if first < 10 { (first * 24 + second).checked_sub(10)? } else { (first * 34 + second).checked_sub(100)? };
    Some((value / 11, value % 11))
}

/// United Kingdom: weights 8 7 6 5 4 3 2 10 1, modulo 97, with the newer series shifted by 55; departments and health authorities by range.
pub(super) fn gb(rest: &str) -> bool {
    if let Some(n) = rest.strip_prefix("GD").and_then(number) {
        return n < 500;
    }
    if let Some(n) = rest.strip_prefix("HA").and_then(number) {
        return n >= 500;
    }
    let sum = rest.get(..9).and_then(|nine| weighted(nine, &[8, 7, 6, 5, 4, 3, 2, 10, 1]));
    sum.is_some_and(|sum| matches!(sum % 97, 0 | 42))
}

/// Croatia: ISO/IEC 7064 MOD 11,10.
pub(super) fn hr(rest: &str) -> bool {
    mod_11_10(rest)
}

/// Ireland: weights 8 to 2, the second letter times nine, modulo 23; old numbers (a letter at the second place) turned round first.
pub(super) fn ie(rest: &str) -> bool {
    const LETTERS: &str = "WABCDEFGHIJKLMNOPQRSTUV";
    let old = rest.chars().nth(1).is_some_and(|c| !c.is_ascii_digit());
    let turned = if old { rest.get(2..7).zip(rest.get(..1)).map(|(a, b)| format!("0{a}{b}")) } else { rest.get(..7).map(str::to_owned) };
    let Some(sum) = turned.and_then(|t| weighted(&t, &[8, 7, 6, 5, 4, 3, 2])) else { return false };
    let mut letters = rest.chars().skip(7);
    let (first, second) = (letters.next(), letters.next().map_or(Some(0), |c| LETTERS.find(c)));
    second.is_some_and(|second| first == LETTERS.chars().nth((sum as usize + 9 * second) % 23))
}

/// Italy: company 7, office of issue 3, Luhn digit.
pub(super) fn it(rest: &str) -> bool {
    let office = rest.get(7..10).and_then(number);
    matches!(office, Some(1..=100 | 120 | 121 | 888 | 999)) && !rest.starts_with("0000000") && luhn(rest)
}

/// Luxembourg: first six modulo 89.
pub(super) fn lu(rest: &str) -> bool {
    let parts = rest.split_at_checked(6).map(|(body, check)| (number(body), number(check)));
    matches!(parts, Some((Some(body), Some(check))) if body % 89 == check)
}

/// The Netherlands: the citizen's number modulo 11 (until 2019), or the whole number modulo 97 (sole traders since 2020).
pub(super) fn nl(rest: &str) -> bool {
    let Some((body, suffix)) = rest.split_once('B') else { return false };
    if suffix == "00" || number(body) == Some(0) {
        return false;
    }
    let old = weighted(body, &[9, 8, 7, 6, 5, 4, 3, 2]).is_some_and(|sum| Some(sum % 11) == last_digit(body));
    old || mod_97("NL".chars().chain(rest.chars())) == Some(1)
}

/// Poland: weights 6 5 7 2 3 4 5 6 7, modulo 11.
pub(super) fn pl(rest: &str) -> bool {
    weighted(rest, &[6, 5, 7, 2, 3, 4, 5, 6, 7]).is_some_and(|sum| Some(sum % 11) == last_digit(rest))
}

/// Portugal: weights 9 to 2, 11 - sum modulo 11, where 10 and 11 are 0.
pub(super) fn pt(rest: &str) -> bool {
    let sum = weighted(rest, &[9, 8, 7, 6, 5, 4, 3, 2]);
    !rest.starts_with('0') && sum.is_some_and(|sum| last_digit(rest) == Some((11 - sum % 11) % 11 % 10))
}

/// Sweden: organisation number with Luhn, then `01` or another serial.
pub(super) fn se(rest: &str) -> bool {
    rest.get(..10).is_some_and(luhn) && !rest.ends_with("00")
}

/// Slovakia: the third digit is 2, 3, 4, 7, 8 or 9, and the whole number a multiple of 11.
pub(super) fn sk(rest: &str) -> bool {
    let kind = rest.chars().nth(2).is_some_and(|c| "234789".contains(c));
    kind && !rest.starts_with('0') && number(rest).is_some_and(|n| n % 11 == 0)
}
