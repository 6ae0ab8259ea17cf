//! The records of a batch, one after the other, in bounded memory; their checksum is taken on the way.

use super::facts::{ColumnFacts, Facts};
use crate::model::{ManifestEntry, hex};
use md5::Md5;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::sync::mpsc::sync_channel;
use std::sync::{Arc, Mutex};
use std::thread;

/// A batch that cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RecordsError {
    /// It is no CSV of the manifest's columns.
    #[error("record {row}: {detail}")]
    Form {
        /// The record, from 1; 0 for the header.
        row: u64,
        /// What is wrong.
        detail: String,
    },
    /// Its bytes changed.
    #[error("SHA-256 {found}, expected {expected}")]
    Checksum {
        /// As it is.
        found: String,
        /// As the manifest says.
        expected: String,
    },
    /// Its records are more or fewer.
    #[error("{found} records, the manifest says {expected}")]
    Count {
        /// As it is.
        found: u64,
        /// As the manifest says.
        expected: u64,
    },
}

/// The content of a batch as one number, whatever the order of its records; the same in every target.
///
/// A record is its fields joined by U+001F, a missing one written as U+001E; of its MD5 the first 60 bits count, and these are added up.
/// It tells accidents (encoding, cutting, losing, doubling), not forgery: that is what SHA-256 of the file is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ContentDigest {
    /// Records.
    pub rows: u64,
    /// The sum.
    pub sum: u128,
}

impl ContentDigest {
    /// Adds the number of a record.
    pub fn add_number(&mut self, number: u64) {
        self.rows += 1;
        self.sum += u128::from(number);
    }

    /// Adds a record.
    pub fn add<'f>(&mut self, fields: impl Iterator<Item = Option<&'f [u8]>>) {
        self.add_number(record_number(fields));
    }
}

impl std::fmt::Display for ContentDigest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:024x}", self.sum)
    }
}

/// Gives the number of a record; see [`ContentDigest`].
pub(super) fn record_number<'f>(fields: impl Iterator<Item = Option<&'f [u8]>>) -> u64 {
    let mut hash = Md5::new();
    for (i, field) in fields.enumerate() {
        if i > 0 {
            hash.update([0x1f]);
        }
        hash.update(field.unwrap_or(&[0x1e]));
    }
    first_60_bits(&hash.finalize())
}

/// Gives the first 15 hexadecimal digits of a hash as a number, which both targets can hold as a signed integer.
pub(super) fn first_60_bits(hash: &[u8]) -> u64 {
    hash.iter().take(8).fold(0u64, |n, b| (n << 8) | u64::from(*b)) >> 4
}

/// Records and bytes that are read ahead at once, and how often.
const CHUNK: usize = 512;
const CHUNK_BYTES: usize = 1 << 18;
const CHUNKS: usize = 8;

/// A record that was read ahead.
#[derive(Clone, Debug)]
pub struct Ahead {
    /// Its position, from 1.
    pub row: u64,
    /// The number that was made of it.
    pub number: u64,
    /// Its fields.
    pub record: csv::ByteRecord,
}

/// The records of a batch.
pub struct Records {
    reader: csv::Reader<BufReader<Hashed>>,
    hash: Arc<Mutex<Sha256>>,
    entry: ManifestEntry,
    row: u64,
    record: csv::ByteRecord,
    digesting: bool,
    /// The content of what was read so far.
    pub digest: ContentDigest,
}

/// A file that adds up the checksum of what is read from it.
struct Hashed {
    file: File,
    hash: Arc<Mutex<Sha256>>,
}

impl Read for Hashed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.file.read(buffer)?;
        if let Ok(mut hash) = self.hash.lock() {
            hash.update(buffer.get(..n).unwrap_or_default());
        }
        Ok(n)
    }
}

impl Records {
    /// Begins to read; the header must be what the manifest says.
    ///
    /// # Errors
    /// If the header is another one.
    pub fn new(file: File, entry: &ManifestEntry) -> Result<Self, RecordsError> {
        let hash = Arc::new(Mutex::new(Sha256::new()));
        let hashed = BufReader::with_capacity(1 << 18, Hashed { file, hash: Arc::clone(&hash) });
        let mut reader = csv::ReaderBuilder::new().flexible(false).from_reader(hashed);
        let form = |detail: String| RecordsError::Form { row: 0, detail };
        let header = reader.headers().map_err(|e| form(e.to_string()))?;
        if header.iter().ne(entry.columns.iter().map(String::as_str)) {
            return Err(form(format!("its columns are {:?}, the manifest says {:?}", header, entry.columns)));
        }
        let (entry, record) = (entry.clone(), csv::ByteRecord::new());
        Ok(Self { reader, hash, entry, row: 0, record, digesting: true, digest: ContentDigest::default() })
    }

