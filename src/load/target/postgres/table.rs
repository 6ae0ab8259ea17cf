//! Tables of PostgreSQL: what they look like.

use super::super::{Answer, Class, Column, Shape, Triggers};
use super::{Session, ask};
use crate::load::sql;

/// Describes a table or an updatable view.
pub(super) fn shape(session: &Session, table: &str) -> Answer<Option<Shape>> {
    let query = format!(
        "SELECT a.attname, format_type(a.atttypid, a.atttypmod), t.typcategory, t.typname, \
         CASE WHEN t.typname IN ('varchar', 'bpchar') AND a.atttypmod > 4 THEN a.atttypmod - 4 END, a.attnotnull, \
         a.atthasdef OR a.attidentity <> '', a.attgenerated <> '' OR a.attidentity = 'a' \
         FROM pg_attribute AS a JOIN pg_type AS t ON t.oid = a.atttypid \
         WHERE a.attrelid = to_regclass({}) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum",
        sql::value(&sql::table(table))
    );
    let columns: Vec<Column> = ask(session, &query)?.into_iter().map(column).collect();
    if columns.is_empty() {
        return Ok(None);
    }
    let of = sql::value(&sql::table(table));
    let indexes = format!(
        "SELECT i.indexrelid, a.attname FROM pg_index AS i CROSS JOIN LATERAL unnest(i.indkey::int[]) AS k(n) JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = k.n \
         WHERE i.indrelid = to_regclass({of}) AND i.indisunique AND i.indimmediate AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL AND i.indnatts = i.indnkeyatts ORDER BY 1"
    );
    let mut unique: Vec<(String, Vec<String>)> = Vec::new();
    for line in ask(session, &indexes)? {
        let [Some(index), Some(column)] = line.as_slice() else { continue };
        match unique.last_mut() {
            Some((last, columns)) if last == index => columns.push(column.clone()),
            _ => unique.push((index.clone(), vec![column.clone()])),
        }
    }
    let any = ask(session, &format!("SELECT 1 FROM pg_trigger WHERE tgrelid = to_regclass({of}) AND NOT tgisinternal LIMIT 1"))?;
    let rules = ask(session, &format!("SELECT 1 FROM pg_class WHERE oid = to_regclass({of}) AND (relhasrules OR relkind <> 'r') LIMIT 1"))?;
    let triggers = if any.is_empty() && rules.is_empty() { Triggers::None } else { Triggers::Some };
    let unique = unique.into_iter().map(|(_, c)| c).collect();
    Ok(Some(Shape { table: table.to_owned(), columns, addressed: true, unique, triggers }))
}

fn column(line: Vec<Option<String>>) -> Column {
    let text = |at: usize| line.get(at).cloned().flatten().unwrap_or_default();
    let yes = |at: usize| text(at) == "t";
    let class = match (text(2).as_str(), text(3).as_str()) {
        ("S", _) => Class::Text,
        (_, "int2" | "int4" | "int8") => Class::Integer,
        ("N", _) => Class::Number,
        (_, "date") => Class::Date,
        _ => Class::Other,
    };
    Column { name: text(0), declared: text(1), class, length: text(4).parse().ok(), required: yes(5), filled: yes(6), computed: yes(7) }
}
