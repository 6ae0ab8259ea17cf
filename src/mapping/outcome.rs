//! Turns a decision about a sheet into columns and notes.

use super::candidate::{Candidate, Column, LEAST};
use super::decide::Weighed;
use super::fitness::describe;
use super::recognition::{ColumnMapping, Note, NoteKind, Recognition, SheetView};
use crate::model::{Entity, Text};
use crate::plan::EntitySpec;
use std::sync::Arc;

/// Below this confidence a person should look at a column or a sheet.
const CONFIRM: f64 = 0.7;

/// Leaves a sheet out; its columns are listed without fields.
pub(super) fn left_out(
    sheet: &SheetView,
    columns: &[Column],
    alternatives: Vec<(Entity, f64)>,
    reason: Text,
    kind: NoteKind,
) -> Recognition {
    let plain = |(i, c): (usize, &Column)| ColumnMapping {
        index: i,
        header: header_of(c, i),
        field: None,
        confidence: 0.0,
        evidence: String::new(),
        alternatives: Vec::new(),
    };
    let note = Note::new(kind, None, sheet.sheet.unwrap_or(sheet.path));
    Recognition {
        entity: None,
        confidence: 0.0,
        reason,
        alternatives,
        columns: columns.iter().enumerate().map(plain).collect(),
        notes: vec![note],
    }
}

/// Takes a sheet as an entity.
pub(super) fn taken(w: &Weighed, c: &Candidate, confidence: f64, reason: Text) -> Recognition {
    let spec = w.spec(c);
    let columns: Vec<ColumnMapping> = w.columns.iter().enumerate().map(|(i, column)| mapping(spec, c, i, column)).collect();
    let mut notes = Vec::new();
    if confidence < CONFIRM {
        notes.push(Note::new(NoteKind::UncertainEntity, None, w.sheet.sheet.unwrap_or(w.sheet.path)).expecting(spec.entity.as_str()));
    }
    notes.extend(missing_fields(w, spec, c));
    notes.extend(columns.iter().zip(w.columns).filter_map(|(m, column)| about(spec, c, m, column, &columns)));
    Recognition { entity: Some(spec.entity.clone()), confidence, reason, alternatives: w.alternatives(), columns, notes }
}

fn header_of(column: &Column, index: usize) -> String {
    if column.header.exact.is_empty() { format!("#{}", index + 1) } else { column.header.exact.clone() }
}

fn mapping(spec: &EntitySpec, c: &Candidate, index: usize, column: &Column) -> ColumnMapping {
    let at = c.fields.get(index).copied().flatten();
    let field = at.and_then(|f| spec.fields.get(f));
    let others = c.scores.get(index).into_iter().flatten().enumerate().filter(|(f, s)| Some(*f) != at && **s >= LEAST);
    let mut alternatives: Vec<(Arc<str>, f64)> =
        others.filter_map(|(f, s)| Some((spec.fields.get(f)?.name.clone(), s.min(0.99)))).collect();
    alternatives.sort_by(|a, b| b.1.total_cmp(&a.1));
    alternatives.truncate(3);
    let declared = column.declared.is_some();
    ColumnMapping {
        index,
        header: header_of(column, index),
        field: field.map(|f| f.name.clone()),
        confidence: if field.is_none() {
            0.0
        } else if declared {
            1.0
        } else {
            c.confidence(index)
        },
        evidence: evidence(spec, c, index, column),
        alternatives: if declared { Vec::new() } else { alternatives },
    }
}

/// Says what speaks for a column's field: who declared it, which synonym its header is like, what its values look like.
fn evidence(spec: &EntitySpec, c: &Candidate, index: usize, column: &Column) -> String {
    let Some(f) = c.fields.get(index).copied().flatten() else {
        return if column.declared.is_some() { "left out by the project file".to_owned() } else { String::new() };
    };
    let Some(field) = spec.fields.get(f) else { return String::new() };
    let alike = column.likeness.get(c.entity).and_then(|e| e.get(f));
    let by = match alike {
        _ if column.declared.is_some() => "declared".to_owned(),
        Some(l) if l.score > 0.97 => format!("header {}", column.header.exact),
        Some(l) if l.score >= 0.3 => format!("header {} ~ {}", column.header.exact, l.synonym),
        _ => "values".to_owned(),
    };
    format!("{by}; {}", describe(field, &column.shape))
}

/// Notes the required fields that no column with values fills.
fn missing_fields(w: &Weighed, spec: &EntitySpec, c: &Candidate) -> Vec<Note> {
    let constants = w.declared.constants(spec);
    let constant = |f: usize| constants.contains(&f);
    let filled = |f: usize| c.column_of(f).and_then(|i| w.columns.get(i)).is_some_and(|k| k.shape.filled > 0);
    let lacking = spec.fields.iter().enumerate().filter(|(i, f)| f.required && !filled(*i) && !constant(*i));
    lacking.map(|(_, f)| Note::new(NoteKind::MissingField, None, &f.name).expecting(spec.entity.as_str())).collect()
}

/// Notes what a person should know about one column.
fn about(spec: &EntitySpec, c: &Candidate, m: &ColumnMapping, column: &Column, all: &[ColumnMapping]) -> Option<Note> {
    let declared = column.declared.is_some();
    let Some(field) = &m.field else {
        if column.shape.filled == 0 || declared {
            return None;
        }
        // The field it would have been, had another column not been better.
        let wanted = m.alternatives.iter().find_map(|(f, _)| all.iter().find(|o| o.field.as_ref() == Some(f)));
        return Some(match wanted {
            Some(o) => Note::new(NoteKind::SecondColumn, Some(m.index), &m.header)
                .expecting(o.field.as_deref().unwrap_or(""))
                .suggesting(&o.header),
            None => Note::new(NoteKind::UnmappedColumn, Some(m.index), &m.header),
        });
    };
    let own = c.fields.get(m.index).copied().flatten()?;
    let likeness = |f: usize| column.likeness.get(c.entity).and_then(|e| e.get(f)).map_or(0.0, |l| l.score);
    let score = |f: usize| c.scores.get(m.index).and_then(|s| s.get(f)).copied().unwrap_or(0.0);
    let rival = (0..spec.fields.len()).find(|f| {
        let free = c.column_of(*f).is_none();
        *f != own && free && likeness(*f) >= 0.97 && score(own) - score(*f) < 0.05
    });
    let doubtful = !declared && column.shape.filled > 0 && (rival.is_some() || m.confidence < CONFIRM);
    let other = rival.and_then(|f| spec.fields.get(f)).map_or("", |f| &*f.name);
    doubtful.then(|| Note::new(NoteKind::UncertainColumn, Some(m.index), &m.header).expecting(field).suggesting(other))
}
