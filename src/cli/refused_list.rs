//! The list of refused records beside the batches: what a load found so far, written anew each time from what the target's ledger keeps, so
//! that a load that is killed loses nothing that the next one does not tell.

use super::load_words;
use super::screen::Screen;
use crate::load::{LoadError, Package, Reason, Refusal};
use crate::report::neutral;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::PathBuf;

const HEADER: [&str; 9] = ["wave", "batch", "record", "file", "sheet", "line", "key", "reason", "target_said"];

/// Gives where the list of a wave stands.
pub(super) fn path(package: &Package, wave: &str) -> PathBuf {
    package.folder.join(format!("refused-{wave}.csv"))
}

/// Writes the list of a wave whole or not at all; where no record is refused there is none, and an older one is taken away.
///
/// # Errors
/// If the run folder cannot be written.
pub(super) fn write(package: &Package, wave: &str, refused: &[(String, Refusal)], screen: &Screen) -> Result<(), LoadError> {
    let path = path(package, wave);
    // One name, so that what a load that was killed here left behind is found and taken away by the next.
    let part = package.folder.join(format!(".cutover-refused-{wave}"));
    let written = gone(&part).and_then(|()| {
        if refused.is_empty() {
            return gone(&path);
        }
        let mut file = File::create_new(&part)?;
        file.write_all(&list(wave, refused, screen)?)?;
        file.sync_all()?;
        fs::rename(&part, &path)
    });
    written.map_err(|source| LoadError::Write { path, source })
}

fn gone(path: &PathBuf) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(e),
        _ => Ok(()),
    }
}

fn list(wave: &str, refused: &[(String, Refusal)], screen: &Screen) -> io::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(HEADER)?;
    for (batch, r) in refused {
        let said = match &r.reason {
            Reason::Target { said, .. } => said.as_str(),
            _ => "",
        };
        let reason = load_words::reason(&r.reason, screen.lang);
        let batch = batch.split_once('/').map_or(batch.as_str(), |(_, b)| b);
        let (file, sheet, line) = r
            .origin
            .as_ref()
            .map_or(("", "", String::new()), |o| (o.file.as_str(), o.sheet.as_deref().unwrap_or_default(), o.line.to_string()));
        let cells = [wave, batch, &r.row.to_string(), file, sheet, &line, &r.key, &reason, said];
        writer.write_record(cells.map(|c| neutral(c).into_owned()))?;
    }
    writer.into_inner().map_err(|e| io::Error::other(e.to_string()))
}
