//! The records of `records.jsonl`, read from the disk when they are shown: only where each stands is kept in memory.

use super::PageError;
use crate::review::{RECORDS_FILE, RecordLine, RecordsHead};
use serde::de::IgnoredAny;
use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Mutex;

/// Where a record stands: in the sources, in its cluster, and in the file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot {
    /// Position of the source table in the head.
    pub source: u32,
    /// 1-based line there.
    pub line: u32,
    /// The first row of its cluster.
    pub cluster: Option<u32>,
    at: Bytes,
}

#[derive(Clone, Copy, Debug)]
struct Bytes {
    start: u64,
    length: u32,
}

/// The records that questions are about.
#[derive(Debug)]
pub(super) struct Records {
    file: Mutex<File>,
    spots: HashMap<u32, Spot>,
    /// By the first row of its cluster, the surviving record.
    survivors: HashMap<u32, (u32, Bytes)>,
    members: HashMap<u32, Vec<u32>>,
}

impl Records {
    /// Reads the head, and finds every record.
    pub fn open(run: &Path) -> Result<(RecordsHead, Self), PageError> {
        let path = run.join(RECORDS_FILE);
        let failed = |source| PageError::Io { path: path.clone(), source };
        let damaged = |line: u64| PageError::Damaged { path: path.clone(), line };
        let file = File::open(&path).map_err(failed)?;
        let mut reader = BufReader::with_capacity(1 << 20, file.try_clone().map_err(failed)?);
        let mut text = String::new();
        let mut start = reader.read_line(&mut text).map_err(failed)? as u64;
        let head: RecordsHead = serde_json::from_str(&text).map_err(|_| damaged(1))?;
        let mut records = Self { file: Mutex::new(file), spots: HashMap::new(), survivors: HashMap::new(), members: HashMap::new() };
        for number in 2.. {
            text.clear();
            let n = reader.read_line(&mut text).map_err(failed)?;
            if n == 0 {
                break;
            }
            let line: RecordLine<IgnoredAny> = serde_json::from_str(&text).map_err(|_| damaged(number))?;
            let at = Bytes { start, length: u32::try_from(n).map_err(|_| damaged(number))? };
            records.note(&line, at, head.sources.len()).ok_or_else(|| damaged(number))?;
            start += n as u64;
        }
        Ok((head, records))
    }

    fn note(&mut self, line: &RecordLine<IgnoredAny>, at: Bytes, sources: usize) -> Option<()> {
        if line.source as usize >= sources {
            return None;
        }
        if line.survivor {
            self.survivors.insert(line.cluster?, (line.row, at));
            return Some(());
        }
        if let Some(cluster) = line.cluster {
            self.members.entry(cluster).or_default().push(line.row);
        }
        self.spots.insert(line.row, Spot { source: line.source, line: line.line, cluster: line.cluster, at });
        Some(())
    }

    /// Says where a record stands.
    pub fn spot(&self, row: u32) -> Option<Spot> {
        self.spots.get(&row).copied()
    }

    /// Gives the rows of a cluster, in their order.
    pub fn members(&self, cluster: u32) -> &[u32] {
        self.members.get(&cluster).map_or(&[], Vec::as_slice)
    }

    /// Gives the values of a record, in the order of its entity's fields; nothing where the run folder holds no such record.
    pub fn values(&self, row: u32) -> Vec<String> {
        self.spots.get(&row).and_then(|s| self.read(s.at)).unwrap_or_default()
    }

    /// Gives the surviving record of a cluster: its row, and its values.
    pub fn survivor(&self, cluster: u32) -> Option<(u32, Vec<String>)> {
        let (row, at) = self.survivors.get(&cluster)?;
        Some((*row, self.read(*at)?))
    }

    /// A record that cannot be read any more is shown without values: the folder may lie on a disk that has gone.
    fn read(&self, at: Bytes) -> Option<Vec<String>> {
        let mut bytes = vec![0; at.length as usize];
        {
            let mut file = self.file.lock().ok()?;
            file.seek(SeekFrom::Start(at.start)).ok()?;
            file.read_exact(&mut bytes).ok()?;
        }
        serde_json::from_slice::<RecordLine<Vec<String>>>(&bytes).ok().map(|l| l.values)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    const HEAD: &str = r#"{"schema":1,"project":"p","entities":[],"sources":[{"path":"a.csv","sheet":"","system":"a","owner":"x"}]}"#;

    fn opened(lines: &str) -> Result<Records, PageError> {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join(RECORDS_FILE), format!("{HEAD}\n{lines}")).unwrap();
        Records::open(dir.path()).map(|(_, records)| records)
    }

    #[test]
    fn records_are_found_by_their_rows_and_clusters() {
        let records = opened(
            "{\"row\":3,\"entity\":0,\"source\":0,\"line\":4,\"cluster\":3,\"values\":[\"一\",\"\"]}\n\
             {\"row\":3,\"entity\":0,\"source\":0,\"line\":4,\"cluster\":3,\"survivor\":true,\"values\":[\"一\",\"x\"]}\n\
             {\"row\":7,\"entity\":0,\"source\":0,\"line\":8,\"cluster\":3,\"values\":[\"二\",\"x\"]}\n",
        )
        .unwrap();
        assert_eq!(records.values(7), ["二", "x"]);
        assert_eq!(records.values(3), ["一", ""]);
        assert_eq!(records.members(3), [3, 7]);
        assert_eq!(records.survivor(3), Some((3, vec!["一".to_owned(), "x".to_owned()])));
        assert_eq!(records.spot(7).map(|s| (s.line, s.cluster)), Some((8, Some(3))));
        assert!(records.values(1).is_empty() && records.survivor(9).is_none());
    }

    #[test]
    fn a_damaged_line_is_named() {
        for bad in ["{\"row\":3", "{\"row\":3,\"entity\":0,\"source\":9,\"line\":4,\"values\":[]}\n"] {
            match opened(bad) {
                Err(PageError::Damaged { line, .. }) => assert_eq!(line, 2),
                other => panic!("{other:?}"),
            }
        }
    }
}
