//! What it takes to put the records of a file right, and how much of it is done.

use super::quotes::Allowance;
use super::records::RecordRef;

/// Cells too many that are still joined and dropped.
pub(super) const SURPLUS: usize = 40;
/// Bytes of a cell that is still cut in two.
pub(super) const LONGEST_CUT: usize = 1_000;

/// What all tables of a file may take together to put records right; hostile ones of wide or long records would take hours.
#[derive(Debug)]
pub(crate) struct Work {
    /// Cells that may still be weighed.
    pub(super) cells: Allowance,
    /// What readings of quotes may still take.
    pub(super) quotes: Allowance,
}

impl Default for Work {
    fn default() -> Self {
        Self { cells: Allowance::of(20_000_000), quotes: Allowance::of(100_000_000) }
    }
}

/// Estimates how many cells are weighed to put a record right.
pub(super) fn effort(row: &RecordRef<'_>, width: usize) -> u64 {
    let spans = row.spans();
    let surplus = spans.len().saturating_sub(width).min(SURPLUS);
    // Each way to join neighbours is weighed; of a record too short each cell is cut at each place, and weighed by its length.
    let joined = if surplus > 1 { joins(spans.len(), surplus) } else { (spans.len() * width * (surplus + 1)) as u64 };
    let cut: u64 = spans.iter().map(|s| s.len().min(LONGEST_CUT) as u64).map(|n| n * n / 16).sum();
    joined + if surplus == 0 { cut } else { 0 }
}

/// Counts how often neighbours are weighed in a column where so many of so many cells are too many.
pub(super) fn joins(cells: usize, surplus: usize) -> u64 {
    (cells * (surplus + 1) * (surplus + 1)) as u64
}