    /// Reads the next record: its number from 1 and its fields. At the end the checksum and the count are held against the manifest.
    ///
    /// # Errors
    /// If it is no record, not UTF-8, has a NUL, or the file is not what the manifest says.
    pub fn advance(&mut self) -> Result<Option<(u64, &csv::ByteRecord)>, RecordsError> {
        let row = self.row + 1;
        let form = |detail: String| RecordsError::Form { row, detail };
        if !self.reader.read_byte_record(&mut self.record).map_err(|e| form(e.to_string()))? {
            self.end()?;
            return Ok(None);
        }
        let bytes = self.record.as_slice();
        if std::str::from_utf8(bytes).is_err() {
            return Err(form("it is not UTF-8".to_owned()));
        }
        if bytes.contains(&0) {
            return Err(form("it has a NUL character, which no target can hold".to_owned()));
        }
        self.row = row;
        if self.digesting {
            self.digest.add(self.record.iter().map(|f| (!f.is_empty()).then_some(f)));
        }
        Ok(Some((row, &self.record)))
    }

    fn end(&self) -> Result<(), RecordsError> {
        let found = self.hash.lock().map(|h| hex(&h.clone().finalize())).unwrap_or_default();
        if found != self.entry.sha256 {
            return Err(RecordsError::Checksum { found, expected: self.entry.sha256.clone() });
        }
        if self.row != self.entry.rows {
            return Err(RecordsError::Count { found: self.row, expected: self.entry.rows });
        }
        Ok(())
    }

    /// Reads to the end on a thread of its own, which also makes a number of each record; `take` gets them in their order.
    ///
    /// # Errors
    /// As [`Records::advance`], or what `take` says; the reading then stops.
    pub fn ahead<E: From<RecordsError>>(
        &mut self,
        number: impl Fn(&csv::ByteRecord) -> u64 + Send,
        mut take: impl FnMut(&Ahead) -> Result<(), E>,
    ) -> Result<(), E> {
        let (send, receive) = sync_channel::<Result<Vec<Ahead>, RecordsError>>(CHUNKS);
        thread::scope(|scope| {
            scope.spawn(move || {
                loop {
                    let mut chunk = Vec::with_capacity(CHUNK);
                    let more = self.fill(&mut chunk, &number);
                    let (last, chunk) = (!matches!(more, Ok(true)), more.map(|_| chunk));
                    // Nobody listens any more where `take` failed.
                    if send.send(chunk).is_err() || last {
                        break;
                    }
                }
            });
            for chunk in receive {
                chunk?.iter().try_for_each(&mut take)?;
            }
            Ok(())
        })
    }

    /// Reads some records, of a bounded size altogether; says whether there may be more.
    fn fill(&mut self, chunk: &mut Vec<Ahead>, number: &impl Fn(&csv::ByteRecord) -> u64) -> Result<bool, RecordsError> {
        let mut bytes = 0;
        while chunk.len() < CHUNK && bytes < CHUNK_BYTES {
            let Some((row, record)) = self.advance()? else { return Ok(false) };
            bytes += record.as_slice().len();
            chunk.push(Ahead { row, number: number(record), record: record.clone() });
        }
        Ok(true)
    }

    /// Reads to the end and gives what a target must take.
    ///
    /// # Errors
    /// As [`Records::advance`].
    pub fn facts(mut self) -> Result<Facts, RecordsError> {
        // The checksum of the file stands for its content here.
        self.digesting = false;
        let mut columns: Vec<ColumnFacts> = self.entry.columns.iter().map(|c| ColumnFacts::new(c)).collect();
        while let Some((row, record)) = self.advance()? {
            for (facts, field) in columns.iter_mut().zip(record) {
                facts.add(row, std::str::from_utf8(field).unwrap_or_default());
            }
        }
        Ok(Facts { columns })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_a_record_is_that_of_another_implementation() {
        // printf 'a\x1f\x1e\x1f钢' | md5sum | cut -c1-15
        let fields = [Some("a".as_bytes()), None, Some("钢".as_bytes())];
        assert_eq!(format!("{:015x}", record_number(fields.into_iter())), MD5_OF_EXAMPLE);
    }

    const MD5_OF_EXAMPLE: &str = "a6e8a1f7792fc75";

    #[test]
    fn a_digest_does_not_depend_on_the_order() {
        let records = [[Some(&b"a"[..]), None], [None, Some(&b"a"[..])], [Some(&b"b"[..]), Some(&b"c"[..])]];
        let of = |order: [usize; 3]| {
            let mut digest = ContentDigest::default();
            order.iter().for_each(|&i| digest.add(records[i].into_iter()));
            digest
        };
        assert_eq!(of([0, 1, 2]), of([2, 0, 1]));
        assert_ne!(of([0, 1, 2]), of([0, 0, 2]));
    }
}
