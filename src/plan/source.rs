//! Declared sources: which of them speaks of a file and sheet.

use super::paths::{relative, shown};
use super::spec::{Plan, SourceSpec};
use glob::{MatchOptions, Pattern};
use std::path::Path;
use unicode_normalization::UnicodeNormalization as _;

impl Plan {
    /// Finds the declared source of a file and sheet: one that names the sheet before one that does not, one that names the file before
    /// a pattern, then the first. The path may be relative to the project, or begin with the project's folder.
    pub fn source_for(&self, path: &Path, sheet: Option<&str>) -> Option<&SourceSpec> {
        let name = shown(path, &self.root);
        self.sources
            .iter()
            .enumerate()
            .filter_map(|(i, s)| Some(((s.sheet.is_none(), !s.matches(&name, sheet)?.literal(), i), s)))
            .min_by_key(|(rank, _)| *rank)
            .map(|(_, s)| s)
    }
}

/// How a source came to match.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fit {
    Literal,
    Pattern,
}

impl Fit {
    fn literal(self) -> bool {
        self == Self::Literal
    }
}

impl SourceSpec {
    /// Says whether it speaks of this file (relative to the project, `/` between its parts), whatever the sheet.
    pub fn matches_file(&self, path: &str) -> bool {
        self.fit(path).is_some()
    }

    fn matches(&self, path: &str, sheet: Option<&str>) -> Option<Fit> {
        let sheet_fits = self.sheet.as_deref().is_none_or(|s| sheet.is_some_and(|t| same_sheet(s, t)));
        if sheet_fits { self.fit(path) } else { None }
    }

    fn fit(&self, path: &str) -> Option<Fit> {
        // File systems disagree on how they compose characters, and exports come on any of them.
        let (wanted, path) = (composed(&relative(&self.path)?), composed(path));
        if wanted == path {
            return Some(Fit::Literal);
        }
        // Exports come from systems that do not tell names apart by case.
        let options = MatchOptions { case_sensitive: false, require_literal_separator: true, require_literal_leading_dot: true };
        Pattern::new(&wanted).ok()?.matches_with(&path, options).then_some(Fit::Pattern)
    }
}

fn composed(path: &str) -> String {
    path.nfc().collect()
}

/// Workbooks do not tell sheets apart by case, and people do not see blanks at the end.
fn same_sheet(a: &str, b: &str) -> bool {
    a.trim().to_lowercase() == b.trim().to_lowercase()
}

/// Says what is wrong with a pattern; a file of exactly this name is matched all the same.
pub(super) fn pattern_problem(path: &str) -> Option<String> {
    Pattern::new(path).err().map(|e| e.msg.to_owned())
}
