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
    // What a file is and its checksum are both found by going through all bytes.
    let (sha256, kind) = rayon::join(|| hex(&Sha256::digest(&bytes)), || Kind::of(&bytes, options));
    let (format, sheets, notes) = kind.and_then(|kind| tables(bytes, kind, options)).map_err(|fault| fault.of(name))?;
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
}

fn tables(bytes: Vec<u8>, kind: Kind, options: &ReadOptions) -> Result<(Format, Vec<SheetTable>, Vec<ReadNote>), Fault> {
    let (format, (mut sheets, mut notes)) = match kind {
        Kind::Empty => return Ok((Format::Text, Vec::new(), vec![ReadNote::new("empty-file", "0 bytes")])),
        Kind::Text(detected) => (Format::Text, text::read(bytes, &detected, options)?),
        Kind::Workbook(format) => (format, workbook::read(format, bytes, options)?),
    };
    for table in &mut sheets {
        damage::inspect(table);
    }
    if sheets.iter().all(|s| s.height() == 0) {
        notes.push(ReadNote::new("no-rows", format!("{} tables", sheets.len())));
    }
    Ok((format, sheets, notes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
