//! Where reports get a row's old code and name from.

use crate::model::{Entity, RowId, Table, TextColumn};
use crate::plan::{EntitySpec, FieldType, Plan};
use std::collections::BTreeMap;

/// What a report calls one row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Record<'a> {
    /// The entity; `None` where the row's sheet was left out.
    pub entity: Option<&'a Entity>,
    /// The old code as read; empty where there is none.
    pub code: &'a str,
    /// The name or description as read, not masked; empty where there is none.
    pub name: &'a str,
}

/// Gives every row the code and name by which its owner knows it.
pub trait RecordNames: Sync {
    /// Describes a row; the default record for rows it does not know.
    fn record(&self, row: RowId) -> Record<'_>;

    /// Gives the value of a field of a row, not masked; empty where it is missing or not known.
    fn value(&self, _row: RowId, _field: &str) -> &str {
        ""
    }
}

/// Names records by the entity tables: the key (or natural key) as code, the first name-like field as name.
pub struct TableNames {
    tables: Vec<Named>,
    /// Per row of the run: table and position, or nothing.
    at: Vec<Option<(u32, u32)>>,
}

struct Named {
    entity: Entity,
    code: Option<TextColumn>,
    name: Option<TextColumn>,
    columns: BTreeMap<String, TextColumn>,
}

impl TableNames {
    /// Indexes the rows of these tables; tables without a specification in the plan are left out.
    pub fn new<'t>(plan: &Plan, tables: impl IntoIterator<Item = (&'t Entity, &'t Table)>) -> Self {
        let mut names = Self { tables: Vec::new(), at: Vec::new() };
        for (entity, table) in tables {
            let Some(spec) = plan.entity(entity) else { continue };
            let code = spec.key.as_ref().or_else(|| spec.natural_key.first());
            names.tables.push(Named {
                entity: entity.clone(),
                code: code.and_then(|k| table.column(k)),
                name: name_field(spec).and_then(|f| table.column(f)),
                columns: table.names().into_iter().filter_map(|n| Some((n.to_owned(), table.column(n)?))).collect(),
            });
            names.index(table);
        }
        names
    }

    fn index(&mut self, table: &Table) {
        let number = u32::try_from(self.tables.len() - 1).expect("few tables");
        for (i, row) in table.rows().iter().enumerate() {
            if self.at.len() <= row.index() {
                self.at.resize(row.index() + 1, None);
            }
            let position = u32::try_from(i).expect("a run has fewer than 2^32 rows");
            if let Some(slot) = self.at.get_mut(row.index()) {
                *slot = Some((number, position));
            }
        }
    }
}

impl TableNames {
    fn find(&self, row: RowId) -> Option<(&Named, usize)> {
        let (table, position) = self.at.get(row.index()).copied().flatten()?;
        Some((self.tables.get(table as usize)?, position as usize))
    }
}

impl RecordNames for TableNames {
    fn record(&self, row: RowId) -> Record<'_> {
        let Some((t, position)) = self.find(row) else { return Record::default() };
        Record {
            entity: Some(&t.entity),
            code: t.code.as_ref().map_or("", |c| c.text(position)),
            name: t.name.as_ref().map_or("", |c| c.text(position)),
        }
    }

    fn value(&self, row: RowId, field: &str) -> &str {
        self.find(row).and_then(|(t, position)| Some(t.columns.get(field)?.text(position))).unwrap_or("")
    }
}

/// Gives the field by which people know a record: a company's name, a description, a person's name.
pub(super) fn name_field(spec: &EntitySpec) -> Option<&str> {
    let of = |kind| spec.fields.iter().find(|f| f.kind == kind).map(|f| &*f.name);
    of(FieldType::CompanyName).or_else(|| of(FieldType::Description)).or_else(|| of(FieldType::PersonName))
}
