//! Text to records: where each cell begins and ends. Large files are cut into pieces that are read side by side.

use super::dialect::Dialect;
use super::quotes::{self, Allowance};
use crate::read::encoding::Text;
use rayon::prelude::*;
use std::borrow::Cow;

/// Where a cell's content stands, relative to its piece; the two top bits of the length say that it needs cleaning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Span {
    start: u32,
    length: u32,
}

const ESCAPED: u32 = 1 << 31;
const LITERAL: u32 = 1 << 30;
const LENGTH: u32 = LITERAL - 1;

impl Span {
    /// Makes a span over bytes `start..end` of the piece.
    pub(crate) fn new(start: usize, end: usize) -> Self {
        Self { start: start as u32, length: (end - start) as u32 & LENGTH }
    }

    /// Says that the content holds escapes which must be resolved.
    pub(crate) fn escaped(self) -> Self {
        Self { length: self.length | ESCAPED, ..self }
    }

    /// Says that the content was inside quotes, so that its outer spaces are its own.
    pub(crate) fn literal(self) -> Self {
        Self { length: self.length | LITERAL, ..self }
    }

    pub(crate) fn is_literal(self) -> bool {
        self.length & LITERAL != 0
    }

    fn is_escaped(self) -> bool {
        self.length & ESCAPED != 0
    }

    /// Gives the content that the span has in `text`, which its positions count from.
    pub(crate) fn resolve(self, text: &str, dialect: &Dialect) -> String {
        let raw = text.get(self.range()).unwrap_or("");
        if self.is_escaped() { dialect.resolve(raw) } else { raw.to_owned() }
    }

    fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.start as usize + (self.length & LENGTH) as usize
    }

    pub(crate) fn len(self) -> usize {
        (self.length & LENGTH) as usize
    }

    pub(crate) fn is_empty(self) -> bool {
        self.length & LENGTH == 0
    }
}

/// One record of a piece.
#[derive(Clone, Copy, Debug)]
struct Record {
    /// Its first cell among the spans of the piece.
    first: u32,
    /// 0-based line inside the piece.
    line: u32,
    start: u32,
    end: u32,
    mended: bool,
    /// A cell outside quotes holds a quote.
    odd: bool,
    /// A cell begins with something visible.
    visible: bool,
}

/// A piece of the text with its records.
#[derive(Debug, Default)]
pub(super) struct Piece {
    base: usize,
    /// Where the last record ended.
    end: usize,
    /// Lines in all pieces before.
    lines_before: u32,
    lines: u32,
    rows_before: usize,
    spans: Vec<Span>,
    records: Vec<Record>,
    /// At least as much as the longest cell has bytes, and the widest record cells.
    longest: usize,
    widest: usize,
}

/// A text cut into records and cells.
#[derive(Debug)]
pub(crate) struct Records {
    text: Text,
    dialect: Dialect,
    pieces: Vec<Piece>,
    rows: usize,
    /// The piece in which every [`STEP`]-th row is.
    steps: Vec<u32>,
}

/// Rows between those whose pieces are known at once.
const STEP: usize = 1 << 12;

/// A piece of this many bytes is read by one thread.
const PIECE: usize = 2 << 20;

/// Cells are addressed inside a piece with 30 bits of length.
pub(crate) const LONGEST_CELL: usize = LENGTH as usize;

impl Records {
    /// Cuts a text into records; `expected` is the number of cells that a regular record has.
    pub(crate) fn cut(text: impl Into<Text>, dialect: Dialect, expected: Option<usize>) -> Self {
        let text = text.into();
        let bytes = text.as_bytes();
        let starts = starts(bytes, &dialect);
        let ends = starts.iter().skip(1).copied().chain([bytes.len()]);
        let jobs: Vec<(usize, usize)> = starts.iter().copied().zip(ends).collect();
        let read: Vec<Piece> = jobs.par_iter().map(|&(from, to)| Piece::read(&text, from, to, &dialect, expected)).collect();
        let mut pieces: Vec<Piece> = Vec::with_capacity(read.len());
        let (mut at, mut lines, mut rows) = (0, 0, 0);
        for (mut piece, (from, to)) in read.into_iter().zip(jobs) {
            if at >= to && to > from {
                continue;
            }
            // A record that runs over the edge of its piece moves the beginning of the next one.
            if from != at {
                piece = Piece::read(&text, at, to, &dialect, expected);
            }
            at = piece.end;
            piece.lines_before = lines;
            piece.rows_before = rows;
            lines += piece.lines;
            rows += piece.records.len();
            pieces.push(piece);
        }
        let piece_of = |row| pieces.partition_point(|p: &Piece| p.rows_after() <= row) as u32;
        let steps = (0..rows).step_by(STEP).map(piece_of).collect();
        Self { text, dialect, pieces, rows, steps }
    }

