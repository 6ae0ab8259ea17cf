//! Records straight into their table: prepared inserts, fed by a thread that reads ahead.

use super::super::{Pour, Poured, StageError};
use super::functions::fingerprint;
use super::told;
use crate::load::records::{Ahead, ContentDigest, Records};
use crate::load::sql;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Statement};

/// Pours records; `None`: rows of this table have no address, so that the new ones cannot be told from the others.
pub(super) fn pour(connection: &Connection, into: &Pour<'_>, records: &mut Records) -> Result<Option<Poured>, StageError> {
    if !into.shape.addressed {
        return Ok(None);
    }
    let table = sql::table(&into.shape.table);
    let last = connection.query_row(&format!("SELECT coalesce(max(rowid), 0) FROM {table}"), [], |r| r.get::<_, i64>(0)).map_err(told)?;
    let (mut insert, mut keep) = (prepared(connection, into, &table)?, kept(connection, into)?);
    let mut sent = ContentDigest::default();
    let printed = into.printed.clone();
    let number = move |record: &csv::ByteRecord| fingerprint(printed.iter().map(|&at| value(record.get(at).unwrap_or_default())));
    records.ahead(number, |one: &Ahead| {
        for (i, field) in one.record.iter().enumerate() {
            bind(&mut insert, i + 1, field)?;
        }
        insert.raw_execute().map_err(told)?;
        keep.raw_bind_parameter(1, one.row as i64).map_err(told)?;
        keep.raw_bind_parameter(2, one.number as i64).map_err(told)?;
        for (i, &at) in into.key.iter().enumerate() {
            bind(&mut keep, i + 3, one.record.get(at).unwrap_or_default())?;
        }
        keep.raw_execute().map_err(told)?;
        sent.add_number(one.number);
        Ok::<(), StageError>(())
    })?;
    Ok(Some(Poured { sent, found: read_back(connection, into, &table, last)? }))
}

fn prepared<'c>(connection: &'c Connection, into: &Pour<'_>, table: &str) -> Result<Statement<'c>, StageError> {
    let columns: Vec<String> = into.columns.iter().map(|c| sql::name(c)).collect();
    let values = vec!["?"; columns.len()].join(", ");
    Ok(connection.prepare(&format!("INSERT INTO {table} ({}) VALUES ({values})", columns.join(", "))).map_err(told)?)
}

fn kept<'c>(connection: &'c Connection, into: &Pour<'_>) -> Result<Statement<'c>, StageError> {
    let keys: String = (1..=into.key.len()).map(|i| format!(", k{i}")).collect();
    let values = ", ?".repeat(into.key.len());
    let insert = format!("INSERT INTO cutover_rows (seq, pos, made, print{keys}) VALUES ({}, ?, 1, ?{values})", into.seq);
    Ok(connection.prepare(&insert).map_err(told)?)
}

/// A field as the table has it: an empty one is a missing value.
fn value(field: &[u8]) -> ValueRef<'_> {
    if field.is_empty() { ValueRef::Null } else { ValueRef::Text(field) }
}

fn bind(statement: &mut Statement<'_>, at: usize, field: &[u8]) -> Result<(), StageError> {
    let text = std::str::from_utf8(field).unwrap_or_default();
    Ok(statement.raw_bind_parameter(at, (!text.is_empty()).then_some(text)).map_err(told)?)
}

/// Reads what stands in the rows that were made.
fn read_back(connection: &Connection, into: &Pour<'_>, table: &str, last: i64) -> Result<ContentDigest, StageError> {
    let columns: Vec<String> = into.printed.iter().filter_map(|&at| into.columns.get(at)).map(|c| sql::name(c)).collect();
    let width = columns.len();
    let mut read = connection.prepare(&format!("SELECT {} FROM {table} WHERE rowid > {last}", columns.join(", "))).map_err(told)?;
    let mut rows = read.query([]).map_err(told)?;
    let mut found = ContentDigest::default();
    while let Some(row) = rows.next().map_err(told)? {
        let values = (0..width).map(|i| row.get_ref(i)).collect::<Result<Vec<_>, _>>().map_err(told)?;
        found.add_number(fingerprint(values.into_iter()));
    }
    Ok(found)
}
