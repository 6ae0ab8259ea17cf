//! Makes the entity's table out of a sheet's columns.

use super::recognition::Recognition;
use crate::model::{RowId, Table, TextColumn};
use crate::plan::EntitySpec;
use std::collections::BTreeMap;

/// Gives the table of a recognised sheet: the columns that have a field, named by it and in the order of the entity's fields. Constants
/// hold for every row and stand in place of columns. Fields without column and constant are not in the table.
///
/// # Panics
/// If the columns are not those that were recognised, or not as long as `rows`.
pub fn apply(
    spec: &EntitySpec,
    recognition: &Recognition,
    columns: &[TextColumn],
    rows: Vec<RowId>,
    constants: &BTreeMap<String, String>,
) -> Table {
    let mut named: Vec<(String, TextColumn)> = Vec::new();
    for field in &spec.fields {
        if let Some(value) = constants.get(&*field.name) {
            let value = Some(value.trim()).filter(|v| !v.is_empty());
            named.push((field.name.to_string(), (0..rows.len()).map(|_| value).collect()));
        } else if let Some(mapped) = recognition.columns.iter().find(|c| c.field.as_ref() == Some(&field.name)) {
            let column = columns.get(mapped.index).expect("the columns are those that were recognised");
            named.push((field.name.to_string(), column.clone()));
        }
    }
    Table::new(named, rows).expect("columns are as long as the rows, and a field has one column")
}
