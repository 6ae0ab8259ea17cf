//! The cells of one sheet: sparse rows over one text, and the facts about them.

use super::oddities::Oddities;
use crate::model::{SharedText, Slots, TextColumn, Values, both};
use crate::read::assemble::{Fixes, shown};
use crate::read::file::ReadNote;
use crate::read::layout::{Grid, blank_text};
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// Where a text stands in the sheet's texts.
#[derive(Clone, Copy, Debug)]
struct Place {
    text: u32,
    start: u32,
    length: u32,
}

/// Bytes of text that are kept together: what is full is never moved again, and columns point into it.
const TOGETHER: usize = 1 << 20;
/// Rows that are put into columns in one go.
const ROWS: usize = 16_384;

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

/// A text that is full, shared by the sheet and its columns.
#[derive(Clone, Debug)]
struct Full(Arc<String>);

impl AsRef<str> for Full {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

/// The cells of one sheet as a person sees them.
#[derive(Debug, Default)]
pub(crate) struct Sheet {
    pub(crate) name: String,
    pub(crate) hidden: bool,
    texts: Vec<Full>,
    /// The text that is being filled, the next of `texts`.
    open: String,
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
        if self.open.len() + text.len() > TOGETHER {
            self.close_text();
        }
        let start = self.open.len();
        // NUL is an alarm in a string, never content.
        if memchr::memchr(0, text.as_bytes()).is_some() {
            self.open.extend(text.chars().filter(|&c| c != '\0'));
            if !self.notes.iter().any(|n| n.code == "nul-bytes") {
                self.notes.push(
                    ReadNote::at_line("nul-bytes", row + 1, text.replace('\0', "\u{fffd}"))
                        .expecting(both("文本中不应有 NUL 字符", "no NUL characters in text")),
                );
            }
        } else {
            self.open.push_str(text);
        }
        let place = Place { text: self.texts.len() as u32, start: start as u32, length: (self.open.len() - start) as u32 };
        self.put(row, column, place);
    }

    /// Makes room for cells that are likely to come; what is not used costs nothing.
    pub(super) fn expect(&mut self, cells: usize) {
        self.cells.reserve(cells);
    }

    /// Notes that the file ends inside the sheet: what was to follow is not there.
    pub(super) fn cut_off(&mut self, row: u32) {
        let line = row.saturating_add(1);
        self.notes.push(
            ReadNote::at_line("cut-off", line, line.to_string())
                .expecting(both("工作表在文件结束之前结束", "the end of the sheet before that of the file")),
        );
    }

    fn close_text(&mut self) {
        let full = std::mem::replace(&mut self.open, String::with_capacity(TOGETHER));
        if !full.is_empty() {
            self.texts.push(Full(Arc::new(full)));
        }
    }

    fn text(&self, place: Place) -> &str {
        let text = self.texts.get(place.text as usize).map_or(self.open.as_str(), AsRef::as_ref);
        text.get(place.start as usize..(place.start + place.length) as usize).unwrap_or("")
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
        self.texts.push(Full(Arc::new(std::mem::take(&mut self.open))));
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
        // In a row without gaps a cell stands where its column says; a later one of the same column would be its neighbour.
        let straight = cells.get(column).filter(|c| c.0 as usize == column && cells.get(column + 1).is_none_or(|d| d.0 != c.0));
        let found = straight.or_else(|| {
            let after = cells.partition_point(|c| c.0 as usize <= column);
            cells.get(after.checked_sub(1)?).filter(|c| c.0 as usize == column)
        });
        found.map(|c| c.1)
    }

    fn row(&self, row: usize) -> &[(u32, Place)] {
        self.rows.get(row).and_then(|&(first, n)| self.cells.get(first as usize..(first + n) as usize)).unwrap_or(&[])
    }

    /// Gives the text of a cell (0-based).
    pub(crate) fn get(&self, row: usize, column: usize) -> &str {
        self.place(row, column).map_or("", |p| self.text(p))
    }
}

impl Sheet {
    /// Puts the values of some rows into columns.
    fn fill(&self, rows: &[usize], out: &mut [Slots<'_>]) {
        for (i, &row) in rows.iter().enumerate() {
            for &(column, place) in self.row(row) {
                let Some(slots) = out.get_mut(column as usize) else { continue };
                // Of cells written twice the last one counts, also where it is blank.
                let value = shown(self.text(place));
                slots.point(i, if blank_text(value) { "" } else { value }, place.text);
            }
        }
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
        self.row(row).iter().all(|c| blank_text(self.text(c.1)))
    }

    fn covers(&self) -> bool {
        !self.covered.is_empty()
    }

    fn cover(&self, row: usize, column: usize) -> Option<&str> {
        self.covered.get(&(row as u32, column as u32)).map(|&place| self.text(place))
    }

    fn columns(&self, rows: &[usize], width: usize, fixes: &Fixes) -> Option<Vec<TextColumn>> {
        if !fixes.is_empty() || self.covers() {
            return None;
        }
        let known: Arc<[SharedText]> = self.texts.iter().map(|t| SharedText::new(t.clone())).collect();
        let mut values: Vec<Values> = (0..width).map(|_| Values::missing(rows.len(), &known)).collect();
        let mut rest: Vec<Slots<'_>> = values.iter_mut().map(Values::slots).collect();
        let jobs: Vec<_> = rows.chunks(ROWS).map(|r| (r, rest.iter_mut().map(|slots| slots.take(r.len())).collect())).collect();
        jobs.into_par_iter().for_each(|(rows, mut out): (&[usize], Vec<Slots<'_>>)| self.fill(rows, &mut out));
        Some(values.into_par_iter().map(|v| TextColumn::over(v, &[])).collect())
    }

    fn raw(&self, row: usize) -> String {
        (0..self.width(row)).map(|c| self.get(row, c).replace(['\t', '\n', '\r'], " ")).collect::<Vec<_>>().join("\t")
    }
}
