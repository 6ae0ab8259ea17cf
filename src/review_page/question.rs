//! One question with everything that a person needs to answer it.

use super::desk::{Desk, tag};
use super::difference::{Piece, pieces};
use super::entry::{Entry, Kind};
use super::golden;
use super::index::Index;
use super::show::Look;
use crate::report::level_word;
use crate::review::{Answer, Decided, RecordsEntity};
use serde_json::{Value, json};

/// Gives a line of the queue.
pub(super) fn line(index: &Index, desk: &Desk, position: usize, look: Look) -> Option<Value> {
    let e = index.entries.get(position)?;
    let rule = index.rule(e);
    let label = index.entity(e).map_or(e.subject.entity.as_str(), |d| look.text(&d.label, &d.name));
    Some(json!({
        "id": e.id,
        "kind": e.kind,
        "entity": label,
        "severity": e.severity,
        "title": rule.map_or(e.asked.by_rule.as_str(), |r| look.text(&r.title, &r.code)),
        "code": look.plain(&e.subject.code),
        "other": e.subject.other.as_ref().map(|o| look.plain(&o.code)),
        "seen": seen(index, e, look),
        "probability": chance(index, e),
        "state": state(desk, position, e),
    }))
}

/// Gives the value or the names that the question is about, as the reader may see them.
fn seen(index: &Index, e: &Entry, look: Look) -> String {
    look.about(index.field(e), &e.subject.seen)
}

fn chance(index: &Index, e: &Entry) -> Option<f64> {
    index.compared(e)?.probability.parse().ok()
}

pub(super) fn state(desk: &Desk, position: usize, e: &Entry) -> &'static str {
    match (desk.is_decided(position), desk.is_later(&e.id)) {
        (true, _) => "decided",
        (false, true) => "later",
        (false, false) => "open",
    }
}

/// Gives the whole question.
pub(super) fn whole(index: &Index, desk: &Desk, position: usize, look: Look) -> Option<Value> {
    let mut out = line(index, desk, position, look)?;
    let e = index.entries.get(position)?;
    let rows: Vec<u32> = e.asked.row.into_iter().chain(e.asked.other_row).collect();
    let decided = desk.decision(&e.id);
    let more = json!({
        "rule": e.asked.by_rule,
        "hint": index.rule(e).map_or("", |r| look.text(&r.hint, "")),
        "tag": tag(decided),
        "decision": decided.map(|d| decision(index, e, d, look)),
        "answers": answers(e).into_iter().map(Answer::as_str).collect::<Vec<_>>(),
        "records": rows.iter().map(|row| record(index, e, *row, look)).collect::<Vec<_>>(),
        "fields": fields(index, e, &rows, look),
        "value": (e.kind == Kind::Value).then(|| value(index, e, look)),
        "evidence": evidence(index, e, look),
        "weight": index.compared(e).map(|c| c.weight.as_str()),
        "golden": e.subject.other.is_some().then(|| golden::view(index, desk, e, look)),
        "groups": super::bulk::groups(index, desk, position, look),
    });
    if let (Some(all), Value::Object(more)) = (out.as_object_mut(), more) {
        all.extend(more);
    }
    Some(out)
}

/// Gives the answers that go with a question.
pub(super) fn answers(e: &Entry) -> Vec<Answer> {
    match e.kind {
        Kind::Pair | Kind::Merged => vec![Answer::Same, Answer::Different],
        Kind::Value if e.suggestion.is_empty() => vec![Answer::Keep, Answer::Correct, Answer::Retire],
        Kind::Value => vec![Answer::Use, Answer::Keep, Answer::Correct, Answer::Retire],
        Kind::Record => vec![Answer::Keep, Answer::Retire],
    }
}

fn decision(index: &Index, e: &Entry, d: &Decided, look: Look) -> Value {
    json!({
        "answer": d.answer.as_str(),
        "value": look.value(index.field(e), &d.value),
        "by": look.plain(&d.by),
        "at": look.plain(&d.at),
        "note": look.about(index.field(e), &d.note),
    })
}

