//! A table that was read, written as clean UTF-8 CSV.

use super::SheetTable;
use rayon::prelude::*;
use std::io::Write;

/// Writes one table as UTF-8 CSV with line feeds, cells quoted where they must be.
///
/// The header is written as the file has it; a table without a header is written without one.
///
/// # Errors
/// If writing fails.
pub fn table_to_csv(table: &SheetTable, out: &mut (impl Write + ?Sized)) -> std::io::Result<()> {
    if table.header_line.is_some() {
        out.write_all(&lines(std::iter::once(table.titles.iter().map(String::as_str)))?)?;
    }
    let starts: Vec<usize> = (0..table.height()).step_by(BATCH).collect();
    // A few batches at a time are put into form side by side, and written in their order.
    for starts in starts.chunks(2 * rayon::current_num_threads()) {
        let batch = |&from: &usize| {
            let rows = from..(from + BATCH).min(table.height());
            lines(rows.map(|row| table.columns.iter().map(move |c| c.text(row))))
        };
        for written in starts.par_iter().map(batch).collect::<std::io::Result<Vec<_>>>()? {
            out.write_all(&written)?;
        }
    }
    out.flush()
}

/// Rows that are put into form in one go.
const BATCH: usize = 16_384;

fn lines<'a, R: Iterator<Item = &'a str>>(rows: impl Iterator<Item = R>) -> std::io::Result<Vec<u8>> {
    let mut csv = csv::WriterBuilder::new().from_writer(Vec::new());
    for row in rows {
        csv.write_record(row)?;
    }
    csv.into_inner().map_err(|e| std::io::Error::other(e.to_string()))
}
