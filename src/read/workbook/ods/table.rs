//! Tables, rows and cells of an OpenDocument spreadsheet.

use super::cell::Cell;
use super::{attribute, count};
use crate::read::error::Fault;
use crate::read::options::ReadOptions;
use crate::read::workbook::budget::Budget;
use crate::read::workbook::sheet::{Area, Sheet};
use quick_xml::events::BytesStart;
use std::collections::HashSet;

/// Elements inside a table whose tables and texts are not those of the table.
const FOREIGN: [&str; 7] =
    ["office:annotation", "table:shapes", "table:tracked-changes", "table:dde-links", "draw:frame", "draw:custom-shape", "office:forms"];

/// The tables read so far, and where in one the reader is.
pub(super) struct Tables<'a> {
    options: &'a ReadOptions,
    budget: Budget<'a>,
    sheets: Vec<Sheet>,
    names: Vec<String>,
    /// Styles of tables that are not displayed.
    hidden_styles: HashSet<String>,
    style: String,
    /// Depth inside a foreign element.
    foreign: u32,
    /// Depth of tables inside tables.
    nested: u32,
    /// Whether the table is one that was asked for.
    taking: bool,
    row: u32,
    column: u32,
    next_column: u32,
    repeated: u32,
    hidden_groups: u32,
    groups: Vec<bool>,
    visibility: String,
    cells: Vec<(u32, String)>,
    cell: Option<Cell>,
}

impl<'a> Tables<'a> {
    pub(super) fn new(options: &'a ReadOptions, budget: Budget<'a>) -> Self {
        Self {
            options,
            budget,
            sheets: Vec::new(),
            names: Vec::new(),
            hidden_styles: HashSet::new(),
            style: String::new(),
            foreign: 0,
            nested: 0,
            taking: false,
            row: 0,
            column: 0,
            next_column: 0,
            repeated: 1,
            hidden_groups: 0,
            groups: Vec::new(),
            visibility: String::new(),
            cells: Vec::new(),
            cell: None,
        }
    }

    /// Gives the sheets; one that the document ends in has what was read of it.
    pub(super) fn finish(mut self) -> Result<Vec<Sheet>, Fault> {
        if self.taking {
            self.close_cell()?;
            if !self.cells.is_empty() {
                self.repeated = 1;
                self.close_row()?;
            }
            if let Some(sheet) = self.sheets.last_mut() {
                sheet.cut_off(self.row.saturating_sub(1));
                sheet.finish();
            }
        }
        match &self.options.sheet {
            Some(asked) if !self.names.contains(asked) => Err(Fault::NoSuchSheet(asked.clone(), self.names)),
            _ => Ok(self.sheets),
        }
    }

    pub(super) fn open(&mut self, name: &str, element: &BytesStart<'_>) -> Result<(), Fault> {
        if self.foreign > 0 || FOREIGN.contains(&name) {
            self.foreign += 1;
            return Ok(());
        }
        match name {
            "style:style" => self.style = attribute(element, "style:name").unwrap_or_default(),
            "style:table-properties" if attribute(element, "table:display").as_deref() == Some("false") => {
                self.hidden_styles.insert(self.style.clone());
            }
            "table:table" => self.open_table(element)?,
            _ if !self.taking => {}
            "table:table-column" => self.open_column(element),
            "table:table-row-group" => {
                let hidden = attribute(element, "table:display").as_deref() == Some("false");
                self.hidden_groups += u32::from(hidden);
                self.groups.push(hidden);
            }
            "table:table-row" => {
                self.column = 0;
                self.cells.clear();
                self.repeated = count(element, "table:number-rows-repeated");
                self.visibility = attribute(element, "table:visibility").unwrap_or_default();
            }
            "table:table-cell" | "table:covered-table-cell" => self.cell = Some(begin(element)),
            "text:p" | "text:h" => self.with_cell(Cell::paragraph),
            "text:s" => {
                let n = count(element, "text:c").min(10_000) as usize;
                self.with_cell(|c| c.text.extend(std::iter::repeat_n(' ', n)));
            }
            "text:tab" => self.with_cell(|c| c.text.push('\t')),
            "text:line-break" => self.with_cell(|c| c.text.push('\n')),
            _ => {}
        }
        Ok(())
    }

    pub(super) fn text(&mut self, text: &str) {
        if self.foreign == 0 {
            // What stands between paragraphs is the page's layout, no text.
            self.with_cell(|c| {
                if c.paragraphs > 0 {
                    c.write(text);
                }
            });
        }
    }

