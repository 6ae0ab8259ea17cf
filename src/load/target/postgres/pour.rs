//! Records straight into their table by binary COPY, and their keys and fingerprints after them.

use super::super::{Pour, Poured, StageError, TargetError};
use super::copy::{Stream, begin_row, put_field, put_i64};
use super::{Session, ask};
use crate::load::records::{Ahead, ContentDigest, Records, first_60_bits};
use crate::load::sql;
use md5::{Digest, Md5};

/// Pours records; `None`: a column is of a kind of text that the server may change while it takes it.
pub(super) fn pour(session: &Session, into: &Pour<'_>, print: &str, records: &mut Records) -> Result<Option<Poured>, StageError> {
    let plain = |declared: &str| declared == "text" || declared.starts_with("character varying");
    if !into.shape.columns.iter().all(|c| plain(&c.declared)) {
        return Ok(None);
    }
    let table = sql::table(&into.shape.table);
    let pages = count(session, &format!("SELECT pg_relation_size({}) / current_setting('block_size')::bigint", sql::value(&table)))?;
    let columns: Vec<String> = into.columns.iter().map(|c| sql::name(c)).collect();
    let keys: String = (1..=into.key.len()).map(|i| format!(", k{i}")).collect();
    let width = into.columns.len();
    let mut sent = ContentDigest::default();
    let mut kept: Vec<u8> = Vec::new();
    let mut stream = Stream::begin(session, &format!("COPY {table} ({}) FROM STDIN (FORMAT binary)", columns.join(", ")))?;
    let printed = into.printed.clone();
    let number = move |record: &csv::ByteRecord| fingerprint(printed.iter().map(|&at| record.get(at).unwrap_or_default()));
    records.ahead(number, |one: &Ahead| {
        begin_row(stream.buffer(), width);
        one.record.iter().for_each(|field| put_field(stream.buffer(), field));
        stream.send_full()?;
        begin_row(&mut kept, 4 + into.key.len());
        put_i64(&mut kept, into.seq as i64);
        put_i64(&mut kept, one.row as i64);
        put_i64(&mut kept, 1);
        put_i64(&mut kept, one.number as i64);
        into.key.iter().for_each(|&at| put_field(&mut kept, one.record.get(at).unwrap_or_default()));
        sent.add_number(one.number);
        Ok::<(), StageError>(())
    })?;
    stream.end()?;
    let mut stream = Stream::begin(session, &format!("COPY cutover_rows (seq, pos, made, print{keys}) FROM STDIN (FORMAT binary)"))?;
    stream.buffer().extend_from_slice(&kept);
    drop(kept);
    stream.end()?;
    let mut found = read_back(session, &table, print, pages - 1)?;
    if found.rows < sent.rows {
        // Some found room on older pages.
        found = read_back(session, &table, print, 0)?;
    }
    Ok(Some(Poured { sent, found }))
}

fn count(session: &Session, query: &str) -> Result<i64, TargetError> {
    let lines = ask(session, query)?;
    Ok(lines.first().and_then(|l| l.first()?.as_ref()?.parse().ok()).unwrap_or(0))
}

/// Reads what stands in the rows of this transaction from a page on: most stand on the last page that there was and on new ones.
fn read_back(session: &Session, table: &str, print: &str, from: i64) -> Result<ContentDigest, StageError> {
    let query = format!(
        "SELECT count(*), coalesce(sum({print}), 0) FROM {table} AS t WHERE t.ctid >= '({}, 0)'::tid \
         AND t.xmin = CAST(CAST(txid_current() & 4294967295 AS text) AS xid)",
        from.max(0)
    );
    let lines = ask(session, &query)?;
    let text = |at: usize| lines.first().and_then(|l| l.get(at)?.as_deref()).unwrap_or("0");
    Ok(ContentDigest { rows: text(0).parse().unwrap_or(0), sum: text(1).parse().unwrap_or(0) })
}

/// Gives the fingerprint that the server makes of a row of text: the first 60 bits of the MD5 of the row written as text.
fn fingerprint<'f>(fields: impl Iterator<Item = &'f [u8]>) -> u64 {
    let mut row = vec![b'('];
    for (i, field) in fields.enumerate() {
        if i > 0 {
            row.push(b',');
        }
        // An empty field is a missing value, which is written as nothing.
        let quoted = field.iter().any(|b| matches!(b, b'"' | b'\\' | b'(' | b')' | b',' | b' ' | b'\t'..=b'\r'));
        if !quoted {
            row.extend_from_slice(field);
            continue;
        }
        row.push(b'"');
        for &b in field {
            if matches!(b, b'"' | b'\\') {
                row.push(b);
            }
            row.push(b);
        }
        row.push(b'"');
    }
    row.push(b')');
    first_60_bits(&Md5::digest(&row))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_written_as_the_server_writes_it() {
        // SELECT substr(md5(CAST(ROW('a', NULL, '钢 "x"', 'b\c', '(1,2)') AS text)), 1, 15)
        let fields: [&[u8]; 5] = [b"a", b"", "钢 \"x\"".as_bytes(), b"b\\c", b"(1,2)"];
        assert_eq!(format!("{:015x}", fingerprint(fields.into_iter())), EXPECTED);
    }

    const EXPECTED: &str = "2284cab151254f1";
}
