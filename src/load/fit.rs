//! Whether a target's tables take the batches: every mismatch at once and by name, before anything is written.

use super::facts::{Count, Facts};
use super::ledger::{KeyColumn, Layout, LayoutReference};
use super::sql::{self, NameError};
use super::target::{Class, Column, Shape};
use crate::model::{ColumnKind, EntityToLoad, LoadPlan, ManifestEntry, OnRefusal};

/// The most fields that a key may have.
pub const KEY_WIDTH: usize = 12;

/// Something that a table of the target cannot take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// The table.
    pub table: String,
    /// The column; empty where it is about the table.
    pub column: String,
    /// What does not fit.
    pub what: Misfit,
}

/// What does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// There is no such table.
    NoTable,
    /// There is no such column; perhaps one of these was meant.
    NoColumn {
        /// A column that differs in case only.
        like: Option<String>,
    },
    /// The target computes the column.
    Computed,
    /// The column takes fewer characters than the longest value has.
    TooShort {
        /// Characters that it takes.
        takes: usize,
        /// Characters of the longest value.
        longest: usize,
        /// The record that has it.
        row: u64,
    },
    /// The column's type does not take the values.
    WrongType {
        /// The type in the target's words.
        declared: String,
        /// Values that it does not take.
        values: Count,
    },
    /// The column's type would change the values: leading zeros of codes.
    Changes {
        /// The type in the target's words.
        declared: String,
        /// Values that would be changed.
        values: Count,
    },
    /// The column must have a value, and no batch has the field.
    NoValue,
    /// The column must have a value, and some records have none.
    Missing(Count),
    /// A name that the target cannot have, or that it would cut.
    Name(NameError),
    /// No field of the key is filled in every record, so that records cannot be told apart.
    NoKey,
    /// The key has too many fields.
    WideKey,
}

/// How the records of a batch go into a table.
#[derive(Clone, Debug)]
pub struct Mapping {
    /// The table.
    pub shape: Shape,
    /// Columns of the target in the order of the batch.
    pub columns: Vec<Column>,
    /// Positions of the key's fields in the batch.
    pub key: Vec<usize>,
    /// What the ledger keeps of it.
    pub layout: Layout,
}

impl Mapping {
    /// Says whether the target itself refuses a key that it has, or that a batch has twice, so that nobody need look for them before.
    pub(super) fn guarded(&self) -> bool {
        let key = &self.layout.key;
        let is_key = |u: &Vec<String>| !u.is_empty() && u.iter().all(|c| key.iter().any(|k| k.filled && k.column == *c));
        self.shape.unique.iter().any(is_key)
    }
}

/// Matches a batch to its table.
///
/// # Errors
/// With everything that does not fit. What single records would be refused for counts only where nothing may be refused.
pub fn fit(
    plan: &LoadPlan,
    entry: &ManifestEntry,
    facts: &Facts,
    shape: Option<Shape>,
    longest_name: usize,
    refused: OnRefusal,
) -> Result<Mapping, Vec<Mismatch>> {
    let Some(entity) = plan.entity(&entry.entity) else { return Err(Vec::new()) };
    let bad = |column: &str, what: Misfit| Mismatch { table: entity.table.clone(), column: column.to_owned(), what };
    let mut out = unusable(entity, entry, longest_name);
    let Some(shape) = shape else {
        out.push(bad("", Misfit::NoTable));
        return Err(out);
    };
    let mut columns = Vec::new();
    for field in &entry.columns {
        let name = column_name(entity, field);
        match shape.column(name) {
            _ if sql::usable(name, longest_name).is_err() => {}
            Some(c) if c.computed => out.push(bad(name, Misfit::Computed)),
            Some(c) => {
                if refused == OnRefusal::Stop {
                    out.extend(misfits(entity, field, c, facts).into_iter().map(|m| bad(name, m)));
                }
                columns.push(c.clone());
            }
            None => {
                let like = shape.columns.iter().find(|c| c.name.to_lowercase() == name.to_lowercase()).map(|c| c.name.clone());
                out.push(bad(name, Misfit::NoColumn { like }));
            }
        }
    }
    let given = |c: &&Column| columns.iter().any(|g| g.name == c.name);
    out.extend(shape.columns.iter().filter(|c| c.required && !c.filled && !c.computed && !given(c)).map(|c| bad(&c.name, Misfit::NoValue)));
    let key = key_of(entity, entry);
    if key.len() > KEY_WIDTH {
        out.push(bad("", Misfit::WideKey));
    }
    let filled = |at: usize| facts.columns.get(at).is_some_and(|c| c.empty.rows == 0);
    if entry.rows > 0 && !key.iter().any(|&k| filled(k)) {
        out.push(bad("", Misfit::NoKey));
    }
    if !out.is_empty() {
        return Err(out);
    }
    let layout = Layout {
        table: entity.table.clone(),
        key: key.iter().filter_map(|&k| Some(KeyColumn { column: columns.get(k)?.name.clone(), filled: filled(k) })).collect(),
        columns: columns.iter().map(|c| c.name.clone()).collect(),
        printed: shape.columns.iter().map(|c| c.name.clone()).collect(),
        references: references(plan, entity, entry),
    };
    Ok(Mapping { shape, columns, key, layout })
}

