//! Functions that SQLite lacks: digests, exact sums, and images of rows.

use crate::load::records::{first_60_bits, record_number};
use md5::{Digest, Md5};
use rusqlite::functions::{Aggregate, Context, FunctionFlags};
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, Error, Result};
use rust_decimal::Decimal;

/// Adds them to a connection.
pub(super) fn add_to(connection: &Connection) -> Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    connection.create_scalar_function("cutover_print", -1, flags, |c| Ok(print(c)))?;
    connection.create_scalar_function("cutover_content", -1, flags, |c| {
        let fields = (0..c.len()).map(|i| match c.get_raw(i) {
            ValueRef::Text(t) => Some(t),
            _ => None,
        });
        Ok(record_number(fields) as i64)
    })?;
    connection.create_scalar_function("cutover_image", -1, flags, |c| Ok(image(c)))?;
    connection.create_scalar_function("cutover_part", 2, flags, |c| {
        let ValueRef::Blob(image) = c.get_raw(0) else { return Ok(Value::Null) };
        let at: i64 = c.get(1)?;
        part(image, at).ok_or_else(|| Error::UserFunctionError("an image of a row is damaged".into()))
    })?;
    connection.create_aggregate_function("cutover_sum", 1, flags, Sum)?;
    connection.create_aggregate_function("cutover_total", 1, flags, Total)
}

/// Gives the bytes of a value with its storage class in front, so that `1` and `'1'` differ.
fn tagged(value: ValueRef<'_>) -> (u8, Vec<u8>) {
    match value {
        ValueRef::Null => (0, Vec::new()),
        ValueRef::Integer(i) => (1, i.to_le_bytes().to_vec()),
        ValueRef::Real(r) => (2, r.to_bits().to_le_bytes().to_vec()),
        ValueRef::Text(t) => (3, t.to_vec()),
        ValueRef::Blob(b) => (4, b.to_vec()),
    }
}

fn print(c: &Context<'_>) -> i64 {
    fingerprint((0..c.len()).map(|i| c.get_raw(i))) as i64
}

/// Gives the fingerprint of a row: values of other storage classes, and other values, give another one.
pub(super) fn fingerprint<'v>(values: impl Iterator<Item = ValueRef<'v>>) -> u64 {
    let mut hash = Md5::new();
    for value in values {
        let fixed;
        let (tag, bytes): (u8, &[u8]) = match value {
            ValueRef::Text(t) => (3, t),
            ValueRef::Blob(b) => (4, b),
            other => {
                fixed = tagged(other);
                (fixed.0, &fixed.1)
            }
        };
        hash.update([tag]);
        hash.update((bytes.len() as u64).to_le_bytes());
        hash.update(bytes);
    }
    first_60_bits(&hash.finalize())
}

fn image(c: &Context<'_>) -> Vec<u8> {
    let mut out = Vec::new();
    for i in 0..c.len() {
        let (tag, bytes) = tagged(c.get_raw(i));
        out.push(tag);
        out.extend((bytes.len() as u64).to_le_bytes());
        out.extend(bytes);
    }
    out
}

/// Takes one value out of an image.
fn part(image: &[u8], at: i64) -> Option<Value> {
    let mut rest = image;
    for _ in 0..at {
        let (length, after) = rest.get(1..)?.split_first_chunk::<8>()?;
        rest = after.get(usize::try_from(u64::from_le_bytes(*length)).ok()?..)?;
    }
    let (tag, after) = rest.split_first()?;
    let (length, after) = after.split_first_chunk::<8>()?;
    let bytes = after.get(..usize::try_from(u64::from_le_bytes(*length)).ok()?)?;
    let eight = || bytes.try_into().ok();
    Some(match tag {
        0 => Value::Null,
        1 => Value::Integer(i64::from_le_bytes(eight()?)),
        2 => Value::Real(f64::from_bits(u64::from_le_bytes(eight()?))),
        // Text that is no UTF-8 cannot be bound as text; it comes back as the bytes that it is.
        3 => String::from_utf8(bytes.to_vec()).map_or_else(|e| Value::Blob(e.into_bytes()), Value::Text),
        4 => Value::Blob(bytes.to_vec()),
        _ => return None,
    })
}

struct Sum;

impl Aggregate<i128, String> for Sum {
    fn init(&self, _: &mut Context<'_>) -> Result<i128> {
        Ok(0)
    }

    fn step(&self, c: &mut Context<'_>, sum: &mut i128) -> Result<()> {
        *sum += i128::from(c.get::<Option<i64>>(0)?.unwrap_or(0));
        Ok(())
    }

    fn finalize(&self, _: &mut Context<'_>, sum: Option<i128>) -> Result<String> {
        Ok(sum.unwrap_or(0).to_string())
    }
}

struct Total;

impl Aggregate<Decimal, String> for Total {
    fn init(&self, _: &mut Context<'_>) -> Result<Decimal> {
        Ok(Decimal::ZERO)
    }

    fn step(&self, c: &mut Context<'_>, sum: &mut Decimal) -> Result<()> {
        let text = match c.get_raw(0) {
            ValueRef::Text(t) => String::from_utf8_lossy(t).into_owned(),
            ValueRef::Integer(i) => i.to_string(),
            ValueRef::Real(r) => r.to_string(),
            _ => return Ok(()),
        };
        if let Some(more) = text.parse::<Decimal>().ok().and_then(|d| sum.checked_add(d)) {
            *sum = more;
        }
        Ok(())
    }

    fn finalize(&self, _: &mut Context<'_>, sum: Option<Decimal>) -> Result<String> {
        Ok(sum.unwrap_or_default().normalize().to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_gives_every_value_back_as_it_was() {
        let c = Connection::open_in_memory().unwrap();
        add_to(&c).unwrap();
        c.execute_batch("CREATE TABLE t (a, b, c, d, e); INSERT INTO t VALUES (NULL, -7, 0.1, '钢''', x'00ff')").unwrap();
        let back = "SELECT count(*) FROM t WHERE cutover_part(i, 0) IS a AND cutover_part(i, 1) IS b AND cutover_part(i, 2) IS c \
                    AND cutover_part(i, 3) IS d AND cutover_part(i, 4) IS e AND typeof(cutover_part(i, 4)) = 'blob'";
        let back = back.replace("(i,", "(cutover_image(a, b, c, d, e),");
        assert_eq!(c.query_row(&back, [], |r| r.get::<_, i64>(0)).unwrap(), 1);
    }

    #[test]
    fn prints_tell_storage_classes_apart_and_sums_are_exact() {
        let c = Connection::open_in_memory().unwrap();
        add_to(&c).unwrap();
        let ask = |q: &str| c.query_row(q, [], |r| r.get::<_, String>(0)).unwrap();
        assert_eq!(ask("SELECT (cutover_print(1) = cutover_print('1')) || (cutover_print(NULL, 'a') = cutover_print('a', NULL))"), "00");
        assert_eq!(ask("SELECT cutover_total(x) FROM (SELECT '0.1' AS x UNION ALL SELECT '0.2' UNION ALL SELECT 'x')"), "0.3");
        assert_eq!(ask("SELECT cutover_sum(x) FROM (SELECT 9223372036854775807 AS x UNION ALL SELECT 1)"), "9223372036854775808");
    }
}
