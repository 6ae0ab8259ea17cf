//! Cuts a grid into tables.

use super::kind::{Kind, kind_of};
use super::{Grid, blank_text, filled, header, tail};
use crate::read::file::SetAsideKind;
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// One table of a grid.
#[derive(Clone, Debug, Default)]
pub(crate) struct Region {
    /// Rows above the header.
    pub(crate) preamble: Vec<usize>,
    /// Rows of the header; empty: there is none.
    pub(crate) header: Vec<usize>,
    /// Rows of data are in `from..to`, except blank ones and those in `aside`.
    pub(crate) from: usize,
    pub(crate) to: usize,
    /// Rows that are no data, with the reason.
    pub(crate) aside: BTreeMap<usize, (&'static str, SetAsideKind)>,
    /// Columns.
    pub(crate) width: usize,
    /// Why the header is thought to be that.
    pub(crate) why: String,
}

/// What the caller or the dialect says about the tables.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Hints {
    /// Cells of a regular record of a text; `None` for sheets, whose rows end with their last filled cell.
    pub(crate) width: Option<usize>,
    /// 1-based line of the header; 0: none.
    pub(crate) header: Option<u32>,
}

/// Rows that are looked at for the usual fill of a table.
const SAMPLE: usize = 2_000;

/// Finds the tables of a grid from top to bottom.
pub(crate) fn find(grid: &dyn Grid, hints: Hints) -> Vec<Region> {
    let rows: Vec<usize> = (0..grid.rows()).into_par_iter().filter(|&r| !grid.blank(r)).collect();
    let mut regions = Vec::new();
    let mut at = 0;
    while at < rows.len() {
        let rest = rows.get(at..).unwrap_or(&[]);
        let (region, used) = first_table(grid, rest, hints, regions.is_empty());
        regions.push(region);
        at += used.max(1);
    }
    regions
}

/// Reads the first table of `rows` and says how many of them it takes.
fn first_table(grid: &dyn Grid, rows: &[usize], hints: Hints, first: bool) -> (Region, usize) {
    let found = match hints.header.filter(|_| first) {
        Some(line) => asked_header(grid, rows, line),
        None => found_header(grid, rows),
    };
    let body_at = (found.preamble + found.rows).min(rows.len());
    let take = |from: usize, to: usize| rows.get(from..to).unwrap_or(&[]).to_vec();
    let header = take(found.preamble, body_at);
    let preamble = take(0, found.preamble);
    let body = rows.get(body_at..).unwrap_or(&[]);
    let shape = Shape::of(grid, &header, body, hints);
    let mut aside = BTreeMap::new();
    let used = extent(grid, body, &header, &shape, hints, &mut aside);
    let body = body.get(..used).unwrap_or(&[]);
    for (row, code) in tail::footers(grid, body, shape.usual) {
        aside.insert(row, (code, SetAsideKind::Skip));
    }
    let from = body.first().or(header.last().map(|_| &0)).copied().unwrap_or(0);
    let from = if body.is_empty() { header.last().map_or(from, |h| h + 1) } else { from };
    let to = body.last().map_or(from, |l| l + 1);
    let region = Region { preamble, header, from, to, aside, width: shape.width, why: found.why };
    (region, body_at + used)
}

/// Finds the header of the first table. Rows above the best header are titles, unless they are a table themselves.
fn found_header(grid: &dyn Grid, rows: &[usize]) -> header::HeaderFound {
    let best = header::find(grid, rows);
    let block = block(rows);
    if best.rows == 0 || block < 3 || block > best.preamble {
        return best;
    }
    let own = header::find(grid, rows.get(..block).unwrap_or(rows));
    let whole = |row: &usize| filled(grid, *row) == grid.width(*row);
    let table = own.preamble == 0 && own.rows == 1 && own.words > 0.99 && own.contrast > 0.0 && rows.iter().take(block).all(whole);
    if table { own } else { best }
}

/// Counts the rows before the first gap.
fn block(rows: &[usize]) -> usize {
    rows.windows(2).position(|w| matches!(w, [a, b] if a + 1 < *b)).map_or(rows.len(), |i| i + 1)
}

fn asked_header(grid: &dyn Grid, rows: &[usize], line: u32) -> header::HeaderFound {
    let at = rows.iter().position(|&r| grid.line(r) >= line).unwrap_or(rows.len());
    let exact = line > 0 && rows.get(at).is_some_and(|&r| grid.line(r) == line);
    header::HeaderFound {
        preamble: if line == 0 { 0 } else { at },
        rows: usize::from(exact),
        contrast: 1.0,
        words: 0.0,
        why: "asked for".into(),
    }
}

