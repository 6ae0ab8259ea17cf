//! Shows two values so that the eye finds what is different: down to characters as people see them (grapheme clusters).

use serde::Serialize;
use similar::{ChangeTag, TextDiff};
use std::time::Duration;

/// Longer texts are compared as a whole.
const LONGEST: usize = 2_000;
/// Below this share of common characters a highlight of single ones is noise.
const LEAST_ALIKE: f32 = 0.5;
/// How long the comparison of two values may take.
const PATIENCE: Duration = Duration::from_millis(50);

/// A stretch of a value, and whether the other value lacks it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Piece {
    /// The text.
    pub text: String,
    /// Whether it is different.
    pub differs: bool,
}

/// Cuts two values into what they share and what they do not.
pub(super) fn pieces(left: &str, right: &str) -> (Vec<Piece>, Vec<Piece>) {
    let whole = |text: &str, differs: bool| if text.is_empty() { vec![] } else { vec![Piece { text: text.to_owned(), differs }] };
    if left == right {
        return (whole(left, false), whole(right, false));
    }
    if left.is_empty() || right.is_empty() || left.len() > LONGEST || right.len() > LONGEST {
        return (whole(left, true), whole(right, true));
    }
    let diff = TextDiff::configure().timeout(PATIENCE).diff_graphemes(left, right);
    let within = left.contains(right) || right.contains(left);
    if diff.ratio() < LEAST_ALIKE && !within {
        return (whole(left, true), whole(right, true));
    }
    let mut runs: Vec<Run> = Vec::new();
    for change in diff.iter_all_changes() {
        let equal = change.tag() == ChangeTag::Equal;
        if runs.last().is_none_or(|r| r.equal != equal) {
            runs.push(Run { equal, signs: 0, left: String::new(), right: String::new() });
        }
        let Some(run) = runs.last_mut() else { continue };
        run.signs += 1;
        if change.tag() != ChangeTag::Insert {
            run.left.push_str(change.value());
        }
        if change.tag() != ChangeTag::Delete {
            run.right.push_str(change.value());
        }
    }
    // A single sign that happens to be the same between two that are not only makes the eye jump.
    for i in 1..runs.len().saturating_sub(1) {
        if let Some(run) = runs.get_mut(i).filter(|r| r.signs == 1) {
            run.equal = false;
        }
    }
    let (mut one, mut two) = (Vec::new(), Vec::new());
    for run in runs {
        push(&mut one, &run.left, !run.equal);
        push(&mut two, &run.right, !run.equal);
    }
    (one, two)
}

/// Signs in a row that both values share, or that they do not.
struct Run {
    equal: bool,
    signs: usize,
    left: String,
    right: String,
}

fn push(pieces: &mut Vec<Piece>, text: &str, differs: bool) {
    match pieces.last_mut() {
        _ if text.is_empty() => {}
        Some(last) if last.differs == differs => last.text.push_str(text),
        _ => pieces.push(Piece { text: text.to_owned(), differs }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes pieces with brackets around what is different.
    fn told(pieces: &[Piece]) -> String {
        pieces.iter().map(|p| if p.differs { format!("[{}]", p.text) } else { p.text.clone() }).collect()
    }

    fn check(left: &str, right: &str, expected: (&str, &str)) {
        let (one, two) = pieces(left, right);
        assert_eq!((told(&one).as_str(), told(&two).as_str()), expected);
    }

    #[test]
    fn single_characters_are_found() {
        check("M8x20", "M8x25", ("M8x2[0]", "M8x2[5]"));
        check("苏州宏达机械有限公司", "苏州市宏达机械公司", ("苏州宏达机械[有限]公司", "苏州[市]宏达机械公司"));
        check("same", "same", ("same", "same"));
        check("2024-03-15", "2025-06-30", ("202[4]-0[3-15]", "202[5]-0[6-30]"));
        check("", "new", ("", "[new]"));
        check("螺栓", "螺栓 M16×68 4.8级镀锌", ("螺栓", "螺栓[ M16×68 4.8级镀锌]"));
    }

    #[test]
    fn what_people_see_as_one_character_is_not_torn_apart() {
        // An accent of its own belongs to its letter, and a flag is one sign of two.
        check("Zoe\u{301}", "Zoe", ("Zo[e\u{301}]", "Zo[e]"));
        check("ab🇨🇳", "ab🇨🇦", ("ab[🇨🇳]", "ab[🇨🇦]"));
    }

    #[test]
    fn values_with_nothing_in_common_are_different_as_a_whole() {
        check("abcdef", "uvwxyz", ("[abcdef]", "[uvwxyz]"));
        let long = "x".repeat(LONGEST + 1);
        check(&long, "x", (&format!("[{long}]"), "[x]"));
    }

    proptest::proptest! {
        #[test]
        fn nothing_is_lost(left in "[ab一二 ]{0,12}", right in "[ab一二 ]{0,12}") {
            let (one, two) = pieces(&left, &right);
            let text = |p: &[Piece]| p.iter().map(|p| p.text.as_str()).collect::<String>();
            proptest::prop_assert_eq!((text(&one), text(&two)), (left, right));
        }
    }
}
