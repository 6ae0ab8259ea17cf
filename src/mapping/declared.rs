//! What the project file says about one sheet.

use super::header::Header;
use super::recognition::{Note, NoteKind, SheetView};
use crate::plan::{EntitySpec, Plan, SourceSpec};
use std::collections::BTreeMap;

/// The declarations of one source, made to fit one sheet.
#[derive(Clone, Debug, Default)]
pub(super) struct Declared {
    /// Whether the sheet is left out by name.
    pub skips: bool,
    /// Position of the declared entity in the plan.
    pub entity: Option<usize>,
    columns: BTreeMap<usize, String>,
    constants: Vec<String>,
    /// Entities that have all declared fields; `None`: no field is declared.
    possible: Option<Vec<usize>>,
}

impl Declared {
    /// Fits a source's declarations to a sheet; notes what does not fit.
    pub fn new(plan: &Plan, sheet: &SheetView, source: Option<&SourceSpec>) -> (Self, Vec<Note>) {
        let (mut all, mut notes) = (Self::default(), Vec::new());
        let Some(source) = source else { return (all, notes) };
        all.skips = source.entity.as_deref() == Some("skip");
        all.entity = source.entity.as_deref().and_then(|n| plan.entities.iter().position(|e| e.entity.as_str() == n));
        all.constants = source.constants.keys().cloned().collect();
        for (name, field) in &source.columns {
            match position(sheet, name) {
                Some(at) => _ = all.columns.insert(at, field.clone()),
                None => notes.push(Note::new(NoteKind::UnusedMapping, None, name).expecting(field)),
            }
        }
        all.keep_possible(plan, &mut notes);
        (all, notes)
    }

    /// Keeps fields that the entity has. Without a declared entity, the declared fields say which entities are possible.
    fn keep_possible(&mut self, plan: &Plan, notes: &mut Vec<Note>) {
        let fields: Vec<&String> = self.columns.values().chain(&self.constants).filter(|f| !f.is_empty()).collect();
        if let Some(spec) = self.entity.and_then(|e| plan.entities.get(e)) {
            let unknown: Vec<(usize, String)> =
                self.columns.iter().filter(|(_, f)| !f.is_empty() && spec.field(f).is_none()).map(|(c, f)| (*c, f.clone())).collect();
            for (column, field) in unknown {
                self.columns.remove(&column);
                notes.push(Note::new(NoteKind::UnusedMapping, Some(column), &field).expecting(spec.entity.as_str()));
            }
        } else if !fields.is_empty() {
            let has_all = |e: &EntitySpec| fields.iter().all(|f| e.field(f).is_some());
            self.possible = Some(plan.entities.iter().enumerate().filter(|(_, e)| has_all(e)).map(|(i, _)| i).collect());
        }
    }

    /// Says whether an entity may be tried.
    pub fn admits(&self, entity: usize) -> bool {
        self.entity.is_none_or(|e| e == entity) && self.possible.as_ref().is_none_or(|p| p.contains(&entity))
    }

    /// Gives the declared field of a column; an empty text leaves the column out.
    pub fn column(&self, index: usize) -> Option<String> {
        self.columns.get(&index).cloned()
    }

    /// Gives the fields of an entity that have a constant, so that no column is needed for them.
    pub fn constants(&self, spec: &EntitySpec) -> Vec<usize> {
        spec.fields.iter().enumerate().filter(|(_, f)| self.constants.iter().any(|c| **c == *f.name)).map(|(i, _)| i).collect()
    }
}

/// Finds the column that a declaration names: by `#N` (from 1), by its header as written, or by its folded header.
fn position(sheet: &SheetView, name: &str) -> Option<usize> {
    if let Some(n) = name.strip_prefix('#').and_then(|n| n.trim().parse::<usize>().ok()) {
        return n.checked_sub(1).filter(|i| *i < sheet.columns.len());
    }
    if !sheet.has_header {
        return None;
    }
    let headers = || sheet.header.iter().take(sheet.columns.len());
    let key = Header::new(name).key;
    headers().position(|h| h == name).or_else(|| headers().position(|h| h.trim() == name.trim())).or_else(|| {
        let mut alike = headers().enumerate().filter(|(_, h)| !key.is_empty() && Header::new(h).key == key);
        // Two headers that fold to the same text: neither is what the project means.
        alike.next().filter(|_| alike.next().is_none()).map(|(i, _)| i)
    })
}
