//! Rewrites references, holds what refers to nothing, keeps structures whole, and checks them again.

use super::RunError;
use super::dedupe::Scopes;
use super::map::SYSTEM;
use super::state::Run;
use crate::check::{self, Mode, Subject};
use crate::model::{Change, Entity, Fate, Finding, Place, RowId, RuleCode, Table, TextColumn};
use crate::plan::{Effect, EntitySpec, Reference, Relation};
use crate::reconcile::{CodeIndex, Resolution, Unresolved, cascade, repeated_lines};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// The columns that carry a record's origin into the target.
pub(super) const LEGACY_SYSTEM: &str = "legacy_system";
pub(super) const LEGACY_CODE: &str = "legacy_code";

impl Run<'_> {
    /// Rewrites the references of every entity in load order, so that what is held above is known below.
    pub fn cascade(&mut self) -> Result<(), RunError> {
        for position in 0..self.entities.len() {
            let Some(e) = self.entities.get(position) else { break };
            let spec = self.plan.entity(&e.entity).expect("entities come from the plan");
            let before = e.table.clone();
            for reference in &spec.references {
                self.rewrite(position, spec, reference);
            }
            if !spec.header_fields.is_empty() {
                self.merge_equal_lines(position, spec);
                self.check_again(position, spec, &before);
                self.keep_whole(position, spec);
            }
            self.put_new_codes(position, spec);
        }
        Ok(())
    }

    fn rewrite(&mut self, position: usize, spec: &EntitySpec, reference: &Reference) {
        let Some(target) = self.entities.iter().position(|e| e.entity == reference.to) else {
            self.note_unchecked(position, spec, reference);
            return;
        };
        let Some(e) = self.entities.get(position).filter(|e| e.table.has(&reference.field)) else { return };
        let index = self.index(target);
        let done = {
            let new_code = |row: RowId| self.ledger.fate(row).is_none().then(|| self.new_codes.get(&row).cloned()).flatten();
            cascade(reference, e.table.clone(), &index, &|r| self.system(r).to_owned(), &new_code)
        };
        self.changes.extend(done.changes);
        for (row, code) in done.repaired {
            self.notice(&spec.entity, "reference-repaired", Place::Row(row, Some(reference.field.clone())), &code, "");
        }
        if let Some(e) = self.entities.get_mut(position) {
            for u in &done.unresolved {
                *e.broken.entry(RuleCode::new(code_of(u))).or_default() += 1;
            }
            let rows = e.table.rows().to_vec();
            e.links.extend(done.links.iter().filter_map(|&(position, to)| Some((*rows.get(position)?, to))));
            e.table = done.table;
        }
        self.settle_unresolved(position, spec, reference, &done.unresolved);
    }

    /// Finds the surviving row of every old code of an entity, settled rows included: a reference to them must be told apart from a typo.
    fn index(&self, target: usize) -> CodeIndex {
        let Some(e) = self.entities.get(target) else { return CodeIndex::default() };
        let key = self.plan.entity(&e.entity).and_then(|s| s.key.clone());
        let Some(column) = key.and_then(|k| e.clean.column(&k)) else { return CodeIndex::default() };
        let rows = e.clean.rows().iter().enumerate();
        CodeIndex::new(rows.filter_map(|(i, &r)| Some((self.system(r), column.get(i)?, self.ledger.survivor_of(r)))))
    }

    fn settle_unresolved(&mut self, position: usize, spec: &EntitySpec, reference: &Reference, unresolved: &[Unresolved]) {
        let mut effects = Vec::new();
        for u in unresolved {
            let code = code_of(u);
            let at = Place::Row(u.row, Some(reference.field.clone()));
            let expected = match &u.found {
                Resolution::Missing => reference.to.as_str().to_owned(),
                Resolution::Ambiguous(rows) => rows.iter().map(|&r| self.place_text(r)).collect::<Vec<_>>().join(", "),
                Resolution::Record { row, .. } => self.place_text(*row),
            };
            self.notice(&spec.entity, code, at, &u.code, &expected);
            effects.push((u.row, RuleCode::new(code), reference.effect));
        }
        if reference.relation == Relation::Mentions {
            self.clear(position, reference, unresolved);
        }
        self.settle(position, &effects);
    }

    /// Clears a mention of something that is not loaded: an old code must never reach the target.
    fn clear(&mut self, position: usize, reference: &Reference, unresolved: &[Unresolved]) {
        let rows: HashSet<RowId> = unresolved.iter().map(|u| u.row).collect();
        let Some(e) = self.entities.get_mut(position) else { return };
        let Some(column) = e.table.column(&reference.field) else { return };
        let ids = e.table.rows().to_vec();
        let kept: TextColumn = column.iter().zip(&ids).map(|(v, r)| v.filter(|_| !rows.contains(r))).collect();
        e.table = e.table.clone().with_column(&reference.field, kept).expect("same length");
        let rule = RuleCode::new("reference-cleared");
        self.changes.extend(unresolved.iter().map(|u| Change {
            row: u.row,
            field: reference.field.clone(),
            rule: rule.clone(),
            before: u.code.as_str().into(),
            after: "".into(),
        }));
    }

    fn note_unchecked(&mut self, position: usize, spec: &EntitySpec, reference: &Reference) {
        let Some(e) = self.entities.get(position) else { return };
        let Some(column) = e.table.column(&reference.field) else { return };
        let n = column.len() - column.missing();
        if n > 0 {
            let f = Finding::at(&RuleCode::new("reference-unchecked"), Place::Run, &n.to_string());
            self.find(Some(&spec.entity), f.expecting(&format!("{} -> {}", reference.field, reference.to)));
        }
    }

    /// Merging two materials can make two lines of a BOM equal; equal ones become one, contradicting ones wait for a person.
    fn merge_equal_lines(&mut self, position: usize, spec: &EntitySpec) {
        let Some(e) = self.entities.get(position) else { return };
        let table = e.table.clone();
        let mut effects = Vec::new();
        for group in repeated_lines(spec, &table, &|_| 0) {
            let rows: Vec<RowId> = group.positions.iter().filter_map(|&p| table.rows().get(p).copied()).collect();
            let Some((&first, others)) = rows.split_first() else { continue };
            let of = self.place_text(first);
            if same_content(spec, &table, &group.positions) {
                for &row in others {
                    self.notice(&spec.entity, "merged-lines", Place::Row(row, None), &of, "");
                    self.ledger.settle(row, Fate::MergedInto { row: first });
                }
            } else {
                for &row in &rows {
                    self.notice(&spec.entity, "merged-lines-conflict", Place::Row(row, None), &of, "");
                    effects.push((row, RuleCode::new("merged-lines-conflict"), Effect::Hold));
                }
            }
        }
        self.drop_settled(position);
        self.settle(position, &effects);
    }

    /// Checks rewritten structures again and reports what the merge brought about.
    fn check_again(&mut self, position: usize, spec: &EntitySpec, before: &Table) {
        let known: HashSet<(RuleCode, Place)> = self.findings.iter().map(|(_, f)| (f.rule.clone(), f.at.clone())).collect();
        let Some(e) = self.entities.get(position) else { return };
        if before.height() == 0 {
            return;
        }
        let alone: BTreeMap<Entity, Table> = BTreeMap::new();
        let subject = Subject { spec, plan: self.plan, table: &e.table, others: &alone, ledger: None, mode: Mode::Findings };
        let checked = check::run(&subject, self.watch);
        let new: Vec<Finding> = checked.findings.into_iter().filter(|f| !known.contains(&(f.rule.clone(), f.at.clone()))).collect();
        let rows: HashSet<RowId> = new.iter().filter_map(|f| if let Place::Row(r, _) = f.at { Some(r) } else { None }).collect();
        self.findings.extend(new.into_iter().map(|f| (Some(spec.entity.clone()), f)));
        let effects: Vec<_> =
            checked.failing_rows.into_iter().filter(|(r, _, effect)| *effect != Effect::Note && rows.contains(r)).collect();
        self.settle(position, &effects);
    }

    /// A structure with a line that is not loaded would be wrong in the target: all its lines wait.
    fn keep_whole(&mut self, position: usize, spec: &EntitySpec) {
        let Some(e) = self.entities.get(position) else { return };
        let scopes = Scopes::of(&e.clean);
        let columns: Vec<TextColumn> = spec.header_fields.iter().take(2).filter_map(|f| e.clean.column(f)).collect();
        let key = |i: usize| (scopes.scope(i), columns.iter().map(|c| c.text(i).to_owned()).collect::<Vec<_>>());
        let mut broken: HashMap<(u32, Vec<String>), RowId> = HashMap::new();
        for (i, &row) in e.clean.rows().iter().enumerate() {
            if matches!(self.ledger.fate(row), Some(Fate::Held { .. } | Fate::Rejected { .. })) {
                broken.entry(key(i)).or_insert(row);
            }
        }
        let waiting: Vec<(RowId, RowId)> = e
            .clean
            .rows()
            .iter()
            .enumerate()
            .filter(|(_, row)| self.ledger.fate(**row).is_none())
            .filter_map(|(i, &row)| Some((row, *broken.get(&key(i))?)))
            .collect();
        let rule = RuleCode::new("incomplete-structure");
        let mut effects = Vec::new();
        for (row, because) in waiting {
            let of = self.place_text(because);
            self.notice(&spec.entity, rule.as_str(), Place::Row(row, spec.header_fields.first().cloned()), &of, "");
            effects.push((row, rule.clone(), Effect::Hold));
        }
        self.settle(position, &effects);
    }

    /// Puts new codes in place of old ones, which stay beside them.
    fn put_new_codes(&mut self, position: usize, spec: &EntitySpec) {
        let Some(e) = self.entities.get(position) else { return };
        let rows = e.table.rows().to_vec();
        let table = e.table.clone();
        let systems = table.column(SYSTEM).unwrap_or_else(|| TextColumn::nulls(rows.len()));
        let mut table = table.with_column(LEGACY_SYSTEM, systems).expect("same length");
        if let Some(key) = &spec.key {
            let old = table.column(key).unwrap_or_else(|| TextColumn::nulls(rows.len()));
            let new: TextColumn = rows.iter().map(|r| self.new_codes.get(r).map(String::as_str)).collect();
            table = table.with_column(LEGACY_CODE, old).and_then(|t| t.with_column(key, new)).expect("same length");
        }
        if let Some(e) = self.entities.get_mut(position) {
            e.table = table;
        }
    }
}

fn code_of(u: &Unresolved) -> &'static str {
    match u.found {
        Resolution::Missing => "broken-reference",
        Resolution::Ambiguous(_) => "ambiguous-reference",
        Resolution::Record { .. } => "reference-held",
    }
}

/// Says whether lines agree in every field that is theirs (numbers of lines and remarks may differ).
fn same_content(spec: &EntitySpec, table: &Table, positions: &[usize]) -> bool {
    let apart: BTreeSet<&str> = ["item_no", "remark", "level"].into();
    spec.fields.iter().filter(|f| !apart.contains(&*f.name)).filter_map(|f| table.column(&f.name)).all(|c| {
        let mut values = positions.iter().map(|&p| c.get(p));
        let first = values.next().flatten();
        values.all(|v| v == first)
    })
}