fn record(index: &Index, e: &Entry, row: u32, look: Look) -> Value {
    let source = index.source(row);
    let own = e.asked.row == Some(row);
    let subject = &e.subject;
    let partner = subject.other.as_ref().filter(|_| !own_side(index, e, row, own));
    let code = partner.map_or(subject.code.as_str(), |o| o.code.as_str());
    json!({
        "row": row,
        "code": look.plain(code),
        "system": look.plain(source.map_or("", |s| &s.system)),
        "owner": look.plain(source.map_or("", |s| &s.owner)),
        "file": look.plain(source.map_or("", |s| &s.path)),
        "sheet": look.plain(source.map_or("", |s| &s.sheet)),
        "line": index.records.spot(row).map_or(0, |s| s.line),
    })
}

/// Says whether a row of a pair is the one that the subject names first: the subject orders both by system and code, not by row.
pub(super) fn own_side(index: &Index, e: &Entry, row: u32, otherwise: bool) -> bool {
    let Some(other) = &e.subject.other else { return true };
    let key = index.entity(e).and_then(|d| d.fields.iter().position(|f| Some(&f.name) == d.key.as_ref()));
    let code = key.and_then(|k| index.records.values(row).get(k).cloned()).unwrap_or_default();
    let system = index.source(row).map_or("", |s| s.system.as_str());
    let is = |s: &str, c: &str| s == system && c == code;
    match (is(&e.subject.system, &e.subject.code), is(&other.system, &other.code)) {
        (true, false) => true,
        (false, true) => false,
        _ => otherwise,
    }
}

/// Puts the fields of one or two records side by side; empty ones are left out.
fn fields(index: &Index, e: &Entry, rows: &[u32], look: Look) -> Vec<Value> {
    let Some(entity) = index.entity(e) else { return vec![] };
    let values: Vec<Vec<String>> = rows.iter().map(|r| index.records.values(*r)).collect();
    let mut out = Vec::new();
    for (i, field) in entity.fields.iter().enumerate() {
        let raw: Vec<&str> = values.iter().map(|v| v.get(i).map_or("", String::as_str)).collect();
        if raw.iter().all(|v| v.is_empty()) {
            continue;
        }
        let shown: Vec<String> = raw.iter().map(|v| look.value(Some(field), v)).collect();
        let cells: Vec<Vec<Piece>> = match shown.as_slice() {
            [left, right] => {
                let (left, right) = pieces(left, right);
                vec![left, right]
            }
            others => others.iter().map(|t| pieces(t, t).0).collect(),
        };
        let differs = raw.windows(2).any(|w| w.first() != w.last());
        out.push(json!({
            "name": field.name,
            "label": look.text(&field.label, &field.name),
            "cells": cells,
            "differs": differs,
            // The stars hide where they are different.
            "hidden": differs && shown.windows(2).all(|w| w.first() == w.last()),
            "asked": field.name == e.subject.field,
        }));
    }
    out
}

fn value(index: &Index, e: &Entry, look: Look) -> Value {
    let field = index.field(e);
    let (seen, suggestion) = (seen(index, e, look), look.value(field, &e.suggestion));
    let (before, after) = if suggestion.is_empty() { pieces(&seen, &seen) } else { pieces(&seen, &suggestion) };
    json!({
        "field": e.subject.field,
        "label": field.map_or(e.subject.field.as_str(), |f| look.text(&f.label, &f.name)),
        "before": before,
        "after": if suggestion.is_empty() { vec![] } else { after },
        "expected": look.about(field, &e.asked.expected),
        "personal": field.is_some_and(|f| f.personal.is_some()),
    })
}

/// Gives the name for people of what was compared: a field, or several as `name+spec`.
pub(super) fn compared_label(entity: Option<&RecordsEntity>, name: &str, look: Look) -> String {
    let one = |name: &str| {
        let field = entity.and_then(|d| d.fields.iter().find(|f| f.name == name));
        field.map_or(name, |f| look.text(&f.label, &f.name)).to_owned()
    };
    name.split('+').map(one).collect::<Vec<_>>().join(" + ")
}

fn evidence(index: &Index, e: &Entry, look: Look) -> Vec<Value> {
    let one = |f: &super::index::FieldEvidence| {
        json!({
            "field": compared_label(index.entity(e), &f.field, look),
            "level": level_word(&f.level, look.lang).unwrap_or(&f.level),
            // No number of JSON is infinite: what rules a pair out has no bits.
            "bits": f.bits.is_finite().then_some(f.bits),
            "against": f.bits < 0.0,
        })
    };
    index.compared(e).map(|c| c.evidence.iter().map(one).collect()).unwrap_or_default()
}
