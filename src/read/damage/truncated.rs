//! Texts and tables cut at a limit of some program: 255 characters, 65,536 or 1,048,576 rows.

use super::{Damage, Facts, ReadNote};
use crate::model::{TextColumn, both};

/// Lengths at which programs cut texts: dBase and old Excel and ODBC, Excel cells.
const LENGTHS: [usize; 2] = [255, 32_767];

/// Rows of a sheet in the BIFF and the Open XML formats.
const ROWS: [u32; 2] = [65_536, 1_048_576];

pub(super) fn find(column: &TextColumn, facts: &Facts) -> Vec<Damage> {
    let Some(&length) = LENGTHS.iter().find(|&&l| facts.longest >= l && facts.longest <= l * 4) else { return Vec::new() };
    let counts: Vec<(usize, usize)> =
        (0..column.len()).filter_map(|row| column.get(row).filter(|v| v.len() >= length).map(|v| (row, v.chars().count()))).collect();
    if counts.iter().any(|(_, n)| *n > length) {
        return Vec::new();
    }
    counts
        .into_iter()
        .filter(|(_, n)| *n == length)
        .map(|(row, _)| Damage {
            code: "truncated-text",
            row,
            expected: both(
                &format!("更多文字；该列没有超过 {length} 个字符的值"),
                &format!("more text; no value of the column is longer than {length} characters"),
            ),
            suggestion: String::new(),
            certain: false,
        })
        .collect()
}

/// Notes that the last row stands where a program's rows end.
pub(super) fn rows(lines: &[u32]) -> Option<ReadNote> {
    let last = *lines.last()?;
    let limit = ROWS.into_iter().find(|&l| last == l || lines.len() == l as usize)?;
    Some(ReadNote::at_line("rows-cut", last, last.to_string()).expecting(format!("more rows; {limit} is where old and new Excel stop")))
}

#[cfg(test)]
mod tests {
    use super::super::check;
    use super::*;

    #[test]
    fn texts_at_the_limit_are_an_alarm() {
        let (full, over) = ("x".repeat(255), "x".repeat(256));
        check(find, &["a", &full], &[(1, "truncated-text", "", false)]);
        check(find, &["a", &full, &over], &[]);
        assert!(rows(&[1, 65_536]).is_some());
        assert!(rows(&[1, 65_535]).is_none());
    }
}
