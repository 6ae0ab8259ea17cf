//! Files to lists: all tables of a shape stacked by column name, each record with its id, its file and its line.

use super::ids::{self, Ids};
use super::{ListsError, Request};
use crate::matching::Values;
use crate::model::TextColumn;
use crate::read::{self, ReadFile, ReadOptions, SheetTable};
use rayon::prelude::*;
use std::path::Path;

/// What was taken from one file.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct FileRead {
    /// The file as it was named.
    pub file: String,
    /// Rows taken.
    pub rows: usize,
    /// Lines that are no rows of data: totals, comments, damaged lines.
    pub set_aside: usize,
    /// Sheets and tables that were not taken, for having other columns than the largest.
    pub tables_left_out: Vec<String>,
}

/// All records.
#[derive(Debug, Default)]
pub struct Lists {
    /// The files.
    pub files: Vec<FileRead>,
    /// Names of columns, in the order in which they first stand.
    pub names: Vec<String>,
    /// Columns, as many as `names`; empty where a field of the records took one over.
    pub columns: Vec<Values>,
    /// Ids, unique in each list.
    pub ids: Ids,
    /// The column of ids.
    pub id_column: Option<String>,
    /// The position in `files` of each record's file.
    pub file_of: Vec<u32>,
    /// Whether two lists are linked.
    pub link: bool,
}

impl Lists {
    /// Counts records.
    pub fn len(&self) -> usize {
        self.file_of.len()
    }

    /// Gives the list of a record: 0, or 1 in the second of two that are linked.
    pub fn side(&self, record: usize) -> u8 {
        if self.link { self.file_of.get(record).copied().unwrap_or(0).min(1) as u8 } else { 0 }
    }

    /// Gives a record's id.
    pub fn id(&self, record: u32) -> &str {
        self.ids.texts.get(record as usize)
    }

    /// Gives a column by its name.
    pub fn column(&self, name: &str) -> Option<&Values> {
        self.names.iter().position(|n| n == name).and_then(|i| self.columns.get(i))
    }

    /// Takes a column out.
    pub fn take(&mut self, name: &str) -> Values {
        let at = self.names.iter().position(|n| n == name);
        at.and_then(|i| self.columns.get_mut(i)).map(std::mem::take).unwrap_or_default()
    }

    /// Finds two records by their ids: where lists are linked the first in the first list and the second in the other, or the reverse.
    pub fn pair(&self, [a, b]: [&str; 2]) -> Result<[u32; 2], ListsError> {
        let find = |id: &str, side: u8| (0..self.len()).find(|r| self.side(*r) == side && self.id(*r as u32) == id).map(|r| r as u32);
        let other = u8::from(self.link);
        match (find(a, 0), find(b, other)) {
            (Some(x), Some(y)) => Ok([x, y]),
            (x, _) => match (find(b, 0), find(a, other)) {
                (Some(y), Some(x)) => Ok([x, y]),
                _ => Err(ListsError::NoSuchId { id: if x.is_none() { a } else { b }.to_owned() }),
            },
        }
    }
}

/// The rows of one table that are taken, with where they stand.
struct Taken {
    file: u32,
    sheet: Option<String>,
    table: SheetTable,
}

/// Reads all files.
pub fn load(request: &Request) -> Result<Lists, ListsError> {
    if request.link && request.files.len() != 2 {
        return Err(ListsError::NotTwo { given: request.files.len() });
    }
    let mut lists = Lists { id_column: request.id.clone(), link: request.link, ..Lists::default() };
    let (mut taken, mut seen): (Vec<Taken>, Vec<(String, String)>) = (Vec::new(), Vec::new());
    for path in &request.files {
        let name = path.display().to_string();
        let file = read::read_path(path, &ReadOptions::default())?;
        if let Some((first, _)) = seen.iter().find(|(_, sha)| *sha == file.sha256) {
            return Err(ListsError::SameFile { first: first.clone(), second: name });
        }
        seen.push((name, file.sha256.clone()));
        let (about, tables) = tables(path, file)?;
        taken.extend(tables.into_iter().map(|(sheet, table)| Taken { file: lists.files.len() as u32, sheet, table }));
        lists.files.push(about);
    }
    stack(&mut lists, taken)?;
    if lists.len() < 2 {
        return Err(ListsError::OneRecord);
    }
    Ok(lists)
}

