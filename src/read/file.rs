//! What reading a file gives: its tables, what was set aside, and what was decided and noticed on the way.

use crate::model::TextColumn;

/// What a file turned out to be, by its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Delimited text.
    Text,
    /// Office Open XML workbook.
    Xlsx,
    /// Binary Office Open XML workbook.
    Xlsb,
    /// BIFF workbook, in an OLE container or bare.
    Xls,
    /// OpenDocument spreadsheet.
    Ods,
    /// SpreadsheetML 2003.
    Xml2003,
    /// An HTML page with a table, usually called `.xls`.
    Html,
}

impl Format {
    /// Gives the format's name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Xlsx => "xlsx",
            Self::Xlsb => "xlsb",
            Self::Xls => "xls",
            Self::Ods => "ods",
            Self::Xml2003 => "xml-2003",
            Self::Html => "html",
        }
    }
}

/// One file with its tables.
#[derive(Clone, Debug)]
pub struct ReadFile {
    /// SHA-256 of the bytes, lower-case hexadecimal.
    pub sha256: String,
    /// Bytes of the file.
    pub bytes: u64,
    /// Format by content.
    pub format: Format,
    /// Tables in order of sheets and, on a sheet, from top to bottom.
    pub sheets: Vec<SheetTable>,
    /// Notes about the file as a whole.
    pub notes: Vec<ReadNote>,
}

/// One table of a file.
#[derive(Clone, Debug)]
pub struct SheetTable {
    /// The sheet; `None` for text files.
    pub sheet: Option<String>,
    /// The table's number on its sheet, from 1.
    pub table_no: u32,
    /// Whether the sheet is hidden.
    pub hidden: bool,
    /// Encoding of the text; `utf-8` for workbooks.
    pub encoding: String,
    /// Delimiter; `None` for workbooks and single-column files.
    pub delimiter: Option<String>,
    /// 1-based line of the last header row; `None`: the table has no header.
    pub header_line: Option<u32>,
    /// Lines above the header, with their text.
    pub preamble: Vec<(u32, String)>,
    /// Unique column names, as shown where the file has them; `column_3` where it has none.
    pub header: Vec<String>,
    /// The names as the file has them: blank ones blank, repeated ones repeated; as many as `header`.
    pub titles: Vec<String>,
    /// Columns, as many as `header`, all of the same length.
    pub columns: Vec<TextColumn>,
    /// The 1-based physical line (text: line on which the record starts; workbook: row number) of each row.
    pub lines: Vec<u32>,
    /// Lines of the table that are no rows of data, or could not be made one.
    pub set_aside: Vec<SetAside>,
    /// What is noteworthy: damage, repairs, oddities.
    pub notes: Vec<ReadNote>,
    /// Every value that was put right, by row and column.
    pub repairs: Vec<Repair>,
    /// What was decided, and why.
    pub decisions: Vec<Decision>,
}

/// A value that stands in the table otherwise than in the file, because the evidence leaves one answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// Position of the row of data.
    pub row: usize,
    /// Position of the column.
    pub column: usize,
    /// The damage, a code of [`CODES`].
    pub code: &'static str,
    /// The value in the file.
    pub before: Box<str>,
    /// The value in the table.
    pub after: Box<str>,
}

/// Every code of a note or of a line set aside; whoever shows them has words for each.
pub const CODES: &[&str] = &[
    "blank-header",
    "code-became-date",
    "comment-line",
    "cut-off",
    "digits-lost",
    "duplicate-header",
    "empty-file",
    "error-cell",
    "filtered-rows",
    "float-tail",
    "footer-line",
    "formula-without-value",
    "hidden-by-width",
    "hidden-columns",
    "hidden-rows",
    "leading-zeros-lost",
    "merged-cells",
    "missing-cells",
    "missing-delimiter",
    "mojibake",
    "no-rows",
    "nul-bytes",
    "other-delimiter",
    "repeated-header",
    "rows-cut",
    "scientific-notation",
    "short-row",
    "stray-quote",
    "surplus-cells",
    "surplus-delimiter",
    "total-line",
    "truncated-text",
    "undecodable-bytes",
    "unquoted-delimiter",
];

impl SheetTable {
    /// Counts rows of data.
    pub fn height(&self) -> usize {
        self.lines.len()
    }
}

/// A line that is no row of data, kept with its text so that nothing is lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetAside {
    /// 1-based line.
    pub line: u32,
    /// Stable code of the reason, such as `total-line`.
    pub code: &'static str,
    /// What becomes of it.
    pub kind: SetAsideKind,
    /// Its text (cells of a workbook row are joined by tabs).
    pub text: String,
}

/// What becomes of a line that was set aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetAsideKind {
    /// It is deliberately no record: a total, a comment, a footer.
    Skip,
    /// It looks like a record but cannot be read with certainty: a person must look.
    Hold,
    /// It cannot be a record.
    Reject,
}

/// Something noteworthy about a file, a table, a column or a cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadNote {
    /// Stable kebab-case code.
    pub code: &'static str,
    /// 1-based line, where it is about one.
    pub line: Option<u32>,
    /// Position of the column, where it is about one.
    pub column: Option<usize>,
    /// The value as it stands.
    pub value: String,
    /// What was expected, or the evidence.
    pub expected: String,
    /// What the value is or should be instead, where that is known.
    pub suggestion: String,
}

impl ReadNote {
    /// Makes a note about the table as a whole.
    pub fn new(code: &'static str, value: impl Into<String>) -> Self {
        Self::of(code, value)
    }

    /// Makes a note about a line.
    pub fn at_line(code: &'static str, line: u32, value: impl Into<String>) -> Self {
        Self { line: Some(line), ..Self::of(code, value) }
    }

    /// Makes a note about a cell.
    pub fn at_cell(code: &'static str, line: u32, column: usize, value: impl Into<String>) -> Self {
        Self { line: Some(line), column: Some(column), ..Self::of(code, value) }
    }

    /// Makes a note about a column as a whole.
    pub fn at_column(code: &'static str, column: usize, value: impl Into<String>) -> Self {
        Self { column: Some(column), ..Self::of(code, value) }
    }

    fn of(code: &'static str, value: impl Into<String>) -> Self {
        debug_assert!(CODES.contains(&code), "{code} is not among the codes that have words");
        Self { code, value: value.into(), ..Self::default() }
    }

    /// Says what was expected, or what the evidence is.
    #[must_use]
    pub fn expecting(mut self, expected: impl Into<String>) -> Self {
        self.expected = expected.into();
        self
    }

    /// Says what stands there instead, or should.
    #[must_use]
    pub fn suggesting(mut self, suggestion: impl Into<String>) -> Self {
        self.suggestion = suggestion.into();
        self
    }
}

/// One decision of the reader, which the caller may override with an option of the same name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// What was decided: `encoding`, `delimiter`, `quote`, `header` ...
    pub what: &'static str,
    /// How.
    pub value: String,
    /// The evidence.
    pub why: String,
}

impl Decision {
    /// Makes a decision.
    pub fn new(what: &'static str, value: impl Into<String>, why: impl Into<String>) -> Self {
        Self { what, value: value.into(), why: why.into() }
    }
}
