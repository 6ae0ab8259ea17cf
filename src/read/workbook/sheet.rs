//! The cells of one sheet: sparse rows over one text, and the facts about them.

use super::oddities::Oddities;
use crate::read::file::ReadNote;
use crate::read::layout::{Grid, blank_text};
use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

/// Where a text stands in the sheet's texts.
#[derive(Clone, Copy, Debug)]
struct Place {
    start: u32,
    length: u32,
}

/// Cells that merged areas may cover; a sheet with more is not merged by people.
const MOST_COVERED: u32 = 1_000_000;

const ENOUGH: &str = "so many merged cells at most; those below have no value of their own";

/// A rectangle of cells, 0-based, ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Area {
    pub(crate) top: u32,
    pub(crate) left: u32,
    pub(crate) bottom: u32,
    pub(crate) right: u32,
}

/// The cells of one sheet as a person sees them.
#[derive(Debug, Default)]
pub(crate) struct Sheet {
    pub(crate) name: String,
    pub(crate) hidden: bool,
    text: String,
    /// Columns and texts of cells, row by row, ordered by column inside a row.
    cells: Vec<(u32, Place)>,
    /// By row number: first cell and number of cells.
    rows: Vec<(u32, u32)>,
    /// Cells of rows that came after later rows.
    late: Vec<(u32, u32, Place)>,
    /// Cells below the first of a merged area, with the first one's text.
    covered: HashMap<(u32, u32), Place>,
    pub(crate) merges: Vec<Area>,
    pub(crate) notes: Vec<ReadNote>,
    /// What a person does not see, and what is not there.
    pub(super) oddities: Oddities,
}

impl Sheet {
    /// Makes a sheet without cells.
    pub(crate) fn new(name: impl Into<String>, hidden: bool) -> Self {
        Self { name: name.into(), hidden, ..Self::default() }
    }

    /// Counts cells.
    pub(crate) fn len(&self) -> usize {
        self.cells.len()
    }

    /// Puts a text into a cell (0-based).
    pub(crate) fn push(&mut self, row: u32, column: u32, text: &str) {
        if text.is_empty() {
            return;
        }
        let start = self.text.len();
        // NUL is an alarm in a string, never content.
        if text.contains('\0') {
            self.text.extend(text.chars().filter(|&c| c != '\0'));
            if !self.notes.iter().any(|n| n.code == "nul-bytes") {
                self.notes
                    .push(ReadNote::at_line("nul-bytes", row + 1, text.replace('\0', "\u{fffd}")).expecting("no NUL characters in text"));
            }
        } else {
            self.text.push_str(text);
        }
        let place = Place { start: start as u32, length: (self.text.len() - start) as u32 };
        self.put(row, column, place);
    }

    fn put(&mut self, row: u32, column: u32, place: Place) {
        let at = row as usize;
        let here = self.cells.len() as u32;
        if at + 1 < self.rows.len() {
            self.late.push((row, column, place));
            return;
        }
        if self.rows.len() <= at {
            self.rows.resize(at + 1, (here, 0));
        }
        if let Some(slot) = self.rows.get_mut(at) {
            slot.1 += 1;
        }
        self.cells.push((column, place));
    }

    /// Orders the rows, and the cells inside each row; a cell written twice keeps its last text.
    pub(crate) fn finish(&mut self) {
        self.sort_rows();
        for &(first, n) in &self.rows {
            if let Some(row) = self.cells.get_mut(first as usize..(first + n) as usize)
                && !row.is_sorted_by_key(|c| c.0)
            {
                row.sort_by_key(|c| c.0);
            }
        }
        self.cover_rows();
        self.note_oddities();
    }

