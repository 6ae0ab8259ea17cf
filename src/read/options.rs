//! What a caller may say about a file instead of leaving it to the evidence, and the limits that guard against hostile files.

/// What the caller knows about a file; everything left out is decided by evidence.
#[derive(Clone, Debug, Default)]
pub struct ReadOptions {
    /// Encoding label (WHATWG), such as `gb18030`.
    pub encoding: Option<String>,
    /// Delimiter, one character or several; `\t` stands for a tab.
    pub delimiter: Option<String>,
    /// Quote character.
    pub quote: Option<Quote>,
    /// 1-based line of the (last) header row; 0: the table has none.
    pub header: Option<u32>,
    /// Only this sheet.
    pub sheet: Option<String>,
    /// Values stay as they stand: files that this program wrote itself, and keys into others, are not put right.
    pub as_written: bool,
    /// Limits.
    pub limits: Limits,
}

/// The quote character that the caller asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quote {
    /// Quotes mean nothing.
    Off,
    /// This ASCII character opens and closes a quoted cell.
    Char(u8),
}

/// Bounds on what a file may ask for. Exceeding one is an error that names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file.
    pub file_bytes: u64,
    /// Bytes of all parts of a compressed workbook together, after inflating.
    pub inflated_bytes: u64,
    /// Inflated bytes per compressed byte of one part, or bytes of cells per byte of the file; small parts and tables are not judged.
    ///
    /// Deflate shrinks to a thousandth at most; what people save shrinks to a hundredth.
    pub inflate_ratio: u64,
    /// Parts (zip entries) of a workbook.
    pub parts: u64,
    /// Sheets of a workbook.
    pub sheets: u64,
    /// Cells of all sheets together.
    pub cells: u64,
    /// Bytes of text of one cell.
    pub cell_bytes: u64,
    /// Bytes of text of all cells of a workbook together.
    pub text_bytes: u64,
    /// Row number of a workbook cell (1-based).
    pub rows: u64,
    /// Column number of a cell (1-based).
    pub columns: u64,
    /// Depth of nested markup.
    pub depth: u64,
    /// Attributes of one element of markup.
    pub attributes: u64,
}

impl Limits {
    /// Sets the limit of this name.
    ///
    /// # Errors
    /// If there is none; gives the names that there are.
    pub fn set(&mut self, name: &str, value: u64) -> Result<(), Vec<&'static str>> {
        let all = [
            ("file_bytes", &mut self.file_bytes),
            ("inflated_bytes", &mut self.inflated_bytes),
            ("inflate_ratio", &mut self.inflate_ratio),
            ("parts", &mut self.parts),
            ("sheets", &mut self.sheets),
            ("cells", &mut self.cells),
            ("cell_bytes", &mut self.cell_bytes),
            ("text_bytes", &mut self.text_bytes),
            ("rows", &mut self.rows),
            ("columns", &mut self.columns),
            ("depth", &mut self.depth),
            ("attributes", &mut self.attributes),
        ];
        let names = all.iter().map(|(n, _)| *n).collect();
        all.into_iter().find(|(n, _)| *n == name).map(|(_, slot)| *slot = value).ok_or(names)
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 16 << 30,
            inflated_bytes: 4 << 30,
            inflate_ratio: 500,
            parts: 20_000,
            sheets: 10_000,
            cells: 300_000_000,
            cell_bytes: 16 << 20,
            text_bytes: 2 << 30,
            rows: 1_048_576,
            columns: 16_384,
            depth: 256,
            attributes: 4_096,
        }
    }
}
