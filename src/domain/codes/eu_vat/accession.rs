//! The check digits of the members that joined in 2004 and 2007, over a number of the right form. Sources as in `national`; the rules for natural
//! persons are those of the countries' personal numbers, with the day of birth where the number holds one.

use crate::domain::codes::check_digit::{split_last, weighted};
use jiff::civil::Date;

fn digit(code: &str, at: usize) -> Option<u32> {
    code.chars().nth(at)?.to_digit(10)
}

fn number(code: &str, from: usize, to: usize) -> Option<i16> {
    code.get(from..to)?.parse().ok()
}

fn is_day(year: i16, month: i16, day: i16) -> bool {
    let (Ok(month), Ok(day)) = (i8::try_from(month), i8::try_from(day)) else { return false };
    Date::new(year, month, day).is_ok()
}

/// Bulgaria: firms by weights 1 to 8, or 3 to 10 where these give 10; persons by the personal number, that of foreigners, or that of others.
pub(super) fn bg(rest: &str) -> bool {
    let Some(last) = split_last(rest).and_then(|(c, _)| c.to_digit(10)) else { return false };
    if rest.len() == 9 {
        let first = weighted(rest, &[1, 2, 3, 4, 5, 6, 7, 8]).map(|s| s % 11);
        let sum = if first == Some(10) { weighted(rest, &[3, 4, 5, 6, 7, 8, 9, 10]).map(|s| s % 11) } else { first };
        return sum.map(|s| s % 10) == Some(last);
    }
    let by = |weights: &[u32], check: &dyn Fn(u32) -> u32| weighted(rest, weights).map(check) == Some(last);
    let citizen = bg_day(rest) && by(&[2, 4, 8, 5, 10, 9, 7, 3, 6], &|s| s % 11 % 10);
    citizen || by(&[21, 19, 17, 13, 11, 9, 7, 3, 1], &|s| s % 10) || by(&[4, 3, 2, 7, 6, 5, 4, 3, 2], &|s| (11 - s % 11) % 11)
}

/// Months of the 19th century count from 21, those of the 21st from 41.
fn bg_day(rest: &str) -> bool {
    let (Some(year), Some(month), Some(day)) = (number(rest, 0, 2), number(rest, 2, 4), number(rest, 4, 6)) else { return false };
    match month {
        41.. => is_day(2000 + year, month - 40, day),
        21.. => is_day(1800 + year, month - 20, day),
        _ => is_day(1900 + year, month, day),
    }
}

/// Cyprus: eight digits, those at odd places looked up, and the letter of the sum modulo 26.
pub(super) fn cy(rest: &str) -> bool {
    const ODD: [u32; 10] = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21];
    let Some((letter, body)) = split_last(rest) else { return false };
    let sum = body.chars().enumerate().try_fold(0, |sum, (i, c)| {
        let d = c.to_digit(10)?;
        Some(sum + if i % 2 == 0 { *ODD.get(d as usize)? } else { d })
    });
    let expected = sum.and_then(|s| char::from_u32('A' as u32 + s % 26));
    !body.starts_with("12") && expected == Some(letter)
}

/// The Czech Republic: firms by weights 8 to 2, special numbers that begin with 6, and birth numbers.
pub(super) fn cz(rest: &str) -> bool {
    let last = split_last(rest).and_then(|(c, _)| c.to_digit(10));
    match rest.len() {
        8 => {
            let sum = weighted(rest, &[8, 7, 6, 5, 4, 3, 2]).map(|s| (11 - s % 11) % 11);
            !rest.starts_with('9') && sum.map(|s| s.max(1) % 10) == last && !(sum == Some(0) && last != Some(1))
        }
        9 if rest.starts_with('6') => {
            let sum = rest.get(1..).and_then(|r| weighted(r, &[8, 7, 6, 5, 4, 3, 2])).map(|s| s % 11);
            sum.map(|s| (18 - (21 - s) % 11) % 10) == last
        }
        9 => birth_day(rest),
        _ => birth_day(rest) && rest.get(..9).and_then(|n| n.parse::<u64>().ok()).map(|n| (n % 11 % 10) as u32) == last,
    }
}