    /// Puts rows that came late where they belong: most writers keep the order, and no reader minds where one does not.
    fn sort_rows(&mut self) {
        if self.late.is_empty() {
            return;
        }
        let mut all: Vec<(u32, u32, Place)> = Vec::with_capacity(self.cells.len() + self.late.len());
        for (row, &(first, n)) in self.rows.iter().enumerate() {
            let cells = self.cells.get(first as usize..(first + n) as usize).unwrap_or(&[]);
            all.extend(cells.iter().map(|&(column, place)| (row as u32, column, place)));
        }
        all.append(&mut self.late);
        all.sort_by_key(|c| c.0);
        self.cells.clear();
        self.rows.clear();
        all.into_iter().for_each(|(row, column, place)| self.put(row, column, place));
    }

    /// Notes what is hidden and what has no value; blank rows and columns may be hidden without a word.
    fn note_oddities(&mut self) {
        let mut oddities = std::mem::take(&mut self.oddities);
        let columns: BTreeSet<u32> = if oddities.hides_columns() {
            let filled: BTreeSet<u32> = self.cells.iter().map(|c| c.0).collect();
            oddities.hidden_among(filled.into_iter())
        } else {
            BTreeSet::new()
        };
        self.notes.extend(oddities.notes(|row| !self.row(row as usize).is_empty(), &columns));
    }

    /// Spreads merged cells over the rows that they cover, so that each record has the value that a person sees beside it.
    fn cover_rows(&mut self) {
        let rows = self.rows.len() as u32;
        let mut spread = 0u32;
        for area in std::mem::take(&mut self.merges).into_iter().filter(|a| a.bottom > a.top) {
            let bottom = area.bottom.min(rows.saturating_sub(1));
            let Some(place) = self.place(area.top as usize, area.left as usize) else { continue };
            for row in area.top.saturating_add(1)..=bottom {
                spread += 1;
                if spread > MOST_COVERED {
                    self.notes.push(ReadNote::at_line("merged-cells", row + 1, MOST_COVERED.to_string()).expecting(ENOUGH));
                    return;
                }
                self.covered.insert((row, area.left), place);
            }
        }
    }

    fn place(&self, row: usize, column: usize) -> Option<Place> {
        let cells = self.row(row);
        let after = cells.partition_point(|c| c.0 as usize <= column);
        after.checked_sub(1).and_then(|i| cells.get(i)).filter(|c| c.0 as usize == column).map(|c| c.1)
    }

    fn row(&self, row: usize) -> &[(u32, Place)] {
        self.rows.get(row).and_then(|&(first, n)| self.cells.get(first as usize..(first + n) as usize)).unwrap_or(&[])
    }

    /// Gives the text of a cell (0-based).
    pub(crate) fn get(&self, row: usize, column: usize) -> &str {
        self.place(row, column).and_then(|p| self.text.get(p.start as usize..(p.start + p.length) as usize)).unwrap_or("")
    }
}

impl Grid for Sheet {
    fn rows(&self) -> usize {
        self.rows.len()
    }

    fn line(&self, row: usize) -> u32 {
        row as u32 + 1
    }

    fn width(&self, row: usize) -> usize {
        self.row(row).last().map_or(0, |c| c.0 as usize + 1)
    }

    fn cell(&self, row: usize, column: usize) -> Cow<'_, str> {
        Cow::Borrowed(self.get(row, column))
    }

    fn blank(&self, row: usize) -> bool {
        self.row(row).iter().all(|c| self.text.get(c.1.start as usize..(c.1.start + c.1.length) as usize).is_none_or(blank_text))
    }

    fn covers(&self) -> bool {
        !self.covered.is_empty()
    }

    fn cover(&self, row: usize, column: usize) -> Option<&str> {
        let place = self.covered.get(&(row as u32, column as u32))?;
        self.text.get(place.start as usize..(place.start + place.length) as usize)
    }

    fn raw(&self, row: usize) -> String {
        (0..self.width(row)).map(|c| self.get(row, c).replace(['\t', '\n', '\r'], " ")).collect::<Vec<_>>().join("\t")
    }
}
