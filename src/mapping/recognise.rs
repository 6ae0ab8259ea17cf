//! Tries every entity on a sheet and weighs what speaks for each.

use super::candidate::{Candidate, Column};
use super::decide::{Weighed, decide};
use super::declared::Declared;
use super::dictionary::Dictionary;
use super::header::Header;
use super::kinds::{NameEvidence, SheetKinds};
use super::outcome::{left_out, taken};
use super::recognition::{NoteKind, Recognition, SheetView};
use super::shape::Shape;
use super::words::Vocabulary;
use crate::model::Text;
use crate::plan::{EntitySpec, Plan, SourceSpec};
use std::collections::HashSet;

/// Recognises sheets; prepared once for all sheets of a run.
#[derive(Clone, Debug)]
pub struct Recogniser<'p> {
    plan: &'p Plan,
    dictionary: Dictionary,
    kinds: SheetKinds,
    vocabulary: Vocabulary,
}

impl<'p> Recogniser<'p> {
    /// Prepares the synonyms of a plan.
    pub fn new(plan: &'p Plan) -> Self {
        let kinds = SheetKinds::new(plan);
        let dictionary = Dictionary::new(plan, &|spec| kinds.words_of(spec));
        Self { plan, dictionary, kinds, vocabulary: Vocabulary::of(plan) }
    }

    /// Says which entity a sheet is and which of its columns is which field. What the project declares is taken as declared.
    ///
    /// Values are looked at in a bounded sample, so that a million rows cost no more than a few thousand.
    pub fn recognise(&self, sheet: &SheetView, source: Option<&SourceSpec>) -> Recognition {
        let (declared, notes) = Declared::new(self.plan, sheet, source);
        let columns = self.columns(sheet, &declared);
        if declared.skips {
            let reason = Text::new("项目文件声明略去", "left out by the project file");
            return left_out(sheet, &columns, Vec::new(), reason, NoteKind::SheetSkipped);
        }
        let names = self.kinds.read_names(sheet.path, sheet.sheet, sheet.titles);
        let candidates = self.candidates(sheet, &columns, &declared, &names);
        let weighed = Weighed {
            plan: self.plan,
            kinds: &self.kinds,
            sheet,
            columns: &columns,
            candidates: &candidates,
            names: &names,
            declared: &declared,
        };
        let mut found = match candidates.iter().find(|c| declared.entity == Some(c.entity)) {
            Some(c) => taken(&weighed, c, 1.0, Text::new("项目文件声明", "declared by the project file")),
            None => decide(&weighed),
        };
        found.notes.splice(0..0, notes);
        found
    }

    fn columns(&self, sheet: &SheetView, declared: &Declared) -> Vec<Column> {
        let mut columns = Vec::with_capacity(sheet.columns.len());
        for (i, values) in sheet.columns.iter().enumerate() {
            let header = Header::new(if sheet.has_header { sheet.header.get(i).map_or("", String::as_str) } else { "" });
            let likeness = self.dictionary.look_up(self.plan, &header);
            columns.push(Column { shape: Shape::of(values, &self.vocabulary), likeness, declared: declared.column(i), header });
        }
        columns
    }

    /// Tries every entity that the project admits; the likeliest first, those that lack something last.
    fn candidates(&self, sheet: &SheetView, columns: &[Column], declared: &Declared, names: &NameEvidence) -> Vec<Candidate> {
        let mut all: Vec<Candidate> = Vec::new();
        for (e, spec) in self.plan.entities.iter().enumerate().filter(|(e, _)| declared.admits(*e)) {
            let mut c = Candidate::new(self.plan, e, columns, sheet.has_header, &declared.constants(spec));
            let named = names.of(&self.kinds, spec);
            c.distinct_keys = distinct_keys(&c, spec, sheet);
            c.points += 2.0 * named + key_points(&c, spec) - self.against(&c, columns, names);
            // Without a header only the name can say what a sheet is.
            c.points -= if !sheet.has_header && named < 0.5 { 3.0 } else { 0.0 };
            all.push(c);
        }
        all.sort_by(|a, b| a.lacks.is_some().cmp(&b.lacks.is_some()).then(b.points.total_cmp(&a.points)).then(a.entity.cmp(&b.entity)));
        all
    }

    /// Gives the points of everything that speaks for a kind of sheet that is no entity. A header that the entity explains well does not.
    fn against(&self, c: &Candidate, columns: &[Column], names: &NameEvidence) -> f64 {
        let foreign = columns.iter().enumerate().filter(|(i, k)| k.shape.filled > 0 && c.confidence(*i) < 0.85).map(|(_, k)| &k.header);
        let by_header = self.kinds.other_by_headers(foreign).map_or(0.0, |(_, w, _)| w.min(4.0));
        by_header + 1.5 * names.other(&self.kinds).map_or(0.0, |(_, s, _)| s)
    }
}

/// Gives the share of distinct values in the column of the key; `None` without such a column or with too few values to say.
fn distinct_keys(c: &Candidate, spec: &EntitySpec, sheet: &SheetView) -> Option<f64> {
    let key = spec.key.as_deref().and_then(|k| spec.fields.iter().position(|f| &*f.name == k))?;
    // Enough rows to see references repeat, few enough to cost nothing.
    let values: Vec<&str> = sheet.columns.get(c.column_of(key)?)?.iter().take(200_000).flatten().collect();
    (values.len() >= 3).then(|| values.iter().collect::<HashSet<_>>().len() as f64 / values.len() as f64)
}

/// Gives points for a key whose values differ, takes them for one whose values repeat: master data name a thing once.
fn key_points(c: &Candidate, spec: &EntitySpec) -> f64 {
    let Some(key) = spec.key.as_deref() else { return 0.0 };
    let mapped = c.fields.iter().flatten().any(|f| spec.fields.get(*f).is_some_and(|f| &*f.name == key));
    match c.distinct_keys {
        None if mapped => 0.2,
        None => -0.5,
        Some(d) if d > 0.9 => 0.5,
        Some(d) if d > 0.7 => 0.0,
        Some(d) if d > 0.5 => -1.5,
        Some(_) => -4.0,
    }
}