/// Takes the largest table of a file and all others with the same columns; a sheet is named only where there are several.
fn tables(path: &Path, file: ReadFile) -> Result<(FileRead, Vec<(Option<String>, SheetTable)>), ListsError> {
    let name = path.display().to_string();
    let shape = |t: &SheetTable| t.header.iter().map(|h| h.trim().to_owned()).collect::<Vec<_>>();
    let largest = file.sheets.iter().filter(|t| t.height() > 0).max_by_key(|t| (!t.hidden, t.height())).map(shape);
    let Some(largest) = largest else { return Err(ListsError::Empty { file: name }) };
    let mut about = FileRead { file: name, rows: 0, set_aside: 0, tables_left_out: Vec::new() };
    let mut out = Vec::new();
    for t in file.sheets {
        let sheet = t.sheet.clone().map(|s| format!("{s}#{}", t.table_no)).unwrap_or_else(|| format!("#{}", t.table_no));
        if shape(&t) == largest {
            about.rows += t.height();
            about.set_aside += t.set_aside.len();
            out.push((Some(sheet), t));
        } else if t.height() > 0 {
            about.tables_left_out.push(sheet);
        }
    }
    if let [(sheet, _)] = out.as_mut_slice() {
        *sheet = None;
    }
    Ok((about, out))
}

/// Stacks tables by column name.
fn stack(lists: &mut Lists, mut taken: Vec<Taken>) -> Result<(), ListsError> {
    let mut keys = Values::default();
    for t in &taken {
        for name in t.table.header.iter().map(|h| h.trim()) {
            if !lists.names.iter().any(|n| n == name) {
                lists.names.push(name.to_owned());
            }
        }
        if let Some(id) = &lists.id_column {
            let column = place(&t.table, id.trim()).and_then(|i| t.table.columns.get(i)).ok_or_else(|| ListsError::NoIdColumn {
                file: lists.files.get(t.file as usize).map_or_else(String::new, |f| f.file.clone()),
                column: id.clone(),
                there: t.table.header.clone(),
            })?;
            column.iter().for_each(|v| keys.push(v.unwrap_or("")));
        }
        lists.file_of.resize(lists.file_of.len() + t.table.height(), t.file);
    }
    let line = |record: usize| line_of(lists, &taken, record);
    lists.ids = if lists.id_column.is_some() {
        ids::unique(keys, &line, &|i| lists.side(i))
    } else {
        Ids { blank: 0, ..ids::unique((0..lists.len()).map(line).collect(), &line, &|i| lists.side(i)) }
    };
    let parts: Vec<Vec<Part>> = lists.names.iter().map(|name| taken.iter_mut().map(|t| part(name, t)).collect()).collect();
    lists.columns = parts.into_par_iter().map(stacked).collect();
    Ok(())
}

/// One column of one table, taken out of it; where the table does not have it, so many missing values.
struct Part {
    column: Option<TextColumn>,
    height: usize,
}

fn part(name: &str, t: &mut Taken) -> Part {
    let column = place(&t.table, name).and_then(|i| t.table.columns.get_mut(i)).map(|c| std::mem::replace(c, TextColumn::nulls(0)));
    Part { column, height: t.table.height() }
}

/// Gives the place of a column in a table.
fn place(table: &SheetTable, name: &str) -> Option<usize> {
    table.header.iter().position(|h| h.trim() == name)
}

/// Names the line on which a record stands.
fn line_of(lists: &Lists, taken: &[Taken], record: usize) -> String {
    let mut at = record;
    for t in taken {
        if let Some(line) = t.table.lines.get(at) {
            let file = lists.files.get(t.file as usize).map_or("", |f| f.file.as_str());
            return line_name(lists.files.len() > 1, file, t.sheet.as_deref(), *line);
        }
        at -= t.table.height();
    }
    String::new()
}

/// Names a line so that a person finds it.
fn line_name(several: bool, file: &str, sheet: Option<&str>, line: u32) -> String {
    let file = if several { format!("{file}:") } else { String::new() };
    let sheet = sheet.map(|s| format!("{s}:")).unwrap_or_default();
    format!("{file}{sheet}{line}")
}

/// Stacks what the tables have of one column.
fn stacked(parts: Vec<Part>) -> Values {
    let mut out = Values::default();
    for p in parts {
        // Not held twice: a large table is copied column by column.
        match p.column {
            Some(column) => column.iter().for_each(|v| out.push(v.unwrap_or(""))),
            None => (0..p.height).for_each(|_| out.push("")),
        }
    }
    out
}