/// What regular rows of a table look like.
struct Shape {
    width: usize,
    usual: usize,
    /// Kind of each column where nearly all values have the same.
    kinds: Vec<Option<Kind>>,
}

impl Shape {
    fn of(grid: &dyn Grid, header: &[usize], body: &[usize], hints: Hints) -> Self {
        let sample = body.get(..SAMPLE).unwrap_or(body);
        let mut fills: Vec<usize> = sample.iter().map(|&r| filled(grid, r)).collect();
        fills.sort_unstable();
        let usual = fills.get(fills.len() / 2).copied().unwrap_or(0);
        let named = header.iter().map(|&r| grid.width(r)).max().unwrap_or(0);
        let width = match hints.width {
            None => sample.iter().map(|&r| grid.width(r)).max().unwrap_or(0).max(named),
            Some(_) => text_width(grid, header, sample),
        };
        // What stands below a gap may be another table, and then says nothing about this one.
        let own = Some(block(sample)).filter(|n| *n >= 3).unwrap_or(sample.len()).min(60);
        let kinds = (0..width).map(|c| column_kind(grid, sample.get(..own).unwrap_or(sample), c)).collect();
        Self { width, usual, kinds }
    }

    /// Says whether a row holds names where this table has values of another kind.
    fn refuses(&self, grid: &dyn Grid, row: usize) -> bool {
        let (mut against, mut typed) = (0usize, 0usize);
        for (c, kind) in self.kinds.iter().enumerate() {
            let Some(kind) = kind else { continue };
            let cell = grid.cell(row, c);
            if blank_text(&cell) {
                continue;
            }
            typed += 1;
            let found = kind_of(&cell);
            against += usize::from(found != *kind && !(found.numeric() && kind.numeric()) && matches!(found, Kind::Label | Kind::Text));
        }
        against > 0 && against * 10 >= typed * 8
    }
}

/// Gives the columns of a table of a text: what most records have, or what the header names if enough records agree with it.
fn text_width(grid: &dyn Grid, header: &[usize], sample: &[usize]) -> usize {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for &r in sample {
        *counts.entry(grid.width(r)).or_default() += 1;
    }
    let usual = counts.iter().max_by_key(|&(w, n)| (*n, *w)).map(|(w, _)| *w);
    let Some(named) = header.iter().map(|&r| grid.width(r)).max() else { return usual.unwrap_or(0) };
    let Some(usual) = usual else { return named };
    let agreeing = counts.get(&named).copied().unwrap_or(0);
    if agreeing * 5 >= sample.len() {
        return named;
    }
    // A header with one blank cell too many has a delimiter too many; ragged::mend drops it.
    let blanks = header.last().map_or(0, |&h| (0..grid.width(h)).filter(|&c| blank_text(&grid.cell(h, c))).count());
    if named == usual + 1 && blanks == 1 && header.len() == 1 { usual } else { usual.max(named) }
}

impl Shape {
    /// Says whether a row has values of other kinds than this table's columns.
    fn contradicted(&self, grid: &dyn Grid, row: usize) -> bool {
        let (mut against, mut typed) = (0usize, 0usize);
        for (c, kind) in self.kinds.iter().enumerate() {
            let Some(kind) = kind else { continue };
            let found = kind_of(&grid.cell(row, c));
            if found != Kind::Empty {
                typed += 1;
                against += usize::from(found != *kind && !(found.numeric() && kind.numeric()));
            }
        }
        against * 2 > typed || typed == 0 && self.kinds.iter().any(Option::is_some)
    }
}

fn column_kind(grid: &dyn Grid, rows: &[usize], column: usize) -> Option<Kind> {
    let mut counts = [0usize; Kind::COUNT];
    let mut filled = 0;
    for &r in rows {
        let kind = match kind_of(&grid.cell(r, column)) {
            Kind::Decimal => Kind::Integer,
            k => k,
        };
        if kind != Kind::Empty {
            filled += 1;
            if let Some(n) = counts.get_mut(kind as usize) {
                *n += 1;
            }
        }
    }
    let typed = [Kind::Integer, Kind::Date, Kind::Time, Kind::DateTime, Kind::Link, Kind::Code];
    typed.into_iter().find(|&k| filled > 0 && counts.get(k as usize).is_some_and(|&n| n * 10 >= filled * 9))
}

