//! Tables of cells as people keep them, and the files that they keep them in.

mod compound;
mod text;
mod xls;
mod xlsx;

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Text as it stands.
    Text(String),
    /// A number and how it is shown.
    Number(f64, Shown),
    /// A calendar day: year, month, day.
    Day(u16, u8, u8),
}

/// How a number is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// As Excel pleases: beyond eleven digits in scientific notation.
    General,
    /// With six digits, zeros in front: `000000`.
    SixDigits,
    /// With two decimals: `0.00`.
    Money,
}

impl Cell {
    /// Makes a text cell; an empty text is an empty cell.
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }

    /// Makes a number of hundredths: `Cell::money(1250)` is 12.50.
    pub fn money(hundredths: i64) -> Self {
        Self::Number(hundredths as f64 / 100.0, Shown::Money)
    }

    /// Writes the cell as a text export does.
    pub fn shown(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(t) => t.clone(),
            Self::Number(n, Shown::General) => format!("{n}"),
            Self::Number(n, Shown::SixDigits) => format!("{n:06}"),
            Self::Number(n, Shown::Money) => format!("{n:.2}"),
            Self::Day(y, m, d) => format!("{y:04}-{m:02}-{d:02}"),
        }
    }
}

/// One sheet: its rows from the first line down, title rows and header included.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// Its name; text files ignore it.
    pub name: &'static str,
    /// Whether Excel shows it.
    pub hidden: bool,
    /// Rows; they may differ in length.
    pub rows: Vec<Vec<Cell>>,
}

/// A kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Comma-separated text in GBK, as Excel writes it in China.
    GbkCsv,
    /// Comma-separated text in UTF-8 with a byte-order mark.
    Utf8Csv,
    /// Office Open XML.
    Xlsx,
    /// BIFF8 in a compound file.
    Xls,
}

/// Writes a file of this kind. Text files have one sheet.
pub fn write(kind: Kind, sheets: &[Sheet]) -> Vec<u8> {
    match kind {
        Kind::GbkCsv => text::gbk(&sheets[0]),
        Kind::Utf8Csv => text::utf8(&sheets[0]),
        Kind::Xlsx => xlsx::workbook(sheets),
        Kind::Xls => xls::workbook(sheets),
    }
}

/// Gives the 1-based line on which each row of a sheet starts.
pub fn lines(kind: Kind, sheet: &Sheet) -> Vec<usize> {
    let mut line = 1;
    let mut lines = Vec::new();
    for row in &sheet.rows {
        lines.push(line);
        let breaks = |c: &Cell| c.shown().matches('\n').count();
        line += 1 + if matches!(kind, Kind::GbkCsv | Kind::Utf8Csv) { row.iter().map(breaks).sum() } else { 0 };
    }
    lines
}

/// Gives the number that Excel keeps a day as: days since 1899-12-30.
fn serial(year: u16, month: u8, day: u8) -> f64 {
    // Days from civil (Howard Hinnant), shifted from 1970-01-01.
    let y = i64::from(year) - i64::from(month <= 2);
    let (era, m, d) = (y.div_euclid(400), i64::from(month), i64::from(day));
    let year_of_era = y.rem_euclid(400);
    let day_of_year = (153 * (m + if m > 2 { -3 } else { 9 }) + 2) / 5 + d - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    (era * 146_097 + day_of_era - 719_468 + 25_569) as f64
}