    /// Counts records, blank ones too.
    pub(crate) fn len(&self) -> usize {
        self.rows
    }

    pub(crate) fn dialect(&self) -> &Dialect {
        &self.dialect
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Gives the text to columns that point into it.
    pub(super) fn shared(&self) -> Text {
        self.text.clone()
    }

    pub(super) fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    fn locate(&self, row: usize) -> Option<(&Piece, usize)> {
        let near = self.steps.get(row / STEP).map_or(self.pieces.len(), |&p| p as usize);
        let piece = self.pieces.get(near..)?.iter().find(|p| row < p.rows_after())?;
        Some((piece, row - piece.rows_before))
    }

    /// Gives the cells of a record.
    pub(crate) fn spans(&self, row: usize) -> &[Span] {
        self.locate(row).map_or(&[], |(p, i)| p.spans_of(i))
    }

    /// Gives the 1-based line on which a record starts.
    pub(crate) fn line(&self, row: usize) -> u32 {
        self.locate(row).and_then(|(p, i)| Some(p.lines_before + p.records.get(i)?.line + 1)).unwrap_or(0)
    }

    /// Gives a record as it stands in the text.
    pub(crate) fn raw(&self, row: usize) -> &str {
        self.locate(row)
            .and_then(|(p, i)| {
                let r = p.records.get(i)?;
                self.text.get(p.base + r.start as usize..p.base + r.end as usize)
            })
            .unwrap_or("")
    }

    /// Gives a cell's content; an empty text where there is no such cell.
    pub(crate) fn cell(&self, row: usize, column: usize) -> Cow<'_, str> {
        let Some((piece, i)) = self.locate(row) else { return Cow::Borrowed("") };
        piece.spans_of(i).get(column).map_or(Cow::Borrowed(""), |&s| piece.content(s, &self.text, &self.dialect))
    }

    /// Gives the first cells of a record, empty texts where there are fewer, and says how many there are in all.
    pub(crate) fn start<'a>(&'a self, row: usize, cells: &mut [Cow<'a, str>]) -> usize {
        let Some((piece, i)) = self.locate(row) else { return 0 };
        let spans = piece.spans_of(i);
        for (c, cell) in cells.iter_mut().enumerate() {
            *cell = spans.get(c).map_or(Cow::Borrowed(""), |&s| piece.content(s, &self.text, &self.dialect));
        }
        spans.len()
    }

    /// Says whether a cell of the record begins with something visible; records of other scripts may without.
    pub(crate) fn visible(&self, row: usize) -> bool {
        self.locate(row).and_then(|(p, i)| p.records.get(i)).is_some_and(|r| r.visible)
    }

    /// Goes through rows `from..to`, giving the number, line, and cells of each.
    pub(crate) fn walk(&self, from: usize, to: usize) -> impl Iterator<Item = RecordRef<'_>> {
        self.pieces.iter().flat_map(move |p| {
            let first = from.saturating_sub(p.rows_before).min(p.records.len());
            let last = to.saturating_sub(p.rows_before).min(p.records.len());
            (first..last.max(first)).map(move |i| RecordRef { records: self, piece: p, index: i })
        })
    }
}

/// One record while walking.
#[derive(Clone, Copy)]
pub(crate) struct RecordRef<'a> {
    records: &'a Records,
    piece: &'a Piece,
    index: usize,
}

impl<'a> RecordRef<'a> {
    pub(crate) fn row(&self) -> usize {
        self.piece.rows_before + self.index
    }

