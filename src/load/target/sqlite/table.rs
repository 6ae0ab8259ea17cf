//! Tables of SQLite: what they look like, and how records are staged.

use super::super::{Answer, Class, Column, Shape, StageError, Triggers};
use super::told;
use crate::load::records::Records;
use crate::load::sql;
use rusqlite::Connection;

/// Describes a table.
pub(super) fn shape(connection: &Connection, table: &str) -> Answer<Option<Shape>> {
    let (schema, plain) = table.split_once('.').unwrap_or(("main", table));
    let query = format!("PRAGMA {}.table_xinfo({})", sql::name(schema), sql::name(plain));
    let mut statement = connection.prepare(&query).map_err(told)?;
    let read = |row: &rusqlite::Row<'_>| {
        let declared: String = row.get(2)?;
        let (not_null, default, key, hidden): (bool, Option<String>, i64, i64) = (row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?);
        let (class, length) = class(&declared);
        // An INTEGER PRIMARY KEY numbers itself.
        let numbers = key > 0 && declared.eq_ignore_ascii_case("INTEGER");
        let name: String = row.get(1)?;
        Ok((
            Column {
                name,
                declared,
                class,
                length,
                required: not_null || (key > 0 && !numbers),
                filled: default.is_some() || numbers,
                computed: hidden >= 2,
            },
            hidden,
        ))
    };
    let columns = statement.query_map([], read).and_then(Iterator::collect::<Result<Vec<_>, _>>).map_err(told)?;
    let columns: Vec<Column> = columns.into_iter().filter(|(_, hidden)| *hidden != 1).map(|(c, _)| c).collect();
    if columns.is_empty() {
        return Ok(None);
    }
    let probe = format!("SELECT rowid FROM {} LIMIT 0", sql::table(table));
    let named = columns.iter().any(|c| c.name.eq_ignore_ascii_case("rowid"));
    let addressed = !named && connection.prepare(&probe).is_ok();
    let unique = unique(connection, schema, plain).map_err(told)?;
    let any = format!(
        "SELECT 1 FROM {}.sqlite_master WHERE type = 'trigger' AND lower(tbl_name) = lower({}) LIMIT 1",
        sql::name(schema),
        sql::value(plain)
    );
    let triggers = if connection.prepare(&any).and_then(|mut s| s.exists([])).map_err(told)? { Triggers::Some } else { Triggers::None };
    Ok(Some(Shape { table: table.to_owned(), columns, addressed, unique, triggers }))
}

/// Lists the columns of whole unique indexes, primary keys included.
fn unique(connection: &Connection, schema: &str, table: &str) -> rusqlite::Result<Vec<Vec<String>>> {
    let schema = sql::name(schema);
    let mut list = connection.prepare(&format!("PRAGMA {schema}.index_list({})", sql::name(table)))?;
    let indexes: Vec<(String, bool, bool)> = list.query_map([], |r| Ok((r.get(1)?, r.get(2)?, r.get(4)?)))?.collect::<Result<_, _>>()?;
    let mut out = Vec::new();
    for (index, _, _) in indexes.into_iter().filter(|(_, unique, partial)| *unique && !partial) {
        let mut info = connection.prepare(&format!("PRAGMA {schema}.index_info({})", sql::name(&index)))?;
        let columns = info.query_map([], |r| r.get::<_, Option<String>>(2))?.collect::<Result<Option<Vec<_>>, _>>()?;
        out.extend(columns);
    }
    Ok(out)
}

/// Tells what a declared type holds, by SQLite's own rules of affinity, and the length that it names.
fn class(declared: &str) -> (Class, Option<usize>) {
    let d = declared.to_uppercase();
    let has = |words: &[&str]| words.iter().any(|w| d.contains(w));
    let length = || d.split_once('(').and_then(|(_, n)| n.trim_end_matches(')').trim().parse().ok());
    if has(&["INT"]) {
        (Class::Integer, None)
    } else if has(&["CHAR", "CLOB", "TEXT"]) {
        (Class::Text, length())
    } else if has(&["REAL", "FLOA", "DOUB", "DECIMAL", "NUMERIC"]) {
        (Class::Number, None)
    } else {
        (Class::Other, None)
    }
}

/// Streams records into a table that only this connection sees.
pub(super) fn stage(connection: &Connection, width: usize, records: &mut Records) -> Result<u64, StageError> {
    let columns: String = (1..=width).map(|i| format!(", c{i} TEXT")).collect();
    let create = format!("DROP TABLE IF EXISTS temp.cutover_stage; CREATE TEMP TABLE cutover_stage (pos INTEGER PRIMARY KEY{columns})");
    connection.execute_batch(&create).map_err(told)?;
    // One transaction for all records; inside one that is already there they belong to it.
    let own = connection.is_autocommit();
    if own {
        connection.execute_batch("BEGIN").map_err(told)?;
    }
    let filled = fill(connection, width, records);
    if own {
        connection.execute_batch(if filled.is_ok() { "COMMIT" } else { "ROLLBACK" }).map_err(told)?;
    }
    filled
}

fn fill(connection: &Connection, width: usize, records: &mut Records) -> Result<u64, StageError> {
    let values = vec!["?"; width + 1].join(", ");
    let mut insert = connection.prepare(&format!("INSERT INTO temp.cutover_stage VALUES ({values})")).map_err(told)?;
    let mut rows = 0;
    while let Some((row, record)) = records.advance().map_err(StageError::Records)? {
        insert.raw_bind_parameter(1, row as i64).map_err(told)?;
        for (i, field) in record.iter().enumerate() {
            let text = std::str::from_utf8(field).unwrap_or_default();
            insert.raw_bind_parameter(i + 2, (!text.is_empty()).then_some(text)).map_err(told)?;
        }
        insert.raw_execute().map_err(told)?;
        rows += 1;
    }
    Ok(rows)
}
