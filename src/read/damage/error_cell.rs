//! Errors of formulas and columns that were too narrow to show their values, exported as values: `#N/A`, `########`.

use super::{Damage, Facts};
use crate::model::{TextColumn, both};

const ERRORS: &[&str] = &[
    "#N/A",
    "#REF!",
    "#VALUE!",
    "#DIV/0!",
    "#NAME?",
    "#NUM!",
    "#NULL!",
    "#SPILL!",
    "#CALC!",
    "#GETTING_DATA",
    "#FIELD!",
    "#BLOCKED!",
    "#UNKNOWN!",
];

pub(super) fn find(column: &TextColumn, facts: &Facts) -> Vec<Damage> {
    facts.hashes.iter().filter_map(|&row| judge(row, column.text(row))).collect()
}

fn judge(row: usize, value: &str) -> Option<Damage> {
    let value = value.trim();
    let damage = |code, expected: String| Damage { code, row, expected, suggestion: String::new(), certain: false };
    if ERRORS.iter().any(|e| e.eq_ignore_ascii_case(value)) {
        return Some(damage(
            "error-cell",
            both("一个值；保存文件时其公式出错", "a value; the formula behind it failed when the file was saved"),
        ));
    }
    (value.len() >= 3 && value.bytes().all(|b| b == b'#')).then(|| {
        damage(
            "hidden-by-width",
            both("一个值；导出时列宽不足以显示", "a value; the column was too narrow to show it when it was exported"),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::super::check;
    use super::*;

    #[test]
    fn error_values_are_named() {
        check(
            find,
            &["1", "#N/A", "########", "#1 bolt", "#DIV/0!"],
            &[(1, "error-cell", "", false), (2, "hidden-by-width", "", false), (4, "error-cell", "", false)],
        );
    }
}
