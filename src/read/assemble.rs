//! From a grid and a region of it to a table.

use super::file::{Decision, ReadNote, SetAside, SetAsideKind, SheetTable};
use super::layout::regions::Region;
use super::layout::{Grid, blank_text};
use crate::model::{TextColumn, both};
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};

/// What becomes of a row that is not regular.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Fix {
    /// It stays, with a note of this code.
    Note(&'static str),
    /// It is set aside for a person, for this reason.
    Hold(&'static str),
    /// Its cells are these instead, for the reason given as evidence.
    Cells(&'static str, Vec<String>, String),
}

/// Fixes by row.
pub(crate) type Fixes = BTreeMap<usize, Fix>;

/// Makes the table of a region.
pub(crate) fn table(grid: &dyn Grid, region: &Region, fixes: Fixes) -> SheetTable {
    let mut notes = Vec::new();
    let mut set_aside = Vec::new();
    for (&row, &(code, kind)) in &region.aside {
        set_aside.push(SetAside { line: grid.line(row), code, kind, text: grid.raw(row) });
    }
    let mut rows = Vec::with_capacity(region.to.saturating_sub(region.from));
    for row in region.from..region.to {
        if region.aside.contains_key(&row) || grid.blank(row) {
            continue;
        }
        match fixes.get(&row) {
            None => {}
            Some(Fix::Note(code)) => {
                notes.push(ReadNote::at_line(code, grid.line(row), grid.width(row).to_string()).expecting(region.width.to_string()))
            }
            Some(Fix::Hold(code)) => {
                set_aside.push(SetAside { line: grid.line(row), code, kind: SetAsideKind::Hold, text: grid.raw(row) });
                continue;
            }
            Some(Fix::Cells(code, cells, why)) => {
                notes.push(ReadNote::at_line(code, grid.line(row), grid.raw(row)).expecting(why).suggesting(cells.join(" | ")));
            }
        }
        rows.push(row);
    }
    set_aside.sort_by_key(|s| s.line);
    let names = header_cells(grid, region, &fixes);
    let columns = grid.columns(&rows, region.width, &fixes);
    let columns: Vec<(usize, TextColumn)> = match columns {
        Some(columns) => columns.into_iter().enumerate().collect(),
        None => (0..region.width).into_par_iter().map(|c| (c, column(grid, &rows, c, &fixes))).collect(),
    };
    // A column that has neither a name nor a value is the trace of a delimiter at the end of the line.
    let keep: Vec<(usize, TextColumn)> = columns
        .into_iter()
        .filter(|(c, v)| v.missing() < v.len() || region.header.is_empty() || names.get(*c).is_some_and(|n| !n.is_empty()))
        .collect();
    let covered =
        if grid.covers() { keep.iter().map(|(c, _)| rows.iter().filter(|&&r| grid.cover(r, *c).is_some()).count()).sum() } else { 0usize };
    if covered > 0 {
        notes.push(ReadNote::new("merged-cells", covered.to_string()).expecting(both(
            "每格一个值；被合并的单元格都填入其值",
            "one value a cell; each covered cell has the value of its merged cell",
        )));
    }
    let header = unique(keep.iter().map(|(c, _)| (*c, names.get(*c).map_or("", String::as_str))), region.header.is_empty(), &mut notes);
    let header_line = region.header.last().map(|&r| grid.line(r));
    let decision = Decision::new("header", header_line.map_or("none".into(), |l| format!("line {l}")), &region.why);
    let titles = keep.iter().map(|(c, _)| names.get(*c).cloned().unwrap_or_default()).collect();
    SheetTable {
        titles,
        sheet: None,
        table_no: 1,
        hidden: false,
        encoding: "utf-8".into(),
        delimiter: None,
        header_line,
        preamble: region.preamble.iter().map(|&r| (grid.line(r), grid.raw(r))).collect(),
        header,
        columns: keep.into_iter().map(|k| k.1).collect(),
        lines: rows.par_iter().map(|&r| grid.line(r)).collect(),
        set_aside,
        notes,
        repairs: Vec::new(),
        decisions: vec![decision],
    }
}

fn column(grid: &dyn Grid, rows: &[usize], c: usize, fixes: &Fixes) -> TextColumn {
    rows.iter()
        .map(|&r| {
            let cell = match fixes.get(&r) {
                Some(Fix::Cells(_, cells, _)) => Cow::Borrowed(cells.get(c).map_or("", String::as_str)),
                _ => {
                    let cell = grid.cell(r, c);
                    if cell.is_empty() { grid.cover(r, c).map_or(cell, Cow::Borrowed) } else { cell }
                }
            };
            let shown = match cell {
                Cow::Borrowed(t) => Cow::Borrowed(shown(t)),
                Cow::Owned(t) => Cow::Owned(shown(&t).to_owned()),
            };
            (!blank_text(&shown)).then_some(shown)
        })
        .collect()
}

/// Strips what exports put around a value so that Excel leaves it alone: tabs (with the padding before them) and `="..."`.
pub(crate) fn shown(text: &str) -> &str {
    let edge = |b: Option<&u8>| matches!(b, Some(b'\t' | b'='));
    // Nearly all cells have nothing around them.
    if !edge(text.as_bytes().first()) && !edge(text.as_bytes().last()) {
        return text;
    }
    let mut t = text;
    if t.ends_with('\t') {
        t = t.trim_end();
    }
    if t.starts_with('\t') {
        t = t.trim_start();
    }
    if let Some(inner) = t.strip_prefix("=\"").and_then(|u| u.strip_suffix('"'))
        && !inner.contains('"')
    {
        return inner;
    }
    t
}

/// Joins the cells of the header rows of each column; a cell of an upper row also names the blank columns to its right that a lower row fills.
fn header_cells(grid: &dyn Grid, region: &Region, fixes: &Fixes) -> Vec<String> {
    let mut names = vec![String::new(); region.width];
    for (i, &row) in region.header.iter().enumerate() {
        let last = i + 1 == region.header.len();
        let mut group = String::new();
        for (c, name) in names.iter_mut().enumerate() {
            let cell = match fixes.get(&row) {
                Some(Fix::Cells(_, cells, _)) => Cow::Borrowed(cells.get(c).map_or("", String::as_str)),
                _ => grid.cell(row, c),
            };
            let text = shown(&cell).trim();
            let part = if !blank_text(text) {
                group = text.to_owned();
                text
            } else if !last && region.header.get(i + 1).is_some_and(|&r| !blank_text(&grid.cell(r, c))) {
                group.as_str()
            } else {
                ""
            };
            if !part.is_empty() {
                if !name.is_empty() {
                    name.push(' ');
                }
                name.push_str(part);
            }
        }
    }
    names
}

/// Makes column names unique: blank ones become `column_3`, repeated ones get a number.
fn unique<'a>(names: impl Iterator<Item = (usize, &'a str)>, nameless: bool, notes: &mut Vec<ReadNote>) -> Vec<String> {
    let mut seen: HashSet<String> = HashSet::new();
    let mut out = Vec::new();
    for (i, (position, name)) in names.enumerate() {
        let base = if name.is_empty() { format!("column_{}", position + 1) } else { name.to_owned() };
        let mut candidate = base.clone();
        let mut n = 2;
        while !seen.insert(candidate.clone()) {
            candidate = format!("{base}_{n}");
            n += 1;
        }
        if name.is_empty() && !nameless {
            notes.push(ReadNote::at_column("blank-header", i, "").suggesting(&candidate));
        } else if candidate != base {
            notes.push(ReadNote::at_column("duplicate-header", i, base).suggesting(&candidate));
        }
        out.push(candidate);
    }
    out
}
