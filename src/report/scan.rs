//! Finds personal data in free text by its shape: mobile numbers, identity cards, bank cards, e-mail addresses.

use std::borrow::Cow;
use std::ops::Range;

/// Masks what has the shape of personal data in a text that is not declared personal.
///
/// Shapes: mobile numbers (11 digits, also 3-4-4 and after 86), landlines with a dash, identity cards of 18 or 15 characters with a possible
/// birthday, card numbers of 16 to 19 digits (62…, or a Luhn check digit), and e-mail addresses. Company registration codes, which begin
/// with 9 where they are all digits, and amounts with a fraction stay.
pub(super) fn mask_shapes(text: &str) -> Cow<'_, str> {
    if text.len() < 5 || (!text.contains('@') && text.chars().filter(|c| c.is_numeric()).count() < 11) {
        return Cow::Borrowed(text);
    }
    let mut chars: Vec<char> = text.chars().collect();
    let spans: Vec<Range<usize>> = number_spans(&chars).into_iter().chain(mail_spans(&chars)).collect();
    if spans.is_empty() {
        return Cow::Borrowed(text);
    }
    for span in spans {
        for c in chars.get_mut(span).into_iter().flatten() {
            if c.is_alphanumeric() || matches!(c, '.' | '_' | '+') {
                *c = '*';
            }
        }
    }
    Cow::Owned(chars.into_iter().collect())
}

/// A run of digits (an X may end an identity card): where it stands, and its digits.
struct Run {
    at: Range<usize>,
    digits: Vec<u8>,
}

fn runs(chars: &[char]) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::new();
    for (i, c) in chars.iter().enumerate() {
        let Some(d) = digit(*c) else { continue };
        match out.last_mut() {
            Some(run) if run.at.end == i => {
                run.at.end = i + 1;
                run.digits.push(d);
            }
            _ => out.push(Run { at: i..i + 1, digits: vec![d] }),
        }
    }
    out
}

fn digit(c: char) -> Option<u8> {
    match c {
        '0'..='9' => Some(c as u8 - b'0'),
        '０'..='９' => Some((c as u32 - '０' as u32) as u8),
        _ => None,
    }
}

/// Gives the spans to hide: the middle of each number, so that its ends still tell it apart.
fn number_spans(chars: &[char]) -> Vec<Range<usize>> {
    let runs = runs(chars);
    let mut out = Vec::new();
    let mut i = 0;
    while let Some(run) = runs.get(i) {
        let (taken, span) =
            whole(chars, run).map(|s| (1, s)).or_else(|| split(chars, runs.get(i..).unwrap_or_default())).unwrap_or((1, 0..0));
        if !span.is_empty() {
            out.push(span);
        }
        i += taken;
    }
    out
}

/// Recognises a number written in one run.
fn whole(chars: &[char], run: &Run) -> Option<Range<usize>> {
    let d = &run.digits;
    let fraction =
        run.at.start >= 2 && chars.get(run.at.start - 1) == Some(&'.') && chars.get(run.at.start - 2).copied().and_then(digit).is_some();
    let amount = chars.get(run.at.end) == Some(&'.') && chars.get(run.at.end + 1).copied().and_then(digit).is_some();
    if fraction || amount {
        return None;
    }
    let ends_in_x = matches!(chars.get(run.at.end), Some('x' | 'X' | 'Ｘ'));
    let (start, end) = (run.at.start, run.at.end);
    match d.len() {
        11 if mobile(d) => Some(start + 3..end - 4),
        13 if d.starts_with(&[8, 6]) && mobile(d.get(2..)?) => Some(start + 5..end - 4),
        15 if month_day(d.get(8..12)?) && (1..=8).contains(d.first()?) => Some(start + 3..end - 4),
        17 if ends_in_x && identity(d) => Some(start + 3..end - 3),
        18 if identity(d) => Some(start + 3..end - 4),
        16..=19 if card(d) => Some(start + 4..end - 4),
        _ => None,
    }
}

