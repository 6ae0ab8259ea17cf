//! Files to tables: any export as its owner meant it, with what was damaged, and nothing lost.
//!
//! What a file is, its encoding, its delimiter and where its tables are is decided by evidence and reported with the reason.

mod assemble;
mod convert;
mod damage;
mod discover;
mod encoding;
mod error;
mod file;
mod format;
mod layout;
mod options;
mod text;
mod workbook;

pub use convert::table_to_csv;
pub use discover::{Discovered, Ignored, discover};
pub use error::ReadError;
pub use file::{CODES, Decision, Format, ReadFile, ReadNote, Repair, SetAside, SetAsideKind, SheetTable};
pub use options::{Limits, Quote, ReadOptions};

use error::Fault;
use sha2::{Digest, Sha256};
use std::path::Path;
use std::sync::Arc;

/// Reads any supported file, recognised by its content and not by its name.
///
/// # Errors
/// If the file cannot be opened, is no table, is encrypted or damaged, or exceeds a limit.
pub fn read_path(path: &Path, options: &ReadOptions) -> Result<ReadFile, ReadError> {
    let fail = |source| ReadError::Io { path: path.to_owned(), source };
    let name = path.display().to_string();
    let meta = std::fs::metadata(path).map_err(fail)?;
    if !meta.is_file() {
        return Err(Fault::NotATable("no regular file").of(&name));
    }
    if meta.len() > options.limits.file_bytes {
        return Err(Fault::Limit("file_bytes", options.limits.file_bytes, String::new()).of(&name));
    }
    let bytes = std::fs::read(path).map_err(fail)?;
    read_owned(&name, bytes, options)
}

/// Reads a file that is already in memory; `name` is for messages only.
///
/// # Errors
/// If the content is no table, is encrypted or damaged, or exceeds a limit.
pub fn read_bytes(name: &str, bytes: &[u8], options: &ReadOptions) -> Result<ReadFile, ReadError> {
    read_owned(name, bytes.to_vec(), options)
}

fn read_owned(name: &str, bytes: Vec<u8>, options: &ReadOptions) -> Result<ReadFile, ReadError> {
    let size = bytes.len() as u64;
    if size > options.limits.file_bytes {
        return Err(Fault::Limit("file_bytes", options.limits.file_bytes, String::new()).of(name));
    }
    let opened = workbook::protected::package(&bytes, &options.limits).map_err(|fault| fault.of(name))?;
    let kind = Kind::of(opened.as_deref().unwrap_or(&bytes), options).map_err(|fault| fault.of(name))?;
    let format = kind.format();
    let (sha256, read) = match kind {
        Kind::Empty => (checksum(&bytes), Ok((Vec::new(), vec![ReadNote::new("empty-file", "0 bytes")]))),
        Kind::Text(detected) => {
            // The checksum goes through all bytes in their order; the text is read meanwhile.
            let bytes = Arc::new(bytes);
            let same = bytes.clone();
            rayon::join(move || checksum(&same), || text::read(bytes, &detected, options).map(|found| finished(found, options)))
        }
        Kind::Workbook(format) => {
            (checksum(&bytes), workbook::read(format, opened.unwrap_or(bytes), options).map(|found| finished(found, options)))
        }
    };
    let (sheets, notes) = read.map_err(|fault| fault.of(name))?;
    Ok(ReadFile { sha256, bytes: size, format, sheets, notes })
}

/// What a file is: nothing, a text in some encoding, or a workbook.
enum Kind {
    Empty,
    Text(encoding::Detected),
    Workbook(Format),
}

impl Kind {
    fn of(bytes: &[u8], options: &ReadOptions) -> Result<Self, Fault> {
        if bytes.is_empty() {
            return Ok(Self::Empty);
        }
        match format::recognise(bytes)? {
            Format::Text => Ok(Self::Text(encoding::detect(bytes, options.encoding.as_deref())?)),
            format => Ok(Self::Workbook(format)),
        }
    }

    fn format(&self) -> Format {
        match self {
            Self::Empty | Self::Text(_) => Format::Text,
            Self::Workbook(format) => *format,
        }
    }
}

/// Looks for damage in what was read.
fn finished((mut sheets, mut notes): (Vec<SheetTable>, Vec<ReadNote>), options: &ReadOptions) -> (Vec<SheetTable>, Vec<ReadNote>) {
    for table in sheets.iter_mut().filter(|_| !options.as_written) {
        damage::inspect(table);
    }
    if sheets.iter().all(|s| s.height() == 0) {
        notes.push(ReadNote::new("no-rows", format!("{} tables", sheets.len())));
    }
    (sheets, notes)
}

fn checksum(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}
