//! SpreadsheetML 2003, which old ERPs send as `.xls`.
//!
//! Source: XML Spreadsheet Reference (Microsoft Office 2003 XML Reference Schemas).

use super::budget::Budget;
use super::markup::{Piece, Scanner, attribute, resolve};
use super::number_format::NumberFormat;
use super::oddities::Oddities;
use super::sheet::Sheet;
use super::stored::truth;
use crate::read::encoding;
use crate::read::error::Fault;
use crate::read::options::ReadOptions;
use std::collections::HashMap;

/// Reads the worksheets of a document.
pub(super) fn read(bytes: Vec<u8>, options: &ReadOptions) -> Result<Vec<Sheet>, Fault> {
    let detected = encoding::detect(&bytes, options.encoding.as_deref())?;
    let size = bytes.len() as u64;
    let (text, _) = encoding::decode(bytes, &detected);
    if text.contains("<!ENTITY") {
        return Err(Fault::Corrupt("xml-2003", "it declares entities of its own, which are refused".into()));
    }
    let mut book = Book {
        options,
        sheets: Vec::new(),
        formats: HashMap::new(),
        style: String::new(),
        row: 0,
        column: 0,
        next_column: 0,
        filtered: None,
        cell: Cell::default(),
        budget: Budget::new(&options.limits, size),
        depth: 0,
        inside: false,
    };
    let mut scanner = Scanner::new(&text, &options.limits);
    while let Some(piece) = scanner.next()? {
        book.take(&piece)?;
    }
    book.finish()
}

#[derive(Default)]
struct Cell {
    style: String,
    kind: String,
    text: String,
    inside: bool,
    across: u32,
}

struct Book<'a> {
    options: &'a ReadOptions,
    sheets: Vec<Sheet>,
    formats: HashMap<String, NumberFormat>,
    style: String,
    row: u32,
    column: u32,
    /// The column that the next `Column` is about.
    next_column: u32,
    /// The rows of a filter that was begun.
    filtered: Option<(u32, u32)>,
    cell: Cell,
    budget: Budget<'a>,
    depth: u64,
    /// Whether a worksheet has begun and not ended.
    inside: bool,
}

impl Book<'_> {
    fn take(&mut self, piece: &Piece<'_>) -> Result<(), Fault> {
        match piece {
            Piece::Text(t) if self.cell.inside => self.cell.text.push_str(&resolve(t)),
            Piece::Verbatim(t) if self.cell.inside => self.cell.text.push_str(t),
            Piece::Text(_) | Piece::Verbatim(_) => {}
            Piece::Open { name, attributes, closed } => {
                self.open(name, attributes)?;
                if *closed {
                    self.close(name)?;
                } else {
                    self.depth += 1;
                    if self.depth > self.options.limits.depth {
                        return Err(Fault::Limit("depth", self.options.limits.depth, format!("element {name}")));
                    }
                }
            }
            Piece::Close(name) => {
                self.depth = self.depth.saturating_sub(1);
                self.close(name)?;
            }
        }
        Ok(())
    }

    fn open(&mut self, name: &str, attributes: &str) -> Result<(), Fault> {
        let text = |n| attribute(attributes, n).unwrap_or_default();
        let number = |n| attribute(attributes, n).and_then(|v| v.parse::<u32>().ok());
        match name {
            "style" => self.style = text("ID"),
            "numberformat" => {
                self.formats.insert(self.style.clone(), named_format(&text("Format")));
            }
            "worksheet" => {
                let sheet = text("Name");
                self.budget.sheet(&sheet)?;
                self.sheets.push(Sheet::new(sheet, false));
                self.inside = true;
                (self.row, self.next_column, self.filtered) = (0, 0, None);
            }
            "visible" => {
                if let Some(s) = self.sheets.last_mut() {
                    s.hidden = true;
                }
            }
            "row" => {
                if let Some(i) = number("Index") {
                    self.row = i.saturating_sub(1);
                }
                self.column = 0;
                if hidden(attributes) {
                    self.oddities(|o, row| o.hide_row(row));
                }
            }
            "column" => {
                let first = number("Index").map_or(self.next_column, |i| i.saturating_sub(1));
                let last = first.saturating_add(number("Span").unwrap_or(0));
                self.next_column = last.saturating_add(1);
                if hidden(attributes) {
                    self.oddities(|o, _| o.hide_columns(first, last));
                }
            }
            "autofilter" => self.filtered = filtered_rows(&text("Range")),
            // A filter that filters nothing is only a row of buttons.
            "autofiltercolumn" if !matches!(text("Type").as_str(), "" | "All") => {
                if let Some((first, last)) = self.filtered.take() {
                    self.oddities(|o, _| o.filter(first, last));
                }
            }
            "cell" => {
                if let Some(i) = number("Index") {
                    self.column = i.saturating_sub(1);
                }
                self.cell = Cell { style: text("StyleID"), across: number("MergeAcross").unwrap_or(0), ..Cell::default() };
            }
            "data" => {
                self.cell.kind = text("Type");
                self.cell.inside = true;
            }
            _ => {}
        }
        Ok(())
    }

    /// Notes something of the sheet and the row at hand.
    fn oddities(&mut self, note: impl FnOnce(&mut Oddities, u32)) {
        if let Some(sheet) = self.sheets.last_mut() {
            note(&mut sheet.oddities, self.row);
        }
    }

    fn close(&mut self, name: &str) -> Result<(), Fault> {
        match name {
            "data" => self.cell.inside = false,
            "cell" => {
                let cell = std::mem::take(&mut self.cell);
                let text = self.shown(&cell);
                self.budget.check(self.row, self.column, text.len(), self.sheets.last().map_or("", |s| s.name.as_str()))?;
                if let Some(sheet) = self.sheets.last_mut() {
                    sheet.push(self.row, self.column, &text);
                }
                self.column = self.column.saturating_add(1).saturating_add(cell.across);
            }
            "row" => self.row = self.row.saturating_add(1),
            "worksheet" => self.inside = false,
            _ => {}
        }
        Ok(())
    }

    /// Gives the sheets; one that the document ends in has what was read of it.
    fn finish(mut self) -> Result<Vec<Sheet>, Fault> {
        if self.inside {
            if self.cell.inside {
                self.close("cell")?;
            }
            self.sheets.last_mut().into_iter().for_each(|s| s.cut_off(self.row));
        }
        self.sheets.iter_mut().for_each(Sheet::finish);
        Ok(self.sheets)
    }

    fn shown(&self, cell: &Cell) -> String {
        match cell.kind.as_str() {
            "Number" => {
                let value = cell.text.trim().parse::<f64>();
                let format = self.formats.get(&cell.style).cloned().unwrap_or(NumberFormat::Plain { decimals: 0 });
                value.map_or_else(|_| cell.text.clone(), |v| format.show(v, false))
            }
            "DateTime" => {
                let (day, time) = cell.text.split_once('T').unwrap_or((&cell.text, ""));
                let time = time.trim_end_matches('Z').trim_end_matches(".000");
                if time.is_empty() || time == "00:00:00" { day.to_owned() } else { format!("{day} {time}") }
            }
            "Boolean" => truth(cell.text.trim() == "1").into(),
            _ => cell.text.clone(),
        }
    }
}