    pub(crate) fn spans(&self) -> &'a [Span] {
        self.piece.spans_of(self.index)
    }

    pub(crate) fn content(&self, span: Span) -> Cow<'a, str> {
        self.piece.content(span, &self.records.text, &self.records.dialect)
    }

    pub(crate) fn mended(&self) -> bool {
        self.piece.records.get(self.index).is_some_and(|r| r.mended)
    }

    /// Says whether a cell outside quotes holds a quote.
    pub(crate) fn odd(&self) -> bool {
        self.piece.records.get(self.index).is_some_and(|r| r.odd)
    }

    /// Gives the record as it stands in the text.
    pub(crate) fn raw(&self) -> &'a str {
        self.piece
            .records
            .get(self.index)
            .and_then(|r| self.records.text.get(self.piece.base + r.start as usize..self.piece.base + r.end as usize))
            .unwrap_or("")
    }
}

impl Piece {
    fn read(text: &str, from: usize, to: usize, dialect: &Dialect, expected: Option<usize>) -> Self {
        let mut reader = Reader {
            text: text.as_bytes(),
            base: from,
            dialect,
            expected,
            allowance: Allowance::for_text(to - from),
            piece: Self { base: from, ..Self::default() },
        };
        // Cells are about ten bytes long.
        reader.piece.spans.reserve((to - from) / 10);
        reader.piece.records.reserve((to - from) / (10 * expected.unwrap_or(4).max(1)));
        let mut at = from;
        while at < to {
            at = reader.record(at);
        }
        let mut piece = reader.piece;
        piece.end = at;
        piece
    }

    /// Gives the bytes of the text that its records take.
    pub(super) fn range(&self) -> std::ops::Range<usize> {
        self.base..self.end.max(self.base)
    }

    /// Goes through its records, giving the line and the cells of each.
    pub(super) fn walk_spans(&self) -> impl Iterator<Item = (u32, &[Span])> {
        self.records.iter().enumerate().map(|(i, r)| (self.lines_before + r.line + 1, self.spans_of(i)))
    }

    pub(super) fn cells(&self) -> usize {
        self.spans.len()
    }

    /// Says whether no record has more cells, and no cell more bytes.
    pub(super) fn within(&self, cells: u64, bytes: usize) -> bool {
        self.widest as u64 <= cells && self.longest <= bytes
    }

    /// Gives the number of the first row after it.
    pub(super) fn rows_after(&self) -> usize {
        self.rows_before + self.records.len()
    }

    /// Gives the cells of a row, which is one of its own.
    pub(super) fn spans_of_row(&self, row: usize) -> &[Span] {
        row.checked_sub(self.rows_before).map_or(&[], |i| self.spans_of(i))
    }

    fn spans_of(&self, index: usize) -> &[Span] {
        let Some(r) = self.records.get(index) else { return &[] };
        let end = self.records.get(index + 1).map_or(self.spans.len(), |n| n.first as usize);
        self.spans.get(r.first as usize..end).unwrap_or(&[])
    }

    pub(super) fn content<'t>(&self, span: Span, text: &'t str, dialect: &Dialect) -> Cow<'t, str> {
        let range = span.range();
        let raw = text.get(self.base + range.start..self.base + range.end).unwrap_or("");
        if span.is_escaped() { Cow::Owned(dialect.resolve(raw)) } else { Cow::Borrowed(raw) }
    }
}

/// Gives the beginnings of the pieces: after a line end that stands outside quotes by the parity of the quotes before it.
///
/// Stray quotes make the parity lie; then the piece before runs over its edge, and the next one is read again from there.
fn starts(bytes: &[u8], dialect: &Dialect) -> Vec<usize> {
    let end = dialect.line_end();
    let mut starts = vec![0];
    let wanted: Vec<usize> = (1..bytes.len() / PIECE).map(|i| i * PIECE).collect();
    let edges: Vec<usize> = std::iter::once(0).chain(wanted.iter().copied()).collect();
    let counts: Vec<usize> = match dialect.quote {
        None => vec![0; edges.len()],
        Some(q) => edges
            .par_iter()
            .zip(wanted.par_iter().copied().chain([bytes.len()]))
            .map(|(&from, to)| bytes.get(from..to).map_or(0, |b| memchr::memchr_iter(q, b).count()))
            .collect(),
    };
    let mut parity = 0;
    for (&at, count) in wanted.iter().zip(&counts) {
        parity += count;
        let mut open = parity % 2 == 1;
        let mut i = at;
        while let Some(&b) = bytes.get(i) {
            if dialect.quote == Some(b) {
                open = !open;
            } else if b == end && !open && bytes.get(i + 1) != Some(&b'\n') {
                break;
            }
            i += 1;
        }
        if starts.last().is_some_and(|&s| s < i + 1) && i + 1 < bytes.len() {
            starts.push(i + 1);
        }
    }
    starts
}

