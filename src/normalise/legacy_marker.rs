//! Takes markers such as 停用 and 重复 out of names, and keeps what they say: as a finding, and as the status where that is empty.
//!
//! It runs after the normalisers of single cells, since it looks at a record's name, status and blocked flag together. A marker that says
//! retired in a record that says active stays in the name: a person must decide, and the check on it must still see it.

use super::cell::Note;
use super::column::{Patch, Remark, patched};
use super::notice::{self, Notice};
use super::run::{MARKER_STEP, Work};
use super::survey::pieces;
use crate::domain::marker::{Marker, MarkerKind, Markers, Subject, Unmarked};
use crate::model::TextColumn;
use crate::plan::EntitySpec;
use rayon::prelude::*;

/// The name that changes carry.
pub(super) const NAME: &str = "legacy_marker";

/// The field whose markers are facts about the record.
const MAIN: &str = "name";

/// Takes the markers out of every column of names.
pub(super) fn take_out<'a>(spec: &'a EntitySpec, markers: &Markers, works: &mut Vec<Work<'a>>, height: usize) {
    let mut retired = Vec::new();
    for i in 0..works.len() {
        let Some(work) = works.get(i) else { continue };
        let Some(subject) = subject(work) else { continue };
        let main = &*work.field.name == MAIN;
        let state = if main { State::of(works) } else { State::default() };
        let hits = search(markers, &work.after, subject, &state);
        if main {
            retired = hits.iter().filter(|h| h.is_retired() && state.is_unknown(h.row)).map(|h| h.row).collect();
        }
        if let Some(work) = works.get_mut(i) {
            write_names(work, hits, main);
        }
    }
    if !retired.is_empty() {
        write_status(spec, works, &retired, height);
    }
}

fn subject(work: &Work<'_>) -> Option<Subject> {
    let uses = |name| work.chain.iter().any(|n| n.name == name);
    if uses("company_name") {
        Some(Subject::Company)
    } else if uses("material_name") {
        Some(Subject::Material)
    } else {
        None
    }
}

/// What the record's own fields say about its being in use.
#[derive(Default)]
struct State {
    status: Option<TextColumn>,
    blocked: Option<TextColumn>,
}

impl State {
    fn of(works: &[Work<'_>]) -> Self {
        let column = |name: &str| works.iter().find(|w| &*w.field.name == name).map(|w| w.after.clone());
        Self { status: column("status"), blocked: column("blocked") }
    }

    fn text(column: Option<&TextColumn>, row: usize) -> &str {
        column.map_or("", |c| c.text(row))
    }

    fn is_unknown(&self, row: usize) -> bool {
        Self::text(self.status.as_ref(), row).is_empty()
    }

    fn is_active(&self, row: usize) -> bool {
        match Self::text(self.status.as_ref(), row) {
            "active" => true,
            "" => Self::text(self.blocked.as_ref(), row) == "N",
            _ => false,
        }
    }
}

/// A name with markers.
struct Hit {
    row: usize,
    found: Unmarked,
}

impl Hit {
    fn is_retired(&self) -> bool {
        self.found.markers.iter().any(|m| m.kind == MarkerKind::Inactive)
    }
}

fn search(markers: &Markers, names: &TextColumn, subject: Subject, state: &State) -> Vec<Hit> {
    let parts: Vec<Vec<Hit>> = pieces(0..names.len())
        .into_par_iter()
        .map(|piece| {
            piece
                .filter_map(|row| Some(Hit { row, found: markers.take_out(names.get(row)?, subject)? }))
                .filter(|hit| !(hit.is_retired() && state.is_active(hit.row)))
                .collect()
        })
        .collect();
    parts.into_iter().flatten().collect()
}

fn write_names(work: &mut Work<'_>, hits: Vec<Hit>, main: bool) {
    let mut patches = Vec::new();
    for Hit { row, found } in hits {
        if main {
            let notes = found.markers.iter().map(note);
            work.remarks.extend(notes.map(|note| Remark { row, note }));
        }
        if found.name != work.after.text(row) {
            patches.push(Patch { row, steps: MARKER_STEP, after: found.name.into_boxed_str() });
        }
    }
    add(work, patches);
}

fn note(marker: &Marker) -> Note {
    let notice: &'static Notice = match marker.kind {
        MarkerKind::Inactive => &notice::INACTIVE_MARKER,
        MarkerKind::Duplicate => &notice::DUPLICATE_MARKER,
        MarkerKind::Temporary => &notice::TEMPORARY_RECORD,
        MarkerKind::Terms | MarkerKind::Person => &notice::REMARK_IN_NAME,
        MarkerKind::Rename => &notice::FORMER_NAME,
    };
    Note::new(notice).expecting(marker.text.as_str())
}

fn write_status<'a>(spec: &'a EntitySpec, works: &mut Vec<Work<'a>>, retired: &[usize], height: usize) {
    let Some(field) = spec.field("status") else { return };
    if !works.iter().any(|w| w.field.name == field.name) {
        works.push(Work::missing(field, height));
    }
    let Some(work) = works.iter_mut().find(|w| w.field.name == field.name) else { return };
    add(work, retired.iter().map(|&row| Patch { row, steps: MARKER_STEP, after: "inactive".into() }).collect());
}

/// Puts later patches over those of the field's own normalisers.
fn add(work: &mut Work<'_>, later: Vec<Patch>) {
    if later.is_empty() {
        return;
    }
    let mut merged: Vec<Patch> = Vec::with_capacity(work.patches.len() + later.len());
    let mut earlier = std::mem::take(&mut work.patches).into_iter().peekable();
    for mut patch in later {
        while let Some(p) = earlier.next_if(|p| p.row < patch.row) {
            merged.push(p);
        }
        if let Some(p) = earlier.next_if(|p| p.row == patch.row) {
            patch.steps |= p.steps;
        }
        if &*patch.after != work.before.text(patch.row) {
            merged.push(patch);
        }
    }
    merged.extend(earlier);
    work.patches = merged;
    work.after = patched(&work.before, &work.patches);
}
