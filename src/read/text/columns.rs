//! Cells of a text to columns, piece by piece; values point into the text.

use super::records::{Piece, Records};
use crate::model::{SharedText, Slots, TextColumn, Values};
use crate::read::assemble::{Fix, Fixes, shown};
use crate::read::layout::blank_text;
use rayon::prelude::*;
use std::borrow::Cow;
use std::sync::Arc;

/// The rows of one piece and where their values go, column by column.
struct Job<'a> {
    number: u32,
    piece: &'a Piece,
    rows: &'a [usize],
    out: Vec<Slots<'a>>,
    /// Text of values that do not stand in the file as they are.
    written: String,
}

/// Makes the first `width` columns of the given rows, which ascend.
pub(super) fn columns(records: &Records, rows: &[usize], width: usize, fixes: &Fixes) -> Vec<TextColumn> {
    let text = SharedText::new(records.shared());
    let known: Arc<[SharedText]> = records.pieces().iter().map(|p| text.part(p.range())).collect();
    let mut values: Vec<Values> = (0..width).map(|_| Values::missing(rows.len(), &known)).collect();
    let jobs = jobs(records, rows, &mut values);
    let behind: Vec<SharedText> = jobs.into_par_iter().map(|job| SharedText::new(job.fill(records, fixes))).collect();
    values.into_par_iter().map(|v| TextColumn::over(v, &behind)).collect()
}

fn jobs<'a>(records: &'a Records, rows: &'a [usize], values: &'a mut [Values]) -> Vec<Job<'a>> {
    let mut rest: Vec<Slots<'a>> = values.iter_mut().map(Values::slots).collect();
    let mut at = 0;
    let mut jobs = Vec::with_capacity(records.pieces().len());
    for (number, piece) in records.pieces().iter().enumerate() {
        let here = rows.get(at..).unwrap_or_default();
        let taken = here.partition_point(|&r| r < piece.rows_after());
        let out = rest.iter_mut().map(|slots| slots.take(taken)).collect();
        jobs.push(Job { number: number as u32, piece, rows: here.get(..taken).unwrap_or_default(), out, written: String::new() });
        at += taken;
    }
    jobs
}

impl Job<'_> {
    /// Fills in the values; gives the text of those that do not stand in the file as they are.
    fn fill(mut self, records: &Records, fixes: &Fixes) -> String {
        let (text, dialect) = (records.text(), records.dialect());
        let first = self.rows.first().copied().unwrap_or(0);
        let mended = fixes.range(first..self.piece.rows_after().max(first)).next().is_some();
        for (i, &row) in self.rows.iter().enumerate() {
            if mended && let Some(Fix::Cells(_, cells, _)) = fixes.get(&row) {
                for (slots, cell) in self.out.iter_mut().zip(cells) {
                    write(slots, i, cell, self.number, &mut self.written);
                }
                continue;
            }
            for (slots, &span) in self.out.iter_mut().zip(self.piece.spans_of_row(row)) {
                match self.piece.content(span, text, dialect) {
                    Cow::Owned(cell) => write(slots, i, &cell, self.number, &mut self.written),
                    Cow::Borrowed(cell) => {
                        let value = shown(cell);
                        if !blank_text(value) {
                            slots.point(i, value, self.number);
                        }
                    }
                }
            }
        }
        self.written
    }
}

/// Puts down a value of a piece that does not stand in the file as it is.
fn write(slots: &mut Slots<'_>, at: usize, cell: &str, piece: u32, written: &mut String) {
    let value = shown(cell);
    if !blank_text(value) {
        slots.point_behind(at, value, piece, written.len() as u32);
        written.push_str(value);
    }
}
