//! From a written date to its numbers: times and weekdays dropped, month names and Chinese numerals read.

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// Says whether an English month name stands in the text.
pub(super) fn has_month_word(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_alphabetic()).any(|w| month(w).is_some())
}

/// The first two letters of months, weekdays and ornaments.
const BEGINNINGS: [&[u8; 2]; 19] =
    [b"ja", b"fe", b"ma", b"ap", b"ju", b"au", b"se", b"oc", b"no", b"de", b"mo", b"tu", b"we", b"th", b"fr", b"sa", b"su", b"st", b"nd"];

/// Says of most codes and names at a glance that no date begins as they do.
pub(super) fn begins_no_date(text: &str) -> bool {
    match text.chars().next() {
        Some('a'..='z' | 'A'..='Z') => {
            // Whatever is invisible would have to be taken out first.
            let whole = text.bytes().all(|b| b.is_ascii_graphic() || b == b' ');
            whole && !text.as_bytes().first_chunk::<2>().is_some_and(|two| is_beginning(two.to_ascii_lowercase().as_slice()))
        }
        // An ideograph that is no numeral stays in front whatever is cut off behind, unless all is cut off.
        Some(c @ '\u{4e00}'..='\u{9fff}') => class(c) == Class::Other,
        _ => false,
    }
}

fn is_beginning(two: &[u8]) -> bool {
    BEGINNINGS.iter().any(|b| b.as_slice() == two) || matches!(two, b"rd" | b"of")
}

/// Gives the numbers of a date in their written order, the month in words as a number behind the day; `None` where anything else stands there.
pub(super) fn numbers(text: &str) -> Option<Vec<String>> {
    let date = without_time(text);
    let mut out: Vec<String> = Vec::new();
    let mut worded_first = false;
    for word in words(date) {
        if word.bytes().all(|b| b.is_ascii_digit()) {
            out.push(word.to_owned());
        } else if let Some(m) = month(word) {
            worded_first = out.is_empty();
            out.push(m.to_string());
        } else if let Some(n) = chinese_number(word) {
            out.push(n);
        } else if !is_ornament(word) {
            return None;
        }
    }
    // January 5, 2024 -> 5 1 2024.
    if worded_first && out.len() == 3 {
        out.swap(0, 1);
    }
    (!out.is_empty()).then_some(out)
}

/// Splits at every change between digits, Latin letters and Chinese numerals; separators vanish.
fn words(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut before = Class::Gap;
    for (i, c) in text.char_indices() {
        let now = class(c);
        if now != before {
            if before != Class::Gap {
                out.extend(text.get(start..i));
            }
            start = i;
        }
        before = now;
    }
    if before != Class::Gap {
        out.extend(text.get(start..));
    }
    out
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Gap,
    Digit,
    Letter,
    Numeral,
    Other,
}

fn class(c: char) -> Class {
    match c {
        '0'..='9' => Class::Digit,
        '-' | '/' | '.' | ' ' | ',' | '年' | '月' | '日' | '号' => Class::Gap,
        '〇' | '零' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' => Class::Numeral,
        c if c.is_ascii_alphabetic() => Class::Letter,
        _ => Class::Other,
    }
}

fn month(word: &str) -> Option<usize> {
    let lower = word.to_ascii_lowercase();
    let at = MONTHS.iter().position(|m| lower.starts_with(m))?;
    let full = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"]
        .get(at)?;
    (full.starts_with(&lower) && lower.len() >= 3 || lower == "sept").then_some(at + 1)
}

fn is_ornament(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    matches!(lower.as_str(), "st" | "nd" | "rd" | "th" | "of")
        || lower.len() >= 3 && WEEKDAYS.iter().any(|d| lower.starts_with(d)) && lower.len() <= 9
}

/// Cuts the time, the zone and a Chinese weekday off.
fn without_time(text: &str) -> &str {
    let mut date = text;
    for mark in ["星期", "周", "礼拜", "上午", "下午"] {
        date = date.split(mark).next().unwrap_or(date);
    }
    if let Some(colon) = date.find([':', '时']) {
        let before = date.get(..colon).unwrap_or("");
        let cut = before.rfind([' ', 'T', '日']).map_or(0, |i| i);
        date = before.get(..cut).unwrap_or("");
    }
    // `20240105T000000Z` and `2024-01-05T`.
    match date.find('T') {
        Some(t) if t > 0 && date.get(..t).is_some_and(|d| d.ends_with(|c: char| c.is_ascii_digit())) => {
            date.get(..t).unwrap_or(date).trim_end()
        }
        _ => date.trim_end(),
    }
}

fn chinese_number(word: &str) -> Option<String> {
    let digit = |c: char| "〇一二三四五六七八九".chars().position(|d| d == if c == '零' { '〇' } else { c });
    if !word.contains('十') {
        return word.chars().map(|c| digit(c).map(|d| d.to_string())).collect();
    }
    let (tens, ones) = word.split_once('十')?;
    let value = |s: &str, empty: usize| if s.is_empty() { Some(empty) } else { s.chars().next().and_then(digit) };
    Some((value(tens, 1)? * 10 + value(ones, 0)?).to_string())
}