/// Names that the target cannot have, or that it would cut.
pub(super) fn unusable(entity: &EntityToLoad, entry: &ManifestEntry, longest_name: usize) -> Vec<Mismatch> {
    let of = |column: &str, e: NameError| Mismatch { table: entity.table.clone(), column: column.to_owned(), what: Misfit::Name(e) };
    let tables = entity.table.splitn(2, '.').filter_map(|p| sql::usable(p, longest_name).err()).map(|e| of("", e));
    let columns = entry.columns.iter().map(|f| column_name(entity, f));
    let columns = columns.filter_map(|c| sql::usable(c, longest_name).err().map(|e| of(c, e)));
    tables.chain(columns).collect()
}

fn column_name<'e>(entity: &'e EntityToLoad, field: &'e str) -> &'e str {
    entity.fields.iter().find(|f| f.field == field).map_or(field, |f| &f.column)
}

/// The key's fields that the batch has; without any, all fields tell records apart.
fn key_of(entity: &EntityToLoad, entry: &ManifestEntry) -> Vec<usize> {
    let named: Vec<usize> = entity.key.iter().filter_map(|k| entry.columns.iter().position(|c| c == k)).collect();
    if named.is_empty() { (0..entry.columns.len()).collect() } else { named }
}

fn references(plan: &LoadPlan, entity: &EntityToLoad, entry: &ManifestEntry) -> Vec<LayoutReference> {
    let carried = entity.references.iter().filter(|r| entry.columns.contains(&r.field));
    carried
        .filter_map(|r| {
            let to = plan.entity(&r.to)?;
            let (column, table, key) = (column_name(entity, &r.field), to.table.clone(), column_name(to, &r.key));
            Some(LayoutReference { column: column.to_owned(), table, key: key.to_owned() })
        })
        .collect()
}

/// What is wrong with the values of one column.
fn misfits(entity: &EntityToLoad, field: &str, column: &Column, facts: &Facts) -> Vec<Misfit> {
    let Some(f) = facts.column(field) else { return Vec::new() };
    let mut out = Vec::new();
    if let Some(takes) = column.length.filter(|l| *l < f.longest) {
        out.push(Misfit::TooShort { takes, longest: f.longest, row: f.longest_row });
    }
    let wrong = match column.class {
        Class::Integer => &f.no_integer,
        Class::Number => &f.no_decimal,
        Class::Date => &f.no_date,
        Class::Text | Class::Other => &Count::default(),
    };
    let declared = column.declared.clone();
    if wrong.rows > 0 {
        out.push(Misfit::WrongType { declared, values: wrong.clone() });
    } else if matches!(column.class, Class::Integer | Class::Number) && is_text(entity, field) && f.changed_as_number.rows > 0 {
        out.push(Misfit::Changes { declared, values: f.changed_as_number.clone() });
    }
    // A default does not help: a missing value is written as such.
    if column.required && f.empty.rows > 0 {
        out.push(Misfit::Missing(f.empty.clone()));
    }
    out
}

fn is_text(entity: &EntityToLoad, field: &str) -> bool {
    entity.fields.iter().find(|f| f.field == field).is_none_or(|f| f.kind == ColumnKind::Text)
}
