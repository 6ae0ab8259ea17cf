//! Names of sheets that Excel takes: at most 31 UTF-16 units, none of `[]:*?/\`, no apostrophe at an end, unique whatever the case.

use crate::report::visible::one_line;
use std::collections::BTreeSet;

/// Excel's limit, in UTF-16 code units.
const LONGEST: usize = 31;

/// Gives out sheet names, each once.
pub(super) struct SheetNames {
    overview: String,
    taken: BTreeSet<String>,
}

impl SheetNames {
    /// Starts with the name of the overview.
    pub(super) fn new(overview: &str) -> Self {
        // Excel keeps this name for itself.
        let mut names = Self { overview: String::new(), taken: BTreeSet::from(["history".to_owned()]) };
        names.overview = names.unique(overview, "Overview");
        names
    }

    /// Gives the name of the overview.
    pub(super) fn overview(&self) -> &str {
        &self.overview
    }

    /// Makes a name of its own for a text; `instead` where nothing usable is left of it.
    pub(super) fn unique(&mut self, text: &str, instead: &str) -> String {
        let base = Some(cleaned(text)).filter(|t| !t.is_empty()).unwrap_or_else(|| cleaned(instead));
        let mut name = cut(&base, LONGEST);
        let mut n = 1;
        while !self.taken.insert(name.to_lowercase()) {
            n += 1;
            let number = format!(" ({n})");
            name = format!("{}{number}", cut(&base, LONGEST - number.len()));
        }
        name
    }
}

fn cleaned(text: &str) -> String {
    let text = one_line(text).replace(['[', ']', ':', '*', '?', '/', '\\'], " ");
    text.trim_matches(|c: char| c == '\'' || c.is_whitespace()).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn cut(text: &str, most: usize) -> String {
    let mut units = 0;
    let kept: String = text
        .chars()
        .take_while(|c| {
            units += c.len_utf16();
            units <= most
        })
        .collect();
    kept.trim_end_matches(|c: char| c == '\'' || c.is_whitespace()).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_what_excel_takes() {
        let mut names = SheetNames::new("Overview");
        for (text, expected) in [
            ("王丽", "王丽"),
            ("王丽", "王丽 (2)"),
            ("a/b\\c:[d]*?", "a b c d"),
            ("'quoted'", "quoted"),
            ("", "nobody"),
            ("???", "nobody (2)"),
            ("OVERVIEW", "OVERVIEW (2)"),
            ("History", "History (2)"),
            ("\u{202e}x", "⟨U+202E⟩x"),
        ] {
            assert_eq!(names.unique(text, "nobody"), expected);
        }
    }

    proptest::proptest! {
        #[test]
        fn any_two_owners_get_valid_and_different_names(a in ".{0,60}", b in ".{0,60}") {
            let mut names = SheetNames::new("Overview");
            let (a, b) = (names.unique(&a, "nobody"), names.unique(&b, "nobody"));
            proptest::prop_assert_ne!(a.to_lowercase(), b.to_lowercase());
            for name in [a, b] {
                proptest::prop_assert!(rust_xlsxwriter::utility::check_sheet_name(&name).is_ok(), "{}", name);
            }
        }
    }
}
