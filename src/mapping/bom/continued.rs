//! Parents that stand once, with blank cells below them for the lines that follow.

use crate::model::TextColumn;

/// Says whether blank parents continue the parent above them.
///
/// In such lists a parent stands in the first of its lines and hardly ever in the next one too; where every line repeats its parent, a blank
/// one is missing, and must not be filled.
pub fn is_continued(parents: &TextColumn, components: &TextColumn) -> bool {
    let is_line = |i: &usize| components.get(*i).is_some() || parents.get(*i).is_some();
    let lines: Vec<usize> = (0..parents.len()).filter(is_line).collect();
    let first_has_one = lines.first().is_some_and(|i| parents.get(*i).is_some());
    let blank = lines.iter().filter(|i| parents.get(**i).is_none()).count();
    let told = lines.len() - blank;
    let repeated =
        lines.windows(2).filter(|w| matches!(w, [a, b] if parents.get(*a).is_some() && parents.get(*a) == parents.get(*b))).count();
    first_has_one && blank * 10 >= lines.len() * 3 && repeated * 20 <= told
}

/// Gives for every row the row whose parent holds for it: itself, or the nearest one above that has a parent.
pub fn continued(parents: &TextColumn) -> Vec<Option<usize>> {
    let mut last = None;
    (0..parents.len())
        .map(|i| {
            last = parents.get(i).map(|_| i).or(last);
            last
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(values: &[&str]) -> TextColumn {
        values.iter().map(|v| Some(*v)).collect()
    }

    #[test]
    fn only_lists_that_never_repeat_a_parent_are_continued() {
        let check = |parents: &[&str], expected: bool| {
            let components: TextColumn = parents.iter().map(|_| Some("x")).collect();
            assert_eq!(is_continued(&column(parents), &components), expected, "{parents:?}");
        };
        check(&["P", "", "", "Q", ""], true);
        check(&["P", "P", "", "P", "Q", "Q", ""], false);
        check(&["", "P", "", ""], false);
        check(&["P", "P", "Q", "Q"], false);
        check(&["P", "Q", "R"], false);
    }

    #[test]
    fn a_row_takes_the_parent_above() {
        assert_eq!(continued(&column(&["", "P", "", "Q"])), [None, Some(1), Some(1), Some(3)]);
    }
}
