//! Finds duplicates in labelled sets and scores them: `cargo bench --bench matching -- FOLDER [NAME...]`.
//!
//! Each folder in FOLDER, or each NAME in it, holds `records.csv`, or `a.csv` and `b.csv` to be linked, with a column `id`, and the truth
//! beside them: `truth.csv` (id_l, id_r). Where only some pairs are labelled, `pairs.csv` (id_l, id_r, label) names them, and no other pair
//! counts. It does what `cutover dedupe` does without configuration, one program for each set, and prints pairwise precision, recall and F1
//! of what was put together without a person, the precision and the share of met pairs that the program itself expected, and the cost.

mod judge;
mod set;

use judge::Score;
use set::Set;
use std::error::Error;
use std::io::{Write, stdout};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Names the set that a program started by this one works on.
const ONE: &str = "--one";

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    match arguments.as_slice() {
        [one, folder] if one == ONE => {
            let score = judge::judge(&Set::open(Path::new(folder))?)?;
            writeln!(stdout(), "{}", score.row())?;
            Ok(())
        }
        [folder, names @ ..] => all(Path::new(folder), names),
        [] => Err("which folder? cargo bench --bench matching -- FOLDER [NAME...]".into()),
    }
}

/// Goes through the sets one after the other; one that fails is named and does not stop the others.
fn all(folder: &Path, names: &[String]) -> Result<(), Box<dyn Error>> {
    let mut sets: Vec<PathBuf> = match names {
        [] => std::fs::read_dir(folder)?.map(|e| e.map(|e| e.path())).collect::<Result<_, _>>()?,
        _ => names.iter().map(|n| folder.join(n)).collect(),
    };
    sets.retain(|s| Set::is_one(s));
    if names.is_empty() {
        sets.sort();
    }
    if sets.is_empty() {
        return Err(format!("no labelled set in {}", folder.display()).into());
    }
    let program = std::env::current_exe()?;
    let mut out = stdout().lock();
    writeln!(out, "{:<26}{}", "set", Score::header())?;
    for set in sets {
        let name = set.file_name().unwrap_or_default().to_string_lossy();
        let done = Command::new(&program).arg(ONE).arg(&set).output()?;
        let row = if done.status.success() { &done.stdout } else { &done.stderr };
        writeln!(out, "{name:<26}{}", String::from_utf8_lossy(row).trim_end())?;
        out.flush()?;
    }
    Ok(())
}
