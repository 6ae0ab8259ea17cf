//! A labelled set in a folder.

use std::collections::HashSet;
use std::error::Error;
use std::path::{Path, PathBuf};

/// Two ids; within one list the smaller first, across two lists the one of the first list first.
pub type Pair = (String, String);

/// Where a set lies and what is known of it.
pub struct Set {
    /// The lists: one to be searched, or two to be linked.
    pub lists: Vec<PathBuf>,
    /// Pairs of one thing.
    pub same: HashSet<Pair>,
    /// The only pairs that count; `None`: all do.
    pub labelled: Option<HashSet<Pair>>,
}

impl Set {
    /// Says whether a folder holds a labelled set.
    pub fn is_one(folder: &Path) -> bool {
        folder.join("truth.csv").exists() && (folder.join("records.csv").exists() || folder.join("b.csv").exists())
    }

    /// Reads what is known of a set.
    pub fn open(folder: &Path) -> Result<Self, Box<dyn Error>> {
        let one = folder.join("records.csv");
        let lists = if one.exists() { vec![one] } else { vec![folder.join("a.csv"), folder.join("b.csv")] };
        let linked = lists.len() > 1;
        let pairs = folder.join("pairs.csv");
        let labelled = if pairs.exists() { Some(read(&pairs, linked)?) } else { None };
        Ok(Self { same: read(&folder.join("truth.csv"), linked)?, labelled, lists })
    }

    /// Says whether two lists are linked.
    pub fn linked(&self) -> bool {
        self.lists.len() > 1
    }

    /// Says whether a pair counts.
    pub fn counts(&self, pair: &Pair) -> bool {
        self.labelled.as_ref().is_none_or(|l| l.contains(pair))
    }
}

/// Gives a pair the order in which pairs are compared.
pub fn pair(left: &str, right: &str, linked: bool) -> Pair {
    let (a, b) = if linked || left < right { (left, right) } else { (right, left) };
    (a.to_owned(), b.to_owned())
}

fn read(path: &Path, linked: bool) -> Result<HashSet<Pair>, Box<dyn Error>> {
    let mut out = HashSet::new();
    for row in csv::ReaderBuilder::new().flexible(true).from_path(path)?.records() {
        let row = row?;
        if let (Some(l), Some(r)) = (row.get(0), row.get(1)) {
            let found = pair(l.trim(), r.trim(), linked);
            // A record is no duplicate of itself.
            if linked || found.0 != found.1 {
                out.insert(found);
            }
        }
    }
    Ok(out)
}