/// Reads records one after the other.
struct Reader<'a> {
    text: &'a [u8],
    base: usize,
    dialect: &'a Dialect,
    expected: Option<usize>,
    allowance: Allowance,
    piece: Piece,
}

/// How strict reading of one record went.
struct Strict {
    /// Where the next record starts.
    next: usize,
    /// Where the record's text ends, without the line end.
    end: usize,
    lines: u32,
    /// A quote that neither closes a cell nor is escaped, or one that never closes.
    stray: bool,
}

impl Reader<'_> {
    /// Reads the record at `at` and gives the place of the next one.
    fn record(&mut self, at: usize) -> usize {
        let mark = self.piece.spans.len();
        let line = self.piece.lines;
        let mut strict = self.strict(at);
        let cells = self.piece.spans.len() - mark;
        let ragged = strict.lines > 1 && self.expected.is_some_and(|n| n != cells);
        let mut mended = false;
        if strict.stray || ragged {
            mended = self.mend(at, mark, &mut strict);
        }
        self.piece.lines += strict.lines;
        let odd = mended || self.odd(at, strict.end, mark);
        let visible = self.visible(mark);
        self.piece.widest = self.piece.widest.max(self.piece.spans.len() - mark);
        self.piece.records.push(Record {
            odd,
            visible,
            first: mark as u32,
            line,
            start: (at - self.base) as u32,
            end: (strict.end - self.base) as u32,
            mended,
        });
        strict.next
    }

    /// Says whether a cell begins with something visible, as it stands in the text.
    fn visible(&self, mark: usize) -> bool {
        let graphic =
            |s: &Span| !s.is_empty() && !s.is_escaped() && self.text.get(self.base + s.start as usize).is_some_and(u8::is_ascii_graphic);
        self.piece.spans.get(mark..).unwrap_or(&[]).iter().any(graphic)
    }

    /// Says whether a cell that is not in quotes holds a quote.
    fn odd(&self, at: usize, end: usize, mark: usize) -> bool {
        let Some(q) = self.dialect.quote else { return false };
        let text = self.text.get(at..end).unwrap_or(&[]);
        memchr::memchr(q, text).is_some()
            && self.piece.spans.get(mark..).unwrap_or(&[]).iter().filter(|s| !s.is_literal()).any(|s| {
                let range = s.range();
                self.text.get(self.base + range.start..self.base + range.end).is_some_and(|c| memchr::memchr(q, c).is_some())
            })
    }

    /// Reads the first line of the record at `at` again with stray quotes as content; says whether that was better.
    fn mend(&mut self, at: usize, mark: usize, strict: &mut Strict) -> bool {
        let (end, next) = self.line_from(at);
        let line = self.text.get(at..end).unwrap_or(&[]);
        let Some(cells) = quotes::split(line, self.dialect, self.expected, strict.stray, &mut self.allowance) else { return false };
        self.piece.spans.truncate(mark);
        let shift = at - self.base;
        self.piece.spans.extend(cells.into_iter().map(|c| c.shifted(shift)));
        *strict = Strict { next, end, lines: 1, stray: false };
        true
    }

    /// Gives the end of the line at `at` and the beginning of the next.
    fn line_from(&self, at: usize) -> (usize, usize) {
        let rest = self.text.get(at..).unwrap_or(&[]);
        let found = match (self.dialect.lone_cr, self.dialect.line_feed) {
            (true, true) => memchr::memchr2(b'\n', b'\r', rest),
            (true, false) => memchr::memchr(b'\r', rest),
            _ => memchr::memchr(b'\n', rest),
        };
        let Some(i) = found else { return (self.text.len(), self.text.len()) };
        if rest.get(i) == Some(&b'\r') && rest.get(i + 1) == Some(&b'\n') {
            return (at + i, at + i + 2);
        }
        let end = if i > 0 && rest.get(i) == Some(&b'\n') && rest.get(i - 1) == Some(&b'\r') { i - 1 } else { i };
        (at + end, at + i + 1)
    }

    /// Reads one record by the rules of RFC 4180 and the dialect.
    fn strict(&mut self, at: usize) -> Strict {
        let mut state = Strict { next: at, end: at, lines: 1, stray: false };
        let mut from = at;
        loop {
            if self.dialect.skip_space && from > at && self.text.get(from) == Some(&b' ') {
                from += 1;
            }
            let stop = match self.dialect.quote {
                Some(q) if self.text.get(from) == Some(&q) => self.quoted(from, q, &mut state),
                _ => self.plain(from),
            };
            match self.text.get(stop) {
                None => {
                    state.end = stop.min(self.text.len());
                    state.next = self.text.len();
                    return state;
                }
                Some(b'\n') if self.dialect.line_feed => {
                    state.end = if stop > at && self.text.get(stop - 1) == Some(&b'\r') { stop - 1 } else { stop };
                    state.next = stop + 1;
                    return state;
                }
                Some(b'\r') if self.dialect.lone_cr => {
                    state.end = stop;
                    state.next = if self.text.get(stop + 1) == Some(&b'\n') { stop + 2 } else { stop + 1 };
                    return state;
                }
                Some(_) => from = stop + self.dialect.delimiter.len(),
            }
        }
    }

    /// Reads an unquoted cell; gives the place of what ends it.
    fn plain(&mut self, from: usize) -> usize {
        let mut i = from;
        let stop = loop {
            match self.dialect.next_stop(self.text, i) {
                None => break self.text.len(),
                Some(j) if self.text.get(j) == Some(&b'\r') && !self.dialect.lone_cr => i = j + 1,
                Some(j) if self.dialect.ends_cell(self.text, j) => break j,
                Some(j) => i = j + 1,
            }
        };
        let mut end = stop;
        if self.text.get(stop) == Some(&b'\n') && end > from && self.text.get(end - 1) == Some(&b'\r') {
            end -= 1;
        }
        self.push(Span::new(from - self.base, end - self.base));
        stop
    }

    /// Reads a quoted cell; gives the place of what ends it.
    fn quoted(&mut self, open: usize, q: u8, state: &mut Strict) -> usize {
        let from = open + 1;
        let mut i = from;
        let mut escaped = false;
        let close = loop {
            let rest = self.text.get(i..).unwrap_or(&[]);
            let found = match self.dialect.escape {
                Some(e) => memchr::memchr2(q, e, rest),
                None => memchr::memchr(q, rest),
            };
            let Some(j) = found.map(|j| i + j) else { break None };
            let escapes = self.dialect.escape.is_some_and(|e| e != q && self.text.get(j) == Some(&e));
            if escapes || self.text.get(j + 1) == Some(&q) {
                escaped = true;
                i = j + 2;
            } else {
                break Some(j);
            }
        };
        let end = close.unwrap_or(self.text.len()).min(self.text.len());
        state.lines += self.lines_in(from, end);
        let mut span = Span::new(from - self.base, end.max(from) - self.base).literal();
        if escaped {
            span = span.escaped();
        }
        self.push(span);
        let Some(close) = close else {
            state.stray = true;
            return self.text.len();
        };
        // Padding between the closing quote and the delimiter belongs to nobody.
        let mut stop = close + 1;
        while matches!(self.text.get(stop), Some(b' ' | b'\t')) && !self.dialect.ends_cell(self.text, stop) {
            stop += 1;
        }
        if self.text.get(stop) == Some(&b'\r') && self.text.get(stop + 1) == Some(&b'\n') {
            stop += 1;
        }
        if stop < self.text.len() && !self.dialect.ends_cell(self.text, stop) {
            state.stray = true;
            // Go on as if the rest of the cell did not exist; the record is read again anyway.
            while stop < self.text.len() && !self.dialect.ends_cell(self.text, stop) {
                stop += 1;
            }
        }
        stop
    }

    fn lines_in(&self, from: usize, to: usize) -> u32 {
        let inside = self.text.get(from..to).unwrap_or(&[]);
        let feeds = memchr::memchr_iter(b'\n', inside).count();
        if self.dialect.lone_cr && feeds == 0 { memchr::memchr_iter(b'\r', inside).count() as u32 } else { feeds as u32 }
    }

    fn push(&mut self, span: Span) {
        self.piece.longest = self.piece.longest.max(span.len());
        self.piece.spans.push(span);
    }
}

impl Span {
    fn shifted(self, by: usize) -> Self {
        Self { start: self.start + by as u32, ..self }
    }
}
