//! The record that survives a merge, field by field: what survivorship takes, and what a person puts there instead.

use super::desk::{Desk, Refused, Wanted, tag};
use super::entry::Entry;
use super::index::Index;
use super::question::own_side;
use super::show::Look;
use crate::report::{Masking, mask_example};
use crate::review::{Answer, Decided, Partner, RecordsField, Subject};
use serde_json::{Value, json};

/// The records that are one, or would be.
struct Members {
    rows: Vec<u32>,
    /// The surviving row and its values, where the run has merged them.
    survivor: Option<(u32, Vec<String>)>,
}

fn members(index: &Index, e: &Entry) -> Members {
    let rows: Vec<u32> = e.asked.row.into_iter().chain(e.asked.other_row).collect();
    let clusters: Vec<Option<u32>> = rows.iter().map(|r| index.records.spot(*r).and_then(|s| s.cluster)).collect();
    match clusters.as_slice() {
        [Some(one), Some(two)] if one == two => {
            Members { rows: index.records.members(*one).to_vec(), survivor: index.records.survivor(*one) }
        }
        _ => Members { rows, survivor: None },
    }
}

/// Whose field it is that a decision speaks of: the survivor's, or before merging that of the record that the question names first.
fn holder(index: &Index, e: &Entry, members: &Members) -> Option<u32> {
    match &members.survivor {
        Some((row, _)) => Some(*row),
        None => members.rows.iter().copied().find(|r| own_side(index, e, *r, e.asked.row == Some(*r))),
    }
}

fn subject(index: &Index, e: &Entry, members: &Members, at: usize, field: &RecordsField) -> Option<Subject> {
    let row = holder(index, e, members)?;
    let entity = index.entity(e)?;
    let values = index.records.values(row);
    let key = entity.fields.iter().position(|f| Some(&f.name) == entity.key.as_ref())?;
    let code = values.get(key).filter(|c| !c.is_empty())?.clone();
    let system = index.source(row)?.system.clone();
    // As the run compares it, masked whatever this reader may see.
    let seen = mask_example(values.get(at).map_or("", String::as_str), field.personal, Masking::Masked);
    Some(Subject::surviving(&entity.name, Partner { system, code }, &field.name, seen))
}

/// Shows the surviving record: fields in which its members differ, with the values to choose from.
pub(super) fn view(index: &Index, desk: &Desk, e: &Entry, look: Look) -> Value {
    let all = members(index, e);
    let Some(entity) = index.entity(e) else { return Value::Null };
    let values: Vec<(u32, Vec<String>)> = all.rows.iter().map(|r| (*r, index.records.values(*r))).collect();
    let mut fields = Vec::new();
    for (i, field) in entity.fields.iter().enumerate().filter(|(_, f)| Some(&f.name) != entity.key.as_ref()) {
        let of = |v: &Vec<String>| v.get(i).cloned().unwrap_or_default();
        let Some(subject) = subject(index, e, &all, i, field) else { continue };
        let chosen = desk.decision(&subject.id());
        let mut distinct: Vec<(u32, String)> = Vec::new();
        for (row, value) in values.iter().map(|(r, v)| (*r, of(v))) {
            if !value.is_empty() && !distinct.iter().any(|(_, d)| *d == value) {
                distinct.push((row, value));
            }
        }
        if distinct.len() < 2 && chosen.is_none() {
            continue;
        }
        let now = all.survivor.as_ref().map(|(_, v)| of(v));
        let choice = |(row, value): &(u32, String)| {
            json!({
                "row": row,
                "value": look.value(Some(field), value),
                "survives": now.as_ref() == Some(value),
                "chosen": chosen.is_some_and(|d| d.value == *value),
            })
        };
        fields.push(json!({
            "name": field.name,
            "label": look.text(&field.label, &field.name),
            "choices": distinct.iter().map(choice).collect::<Vec<_>>(),
            "typed": chosen.filter(|d| !distinct.iter().any(|(_, v)| *v == d.value)).map(|d| look.value(Some(field), &d.value)),
            "tag": tag(chosen),
            "by": chosen.map(|d| look.plain(&d.by)),
        }));
    }
    json!({ "merged": all.survivor.is_some(), "members": all.rows.len(), "fields": fields })
}

/// What a person wants a field of the surviving record to hold.
pub(super) enum Choice {
    /// The value of this member.
    From(u32),
    /// What was typed.
    Typed(String),
    /// What survivorship takes.
    Back,
}

/// Decides the value of a field; `None` where the question has no such field or member.
pub(super) fn choose(
    index: &Index,
    desk: &mut Desk,
    e: &Entry,
    field: &str,
    choice: Choice,
    saw: Option<String>,
    signed: &dyn Fn(Subject, Answer, String) -> Decided,
) -> Option<Result<(), Refused>> {
    let all = members(index, e);
    let (at, field) = index.entity(e)?.fields.iter().enumerate().find(|(_, f)| f.name == field)?;
    let subject = subject(index, e, &all, at, field)?;
    let value = match choice {
        Choice::Back => None,
        Choice::Typed(text) => Some(text),
        Choice::From(row) => Some(all.rows.contains(&row).then(|| index.records.values(row).get(at).cloned())??),
    };
    if value.as_ref().is_some_and(String::is_empty) {
        return None;
    }
    let id = subject.id();
    let decided = value.map(|v| signed(subject, Answer::Correct, v));
    Some(desk.change(index, vec![Wanted { id, decided, saw }]))
}
