//! `pairs.csv`, `clusters.csv` and `model.json`. Evidence names fields and levels, never values.
//!
//! People open `pairs.csv`, so that nothing in it may be a formula; labels take an id back without its apostrophe. `clusters.csv` is joined
//! back to the records by id, as a crosswalk is, so that ids in it stand byte for byte.

use super::{Done, ListsError};
use crate::emit::{FolderError, RunFolder};
use crate::matching::{Outcome, ScoredPair};
use crate::model::Decision;
use crate::report::neutral;
use rayon::prelude::*;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Marks a folder of ours, so that neither a run nor anything else is replaced.
const MARK: &str = ".cutover-dedupe";

/// Says whether results may be written there.
pub fn check(folder: &Path) -> Result<(), ListsError> {
    Ok(RunFolder::check_marked(folder, MARK)?)
}

/// Writes the folder.
pub fn folder(done: &Done, target: &Path) -> Result<PathBuf, ListsError> {
    let folder = RunFolder::create_marked(target, MARK)?;
    file(&folder, "pairs.csv", |out| pairs(done, out))?;
    file(&folder, "clusters.csv", |out| clusters(done, out))?;
    file(&folder, "model.json", |out| {
        serde_json::to_writer_pretty(&mut *out, &done.settings)?;
        writeln!(out)
    })?;
    Ok(folder.publish()?)
}

fn file(folder: &RunFolder, name: &str, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), FolderError> {
    let mut out = folder.file(name)?;
    write(&mut out).and_then(|()| out.flush()).map_err(folder.failed(name))
}

/// Rows that one thread words at a time.
const WORDED_AT_ONCE: usize = 4096;
/// Threads' worth of rows that are worded before they are written.
const WRITTEN_AT_ONCE: usize = 16;

/// Writes rows that are worded side by side, in their order.
fn rows<T: Sync>(all: &[T], out: &mut dyn Write, word: impl Fn(&T, &mut csv::Writer<Vec<u8>>) -> csv::Result<()> + Sync) -> io::Result<()> {
    let worded = |rows: &[T]| {
        let mut csv = csv::Writer::from_writer(Vec::new());
        rows.iter().try_for_each(|row| word(row, &mut csv))?;
        csv.into_inner().map_err(csv::IntoInnerError::into_error)
    };
    for rows in all.chunks(WORDED_AT_ONCE * WRITTEN_AT_ONCE) {
        let parts: Vec<io::Result<Vec<u8>>> = rows.par_chunks(WORDED_AT_ONCE).map(worded).collect();
        parts.into_iter().try_for_each(|part| out.write_all(&part?))?;
    }
    Ok(())
}

/// Writes pairs with a byte order mark: people open this file and write their decisions into it.
fn pairs(done: &Done, out: &mut dyn Write) -> io::Result<()> {
    out.write_all("\u{feff}id_l,id_r,weight,probability,decision,evidence\n".as_bytes())?;
    rows(&done.outcome.pairs, out, |p, csv| {
        let evidence = evidence(p, &done.outcome);
        let decision = if p.decision == Decision::Same { "same" } else { "undecided" };
        let (weight, probability) = (format!("{:.3}", p.weight), format!("{:.6}", p.probability));
        let [left, right] = [p.left, p.right].map(|r| neutral(done.lists.id(r)));
        csv.write_record([&left, &right, weight.as_str(), &probability, decision, &neutral(&evidence)])
    })
}

fn evidence(pair: &ScoredPair, outcome: &Outcome) -> String {
    let mut out = String::new();
    for hint in &pair.evidence {
        let (field, level) = (outcome.name(hint), hint.level);
        let gap = if out.is_empty() { "" } else { "; " };
        // Writing into a text never fails.
        let _ = match hint.weight {
            w if w == f64::INFINITY => write!(out, "{gap}{field}: {level} (certain)"),
            w if w == f64::NEG_INFINITY => write!(out, "{gap}{field}: {level} (veto)"),
            w => write!(out, "{gap}{field}: {level} ({w:+.1})"),
        };
    }
    out
}

/// Writes every record once with its cluster, and with its file where there are several. Clusters are numbered by their first record.
fn clusters(done: &Done, out: &mut dyn Write) -> io::Result<()> {
    let several = done.lists.files.len() > 1;
    out.write_all(if several { b"id,cluster_id,file\n" } else { b"id,cluster_id\n" })?;
    let mut number: Vec<u32> = vec![0; done.outcome.clusters.len()];
    let mut next = 0;
    let numbered = done.outcome.clusters.iter().enumerate().filter_map(|(r, c)| {
        let slot = number.get_mut(*c as usize)?;
        if *slot == 0 {
            next += 1;
            *slot = next;
        }
        Some((r as u32, *slot))
    });
    rows(&numbered.collect::<Vec<_>>(), out, |(r, cluster), csv| {
        let cluster = cluster.to_string();
        let file = done.lists.file_of.get(*r as usize).and_then(|f| done.lists.files.get(*f as usize)).map_or("", |f| f.file.as_str());
        csv.write_record([done.lists.id(*r), cluster.as_str(), file].into_iter().take(if several { 3 } else { 2 }))
    })
}
