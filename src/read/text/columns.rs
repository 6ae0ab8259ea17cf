//! Cells of a text to columns, piece by piece; values point into the text.

use super::records::{Piece, Records};
use crate::model::{SharedText, Shown, TextColumn};
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
    out: Vec<&'a mut [Shown]>,
}

/// Makes the first `width` columns of the given rows, which ascend.
pub(super) fn columns(records: &Records, rows: &[usize], width: usize, fixes: &Fixes) -> Vec<TextColumn> {
    let mut values: Vec<Vec<Shown>> = (0..width).map(|_| vec![Shown::default(); rows.len()]).collect();
    let jobs = jobs(records, rows, &mut values);
    let written: Vec<String> = jobs.into_par_iter().map(|job| fill(records, job, fixes)).collect();
    let text = SharedText::new(records.shared());
    let parts = records.pieces().iter().map(|p| text.part(p.range()));
    // What had to be written anew stands behind the pieces, under its piece's number.
    let texts: Vec<SharedText> = parts.chain(written.into_iter().map(|w| SharedText::new(Arc::new(w)))).collect();
    values.into_par_iter().map(|v| TextColumn::over(v, &texts)).collect()
}

fn jobs<'a>(records: &'a Records, rows: &'a [usize], values: &'a mut [Vec<Shown>]) -> Vec<Job<'a>> {
    let mut rest: Vec<&mut [Shown]> = values.iter_mut().map(Vec::as_mut_slice).collect();
    let mut at = 0;
    let mut jobs = Vec::with_capacity(records.pieces().len());
    for (number, piece) in records.pieces().iter().enumerate() {
        let here = rows.get(at..).unwrap_or_default();
        let taken = here.partition_point(|&r| r < piece.rows_after());
        let mut out = Vec::with_capacity(rest.len());
        for slice in &mut rest {
            let (head, tail) = std::mem::take(slice).split_at_mut(taken);
            out.push(head);
            *slice = tail;
        }
        jobs.push(Job { number: number as u32, piece, rows: here.get(..taken).unwrap_or_default(), out });
        at += taken;
    }
    jobs
}

/// Fills in the values of one piece; gives the text of those that do not stand in the file as they are.
fn fill(records: &Records, mut job: Job<'_>, fixes: &Fixes) -> String {
    let mut written = String::new();
    let behind = records.pieces().len() as u32 + job.number;
    let mended = fixes.range(job.rows.first().copied().unwrap_or(0)..).next().is_some();
    for (i, &row) in job.rows.iter().enumerate() {
        let mut write = |column: usize, value: &str| {
            let value = shown(value);
            if !blank_text(value)
                && let Some(slot) = job.out.get_mut(column).and_then(|o| o.get_mut(i))
            {
                *slot = Shown::new(value, behind, written.len() as u32);
                written.push_str(value);
            }
        };
        if mended && let Some(Fix::Cells(_, cells, _)) = fixes.get(&row) {
            cells.iter().enumerate().for_each(|(c, cell)| write(c, cell));
            continue;
        }
        let width = job.out.len();
        for (c, &span) in job.piece.spans_of_row(row).iter().take(width).enumerate() {
            match job.piece.content(span, records.text(), records.dialect()) {
                Cow::Owned(cell) => {
                    let value = shown(&cell);
                    if !blank_text(value) {
                        if let Some(slot) = job.out.get_mut(c).and_then(|o| o.get_mut(i)) {
                            *slot = Shown::new(value, behind, written.len() as u32);
                        }
                        written.push_str(value);
                    }
                }
                Cow::Borrowed(cell) => {
                    let value = shown(cell);
                    let before = value.as_ptr() as usize - cell.as_ptr() as usize;
                    if !blank_text(value)
                        && let Some(slot) = job.out.get_mut(c).and_then(|o| o.get_mut(i))
                    {
                        *slot = Shown::new(value, job.number, (span.start() + before) as u32);
                    }
                }
            }
        }
    }
    written
}
