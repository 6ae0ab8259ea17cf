//! Markers at the ends of a name: `停用-…`, `…_注销`, `…停用`, `…-张工`, `…_1`.

use super::table::{ANY, Entry, Place};
use super::{Chars, Found, Marker, MarkerKind, Markers, Subject, is_separator, person};

/// Endings of organisation names: a strong token may stand glued in front of a name only where the rest is surely one.
const ORGANISATIONS: [&str; 16] =
    ["公司", "厂", "店", "部", "中心", "行", "社", "所", "院", "集团", "局", "ltd", "inc", "llc", "gmbh", "ltd."];

/// Finds a marker at the end, or else at the beginning.
pub(super) fn find(table: &Markers, text: &Chars, subject: Subject) -> Option<Found> {
    let (first, last) = (*text.folded.first()?, *text.folded.last()?);
    if !table.may_stand_at_ends(first, last) {
        return None;
    }
    let entries = || table.entries.iter().filter(|e| e.place >= Place::Edge && e.is_about(subject));
    let ending = || entries().filter(|e| e.token.last().is_some_and(|c| *c == last || *c == ANY));
    let beginning = || entries().filter(|e| e.token.first() == Some(&first));
    ending()
        .find_map(|e| at_end(text, e))
        .or_else(|| beginning().find_map(|e| at_start(text, e, subject)))
        .or_else(|| if subject == Subject::Company { counted(text).or_else(|| person_at_end(text)) } else { None })
}

fn found(text: &Chars, kind: MarkerKind, from: usize, to: usize) -> Option<Found> {
    Some(Found { marker: Marker { kind, text: text.text(from, to) }, rest: text.without(from, to)? })
}

fn at_end(text: &Chars, entry: &Entry) -> Option<Found> {
    let from = end_match(&text.folded, &entry.token)?;
    let before = *text.folded.get(from.checked_sub(1)?)?;
    let accepted = if is_signs(&entry.token) {
        true
    } else if is_latin(&entry.token) {
        // `Acme Ltd closed` says it; `Acme Test` is a name.
        before != ' ' && is_separator(before) || before == ' ' && entry.kind == MarkerKind::Inactive && entry.token.len() > 3
    } else {
        is_separator(before) || is_closing(before) || entry.place == Place::Glued
    };
    if accepted { found(text, entry.kind, from, text.len()) } else { None }
}

fn at_start(text: &Chars, entry: &Entry, subject: Subject) -> Option<Found> {
    let n = entry.token.len();
    if !text.folded.starts_with(&entry.token) {
        return None;
    }
    let after = *text.folded.get(n)?;
    let accepted = if is_signs(&entry.token) {
        true
    } else if is_latin(&entry.token) {
        after != ' ' && is_separator(after)
    } else {
        is_separator(after) || entry.place == Place::Glued && subject == Subject::Company && is_organisation(text)
    };
    if accepted { found(text, entry.kind, 0, n) } else { None }
}

/// Gives where a token begins that ends the text; `~` stands for digits here.
fn end_match(text: &[char], token: &[char]) -> Option<usize> {
    let Some(hole) = token.iter().position(|c| *c == '~') else {
        return text.ends_with(token).then(|| text.len() - token.len());
    };
    let (head, tail) = (token.get(..hole)?, token.get(hole + 1..)?);
    let rest = text.strip_suffix(tail)?;
    let digits = rest.iter().rev().take_while(|c| c.is_ascii_digit()).count();
    let front = rest.get(..rest.len() - digits)?;
    (digits > 0 && front.ends_with(head)).then(|| front.len() - head.len())
}

/// `_1`, `_2`: what a program adds to a name that is already there.
fn counted(text: &Chars) -> Option<Found> {
    let at = text.folded.iter().rposition(|c| *c == '_')?;
    let digits = text.folded.get(at + 1..)?;
    let short = (1..=2).contains(&digits.len()) && digits.iter().all(char::is_ascii_digit);
    if short { found(text, MarkerKind::Duplicate, at, text.len()) } else { None }
}

fn person_at_end(text: &Chars) -> Option<Found> {
    let at = text.folded.iter().rposition(|c| is_separator(*c) || is_closing(*c))? + 1;
    if person::is_person(text.folded.get(at..)?) { found(text, MarkerKind::Person, at, text.len()) } else { None }
}

fn is_organisation(text: &Chars) -> bool {
    let name: String = text.folded.iter().collect();
    ORGANISATIONS.iter().any(|o| name.ends_with(o))
}

fn is_latin(token: &[char]) -> bool {
    token.iter().any(char::is_ascii_alphabetic)
}

fn is_signs(token: &[char]) -> bool {
    !token.iter().any(|c| c.is_alphanumeric())
}

fn is_closing(c: char) -> bool {
    matches!(c, ')' | ']' | '】' | '〕')
}
