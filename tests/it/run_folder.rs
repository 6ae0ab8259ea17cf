//! A run folder, read as others read it: by the names that its contract gives.

use super::program::cutover;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A table of text with named columns.
#[derive(Debug)]
pub struct Lines {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Lines {
    /// Reads a CSV file, with or without a byte-order mark.
    pub fn read(path: &Path) -> Self {
        let bytes = fs::read(path).unwrap_or_else(|e| panic!("{} is part of the contract: {e}", path.display()));
        let text = String::from_utf8(bytes).expect("run folders are UTF-8");
        let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{FEFF}').as_bytes());
        let fields = |r: &csv::StringRecord| r.iter().map(str::to_owned).collect();
        let header = fields(reader.headers().expect("a table has a header"));
        let rows = reader.records().map(|r| fields(&r.expect("every line has as many cells as the header"))).collect();
        Self { header, rows }
    }

    /// Counts the rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Goes through the rows by the names of their columns.
    pub fn iter(&self) -> impl Iterator<Item = Line<'_>> {
        self.rows.iter().map(|row| Line { header: &self.header, row })
    }
}

/// One row of [`Lines`].
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    header: &'a [String],
    row: &'a [String],
}

impl<'a> Line<'a> {
    /// Gives the cell under this header.
    pub fn get(&self, column: &str) -> &'a str {
        let at = self.header.iter().position(|h| h == column).unwrap_or_else(|| panic!("no column {column} in {:?}", self.header));
        &self.row[at]
    }

    /// Gives where the row comes from: file below the demo's exports, sheet, line. Prefixed columns (`left_`) give the other end of a pair.
    pub fn place(&self, prefix: &str) -> Place {
        let get = |column: &str| self.get(&format!("{prefix}{column}"));
        let file = get("file");
        let file = file.split("exports/").last().unwrap_or(file).to_owned();
        Place { file, sheet: get("sheet").to_owned(), line: get("line").to_owned() }
    }
}

/// A line of a source.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// File below the folder of exports.
    pub file: String,
    /// Sheet; empty for text files.
    pub sheet: String,
    /// Line, from 1.
    pub line: String,
}

/// A finished run in a temporary folder.
pub struct Run {
    _home: TempDir,
    /// The run folder.
    pub path: PathBuf,
    /// run.json.
    pub json: serde_json::Value,
    /// The exit code.
    pub code: i32,
}

impl Run {
    /// Runs the program with these arguments and an output of its own; the run must come about, whatever the gates say.
    #[track_caller]
    pub fn of(arguments: &[&str]) -> Self {
        let home = TempDir::new().expect("a temporary folder");
        let path = home.path().join("run");
        let output = path.to_str().expect("a temporary path is UTF-8");
        let ended = cutover(&[&["run"], arguments, &["--output", output, "--quiet"]].concat());
        assert!(ended.code <= 1, "exit {}:\n{}", ended.code, ended.seen());
        let text = fs::read_to_string(path.join("run.json")).expect("a finished run has run.json");
        let json = serde_json::from_str(&text).expect("run.json is JSON");
        Self { _home: home, path, json, code: ended.code }
    }

    /// Runs the demo with its project file.
    #[track_caller]
    pub fn demo() -> Self {
        Self::of(&["fixtures/demo", "--lang", "en"])
    }

    /// Reads one of its tables.
    pub fn table(&self, name: &str) -> Lines {
        Lines::read(&self.path.join(name))
    }

    /// Gives every file of the folder by its path, with its bytes.
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        collect(&self.path, &self.path, &mut files);
        files
    }

    /// Reads all batches of an entity, with the header batches of structures told apart by their name.
    pub fn batches(&self, entity: &str) -> Vec<Lines> {
        let suffix = format!("-{entity}.csv");
        self.files().keys().filter(|n| n.starts_with("batches/") && n.ends_with(&suffix)).map(|n| self.table(n)).collect()
    }

    /// Gives a number of run.json by its JSON pointer.
    #[track_caller]
    pub fn number(&self, pointer: &str) -> u64 {
        let value = self.json.pointer(pointer).and_then(serde_json::Value::as_u64);
        value.unwrap_or_else(|| panic!("run.json has no whole number at {pointer}"))
    }
}

fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).expect("a run folder is readable") {
        let path = entry.expect("a run folder is readable").path();
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            let name = path.strip_prefix(root).expect("collected below the root").to_string_lossy().replace('\\', "/");
            files.insert(name, fs::read(&path).expect("a run's files are readable"));
        }
    }
}
