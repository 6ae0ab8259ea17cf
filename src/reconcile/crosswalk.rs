//! The crosswalk: which old code of which system became which new code.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::{Read, Write};

/// A crosswalk file that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CrosswalkError {
    /// The file is no CSV of the crosswalk's columns.
    #[error("line {line} is no crosswalk entry (expected entity,source_system,old_code,new_code,relation): {reason}")]
    Malformed {
        /// 1-based line.
        line: u64,
        /// What is wrong.
        reason: String,
    },
    /// One old code leads to two new codes.
    #[error("{entity} {system}/{old_code} has two new codes, {first} and {second}")]
    Contradiction {
        /// Entity.
        entity: String,
        /// System tag.
        system: String,
        /// Old code.
        old_code: String,
        /// New code read first.
        first: String,
        /// New code read later.
        second: String,
    },
    /// The file cannot be read or written.
    #[error("crosswalk cannot be read or written: {0}")]
    Io(#[source] csv::Error),
}

/// How an old record relates to the new code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CrosswalkRelation {
    /// The only record with this new code.
    Same,
    /// The record that others were merged into.
    Survivor,
    /// Merged into the survivor that has the new code.
    Merged,
    /// Not in this run, or not loaded by it; the code is kept for it from an earlier run.
    Carried,
}

/// One line of the crosswalk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CrosswalkEntry {
    /// Entity.
    pub entity: String,
    /// System tag.
    pub source_system: String,
    /// Code in that system, as normalised.
    pub old_code: String,
    /// Code in the target.
    pub new_code: String,
    /// How they relate.
    pub relation: CrosswalkRelation,
}

/// A crosswalk in memory, ordered by entity, system and old code.
#[derive(Clone, Debug, Default)]
pub struct Crosswalk {
    entries: BTreeMap<(String, String, String), (String, CrosswalkRelation)>,
}

impl Crosswalk {
    /// Reads a crosswalk.
    ///
    /// # Errors
    /// If a line is malformed or contradicts an earlier one.
    pub fn read(from: impl Read) -> Result<Self, CrosswalkError> {
        let mut out = Self::default();
        let mut reader = csv::ReaderBuilder::new().from_reader(SkipBom::new(from));
        for (i, entry) in reader.deserialize::<CrosswalkEntry>().enumerate() {
            let entry = entry.map_err(|e| CrosswalkError::Malformed {
                line: e.position().map_or(i as u64 + 2, csv::Position::line),
                reason: e.to_string(),
            })?;
            out.insert(entry)?;
        }
        Ok(out)
    }

    /// Writes the crosswalk as CSV with a header.
    ///
    /// # Errors
    /// If the writer fails.
    pub fn write(&self, to: impl Write) -> Result<(), CrosswalkError> {
        let mut writer = csv::Writer::from_writer(to);
        if self.entries.is_empty() {
            writer.write_record(["entity", "source_system", "old_code", "new_code", "relation"]).map_err(CrosswalkError::Io)?;
        }
        for entry in self.entries() {
            writer.serialize(entry).map_err(CrosswalkError::Io)?;
        }
        writer.flush().map_err(|e| CrosswalkError::Io(e.into()))
    }

    /// Adds an entry.
    ///
    /// # Errors
    /// If the old code already leads to another new code.
    pub fn insert(&mut self, e: CrosswalkEntry) -> Result<(), CrosswalkError> {
        let key = (e.entity, e.source_system, e.old_code);
        match self.entries.get(&key) {
            Some((first, _)) if *first != e.new_code => Err(CrosswalkError::Contradiction {
                first: first.clone(),
                second: e.new_code,
                entity: key.0,
                system: key.1,
                old_code: key.2,
            }),
            _ => {
                self.entries.insert(key, (e.new_code, e.relation));
                Ok(())
            }
        }
    }

    /// Gives the new code of an old one.
    pub fn new_code(&self, entity: &str, system: &str, old_code: &str) -> Option<&str> {
        let key = (entity.to_owned(), system.to_owned(), old_code.to_owned());
        self.entries.get(&key).map(|(new, _)| new.as_str())
    }

    /// Goes through all entries in order.
    pub fn entries(&self) -> impl Iterator<Item = CrosswalkEntry> + '_ {
        self.entries.iter().map(|((entity, system, old), (new, relation))| CrosswalkEntry {
            entity: entity.clone(),
            source_system: system.clone(),
            old_code: old.clone(),
            new_code: new.clone(),
            relation: *relation,
        })
    }

    /// Takes over the entries of an earlier run for records that this one does not load, so that they keep their codes.
    pub fn carry(&mut self, earlier: &Self) {
        for (key, (new, _)) in &earlier.entries {
            self.entries.entry(key.clone()).or_insert_with(|| (new.clone(), CrosswalkRelation::Carried));
        }
    }

    /// Counts entries.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Says whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

/// Leaves out the byte order mark that Excel puts before a CSV.
struct SkipBom<R> {
    inner: R,
    head: Vec<u8>,
    started: bool,
}

impl<R: Read> SkipBom<R> {
    fn new(inner: R) -> Self {
        Self { inner, head: Vec::new(), started: false }
    }
}

impl<R: Read> Read for SkipBom<R> {
    fn read(&mut self, buf: &mut [u8]) -> std::io::Result<usize> {
        if !self.started {
            self.started = true;
            (&mut self.inner).take(3).read_to_end(&mut self.head)?;
            if self.head == b"\xEF\xBB\xBF" {
                self.head.clear();
            }
        }
        if self.head.is_empty() {
            return self.inner.read(buf);
        }
        let n = self.head.len().min(buf.len());
        for (to, from) in buf.iter_mut().zip(self.head.drain(..n)) {
            *to = from;
        }
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(old: &str, new: &str) -> CrosswalkEntry {
        CrosswalkEntry {
            entity: "customer".into(),
            source_system: "a".into(),
            old_code: old.into(),
            new_code: new.into(),
            relation: CrosswalkRelation::Same,
        }
    }

    #[test]
    fn what_is_written_reads_the_same_with_and_without_a_bom() {
        let mut c = Crosswalk::default();
        c.insert(entry("007", "C000001")).unwrap();
        c.insert(entry("=1+1,\"x\"", "C000002")).unwrap();
        let mut bytes = b"\xEF\xBB\xBF".to_vec();
        c.write(&mut bytes).unwrap();
        let back = Crosswalk::read(&bytes[..]).unwrap();
        assert_eq!(back.entries().collect::<Vec<_>>(), c.entries().collect::<Vec<_>>());
        assert_eq!(back.new_code("customer", "a", "007"), Some("C000001"));
        assert_eq!(Crosswalk::read(&bytes[3..]).unwrap().len(), 2);
    }

    #[test]
    fn contradictions_and_malformed_lines_are_refused_by_line() {
        let two = "entity,source_system,old_code,new_code,relation\nc,a,1,X,same\nc,a,1,Y,same\n";
        assert!(matches!(Crosswalk::read(two.as_bytes()), Err(CrosswalkError::Contradiction { .. })));
        let bad = "entity,source_system,old_code,new_code,relation\nc,a,1,X,same\nc,a,1\n";
        assert!(matches!(Crosswalk::read(bad.as_bytes()), Err(CrosswalkError::Malformed { line: 3, .. })));
    }
}