fn hidden(attributes: &str) -> bool {
    attribute(attributes, "Hidden").is_some_and(|h| matches!(h.as_str(), "1" | "true"))
}

/// Gives the rows of an area such as `R1C1:R10C3`.
fn filtered_rows(area: &str) -> Option<(u32, u32)> {
    let row = |cell: &str| cell.strip_prefix('R')?.split('C').next()?.parse::<u32>().ok()?.checked_sub(1);
    let (from, to) = area.split_once(':')?;
    Some((row(from)?, row(to)?))
}

/// Reads a number format, which may have a name here.
fn named_format(format: &str) -> NumberFormat {
    match format {
        "Percent" => NumberFormat::Percent { decimals: 2 },
        "Fixed" | "Standard" | "Currency" | "Euro Currency" => NumberFormat::Plain { decimals: 2 },
        "Short Date" | "Long Date" | "Medium Date" => NumberFormat::Date,
        "General Date" => NumberFormat::DateTime,
        "Short Time" | "Long Time" | "Medium Time" => NumberFormat::Time,
        "" | "General" | "General Number" | "Scientific" => NumberFormat::Plain { decimals: 0 },
        code => NumberFormat::parse(code),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::layout::Grid;

    #[test]
    fn cells_have_places_types_and_formats() {
        let text = r#"<?xml version="1.0"?><Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
            <Styles><Style ss:ID="c"><NumberFormat ss:Format="000000"/></Style></Styles>
            <Worksheet ss:Name="S"><Table><Row ss:Index="2"><Cell ss:Index="2" ss:StyleID="c"><Data ss:Type="Number">123</Data></Cell>
            <Cell><Data ss:Type="DateTime">2024-01-05T00:00:00.000</Data></Cell><Cell><Data ss:Type="String">a &amp; b</Data></Cell></Row></Table></Worksheet></Workbook>"#;
        let sheets = read(text.as_bytes().to_vec(), &ReadOptions::default()).unwrap();
        let sheet = &sheets[0];
        assert_eq!((sheet.cell(1, 1), sheet.cell(1, 2), sheet.cell(1, 3)), ("000123".into(), "2024-01-05".into(), "a & b".into()));
    }

    #[test]
    fn what_is_hidden_is_noted() {
        let row = |attributes: &str| {
            format!("<Row{attributes}><Cell><Data>a</Data></Cell><Cell><Data>b</Data></Cell><Cell><Data>c</Data></Cell></Row>")
        };
        let text = format!(
            r#"<Workbook><Worksheet ss:Name="S"><Table><Column/><Column ss:Index="2" ss:Span="1" ss:Hidden="1"/>{}{}{}{}{}</Table>
            <AutoFilter x:Range="R1C1:R3C2"><AutoFilterColumn/><AutoFilterColumn x:Type="NonBlanks"/></AutoFilter></Worksheet>
            <Worksheet ss:Name="T"><Table><Row ss:Index="9" ss:Hidden="1"/>{}</Table></Worksheet></Workbook>"#,
            row(""),
            row(""),
            row(" ss:Hidden=\"1\""),
            row(" ss:Index=\"7\" ss:Hidden=\"1\""),
            row(" ss:Hidden=\"0\""),
            row("")
        );
        let sheets = read(text.into_bytes(), &ReadOptions::default()).unwrap();
        let notes = |i: usize| sheets[i].notes.iter().map(|n| (n.code, n.value.as_str())).collect::<Vec<_>>();
        assert_eq!(notes(0), [("hidden-rows", "7:7"), ("filtered-rows", "3:3"), ("hidden-columns", "2: B:B ...")]);
        assert_eq!(notes(1), []);
    }

    #[test]
    fn entities_are_refused() {
        let text = "<!DOCTYPE x [<!ENTITY a \"b\">]><Workbook/>";
        assert!(read(text.as_bytes().to_vec(), &ReadOptions::default()).is_err());
    }
}
