//! Lines that are no records: totals, footers, comments, headers that come again.

use super::kind::{Kind, kind_of};
use super::lexicon::{labelled_value, labels_a_total, reads_like_a_footer};
use super::{Grid, blank_text, filled};

/// Rows at the end of a table that may be footers.
const DEEPEST: usize = 40;

/// Gives the rows among the last of `body` that are totals or footers, with the code of the reason.
pub(crate) fn footers(grid: &dyn Grid, body: &[usize], usual: usize) -> Vec<(usize, &'static str)> {
    let mut found = Vec::new();
    let mut end = body.len();
    while end > 0 && found.len() < DEEPEST {
        let Some(&row) = body.get(end - 1) else { break };
        let apart = end >= 2 && body.get(end - 2).is_some_and(|&before| before + 1 < row);
        let Some(code) = footer(grid, row, usual, apart) else { break };
        found.push((row, code));
        end -= 1;
    }
    // A file of nothing but footers is a list of lines.
    if end == 0 {
        found.clear();
    }
    found.reverse();
    found
}

fn footer(grid: &dyn Grid, row: usize, usual: usize, apart: bool) -> Option<&'static str> {
    if total(grid, row, usual) {
        return Some("total-line");
    }
    let n = filled(grid, row);
    let first = first_cell(grid, row)?;
    let few = usual >= 3 && n <= (usual / 3).max(1);
    if usual >= 2 && n == 1 && reads_like_a_footer(&first) || few && (reads_like_a_footer(&first) || labelled_value(&first)) {
        return Some("footer-line");
    }
    let sentence = first.chars().count() > 12 && kind_of(&first) == Kind::Text || labelled_value(&first);
    (few && n == 1 && (apart || grid.width(row) == 1 && sentence)).then_some("footer-line")
}

/// Says whether a row holds totals: its label stands alone among numbers and blanks, and most columns are not filled as usual.
pub(crate) fn total(grid: &dyn Grid, row: usize, usual: usize) -> bool {
    let width = grid.width(row);
    let mut label = false;
    let mut others = 0;
    for c in 0..width {
        let cell = grid.cell(row, c);
        if blank_text(&cell) {
            continue;
        }
        if !label {
            if !labels_a_total(&cell) {
                // The label may stand in the second or third column, but nothing but a number may stand before it.
                if c > 3 || !kind_of(&cell).numeric() {
                    return false;
                }
                others += 1;
                continue;
            }
            label = true;
        } else if !kind_of(&cell).numeric() && !matches!(cell.trim(), "-" | "--" | "/") {
            return false;
        } else {
            others += 1;
        }
    }
    label && (others == 0 || others < usual || usual <= 2)
}

/// Says whether a row is a comment: it starts with `#` and has not the cells of a record.
pub(crate) fn comment(grid: &dyn Grid, row: usize, width: usize) -> bool {
    let first = grid.cell(row, 0);
    first.starts_with('#') && grid.width(row) != width && width > 1
}

fn first_cell(grid: &dyn Grid, row: usize) -> Option<String> {
    (0..grid.width(row)).map(|c| grid.cell(row, c)).find(|c| !blank_text(c)).map(|c| c.trim().to_owned())
}
