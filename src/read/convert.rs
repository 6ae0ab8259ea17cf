//! A table that was read, written as clean UTF-8 CSV.

use super::SheetTable;
use rayon::prelude::*;
use std::io::Write;
use std::ops::Range;

/// Writes one table as UTF-8 CSV with line feeds, cells quoted where they must be.
///
/// The header is written as the file has it; a table without a header is written without one.
///
/// # Errors
/// If writing fails.
pub fn table_to_csv(table: &SheetTable, out: &mut (impl Write + ?Sized)) -> std::io::Result<()> {
    if table.header_line.is_some() {
        let mut first = Vec::new();
        line(&mut first, |out| table.titles.iter().for_each(|t| cell(out, t)));
        out.write_all(&first)?;
    }
    let starts: Vec<usize> = (0..table.height()).step_by(BATCH).collect();
    // A few batches at a time are put into form side by side, and written in their order.
    for starts in starts.chunks(2 * rayon::current_num_threads()) {
        let batch = |&from: &usize| lines(table, from..(from + BATCH).min(table.height()));
        for written in starts.par_iter().map(batch).collect::<Vec<_>>() {
            out.write_all(&written)?;
        }
    }
    out.flush()
}

/// Rows that are put into form in one go.
const BATCH: usize = 8_192;

fn lines(table: &SheetTable, rows: Range<usize>) -> Vec<u8> {
    let mut columns: Vec<_> = table.columns.iter().map(|c| c.part(rows.clone())).collect();
    let mut out = Vec::new();
    for _ in rows {
        line(&mut out, |out| columns.iter_mut().for_each(|c| cell(out, c.next().flatten().unwrap_or(""))));
    }
    out
}

/// Writes a line whose cells `write` writes, with a comma after each.
fn line(out: &mut Vec<u8>, write: impl FnOnce(&mut Vec<u8>)) {
    let from = out.len();
    write(out);
    out.pop();
    // A line of one empty cell would look like no line at all.
    if out.len() <= from {
        out.extend_from_slice(b"\"\"");
    }
    out.push(b'\n');
}

/// Writes a cell and a comma.
fn cell(out: &mut Vec<u8>, text: &str) {
    let bytes = text.as_bytes();
    if bytes.iter().any(|b| matches!(b, b',' | b'"' | b'\n' | b'\r')) {
        out.push(b'"');
        for part in bytes.split_inclusive(|b| *b == b'"') {
            out.extend_from_slice(part);
            // A quote inside is written twice.
            out.extend(part.last().filter(|b| **b == b'"'));
        }
        out.push(b'"');
    } else {
        out.extend_from_slice(bytes);
    }
    out.push(b',');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::{ReadOptions, read_bytes};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn lines_are_those_of_the_csv_library(rows in prop::collection::vec(prop::collection::vec("[a,\"\n\r 编]{0,4}", 1..4), 0..5)) {
            let mut csv = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
            let mut written = Vec::new();
            for row in rows {
                csv.write_record(&row).unwrap();
                line(&mut written, |out| row.iter().for_each(|text| cell(out, text)));
            }
            prop_assert_eq!(written, csv.into_inner().unwrap());
        }
    }

    #[test]
    fn tables_of_many_batches_keep_their_order() {
        let rows: String = (0..3 * BATCH).map(|i| format!("K{i:05},\"x, {i}\",\n")).collect();
        let text = format!("code,name,note\n{rows}");
        let file = read_bytes("t.csv", text.as_bytes(), &ReadOptions::default()).unwrap();
        let mut out = Vec::new();
        table_to_csv(&file.sheets[0], &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), text);
    }
}