/// Recognises a number written in groups with single spaces or dashes between.
fn split(chars: &[char], runs: &[Run]) -> Option<(usize, Range<usize>)> {
    let joined = 1 + runs.windows(2).take_while(|w| near(chars, w)).count();
    let group = |n: usize| runs.get(..n.min(joined)).unwrap_or_default();
    let lengths = |n: usize| group(n).iter().map(|r| r.digits.len()).collect::<Vec<_>>();
    let digits = |n: usize| group(n).iter().flat_map(|r| r.digits.iter().copied()).collect::<Vec<_>>();
    let (first, last) = (runs.first()?, |n: usize| runs.get(n - 1).map(|r| r.at.end));
    if lengths(3) == [3, 4, 4] && mobile(&digits(3)) {
        return Some((3, first.at.end..last(3)? - 4));
    }
    if matches!(lengths(5).as_slice(), [4, 4, 4, 4, 1..=3]) && card(&digits(5)) {
        return Some((5, first.at.end..last(5)? - 4));
    }
    if lengths(4) == [4, 4, 4, 4] && card(&digits(4)) {
        return Some((4, first.at.end..last(4)? - 4));
    }
    let landline = matches!(lengths(2).as_slice(), [3 | 4, 7 | 8]) && first.digits.first() == Some(&0);
    if landline && chars.get(first.at.end) == Some(&'-') {
        return Some((2, first.at.end..last(2)? - 4));
    }
    None
}

fn near(chars: &[char], pair: &[Run]) -> bool {
    match pair {
        [a, b] => b.at.start == a.at.end + 1 && matches!(chars.get(a.at.end), Some(' ' | '-')),
        _ => false,
    }
}

fn mobile(d: &[u8]) -> bool {
    d.len() == 11 && d.first() == Some(&1) && d.get(1).is_some_and(|s| *s >= 3)
}

/// Says whether 17 or 18 digits have a region of China and a possible birthday; the check digit may be damaged and still be somebody's.
fn identity(d: &[u8]) -> bool {
    let century = d.get(6..8);
    d.first().is_some_and(|f| (1..=8).contains(f))
        && (century == Some(&[1, 9]) || century == Some(&[2, 0]))
        && d.get(10..14).is_some_and(month_day)
}

fn month_day(d: &[u8]) -> bool {
    match d {
        [a, b, c, e] => (1..=12).contains(&(a * 10 + b)) && (1..=31).contains(&(c * 10 + e)),
        _ => false,
    }
}

/// Says whether the digits could be a payment card: China UnionPay's 62, or 3 to 6 in front and a Luhn check digit (ISO/IEC 7812-1).
fn card(d: &[u8]) -> bool {
    d.starts_with(&[6, 2]) || d.first().is_some_and(|f| (3..=6).contains(f)) && luhn(d)
}

fn luhn(d: &[u8]) -> bool {
    let doubled = |x: u8| if x > 4 { 2 * x - 9 } else { 2 * x };
    let sum: u32 = d.iter().rev().enumerate().map(|(i, x)| u32::from(if i % 2 == 1 { doubled(*x) } else { *x })).sum();
    sum.is_multiple_of(10)
}

/// Gives the spans between the first letter and the `@` of each e-mail address.
fn mail_spans(chars: &[char]) -> Vec<Range<usize>> {
    let local = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '+' | '-');
    let mut out = Vec::new();
    for (at, _) in chars.iter().enumerate().filter(|(_, c)| matches!(c, '@' | '＠')) {
        let before = chars.get(..at).unwrap_or_default().iter().rev().take_while(|c| local(c)).count();
        let after = chars.get(at + 1..).unwrap_or_default().iter().take_while(|c| local(c)).count();
        if before > 1 && after > 2 {
            out.push(at - before + 1..at);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(mask_shapes(text), expected, "{text:?}");
    }

    #[test]
    fn personal_shapes_in_free_text_are_masked() {
        check("电话13812345678，晚上打", "电话138****5678，晚上打");
        check("2026-12-31 13812345678", "2026-12-31 138****5678");
        check("+86 138-1234-5678", "+86 138-****-5678");
        check("8613812345678", "86138****5678");
        check("１３８１２３４５６７８", "１３８****５６７８");
        check("身份证 44030119900101123X", "身份证 440***********123X");
        check("440301199001011234", "440***********1234");
        check("6222021234567890123", "6222***********0123");
        check("卡 6222 0212 3456 7890", "卡 6222 **** **** 7890");
        check("zhang.san@example.com", "z********@example.com");
        check("0755-83212345", "0755-****2345");
        check("13812345678 / 13912345678", "138****5678 / 139****5678");
    }

    #[test]
    fn codes_amounts_and_dates_stay() {
        for text in [
            "914403001922038216",
            "000000000000012345",
            "2026-12-31 10:00:00",
            "12345678901.50",
            "0.13812345678",
            "100000 200000 300000",
            "M8×20 GB/T 5783-2016",
            "a@b",
            "12345678901",
        ] {
            check(text, text);
        }
    }

    proptest::proptest! {
        #[test]
        fn lengths_and_other_characters_stay(text in "[0-9a-z@. -]{0,40}") {
            let masked = mask_shapes(&text);
            proptest::prop_assert_eq!(masked.chars().count(), text.chars().count());
        }
    }
}
