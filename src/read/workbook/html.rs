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

/// Gives how many rows or columns something is about.
fn number(attributes: &str, name: &str) -> u32 {
    attribute(attributes, name).and_then(|v| v.trim().parse::<u32>().ok()).unwrap_or(1).clamp(1, 10_000)
}

/// Says whether an element is not shown.
fn hides(attributes: &str) -> bool {
    // Between quotes the word means nothing.
    let mut words = attributes.split(['"', '\'']).step_by(2).flat_map(str::split_ascii_whitespace);
    if words.any(|w| w.split('=').next().is_some_and(|w| w.eq_ignore_ascii_case("hidden"))) {
        return true;
    }
    let Some(style) = attribute(attributes, "style") else { return false };
    let style: String = style.to_ascii_lowercase().split_ascii_whitespace().collect();
    let hiding = ["display:none", "visibility:hidden", "visibility:collapse", "mso-hide:all", "mso-hide:screen"];
    style.split(';').any(|d| hiding.contains(&d.trim_end_matches("!important")))
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
    /// Whether each table around this place is hidden.
    depth: Vec<bool>,
    /// Whether the rows of this group are.
    hidden_group: bool,
    /// The column that the next `col` is about.
    next_column: u32,
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
            depth: Vec::new(),
            hidden_group: false,
            next_column: 0,
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
                    self.depth.pop();
                    self.hidden_group = false;
                    self.row += 1;
                }
                "tbody" | "thead" | "tfoot" => self.hidden_group = false,
                _ => {}
            },
        }
        Ok(())
    }

    fn open(&mut self, name: &str, attributes: &str) -> Result<(), Fault> {
        match name {
            "table" => {
                self.tables = true;
                self.depth.push(hides(attributes));
                self.next_column = 0;
                if self.depth.len() as u64 > self.limits.depth {
                    return Err(Fault::Limit("depth", self.limits.depth, "nested tables".into()));
                }
            }
            "tbody" | "thead" | "tfoot" => self.hidden_group = hides(attributes),
            "col" => {
                let first = self.next_column;
                self.next_column = first.saturating_add(number(attributes, "span"));
                if hides(attributes) {
                    self.sheet.oddities.hide_columns(first, self.next_column - 1);
                }
            }
            "tr" => {
                self.end_row()?;
                self.in_row = true;
                if self.hidden_group || self.depth.contains(&true) || hides(attributes) {
                    self.sheet.oddities.hide_row(self.row);
                }
            }
            "td" | "th" => {
                self.end_cell()?;
                self.in_row = true;
                self.column = self.reach.free(self.column, self.row);
                self.span = (number(attributes, "colspan"), number(attributes, "rowspan"));
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

    #[test]
    fn what_a_browser_hides_is_noted() {
        let page = "<table><col><col span=2 style='DISPLAY: none !important'><tr><th>a<th>b<th>c<th>d</tr><tr style=\"display:none\"><td>1<td>2</tr>\
                    <tr title='not hidden, nor display:none'><td>1<td>2</tr><tbody hidden><tr><td>3<td>4</tr></tbody><tr><td>5<td>6</tr></table>\
                    <table style='visibility:hidden'><tr><td>7</tr></table>";
        let sheets = read(page.as_bytes().to_vec(), &ReadOptions::default()).unwrap();
        let notes: Vec<_> = sheets[0].notes.iter().map(|n| (n.code, n.value.as_str())).collect();
        assert_eq!(notes, [("hidden-rows", "3: 2:2 ..."), ("hidden-columns", "2: B:B ...")]);
    }
}
