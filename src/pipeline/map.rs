//! Recognises every sheet, and puts the sheets of one entity together.

use super::RunError;
use super::entity::EntityRun;
use super::notes;
use super::overview::hardness;
use super::state::{Run, SheetIn};
use crate::mapping::bom::complete_parents;
use crate::mapping::{self, Recogniser, Recognition, SheetView};
use crate::model::profile::Difficulty;
use crate::model::{Entity, Fate, Finding, Place, RuleCode, Table, TextColumn};
use crate::plan::{Effect, EntitySpec, SourceSpec};
use rayon::prelude::*;
use std::path::Path;

/// The reserved column that carries the system tag of every row.
pub(super) const SYSTEM: &str = "source_system";

impl Run<'_> {
    /// Recognises all sheets; rows of those that are nothing we know are left out by name.
    pub fn map(&mut self) -> Result<(), RunError> {
        let sheets = std::mem::take(&mut self.sheets);
        let recogniser = Recogniser::new(self.plan);
        let recognised: Vec<Recognition> = sheets.par_iter().map(|s| self.recognise(&recogniser, s)).collect();
        let hard: Vec<Difficulty> = sheets.par_iter().map(hardness).collect();
        let mut parts: Vec<(usize, Table)> = Vec::new();
        // Inputs without a table (empty, unreadable) stand among the others; tables come in the order of the sheets.
        let mut with_table = self
            .inputs
            .iter()
            .enumerate()
            .filter(|(_, i)| i.header_line.is_some() || !i.encoding.is_empty())
            .map(|(n, _)| n)
            .collect::<Vec<_>>()
            .into_iter();
        for ((sheet, r), hard) in sheets.iter().zip(&recognised).zip(hard) {
            let input = with_table.next().expect("every table has its input summary");
            self.describe(input, sheet, r);
            if let Some(i) = self.inputs.get_mut(input) {
                i.difficulty = Some(hard);
            }
            self.findings.extend(notes::findings(sheet, r, &self.ledger, self.plan));
            self.settle_set_aside(sheet, r.entity.is_some());
            match r.entity.as_ref().and_then(|e| self.plan.entities.iter().position(|s| s.entity == *e)) {
                Some(entity) => parts.push((entity, self.take_in(sheet, r, entity))),
                None => self.leave_out(sheet),
            }
        }
        self.join(parts);
        self.settle_mapped();
        self.report_unused_sources();
        Ok(())
    }

    fn declared(&self, sheet: &SheetIn) -> Option<&SourceSpec> {
        let source = self.ledger.source(sheet.source);
        self.plan.source_for(Path::new(&source.path), sheet.table.sheet.as_deref())
    }

    pub(super) fn recognise(&self, recogniser: &Recogniser, sheet: &SheetIn) -> Recognition {
        self.with_view(sheet, |view| recogniser.recognise(view, self.declared(sheet)))
    }

    /// Shows a sheet to mapping.
    fn with_view<R>(&self, sheet: &SheetIn, work: impl FnOnce(&SheetView) -> R) -> R {
        let source = self.ledger.source(sheet.source);
        let titles: Vec<String> = sheet.table.preamble.iter().map(|(_, t)| t.clone()).collect();
        let view = SheetView {
            path: &source.path,
            sheet: sheet.table.sheet.as_deref(),
            titles: &titles,
            header: &sheet.table.header,
            has_header: sheet.table.header_line.is_some(),
            columns: &sheet.table.columns,
        };
        work(&view)
    }

    fn describe(&mut self, input: usize, sheet: &SheetIn, r: &Recognition) {
        let spec = r.entity.as_ref().and_then(|e| self.plan.entity(e));
        let columns = notes::columns(r, &sheet.table, spec, self.request.masking);
        if let Some(i) = self.inputs.get_mut(input) {
            i.entity = r.entity.as_ref().map(|e| e.as_str().to_owned());
            i.confidence = (r.confidence * 1000.0).round() / 1000.0;
            i.reason = r.reason.get(self.request.lang).to_owned();
            i.mapping = columns;
        }
        if let Some(slot) = self.source_entity.get_mut(sheet.source.index()) {
            slot.clone_from(&r.entity);
        }
        if sheet.table.header_line.is_none() && !sheet.rows.is_empty() {
            let f = Finding::at(&RuleCode::new("header-missing"), Place::Source(sheet.source, None), "");
            self.find(r.entity.as_ref(), f);
        }
        self.note(sheet, r, &r.notes);
    }

    fn take_in(&mut self, sheet: &SheetIn, r: &Recognition, entity: usize) -> Table {
        let declared = self.declared(sheet).map(|d| d.constants.clone()).unwrap_or_default();
        let spec = self.plan.entities.get(entity).expect("the position was found in the plan");
        let table = with_required(spec, mapping::apply(spec, r, &sheet.table.columns, sheet.rows.clone(), &declared));
        let done = self.with_view(sheet, |view| complete_parents(spec, view, table));
        self.changes.extend(notes::repairs(sheet, r));
        self.changes.extend(done.changes);
        self.note(sheet, r, &done.notes);
        self.findings.extend(done.findings.into_iter().map(|f| (r.entity.clone(), f)));
        let system = self.ledger.source(sheet.source).system.clone();
        let tags: TextColumn = std::iter::repeat_n(Some(system.as_str()), done.table.height()).collect();
        done.table.with_column(SYSTEM, tags).expect("one tag for every row")
    }

    /// Turns what mapping noticed about a sheet into findings.
    fn note(&mut self, sheet: &SheetIn, r: &Recognition, notes: &[mapping::Note]) {
        for n in notes {
            let f = Finding::at(&RuleCode::new(n.kind.code()), Place::Source(sheet.source, None), &n.value);
            self.find(r.entity.as_ref(), f.expecting(&n.expected).suggesting(&n.suggestion));
        }
    }

    /// Settles rows that mapping found to be no records, as their notices say.
    fn settle_mapped(&mut self) {
        for position in 0..self.entities.len() {
            let Some(e) = self.entities.get(position) else { break };
            let of = |(entity, f): &(Option<Entity>, Finding)| match &f.at {
                Place::Row(row, _) if entity.as_ref() == Some(&e.entity) => {
                    let rule = self.plan.rule(entity.as_ref(), &f.rule)?;
                    (rule.effect != Effect::Note).then(|| (*row, f.rule.clone(), rule.effect))
                }
                _ => None,
            };
            let effects: Vec<_> = self.findings.iter().filter_map(of).collect();
            self.settle(position, &effects);
        }
    }

    /// Leaves the rows of a sheet out by name; mapping has noted why.
    fn leave_out(&mut self, sheet: &SheetIn) {
        let declared = self.declared(sheet).is_some_and(|d| d.entity.as_deref() == Some("skip"));
        let rule = RuleCode::new(if declared { "skipped-sheet" } else { "unrecognised-sheet" });
        for &row in &sheet.rows {
            self.ledger.settle(row, Fate::Skipped { rule: rule.clone() });
        }
    }

    /// Puts the sheets of each entity together, in load order and within it in reading order.
    fn join(&mut self, parts: Vec<(usize, Table)>) {
        for (position, spec) in self.plan.entities.iter().enumerate() {
            let mut whole: Option<Table> = None;
            for (_, part) in parts.iter().filter(|(e, _)| *e == position) {
                match &mut whole {
                    Some(t) => t.append(part).expect("mapped tables have unique columns"),
                    None => whole = Some(part.clone()),
                }
            }
            if let Some(t) = whole {
                self.entities.push(EntityRun::new(spec.entity.clone(), t));
            }
        }
    }

    fn report_unused_sources(&mut self) {
        let unused: Vec<String> = self
            .plan
            .sources
            .iter()
            .filter(|s| !self.ledger.sources().any(|(_, x)| s.matches_file(below(&x.path, &self.plan.root))))
            .map(|s| s.path.clone())
            .collect();
        for path in unused {
            self.find(None, Finding::at(&RuleCode::new("missing-source"), Place::Run, &path));
        }
    }
}

/// Adds the required fields that a sheet lacks as missing values: what is not there is incomplete, not inapplicable.
fn with_required(spec: &EntitySpec, table: Table) -> Table {
    let lacking: Vec<&str> = spec.fields.iter().filter(|f| f.required && !table.has(&f.name)).map(|f| &*f.name).collect();
    let height = table.height();
    lacking.into_iter().fold(table, |t, field| t.with_column(field, TextColumn::nulls(height)).expect("as long as the table"))
}

fn below<'p>(path: &'p str, root: &Path) -> &'p str {
    let root = root.to_string_lossy().replace('\\', "/");
    let root = root.strip_prefix("./").unwrap_or(&root);
    path.strip_prefix(root).map_or(path, |p| p.trim_start_matches('/'))
}
