//! A table that was read, written as clean UTF-8 CSV.

use super::{ReadFile, SheetTable};
use std::io::Write;

/// Writes the main table of a file (the first that has rows, or else the first) as UTF-8 CSV with line feeds; nothing for a file without tables.
///
/// The header is written as the file has it; a table without a header is written without one. Further tables are written by [`table_to_csv`], each to a file of its own.
///
/// # Errors
/// If writing fails.
pub fn to_csv(file: &ReadFile, out: &mut impl Write) -> std::io::Result<()> {
    let main = file.sheets.iter().find(|t| t.height() > 0).or_else(|| file.sheets.first());
    main.map_or(Ok(()), |table| table_to_csv(table, out))
}

/// Writes one table as UTF-8 CSV with line feeds, cells quoted where they must be.
///
/// # Errors
/// If writing fails.
pub fn table_to_csv(table: &SheetTable, out: &mut impl Write) -> std::io::Result<()> {
    let mut csv = csv::WriterBuilder::new().from_writer(out);
    if table.header_line.is_some() {
        csv.write_record(&table.titles)?;
    }
    for row in 0..table.height() {
        csv.write_record(table.columns.iter().map(|c| c.text(row)))?;
    }
    csv.flush()
}