    pub(super) fn close(&mut self, name: &str) -> Result<(), Fault> {
        if self.foreign > 0 {
            self.foreign -= 1;
            return Ok(());
        }
        match name {
            "table:table" if self.nested > 1 => self.nested -= 1,
            "table:table" => {
                self.nested = 0;
                if std::mem::take(&mut self.taking)
                    && let Some(sheet) = self.sheets.last_mut()
                {
                    sheet.finish();
                }
            }
            _ if !self.taking => {}
            "table:table-row-group" => self.hidden_groups -= u32::from(self.groups.pop().unwrap_or(false)).min(self.hidden_groups),
            "table:table-cell" | "table:covered-table-cell" => self.close_cell()?,
            "table:table-row" => self.close_row()?,
            _ => {}
        }
        Ok(())
    }

    fn with_cell(&mut self, work: impl FnOnce(&mut Cell)) {
        if let Some(cell) = &mut self.cell {
            work(cell);
        }
    }

    fn open_table(&mut self, element: &BytesStart<'_>) -> Result<(), Fault> {
        self.nested += 1;
        if self.nested > 1 {
            return Ok(());
        }
        let name = attribute(element, "table:name").unwrap_or_else(|| format!("Sheet{}", self.names.len() + 1));
        self.budget.sheet(&name)?;
        self.taking = self.options.sheet.as_ref().is_none_or(|asked| *asked == name);
        self.names.push(name.clone());
        (self.row, self.next_column) = (0, 0);
        if self.taking {
            let hidden = attribute(element, "table:style-name").is_some_and(|s| self.hidden_styles.contains(&s));
            self.sheets.push(Sheet::new(name, hidden));
        }
        Ok(())
    }

    fn open_column(&mut self, element: &BytesStart<'_>) {
        let first = self.next_column;
        self.next_column = first.saturating_add(count(element, "table:number-columns-repeated"));
        if attribute(element, "table:visibility").is_some_and(|v| v != "visible")
            && let Some(sheet) = self.sheets.last_mut()
        {
            sheet.oddities.hide_columns(first, self.next_column - 1);
        }
    }

    fn close_cell(&mut self) -> Result<(), Fault> {
        let Some(cell) = self.cell.take() else { return Ok(()) };
        let Some(sheet) = self.sheets.last_mut() else { return Ok(()) };
        if cell.without_value() {
            sheet.oddities.formula_without_value(self.row, self.column);
        }
        if cell.down > 1 {
            let (bottom, right) = (self.row.saturating_add(cell.down - 1), self.column.saturating_add(cell.across.max(1) - 1));
            sheet.merges.push(Area { top: self.row, left: self.column, bottom, right });
        }
        let text = cell.shown();
        let after = self.column.saturating_add(cell.repeated);
        if !text.is_empty() {
            self.budget.place(self.row, after - 1, &sheet.name)?;
            for column in self.column..after {
                self.budget.check(self.row, column, text.len(), &sheet.name)?;
                self.cells.push((column, text.clone()));
            }
        }
        self.column = after;
        Ok(())
    }

    fn close_row(&mut self) -> Result<(), Fault> {
        let Some(sheet) = self.sheets.last_mut() else { return Ok(()) };
        let after = self.row.saturating_add(self.repeated);
        if !self.cells.is_empty() {
            self.budget.place(after - 1, 0, &sheet.name)?;
            for row in self.row..after {
                for (column, text) in &self.cells {
                    if row > self.row {
                        self.budget.check(row, *column, text.len(), &sheet.name)?;
                    }
                    sheet.push(row, *column, text);
                }
                match self.visibility.as_str() {
                    "filter" => sheet.oddities.filter_row(row),
                    "collapse" => sheet.oddities.hide_row(row),
                    _ if self.hidden_groups > 0 => sheet.oddities.hide_row(row),
                    _ => {}
                }
            }
        }
        self.cells.clear();
        self.row = after;
        Ok(())
    }
}

fn begin(element: &BytesStart<'_>) -> Cell {
    let get = |name| attribute(element, name);
    let kind = get("office:value-type").unwrap_or_default();
    let stored = match kind.as_str() {
        "date" => "office:date-value",
        "time" => "office:time-value",
        "boolean" => "office:boolean-value",
        "string" => "office:string-value",
        _ => "office:value",
    };
    Cell {
        value: get(stored).unwrap_or_default(),
        formula: get("table:formula").is_some(),
        error: get("calcext:value-type").as_deref() == Some("error"),
        across: count(element, "table:number-columns-spanned"),
        down: count(element, "table:number-rows-spanned"),
        repeated: count(element, "table:number-columns-repeated"),
        kind,
        ..Cell::default()
    }
}
