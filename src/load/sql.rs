//! The two kinds of foreign text that get into statements: names and values, each quoted in one place.

/// A name that no statement can carry.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// It is empty.
    #[error("a name of the target is empty")]
    Empty,
    /// It has a NUL character.
    #[error("the name {0:?} has a NUL character")]
    Nul(String),
    /// It is cut, so that two long names could become one.
    #[error("the name {name:?} has {bytes} bytes; PostgreSQL cuts names after 63 (some 21 Chinese characters)")]
    Long {
        /// The name.
        name: String,
        /// Its length.
        bytes: usize,
    },
}

/// Quotes the name of a column or of one part of a table's name.
pub fn name(raw: &str) -> String {
    format!("\"{}\"", raw.replace('"', "\"\""))
}

/// Quotes a table's name, which may name its schema in front of a dot.
pub fn table(raw: &str) -> String {
    raw.splitn(2, '.').map(name).collect::<Vec<_>>().join(".")
}

/// Quotes a value; both targets take backslashes as they are, and a NUL, which neither can hold, never gets here.
pub fn value(raw: &str) -> String {
    format!("'{}'", raw.replace('\0', "").replace('\'', "''"))
}

/// Says whether a name can be used at all; `longest` is the target's limit in bytes.
///
/// # Errors
/// If it is empty, has a NUL, or would be cut.
pub fn usable(raw: &str, longest: usize) -> Result<(), NameError> {
    if raw.is_empty() {
        return Err(NameError::Empty);
    }
    if raw.contains('\0') {
        return Err(NameError::Nul(raw.to_owned()));
    }
    if raw.len() > longest {
        return Err(NameError::Long { name: raw.to_owned(), bytes: raw.len() });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_values_cannot_break_out() {
        assert_eq!(name("a\"; DROP TABLE x; --"), "\"a\"\"; DROP TABLE x; --\"");
        assert_eq!(table("erp.客户"), "\"erp\".\"客户\"");
        assert_eq!(value("O'Brien\\'"), "'O''Brien\\'''");
    }

    #[test]
    fn names_that_would_be_cut_or_end_early_are_told() {
        assert_eq!(usable("客户", 63), Ok(()));
        assert!(matches!(usable(&"客".repeat(22), 63), Err(NameError::Long { bytes: 66, .. })));
        assert!(matches!(usable("a\0b", 63), Err(NameError::Nul(_))));
        assert_eq!(usable("", 63), Err(NameError::Empty));
    }
}
