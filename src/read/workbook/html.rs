//! HTML pages with tables, which web systems send as `.xls`.

use super::budget::Budget;
use super::markup::{Piece, Scanner, attribute, resolve};
use super::sheet::Sheet;
use super::spans::Spans;
use crate::read::encoding;
use crate::read::error::Fault;
use crate::read::options::ReadOptions;

/// Reads every table of a page into one sheet, one below the other with a blank row between.
pub(super) fn read(bytes: Vec<u8>, options: &ReadOptions) -> Result<Vec<Sheet>, Fault> {
    let label = options.encoding.clone().or_else(|| declared(&bytes));
    // A page that lies about its encoding is judged by its bytes.
    let detected = encoding::detect(&bytes, label.as_deref()).or_else(|_| encoding::detect(&bytes, None))?;
    let size = bytes.len() as u64;
    let by_bytes = if options.encoding.is_none() { Some(encoding::detect(&bytes, None)?) } else { None };
    let (mut text, broken) = encoding::decode(bytes.clone(), &detected);
    if broken > 0
        && let Some(detected) = by_bytes
    {
        text = encoding::decode(bytes, &detected).0;
    }
    if text.starts_with("MIME-Version:") {
        text = text.replace("=\r\n", "").replace("=3D", "=").replace("=\n", "");
    }
    let mut page = Page::new(options, size);
    let mut scanner = Scanner::new(&text, &options.limits);
    while let Some(piece) = scanner.next()? {
        page.take(&piece)?;
    }
    page.end_cell()?;
    if page.sheet.len() == 0 && !page.tables {
        return Err(Fault::NotATable("a web page without a table"));
    }
    page.sheet.finish();
    Ok(vec![page.sheet])
}

/// Finds the encoding that the page declares.
fn declared(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(bytes.get(..4096).unwrap_or(bytes)).to_ascii_lowercase();
    let after = head.get(head.find("charset=")? + 8..)?;
    let label: String =
        after.trim_start_matches(['"', '\'', ' ']).chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect();
    // UTF-8 is checked strictly anyway, and pages that claim it often are not.
    (!label.is_empty() && !label.starts_with("utf")).then_some(label)
}

struct Page<'a> {
    sheet: Sheet,
    budget: Budget<'a>,
    row: u32,
    column: u32,
    in_row: bool,
    cell: Option<String>,
    span: (u32, u32),
    /// Columns that cells of earlier rows reach down into.
    reach: Spans,
    depth: u64,
    tables: bool,
    limits: &'a crate::read::options::Limits,
}

impl<'a> Page<'a> {
    fn new(options: &'a ReadOptions, size: u64) -> Self {
        Self {
            sheet: Sheet::new("table", false),
            budget: Budget::new(&options.limits, size),
            row: 0,
            column: 0,
            in_row: false,
            cell: None,
            span: (1, 1),
            reach: Spans::default(),
            depth: 0,
            tables: false,
            limits: &options.limits,
        }
    }

    fn take(&mut self, piece: &Piece<'_>) -> Result<(), Fault> {
        match piece {
            Piece::Text(t) => self.write(&resolve(t), false),
            Piece::Verbatim(t) => self.write(t, false),
            Piece::Open { name, attributes, .. } => return self.open(name, attributes),
            Piece::Close(name) => match name.as_str() {
                "td" | "th" => self.end_cell()?,
                "tr" => self.end_row()?,
                "table" => {
                    self.end_row()?;
                    self.depth = self.depth.saturating_sub(1);
                    self.row += 1;
                }
                _ => {}
            },
        }
        Ok(())
    }

    fn open(&mut self, name: &str, attributes: &str) -> Result<(), Fault> {
        match name {
            "table" => {
                self.tables = true;
                self.depth += 1;
                if self.depth > self.limits.depth {
                    return Err(Fault::Limit("depth", self.limits.depth, "nested tables".into()));
                }
            }
            "tr" => {
                self.end_row()?;
                self.in_row = true;
            }
            "td" | "th" => {
                self.end_cell()?;
                self.in_row = true;
                self.column = self.reach.free(self.column, self.row);
                let number = |n| attribute(attributes, n).and_then(|v| v.trim().parse::<u32>().ok()).unwrap_or(1).clamp(1, 10_000);
                self.span = (number("colspan"), number("rowspan"));
                self.cell = Some(String::new());
            }
            "br" | "p" | "div" | "li" => self.write("\n", true),
            _ => {}
        }
        Ok(())
    }

    fn write(&mut self, text: &str, line_break: bool) {
        let Some(cell) = &mut self.cell else { return };
        if line_break {
            if !cell.is_empty() && !cell.ends_with('\n') {
                cell.push('\n');
            }
            return;
        }
        // Runs of white space count as one space, as a browser shows them.
        for c in text.chars() {
            if c.is_ascii_whitespace() {
                if !cell.is_empty() && !cell.ends_with([' ', '\n']) {
                    cell.push(' ');
                }
            } else {
                cell.push(if c == '\u{a0}' { ' ' } else { c });
            }
        }
    }

    fn end_cell(&mut self) -> Result<(), Fault> {
        let Some(text) = self.cell.take() else { return Ok(()) };
        let text = text.trim();
        self.budget.check(self.row, self.column, text.len(), "table")?;
        self.sheet.push(self.row, self.column, text);
        let (across, down) = self.span;
        if down > 1 {
            self.reach.take(self.column..self.column + across, self.row + down);
        }
        self.column += across;
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), Fault> {
        self.end_cell()?;
        if self.in_row {
            self.row += 1;
            self.column = 0;
            self.in_row = false;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::layout::Grid;

    #[test]
    fn tables_of_pages_become_cells() {
        let page = "<html><head><meta charset=gbk></head><table border=1><tr><th colspan=2>Title</th></tr>\
                    <tr><td rowspan=2>A&amp;B</td><td style=\"mso-number-format:'\\@'\">00123</td></tr><tr><td>x<br>y</table>";
        let sheets = read(page.as_bytes().to_vec(), &ReadOptions::default()).unwrap();
        let sheet = &sheets[0];
        assert_eq!(
            (sheet.cell(0, 0), sheet.cell(1, 0), sheet.cell(1, 1), sheet.cell(2, 1)),
            ("Title".into(), "A&B".into(), "00123".into(), "x\ny".into())
        );
    }
}
