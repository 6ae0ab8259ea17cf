//! The file of the history.

use super::Entry;
use std::fs::{self, OpenOptions};
use std::io::{BufRead, BufReader, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Where the history lies beside the project.
pub const FILE: &str = ".cutover/history.jsonl";

/// The longest line that is read, in bytes.
const LONGEST: u64 = 16 << 20;

/// A history that cannot be read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum HistoryError {
    /// The disk refused.
    #[error("{} cannot be read or written", .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A line is no entry.
    #[error("{} line {line} is no entry of the history", .path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// 1-based line.
        line: usize,
        /// Why.
        #[source]
        source: serde_json::Error,
    },
}

/// Reads the history beside a project, oldest first; none yet is empty. A last line that was cut off, as by a crash, is left out.
///
/// # Errors
/// If the file cannot be read, or another line is no entry.
pub fn read(home: &Path) -> Result<Vec<Entry>, HistoryError> {
    let path = home.join(FILE);
    let failed = |source| HistoryError::Io { path: path.clone(), source };
    let file = match fs::File::open(&path) {
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        other => other.map_err(failed)?,
    };
    let mut out = Vec::new();
    let mut reader = BufReader::new(file);
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        if std::io::Read::take(&mut reader, LONGEST).read_until(b'\n', &mut line).map_err(failed)? == 0 {
            break;
        }
        match serde_json::from_slice(&line) {
            Ok(entry) => out.push(entry),
            Err(_) if line.last() != Some(&b'\n') => break,
            Err(source) => return Err(HistoryError::Malformed { path, line: number, source }),
        }
    }
    Ok(out)
}

/// Adds a run, unless the last one gave the same; says whether it did.
///
/// # Errors
/// If the history cannot be read or written.
pub fn append(home: &Path, entry: &Entry) -> Result<bool, HistoryError> {
    let before = read(home)?;
    if before.last().is_some_and(|last| last.digest == entry.digest) {
        return Ok(false);
    }
    let path = home.join(FILE);
    let failed = |source| HistoryError::Io { path: path.clone(), source };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    // A line that was cut off says nothing, and must not damage the one that follows.
    let whole = match fs::read(&path) {
        Ok(bytes) => bytes.iter().rposition(|b| *b == b'\n').map_or(0, |at| at as u64 + 1),
        Err(_) => 0,
    };
    let mut file = OpenOptions::new().create(true).append(true).open(&path).map_err(failed)?;
    let line = serde_json::to_string(entry).expect("an entry is plain text and numbers");
    file.set_len(whole).map_err(failed)?;
    // One write, so that two runs that end together do not mix their lines.
    file.write_all(format!("{line}\n").as_bytes()).map_err(failed)?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn entry(digest: &str) -> Entry {
        Entry {
            schema: 1,
            at: "2026-01-31 08:15".into(),
            run: "runs/latest".into(),
            project: "p".into(),
            digest: digest.into(),
            verdict: "no-go".into(),
            read: 3,
            ready: 2,
            held: 1,
            before: Some(90.5),
            after: None,
            findings: [0, 1, 2, 3],
            decisions: 0,
            cutover: None,
            entities: BTreeMap::new(),
            rules: BTreeMap::new(),
            owners: BTreeMap::new(),
        }
    }

    #[test]
    fn runs_are_added_and_repetitions_are_not() {
        let home = tempfile::tempdir().unwrap();
        assert_eq!(read(home.path()).unwrap(), []);
        let added: Vec<bool> = ["a", "a", "b", "a"].iter().map(|d| append(home.path(), &entry(d)).unwrap()).collect();
        assert_eq!(added, [true, false, true, true]);
        assert_eq!(read(home.path()).unwrap(), ["a", "b", "a"].map(entry));
    }

    #[test]
    fn a_line_that_was_cut_off_is_left_out_and_a_damaged_one_is_named() {
        let home = tempfile::tempdir().unwrap();
        append(home.path(), &entry("a")).unwrap();
        let path = home.path().join(FILE);
        let whole = fs::read_to_string(&path).unwrap();
        fs::write(&path, format!("{whole}{}", &whole[..20])).unwrap();
        assert_eq!(read(home.path()).unwrap(), [entry("a")]);
        // Cut within a character, too; the next entry replaces it.
        fs::write(&path, [whole.as_bytes(), b"{\"schema\":1,\"at\":\"\xe7\x8e"].concat()).unwrap();
        assert!(append(home.path(), &entry("b")).unwrap());
        assert_eq!(read(home.path()).unwrap(), ["a", "b"].map(entry));
        fs::write(&path, format!("{{}}\n{whole}")).unwrap();
        assert!(matches!(read(home.path()), Err(HistoryError::Malformed { line: 1, .. })));
    }
}
