//! Why a file could not be read.

use std::path::PathBuf;

/// Says why a file could not be read; every cause has its own name, so that its owner knows what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The file or folder could not be opened or read.
    #[error("cannot read {}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// The file holds something else than a table.
    #[error("{name} is not a table: its content is {found}, expected a workbook or delimited text")]
    NotATable {
        /// The file.
        name: String,
        /// What the content looks like.
        found: &'static str,
    },
    /// The file is protected with a password.
    #[error("{name} is encrypted ({how}): save it without a password and read it again")]
    Encrypted {
        /// The file.
        name: String,
        /// The kind of protection.
        how: &'static str,
    },
    /// The file claims to be of a format but breaks its rules.
    #[error("{name} is a damaged {format} file: {detail}")]
    Corrupt {
        /// The file.
        name: String,
        /// The format by content.
        format: &'static str,
        /// What was found.
        detail: String,
    },
    /// The file exceeds a limit that guards against hostile or runaway content.
    #[error("{name} exceeds the limit {limit} of {allowed}{}", if at.is_empty() { String::new() } else { format!(" at {at}") })]
    Limit {
        /// The file.
        name: String,
        /// The limit's name, as in the options.
        limit: &'static str,
        /// Its value.
        allowed: u64,
        /// Where it was exceeded, where that is known.
        at: String,
    },
    /// The workbook has no sheet of the name asked for.
    #[error("{name} has no sheet {sheet:?}; it has {}", there.join(", "))]
    NoSuchSheet {
        /// The file.
        name: String,
        /// The name asked for.
        sheet: String,
        /// The sheets that are there.
        there: Vec<String>,
    },
    /// The encoding asked for is not known.
    #[error("unknown encoding {0:?}; use a label such as utf-8, gb18030, big5, shift_jis, euc-kr, utf-16le or windows-1252")]
    UnknownEncoding(String),
}

/// A reading error before the file's name is put to it.
#[derive(Debug)]
pub(crate) enum Fault {
    NotATable(&'static str),
    Encrypted(&'static str),
    Corrupt(&'static str, String),
    Limit(&'static str, u64, String),
    NoSuchSheet(String, Vec<String>),
    UnknownEncoding(String),
}

impl Fault {
    /// Puts the file's name to the fault.
    pub(crate) fn of(self, name: &str) -> ReadError {
        let name = name.to_owned();
        match self {
            Self::NotATable(found) => ReadError::NotATable { name, found },
            Self::Encrypted(how) => ReadError::Encrypted { name, how },
            Self::Corrupt(format, detail) => ReadError::Corrupt { name, format, detail },
            Self::Limit(limit, allowed, at) => ReadError::Limit { name, limit, allowed, at },
            Self::NoSuchSheet(sheet, there) => ReadError::NoSuchSheet { name, sheet, there },
            Self::UnknownEncoding(label) => ReadError::UnknownEncoding(label),
        }
    }
}
