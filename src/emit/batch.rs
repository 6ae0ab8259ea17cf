//! Batch files: the records of one entity and wave, in load order, a bounded number per file.

use crate::model::{Origin, Table, TextColumn, hex};
use sha2::{Digest, Sha256};
use std::io::{self, Write};

/// Which rows of a table go into which file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchPlan {
    /// Position of the wave.
    pub wave: usize,
    /// Positions of the rows in their table, in order.
    pub positions: Vec<usize>,
}

/// A written batch file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchRows {
    /// Records.
    pub rows: u64,
    /// Bytes.
    pub bytes: u64,
    /// SHA-256, hexadecimal.
    pub sha256: String,
}

/// Cuts the rows of a table into batches of at most `limit` rows; rows of one `group` (a BOM, say) are never torn apart.
///
/// `wave` gives the wave of each row, `group` a number that is equal for rows that belong together. Rows keep their order, groups are
/// placed where their first row stands. A group larger than `limit` makes a batch of its own.
pub fn plan_batches(height: usize, limit: usize, wave: &dyn Fn(usize) -> usize, group: &dyn Fn(usize) -> Option<u64>) -> Vec<BatchPlan> {
    let mut blocks: Vec<(usize, Vec<usize>)> = Vec::new();
    let mut at: std::collections::HashMap<(usize, u64), usize> = std::collections::HashMap::new();
    for i in 0..height {
        let w = wave(i);
        let known = group(i).map(|g| (w, g));
        match known.and_then(|k| at.get(&k).copied()).and_then(|b| blocks.get_mut(b)) {
            Some((_, block)) => block.push(i),
            None => {
                if let Some(k) = known {
                    at.insert(k, blocks.len());
                }
                blocks.push((w, vec![i]));
            }
        }
    }
    blocks.sort_by_key(|(w, _)| *w);
    let mut out: Vec<BatchPlan> = Vec::new();
    for (w, block) in blocks {
        match out.last_mut() {
            Some(last) if last.wave == w && last.positions.len() + block.len() <= limit.max(1) => last.positions.extend(block),
            _ => out.push(BatchPlan { wave: w, positions: block }),
        }
    }
    out
}

/// Writes rows as UTF-8 CSV without a byte order mark, with a header and LF line ends; values are byte-exact.
///
/// # Errors
/// If the writer fails.
pub fn write_batch(table: &Table, columns: &[String], positions: &[usize], to: impl Write) -> io::Result<BatchRows> {
    let mut writer = csv::Writer::from_writer(Hashing { to, hash: Sha256::new(), bytes: 0 });
    writer.write_record(columns)?;
    let values: Vec<Option<TextColumn>> = columns.iter().map(|c| table.column(c)).collect();
    for &p in positions {
        for v in &values {
            writer.write_field(v.as_ref().map_or("", |c| c.text(p)))?;
        }
        writer.write_record(None::<&[u8]>)?;
    }
    let mut out = writer.into_inner().map_err(|e| io::Error::new(e.error().kind(), e.to_string()))?;
    out.flush()?;
    Ok(BatchRows { rows: positions.len() as u64, bytes: out.bytes, sha256: hex(&out.hash.finalize()) })
}

/// Writes where each record of a batch came from: the number of its source and its line there.
///
/// # Errors
/// If the writer fails.
pub fn write_origins(origins: impl Iterator<Item = Origin>, mut to: impl Write) -> io::Result<()> {
    writeln!(to, "source,line")?;
    for o in origins {
        writeln!(to, "{},{}", o.source.0, o.line)?;
    }
    to.flush()
}

/// A writer that adds up the checksum of what goes through it.
struct Hashing<W> {
    to: W,
    hash: Sha256,
    bytes: u64,
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        let n = self.to.write(buf)?;
        self.hash.update(buf.get(..n).unwrap_or(buf));
        self.bytes += n as u64;
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::RowId;

    #[test]
    fn groups_stay_together_and_waves_apart() {
        let wave = |i: usize| usize::from(i >= 6);
        let group = |i: usize| (i < 6).then_some((i % 2) as u64);
        let plans = plan_batches(8, 4, &wave, &group);
        let positions: Vec<_> = plans.iter().map(|p| (p.wave, p.positions.clone())).collect();
        assert_eq!(positions, [(0, vec![0, 2, 4]), (0, vec![1, 3, 5]), (1, vec![6, 7])]);
        assert_eq!(plan_batches(3, 1, &|_| 0, &|_| None).len(), 3);
        assert!(plan_batches(0, 1, &|_| 0, &|_| None).is_empty());
    }

    #[test]
    fn values_are_byte_exact_and_the_checksum_is_the_files() {
        let column = [Some("=1+1"), None, Some("a\"b\n,钢")].into_iter().collect();
        let table = Table::new(vec![("code".into(), column)], (0..3).map(RowId).collect()).unwrap();
        let mut bytes = Vec::new();
        let b = write_batch(&table, &["code".into(), "absent".into()], &[0, 1, 2], &mut bytes).unwrap();
        assert_eq!(String::from_utf8(bytes.clone()).unwrap(), "code,absent\n=1+1,\n,\n\"a\"\"b\n,钢\",\n");
        assert_eq!(b, BatchRows { rows: 3, bytes: bytes.len() as u64, sha256: hex(&Sha256::digest(&bytes)) });
    }
}
