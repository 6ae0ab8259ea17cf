//! Gives every surviving record its new code and writes the crosswalk.

use super::RunError;
use super::state::Run;
use crate::model::{Place, RowId, RuleCode, Table, TextColumn};
use crate::plan::{Effect, EntitySpec, FieldType};
use crate::reconcile::{Codable, CrosswalkEntry, CrosswalkRelation, assign_codes, contested};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet, HashMap};

impl Run<'_> {
    /// Holds records that share a code, then gives codes to the others.
    pub fn code(&mut self) -> Result<(), RunError> {
        for position in 0..self.entities.len() {
            let Some(e) = self.entities.get(position) else { break };
            let spec = self.plan.entity(&e.entity).expect("entities come from the plan");
            if spec.key.is_some() {
                self.hold_contested(position, spec);
                self.give_codes(position, spec);
            }
        }
        self.crosswalk.carry(&self.earlier);
        Ok(())
    }

    /// Old codes of an entity's rows that are not settled otherwise, merged rows under their own row.
    fn old_codes(&self, position: usize, spec: &EntitySpec) -> HashMap<RowId, String> {
        let Some(e) = self.entities.get(position) else { return HashMap::new() };
        let column = spec.key.as_deref().and_then(|k| e.clean.column(k));
        let identity = Identity::of(spec, &e.clean);
        let code = |i: usize| column.as_ref().and_then(|c| c.get(i)).map_or_else(|| identity.at(i), str::to_owned);
        e.clean.rows().iter().enumerate().map(|(i, &r)| (r, code(i))).collect()
    }

    /// Two records of one system with one code, that are not the same thing, cannot both be meant by a reference.
    fn hold_contested(&mut self, position: usize, spec: &EntitySpec) {
        let codes = self.old_codes(position, spec);
        let Some(e) = self.entities.get(position) else { return };
        let alive: BTreeSet<RowId> = e.table.rows().iter().copied().collect();
        let known = e.clean.rows().iter().filter_map(|&r| {
            let survivor = self.ledger.survivor_of(r);
            alive.contains(&survivor).then_some(())?;
            Some((self.system(r), codes.get(&r)?.as_str(), survivor))
        });
        let contested = contested(known);
        let rule = RuleCode::new("code-collision");
        let mut effects = Vec::new();
        for (code, rows) in contested {
            let lines: Vec<String> = rows.iter().map(|&r| self.place_text(r)).collect();
            for &row in &rows {
                self.notice(&spec.entity, "code-collision", Place::Row(row, spec.key.clone()), &code, &lines.join(", "));
                effects.push((row, rule.clone(), Effect::Hold));
            }
        }
        self.settle(position, &effects);
    }

    pub(super) fn place_text(&self, row: RowId) -> String {
        let at = self.ledger.origin(row);
        let source = self.ledger.source(at.source);
        match &source.sheet {
            Some(sheet) => format!("{} [{sheet}]:{}", source.path, at.line),
            None => format!("{}:{}", source.path, at.line),
        }
    }

    fn give_codes(&mut self, position: usize, spec: &EntitySpec) {
        let codes = self.old_codes(position, spec);
        let Some(e) = self.entities.get(position) else { return };
        let old = |r: RowId| codes.get(&r).map(|c| (self.system(r).to_owned(), c.clone()));
        let records: Vec<Codable> = e
            .table
            .rows()
            .iter()
            .map(|&row| {
                let members = e.members.get(&row).map(Vec::as_slice).unwrap_or_default();
                Codable { row, old: std::iter::once(row).chain(members.iter().copied()).filter_map(old).collect() }
            })
            .collect();
        let (new, given_up) = match &spec.code_scheme {
            Some(scheme) => {
                let a = assign_codes(spec, scheme, &e.table, &records, &self.earlier);
                (a.codes, a.given_up)
            }
            None => (records.iter().map(|r| r.old.first().map(|(_, c)| c.clone()).unwrap_or_default()).collect(), Vec::new()),
        };
        for (row, kept, dropped) in given_up {
            self.notice(&spec.entity, "code-not-kept", Place::Row(row, spec.key.clone()), &dropped.join(", "), &kept);
        }
        let limit = spec.key.as_deref().and_then(|k| spec.field(k)?.length);
        for (r, code) in records.iter().zip(&new) {
            self.new_codes.insert(r.row, code.clone());
            if limit.is_some_and(|l| code.chars().count() > l) {
                self.notice(&spec.entity, "code-too-long", Place::Row(r.row, spec.key.clone()), code, &limit.unwrap_or(0).to_string());
            }
        }
        self.enter(spec, &records, &new);
    }

    /// Enters the codes into the crosswalk.
    fn enter(&mut self, spec: &EntitySpec, records: &[Codable], new: &[String]) {
        let mut entries: BTreeMap<(String, String), CrosswalkEntry> = BTreeMap::new();
        for (r, code) in records.iter().zip(new) {
            for (i, (system, old)) in r.old.iter().enumerate() {
                let relation = match (i, r.old.len()) {
                    (_, 1) => CrosswalkRelation::Same,
                    (0, _) => CrosswalkRelation::Survivor,
                    _ => CrosswalkRelation::Merged,
                };
                entries.entry((system.clone(), old.clone())).or_insert(CrosswalkEntry {
                    entity: spec.entity.as_str().to_owned(),
                    source_system: system.clone(),
                    old_code: old.clone(),
                    new_code: code.clone(),
                    relation,
                });
            }
        }
        for entry in entries.into_values() {
            self.crosswalk.insert(entry).expect("one old code of a system leads to one record, others were held");
        }
    }
}

/// Stands in for the old code of records that have none, so that they too keep their new code in the next run.
struct Identity {
    columns: Vec<TextColumn>,
}

impl Identity {
    /// Looks at the fields that say what a record is: names, descriptions, specifications, tax ids.
    fn of(spec: &EntitySpec, table: &Table) -> Self {
        let tells =
            |k: FieldType| matches!(k, FieldType::CompanyName | FieldType::Description | FieldType::Specification | FieldType::TaxId);
        Self { columns: spec.fields.iter().filter(|f| tells(f.kind)).filter_map(|f| table.column(&f.name)).collect() }
    }

    /// Gives `~` and 16 hexadecimal digits of the content's SHA-256; no old system writes codes like that.
    fn at(&self, i: usize) -> String {
        let mut hash = Sha256::new();
        for c in &self.columns {
            hash.update(c.text(i).as_bytes());
            hash.update([0]);
        }
        let digits: String = hash.finalize().iter().take(8).map(|b| format!("{b:02x}")).collect();
        format!("~{digits}")
    }
}