/// Birth numbers: women's months count from 51, overflow months from 21 or 71; nine digits were given out until 1953.
fn birth_day(rest: &str) -> bool {
    let (Some(year), Some(month), Some(day)) = (number(rest, 0, 2), number(rest, 2, 4), number(rest, 4, 6)) else { return false };
    let year = match rest.len() {
        9 if year >= 80 => 1800 + year,
        9 if year > 53 => return false,
        9 => 1900 + year,
        _ if year < 54 => 2000 + year,
        _ => 1900 + year,
    };
    is_day(year, month % 50 % 20, day)
}

/// Estonia: weights 3 7 1, modulo 10.
pub(super) fn ee(rest: &str) -> bool {
    weighted(rest, &[3, 7, 1, 3, 7, 1, 3, 7, 1]).is_some_and(|s| s % 10 == 0)
}

/// Hungary: weights 9 7 3 1, modulo 10.
pub(super) fn hu(rest: &str) -> bool {
    weighted(rest, &[9, 7, 3, 1, 9, 7, 3, 1]).is_some_and(|s| s % 10 == 0)
}

/// Lithuania: a 1 before the check digit; places weigh 1 to 9 round and round, or from 3 where that gives 10.
pub(super) fn lt(rest: &str) -> bool {
    let Some((last, body)) = split_last(rest) else { return false };
    let sum = |shift: usize| {
        let each = body.chars().enumerate().map(|(i, c)| Some((1 + (i + shift) % 9) as u32 * c.to_digit(10)?));
        each.sum::<Option<u32>>().map(|s| s % 11)
    };
    let check = match sum(0) {
        Some(10) => sum(2),
        other => other,
    };
    body.ends_with('1') && check.map(|s| s % 10) == last.to_digit(10)
}

/// Latvia: firms (first digit above 3) by weights modulo 11; persons by day of birth and weights, those since 2017 (`32`) without the day.
pub(super) fn lv(rest: &str) -> bool {
    if rest.starts_with(|c: char| c > '3') {
        return weighted(rest, &[9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1]).is_some_and(|s| s % 11 == 3);
    }
    let check = weighted(rest, &[10, 5, 8, 4, 2, 1, 6, 3, 7, 9]).map(|s| (1 + s) % 11 % 10);
    let parts = (number(rest, 0, 2), number(rest, 2, 4), number(rest, 4, 6), digit(rest, 6));
    let (Some(day), Some(month), Some(year), Some(century)) = parts else { return false };
    (rest.starts_with("32") || is_day(1800 + year + 100 * century as i16, month, day)) && check == digit(rest, 10)
}

/// Malta: weights 3 4 6 7 8 9 10 1, modulo 37.
pub(super) fn mt(rest: &str) -> bool {
    !rest.starts_with('0') && weighted(rest, &[3, 4, 6, 7, 8, 9, 10, 1]).is_some_and(|s| s % 37 == 0)
}

/// Romania: weights 7 5 3 2 1 7 5 3 2 up to the check digit, ten times the sum modulo 11 modulo 10.
pub(super) fn ro(rest: &str) -> bool {
    let Some((last, body)) = split_last(rest) else { return false };
    let sum = weighted(&format!("{body:0>9}"), &[7, 5, 3, 2, 1, 7, 5, 3, 2]);
    !rest.starts_with('0') && sum.map(|s| s * 10 % 11 % 10) == last.to_digit(10)
}

/// Slovenia: weights 8 to 2, 11 - sum modulo 11, where 10 is 0 and 11 is given to nobody.
pub(super) fn si(rest: &str) -> bool {
    let check = weighted(rest, &[8, 7, 6, 5, 4, 3, 2]).map(|s| 11 - s % 11).filter(|c| *c != 11);
    !rest.starts_with('0') && check.map(|c| c % 10) == digit(rest, 7)
}
