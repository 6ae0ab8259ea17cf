//! Markers in brackets: `（停用）`, `(与C0012重复)`, `【2019年已停用】`.

use super::table::{Entry, Place};
use super::{Chars, Found, Marker, MarkerKind, Markers, Subject, person};
use crate::domain::fold::is_han;

const PAIRS: [(char, char); 8] = [('(', ')'), ('[', ']'), ('【', '】'), ('〔', '〕'), ('<', '>'), ('《', '》'), ('「', '」'), ('{', '}')];

/// Finds the first bracket whose content is a marker.
pub(super) fn find(table: &Markers, text: &Chars, subject: Subject) -> Option<Found> {
    brackets(text).into_iter().find_map(|(open, close)| {
        let kind = judge(table, text.folded.get(open + 1..close)?, subject)?;
        let rest = text.without(open, close + 1)?;
        Some(Found { marker: Marker { kind, text: text.text(open + 1, close).trim().to_owned() }, rest })
    })
}

/// Finds a bracket that tells a former or later name; it is not taken out.
pub(super) fn rename(table: &Markers, text: &Chars, subject: Subject) -> Option<Marker> {
    if subject == Subject::Material {
        return None;
    }
    brackets(text).into_iter().find_map(|(open, close)| {
        let content = text.folded.get(open + 1..close)?;
        let renames = || table.entries.iter().filter(|e| e.kind == MarkerKind::Rename);
        let found = renames().any(|e| fits(content, e)) && content.len() > 3;
        found.then(|| Marker { kind: MarkerKind::Rename, text: text.text(open + 1, close).trim().to_owned() })
    })
}

/// Gives the positions of opening and closing brackets that hold no other bracket.
fn brackets(text: &Chars) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut open: Option<(usize, char)> = None;
    for (i, &c) in text.folded.iter().enumerate() {
        if let Some(&(_, closing)) = PAIRS.iter().find(|(o, _)| *o == c) {
            open = Some((i, closing));
        } else if let Some((at, closing)) = open
            && c == closing
        {
            out.push((at, i));
            open = None;
        }
    }
    out
}

fn judge(table: &Markers, content: &[char], subject: Subject) -> Option<MarkerKind> {
    let content = trimmed(content);
    if subject == Subject::Company {
        if person::is_contact(content) {
            return Some(MarkerKind::Person);
        }
        // (1), (2): what a program adds to a name that is already there.
        if (1..=2).contains(&content.len()) && content.iter().all(char::is_ascii_digit) {
            return Some(MarkerKind::Duplicate);
        }
    }
    if !table.may_hold_token(content) {
        return None;
    }
    let entries = || table.entries.iter().filter(|e| e.place != Place::Whole && e.kind != MarkerKind::Rename && e.is_about(subject));
    let exact = entries().find(|e| fits(content, e));
    exact.or_else(|| entries().find(|e| e.place >= Place::Edge && holds(content, e))).map(|e| e.kind)
}

fn trimmed(content: &[char]) -> &[char] {
    let from = content.iter().position(|c| *c != ' ').unwrap_or(content.len());
    let to = content.iter().rposition(|c| *c != ' ').map_or(from, |i| i + 1);
    content.get(from..to).unwrap_or(&[])
}

/// Says whether a content is the token, `~` standing for any words but none.
pub(super) fn fits(content: &[char], entry: &Entry) -> bool {
    let Some(hole) = entry.token.iter().position(|c| *c == '~') else { return content == entry.token };
    let (head, tail) = (entry.token.get(..hole).unwrap_or(&[]), entry.token.get(hole + 1..).unwrap_or(&[]));
    content.len() > head.len() + tail.len() && content.starts_with(head) && content.ends_with(tail)
}

/// Says whether a content begins or ends with the token (or holds it, where the token is strong) and adds only days, codes and small words.
fn holds(content: &[char], entry: &Entry) -> bool {
    let n = entry.token.len();
    if entry.token.contains(&'~') || content.len() > n + 16 {
        return false;
    }
    let at = content.windows(n).position(|w| w == entry.token);
    at.is_some_and(|at| {
        let at_end = at == 0 || at + n == content.len();
        let around = || content.iter().take(at).chain(content.iter().skip(at + n));
        around().all(|c| !is_han(*c) || "年月日号于起后前已请用改见转为并入".contains(*c)) && (at_end || entry.place == Place::Glued)
    })
}
