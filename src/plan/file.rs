//! A text file of a plan, and spots in it.

use std::ops::Range;

/// The widest piece of a line that a problem shows, in characters.
const WINDOW: usize = 160;

/// A span of bytes in one of the plan's files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spot {
    /// Which file, in the order of opening.
    pub(super) file: u32,
    /// First byte.
    pub(super) start: u32,
    /// One past the last byte.
    pub(super) end: u32,
}

impl Spot {
    /// Makes a spot of a parser's span; files are far below 4 GiB.
    pub(super) fn new(file: u32, span: &Range<usize>) -> Self {
        let cut = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { file, start: cut(span.start), end: cut(span.end) }
    }
}

/// A value and where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Marked<T> {
    /// The value.
    pub(super) value: T,
    /// Where it stands.
    pub(super) at: Spot,
}

/// A file's name for people and its text.
#[derive(Clone, Debug)]
pub(super) struct PlanFile {
    /// The name as the user gave it.
    pub(super) name: String,
    text: String,
    line_starts: Vec<usize>,
}

impl PlanFile {
    /// Takes a text without byte order mark.
    pub(super) fn new(name: &str, text: String) -> Self {
        let line_starts = std::iter::once(0).chain(text.match_indices('\n').map(|(i, _)| i + 1)).collect();
        Self { name: name.to_owned(), text, line_starts }
    }

    /// Gives the 1-based line and column (in characters) of a byte.
    pub(super) fn position(&self, byte: u32) -> (usize, usize) {
        let (line, start) = self.line_start(byte);
        (line, self.slice(start, byte as usize).chars().count() + 1)
    }

    /// Gives the 1-based line of a byte.
    pub(super) fn line(&self, byte: u32) -> usize {
        self.line_start(byte).0
    }

    /// Counts the characters of a spot on its first line, at least one.
    pub(super) fn length(&self, at: Spot) -> usize {
        let spot = self.slice(at.start as usize, at.end as usize);
        spot.lines().next().map_or(0, |l| l.trim_end().chars().count()).max(1)
    }

    /// Gives the line around a byte, cut to a window, and how many characters were cut off before it.
    pub(super) fn window(&self, byte: u32) -> (String, usize) {
        let (line, start) = self.line_start(byte);
        let end = self.line_starts.get(line).copied().unwrap_or(self.text.len());
        let text = self.slice(start, end).trim_end_matches(['\n', '\r']);
        let column = self.slice(start, byte as usize).chars().count();
        let cut = if column > WINDOW - 40 { column - WINDOW / 2 } else { 0 };
        (text.chars().skip(cut).take(WINDOW).collect(), cut)
    }

    fn line_start(&self, byte: u32) -> (usize, usize) {
        let line = self.line_starts.partition_point(|&s| s <= byte as usize);
        (line, self.line_starts.get(line.saturating_sub(1)).copied().unwrap_or(0))
    }

    /// Gives the text between two bytes; empty where they are no borders of characters.
    fn slice(&self, start: usize, end: usize) -> &str {
        self.text.get(start..end.min(self.text.len())).unwrap_or("")
    }
}
