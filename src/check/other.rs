//! What checks look up outside the checked rows: other entities' tables, code lists, legacy systems.

use super::keys::Fold;
use super::Subject;
use crate::domain::fold::fold_key;
use crate::model::{Entity, Ledger, RowId, Table, TextColumn};
use foldhash::{HashMap, HashMapExt};

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

/// The records of another entity by one of their fields.
pub(super) struct Register {
    by_key: HashMap<String, Vec<(u32, usize)>>,
}

impl Register {
    /// Files a table by a field; `None` where the entity or the field is not there.
    pub(super) fn of(subject: &Subject<'_>, entity: &str, field: &str) -> Option<(Self, Table)> {
        let table = if subject.spec.entity.as_str() == entity { subject.table } else { subject.others.get(&Entity::new(entity))? };
        Some((Self::by(subject, table, &table.column(field)?), table.clone()))
    }

    fn by(subject: &Subject<'_>, table: &Table, column: &TextColumn) -> Self {
        let systems = subject.ledger.map(|l| systems(l, table.rows()));
        let mut by_key: HashMap<String, Vec<(u32, usize)>> = HashMap::new();
        for (row, value) in column.iter().enumerate() {
            let Some(value) = value else { continue };
            let system = systems.as_ref().and_then(|s| s.get(row)).copied().unwrap_or(0);
            by_key.entry(Fold::Code.key(value)).or_default().push((system, row));
        }
        Self { by_key }
    }

    /// Finds the records of this code: those of the same system where there are any, otherwise those of the others.
    pub(super) fn find(&self, code: &str, system: u32) -> Vec<usize> {
        let Some(all) = self.by_key.get(&Fold::Code.key(code)) else { return Vec::new() };
        let own: Vec<usize> = all.iter().filter(|(s, _)| *s == system).map(|(_, row)| *row).collect();
        if own.is_empty() { all.iter().map(|(_, row)| *row).collect() } else { own }
    }

    /// Says whether there is a record of this code.
    pub(super) fn has(&self, code: &str) -> bool {
        self.by_key.contains_key(&Fold::Code.key(code))
    }
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

    /// Gives the code list of this name: a table with the columns `canonical` and perhaps `token`, or the rows of `value_synonyms` whose
    /// `domain` it is.
    pub(super) fn of_table(subject: &Subject<'a>, name: &str) -> Self {
        let mut by_token = HashMap::new();
        let own = subject.plan.table(name);
        let synonyms = subject.plan.table("value_synonyms");
        let rows = own.rows.iter().map(|r| (own, r)).chain(synonyms.rows.iter().filter_map(|r| {
            let domain = r.get(synonyms.column("domain")?)?;
            (own.rows.is_empty() && domain == name).then_some((synonyms, r))
        }));
        for (table, row) in rows {
            let cell = |name: &str| table.column(name).and_then(|c| row.get(c)).map(String::as_str);
            let Some(canonical) = cell("canonical") else { continue };
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
