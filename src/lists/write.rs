//! `pairs.csv`, `clusters.csv` and `model.json`. Evidence names fields and levels, never values.
//!
//! People open `pairs.csv`, so that nothing in it may be a formula; labels take an id back without its apostrophe. `clusters.csv` is joined
//! back to the records by id, as a crosswalk is, so that ids in it stand byte for byte.

use super::{Done, ListsError};
use crate::emit::{FolderError, RunFolder};
use crate::matching::ScoredPair;
use crate::model::{Decision, Evidence};
use crate::report::neutral;
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

/// Writes pairs with a byte order mark: people open this file and write their decisions into it.
fn pairs(done: &Done, out: &mut dyn Write) -> io::Result<()> {
    out.write_all("\u{feff}".as_bytes())?;
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record(["id_l", "id_r", "weight", "probability", "decision", "evidence"])?;
    for p in &done.outcome.pairs {
        let evidence = evidence(p);
        let decision = if p.decision == Decision::Same { "same" } else { "undecided" };
        let (weight, probability) = (format!("{:.3}", p.weight), format!("{:.6}", p.probability));
        let [left, right] = [p.left, p.right].map(|r| neutral(done.lists.id(r)));
        csv.write_record([&left, &right, weight.as_str(), &probability, decision, &neutral(&evidence)])?;
    }
    csv.flush()
}

fn evidence(pair: &ScoredPair) -> String {
    let said = |e: &Evidence| match e.weight {
        w if w == f64::INFINITY => format!("{}: {} (certain)", e.field, e.level),
        w if w == f64::NEG_INFINITY => format!("{}: {} (veto)", e.field, e.level),
        w => format!("{}: {} ({w:+.1})", e.field, e.level),
    };
    pair.evidence.iter().map(said).collect::<Vec<_>>().join("; ")
}

/// Writes every record once with its cluster, and with its file where there are several. Clusters are numbered by their first record.
fn clusters(done: &Done, out: &mut dyn Write) -> io::Result<()> {
    let several = done.lists.files.len() > 1;
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record(["id", "cluster_id", "file"].into_iter().take(if several { 3 } else { 2 }))?;
    let mut number: Vec<u32> = vec![0; done.outcome.clusters.len()];
    let mut next = 0;
    for (r, c) in done.outcome.clusters.iter().enumerate() {
        let Some(slot) = number.get_mut(*c as usize) else { continue };
        if *slot == 0 {
            next += 1;
            *slot = next;
        }
        let cluster = slot.to_string();
        let file = done.lists.file_of.get(r).and_then(|f| done.lists.files.get(*f as usize)).map_or("", |f| f.file.as_str());
        let row = [done.lists.id(r as u32), cluster.as_str(), file];
        csv.write_record(row.into_iter().take(if several { 3 } else { 2 }))?;
    }
    csv.flush()
}