/// Says how many rows of `body` belong to the table; headers that come again, comments and subtotals are set aside on the way.
fn extent(
    grid: &dyn Grid,
    body: &[usize],
    header: &[usize],
    shape: &Shape,
    hints: Hints,
    aside: &mut BTreeMap<usize, (&'static str, SetAsideKind)>,
) -> usize {
    // Most rows are plain records; the others are looked at one after the other, because what they are depends on those before.
    let gap_before = |i: usize, row: usize| i.checked_sub(1).and_then(|j| body.get(j)).is_some_and(|&before| before + 1 < row);
    let other_width = |row: usize| hints.width.is_some_and(|_| grid.width(row) != shape.width);
    let heads: Vec<Cow<'_, str>> = header.iter().map(|&h| grid.cell(h, 0)).collect();
    let strange = |(i, &row): (usize, &usize)| {
        let mut cells: [Cow<'_, str>; LABELS] = Default::default();
        let width = grid.start(row, &mut cells);
        let other_width = hints.width.is_none_or(|_| width != shape.width);
        let [first, ..] = &cells;
        let named = heads.contains(first) || first.starts_with('#');
        (other_width || named || gap_before(i, row) || labelled(&cells) && tail::total(grid, row, shape.usual)).then_some(i)
    };
    let strange: Vec<usize> = body.par_iter().enumerate().filter_map(strange).collect();
    for i in strange {
        let Some(&row) = body.get(i) else { continue };
        let (gap, other_width) = (gap_before(i, row), other_width(row));
        let first = grid.cell(row, 0);
        if header.iter().any(|&h| same_row(grid, h, row)) {
            aside.insert(row, ("repeated-header", SetAsideKind::Skip));
        } else if first.starts_with('#') && tail::comment(grid, row, shape.width) {
            aside.insert(row, ("comment-line", SetAsideKind::Skip));
        } else if may_total(grid, row) && tail::total(grid, row, shape.usual) {
            aside.insert(row, ("total-line", SetAsideKind::Skip));
        } else if i > 0 && (gap || other_width || hints.width.is_none()) && starts_table(grid, body, i, shape, gap, hints.width.is_some()) {
            return i;
        }
    }
    body.len()
}

/// The cells in which the label of a total may stand.
const LABELS: usize = 4;

/// Quick test before the thorough one: one of the first cells is short and starts as labels of totals do.
fn may_total(grid: &dyn Grid, row: usize) -> bool {
    let mut cells: [Cow<'_, str>; LABELS] = Default::default();
    grid.start(row, &mut cells);
    labelled(&cells)
}

fn labelled(cells: &[Cow<'_, str>]) -> bool {
    let starts = |c: char| {
        matches!(
            c,
            '合' | '总'
                | '小'
                | '累'
                | '共'
                | '本'
                | '總'
                | '총'
                | '합'
                | '소'
                | 'T'
                | 't'
                | 'S'
                | 's'
                | 'G'
                | 'g'
                | 'И'
                | 'и'
                | 'В'
                | 'в'
        )
    };
    cells.iter().any(|cell| {
        let t = cell.trim_start();
        t.len() <= 40 && t.chars().next().is_some_and(starts)
    })
}

fn same_row(grid: &dyn Grid, a: usize, b: usize) -> bool {
    if grid.cell(a, 0) != grid.cell(b, 0) {
        return false;
    }
    let width = grid.width(a).max(grid.width(b));
    let mut filled = 0;
    for c in 0..width {
        let (x, y) = (grid.cell(a, c), grid.cell(b, c));
        if x.trim() != y.trim() {
            return false;
        }
        filled += usize::from(!blank_text(&x));
    }
    filled >= 2
}

/// Says whether another table starts at row `at` of the body: a header of its own stands there, and rows that are not of this table follow.
fn starts_table(grid: &dyn Grid, body: &[usize], at: usize, shape: &Shape, gap: bool, text: bool) -> bool {
    let rest = body.get(at..(at + 60).min(body.len())).unwrap_or(&[]);
    let Some(&row) = rest.first() else { return false };
    if !gap && !shape.refuses(grid, row) {
        return false;
    }
    let found = header::find(grid, rest);
    if found.rows == 0 || found.preamble > 5 || found.contrast < 0.3 || !gap && found.preamble > 0 && text {
        return false;
    }
    let Some(&head) = rest.get(found.preamble) else { return false };
    let below = rest.get(found.preamble + found.rows..).unwrap_or(&[]);
    if filled(grid, head) < 2 || below.is_empty() {
        return false;
    }
    let next = below.get(..5).unwrap_or(below);
    let strange = next.iter().filter(|&&r| text && grid.width(r) != shape.width || shape.contradicted(grid, r)).count();
    let other_width = grid.width(head) != shape.width;
    if strange * 2 > next.len() {
        return shape.refuses(grid, head) || other_width && gap;
    }
    // Rows like those before follow: only a whole header of other names makes them another table.
    !(text && other_width) && shape.refuses(grid, head) && filled(grid, head) * 10 >= shape.usual * 8
}
