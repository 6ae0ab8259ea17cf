//! What the fuzz targets share: the reader under small limits, and what must hold of its answer.

pub mod packed;

use cutover::read::{Limits, ReadOptions, read_bytes};

/// Reads an input and holds what must be true of every table.
///
/// # Panics
/// If it is not true: that is a finding.
pub fn check(bytes: &[u8], options: ReadOptions) {
    let limits = Limits { inflated_bytes: 64 << 20, cells: 1_000_000, text_bytes: 64 << 20, ..Limits::default() };
    let Ok(file) = read_bytes("fuzzed", bytes, &ReadOptions { limits, ..options }) else { return };
    for table in &file.sheets {
        assert_eq!((table.columns.len(), table.titles.len()), (table.header.len(), table.header.len()));
        assert!(table.columns.iter().all(|c| c.len() == table.height()), "columns of unequal length");
        assert!(!table.columns.iter().any(|c| c.iter().flatten().any(|v| v.contains('\0'))), "a NUL in a cell");
    }
}

/// Reads an input as it is, and as the parts of a package: deflate and checksums would keep a fuzzer outside.
///
/// # Panics
/// As `check` does.
pub fn check_package(input: &[u8], names: &[&str]) {
    check(input, ReadOptions::default());
    if !input.starts_with(b"PK") {
        check(&packed::package(input, names), ReadOptions::default());
    }
}
