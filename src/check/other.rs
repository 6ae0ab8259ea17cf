//! What checks look up outside the checked rows: other entities' tables, code lists, legacy systems.

use super::Subject;
use super::keys::Fold;
use crate::domain::fold::fold_key;
use crate::model::{Entity, Ledger, RowId, Table};
use foldhash::{HashMap, HashMapExt};
use std::collections::BTreeSet;

/// Gives the number of the legacy system of every row; rows whose sources carry the same tag are of one system.
pub(super) fn systems(ledger: &Ledger, rows: &[RowId]) -> Vec<u32> {
    let mut numbers: HashMap<&str, u32> = HashMap::new();
    let of_source: Vec<u32> = ledger
        .sources()
        .map(|(_, source)| {
            let next = numbers.len() as u32;
            *numbers.entry(source.system.as_str()).or_insert(next)
        })
        .collect();
    rows.iter().map(|&row| of_source.get(ledger.source_of(row).index()).copied().unwrap_or(0)).collect()
}

/// The records of an entity by one of their fields.
pub(super) struct Register {
    table: Table,
    fold: Fold,
    by_key: HashMap<String, Vec<(u32, usize)>>,
    systems: BTreeSet<u32>,
}

impl Register {
    /// Files a table by a field; `None` where the entity or the field is not there.
    pub(super) fn of(subject: &Subject<'_>, entity: &str, field: &str, fold: Fold) -> Option<Self> {
        let table = if subject.spec.entity.as_str() == entity { subject.table } else { subject.others.get(&Entity::new(entity))? };
        let column = table.column(field)?;
        let systems = subject.ledger.map_or_else(|| vec![0; table.height()], |l| systems(l, table.rows()));
        let mut by_key: HashMap<String, Vec<(u32, usize)>> = HashMap::new();
        let mut key = String::new();
        for (row, (value, system)) in column.iter().zip(&systems).enumerate() {
            let Some(value) = value else { continue };
            key.clear();
            fold.push(value, &mut key);
            match by_key.get_mut(&key) {
                Some(rows) => rows.push((*system, row)),
                None => drop(by_key.insert(key.clone(), vec![(*system, row)])),
            }
        }
        Some(Self { table: table.clone(), fold, by_key, systems: systems.into_iter().collect() })
    }

    /// Gives the filed table.
    pub(super) fn table(&self) -> &Table {
        &self.table
    }

    /// Finds the records of this key: those of the same system where there are any, otherwise those of the others.
    pub(super) fn find(&self, value: &str, system: u32) -> Vec<usize> {
        let Some(all) = self.by_key.get(&self.fold.key(value)) else { return Vec::new() };
        let own: Vec<usize> = all.iter().filter(|(s, _)| *s == system).map(|(_, row)| *row).collect();
        if own.is_empty() { all.iter().map(|(_, row)| *row).collect() } else { own }
    }

    /// Finds the first record of this key in any system.
    pub(super) fn first(&self, value: &str) -> Option<usize> {
        self.by_key.get(&self.fold.key(value))?.first().map(|(_, row)| *row)
    }

    /// Says whether a record of `system` has this key; a system without any record here is looked for in all of them.
    pub(super) fn uses(&self, value: &str, system: u32) -> bool {
        let all = self.by_key.get(&self.fold.key(value)).map_or(&[][..], Vec::as_slice);
        if self.systems.contains(&system) { all.iter().any(|(s, _)| *s == system) } else { !all.is_empty() }
    }

    /// Says whether there is any record of this system.
    pub(super) fn covers(&self, system: u32) -> bool {
        self.systems.contains(&system)
    }
}

/// Gives the field by which an entity's records are referred to.
pub(super) fn key_of<'a>(subject: &Subject<'a>, entity: &str) -> &'a str {
    subject.plan.entity(&Entity::new(entity)).and_then(|e| e.key.as_deref()).unwrap_or("code")
}

/// What the values of a code list mean: token -> canonical value.
pub(super) struct Meanings<'a> {
    by_token: HashMap<String, &'a str>,
}

impl<'a> Meanings<'a> {
    /// Gives the code list of a field; empty where it has none.
    pub(super) fn of_field(subject: &Subject<'a>, field: &str) -> Self {
        let list = subject.spec.field(field).and_then(|f| f.values.as_deref());
        list.map_or_else(|| Self { by_token: HashMap::new() }, |name| Self::of_table(subject, name))
    }

    /// Gives the code list of this name: a table with the columns `canonical` and perhaps `token`, and the rows of `value_synonyms` whose
    /// `domain` it is.
    pub(super) fn of_table(subject: &Subject<'a>, name: &str) -> Self {
        let mut by_token = HashMap::new();
        let own = subject.plan.table(name);
        let synonyms = subject.plan.table("value_synonyms");
        let rows = own.rows.iter().map(|r| (own, r)).chain(synonyms.rows.iter().filter_map(|r| {
            let domain = r.get(synonyms.column("domain")?)?;
            (domain == name).then_some((synonyms, r))
        }));
        for (table, row) in rows {
            let cell = |name: &str| table.column(name).and_then(|c| row.get(c)).map(String::as_str);
            let Some(canonical) = cell("canonical") else { continue };
            // A word that means this only under one header proves nothing here.
            if cell("ambiguous") == Some("yes") {
                continue;
            }
            by_token.entry(fold_key(canonical)).or_insert(canonical);
            if let Some(token) = cell("token") {
                by_token.entry(fold_key(token)).or_insert(canonical);
            }
        }
        Self { by_token }
    }

    /// Gives the canonical value of a token, however it is written.
    pub(super) fn canonical(&self, token: &str) -> Option<&'a str> {
        if self.by_token.is_empty() { None } else { self.by_token.get(&fold_key(token)).copied() }
    }

    /// Says whether there is no such list.
    pub(super) fn is_empty(&self) -> bool {
        self.by_token.is_empty()
    }
}
