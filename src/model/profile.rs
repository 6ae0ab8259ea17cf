//! What is in files before anything is promised about them: per column, per table, per file.

use serde::Serialize;

/// What `cutover profile` found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Profile {
    /// Version of this structure.
    pub schema: u32,
    /// Version of the program.
    pub version: String,
    /// The day after which a day is in the future, as `2026-01-31`.
    pub as_of: String,
    /// Whether personal data stands in it as it is.
    pub raw: bool,
    /// Files that were read, in order.
    pub files: Vec<FileProfile>,
    /// Files that could not be read, with the reason.
    pub unreadable: Vec<LeftOut>,
    /// Files of the given folders that were not tried, with the reason.
    pub ignored: Vec<LeftOut>,
}

/// A file that was left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// The file.
    pub path: String,
    /// Why.
    pub reason: String,
}

/// One file.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FileProfile {
    /// The file.
    pub path: String,
    /// Its format by content.
    pub format: String,
    /// Its size.
    pub bytes: u64,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// How hard it is to migrate, and why.
    pub difficulty: Difficulty,
    /// Notes about the file as a whole, counted.
    pub notes: Vec<Counted>,
    /// Its tables.
    pub tables: Vec<TableProfile>,
}

/// How hard a file is to migrate: points from 0 to 100.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difficulty {
    /// The grade.
    pub grade: Grade,
    /// The sum of the reasons, at most 100.
    pub points: u32,
    /// The reasons, the heaviest first.
    pub reasons: Vec<DifficultyReason>,
}

/// A grade of difficulty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Grade {
    /// Below 15 points.
    Easy,
    /// Below 35 points.
    Moderate,
    /// Below 60 points.
    Hard,
    /// 60 points and more.
    VeryHard,
}

impl Grade {
    /// Gives the stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Easy => "easy",
            Self::Moderate => "moderate",
            Self::Hard => "hard",
            Self::VeryHard => "very-hard",
        }
    }
}

/// One reason why a file is hard to migrate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DifficultyReason {
    /// Stable code.
    pub code: &'static str,
    /// Its points.
    pub points: u32,
    /// How many are concerned.
    pub count: u64,
    /// Of how many.
    pub of: u64,
    /// Where, by column or sheet; at most a few.
    pub at: Vec<String>,
}

/// Something counted under a stable code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Counted {
    /// Stable code.
    pub code: &'static str,
    /// How often.
    pub count: u64,
}

/// One table of a file.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TableProfile {
    /// The sheet; `None` in text files.
    pub sheet: Option<String>,
    /// The table's number on its sheet, from 1.
    pub table_no: u32,
    /// Whether the sheet is hidden.
    pub hidden: bool,
    /// Encoding of the text.
    pub encoding: String,
    /// Delimiter, where there is one.
    pub delimiter: Option<String>,
    /// Line of the header; `None`: there is none.
    pub header_line: Option<u32>,
    /// Lines above the header.
    pub preamble_lines: u64,
    /// Rows of data.
    pub rows: u64,
    /// Lines that are no rows of data, by reason.
    pub set_aside: Vec<Counted>,
    /// Columns that tell every row apart, best first; two-column keys only where no single column does.
    pub keys: Vec<Key>,
    /// Rows that repeat an earlier one in every column.
    pub repeated_rows: Repeats,
    /// Pairs of columns whose values determine each other one to one.
    pub one_to_one: Vec<[String; 2]>,
    /// Notes about the table that name no column, counted.
    pub notes: Vec<Counted>,
    /// Its columns, in order.
    pub columns: Vec<ColumnProfile>,
}

/// Columns whose values together are different in every row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Key {
    /// The columns.
    pub columns: Vec<String>,
    /// Whether the values look like codes rather than names or texts.
    pub code_like: bool,
}

/// What occurs more than once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Repeats {
    /// Different values that occur more than once.
    pub values: u64,
    /// Rows beyond the first of each.
    pub rows: u64,
    /// A few of them, each with the lines on which it first stands.
    pub examples: Vec<RepeatExample>,
}

/// A value that occurs more than once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RepeatExample {
    /// The value; empty for whole rows.
    pub value: String,
    /// The first two lines on which it stands.
    pub lines: Vec<u32>,
}

/// One column.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ColumnProfile {
    /// Its name.
    pub name: String,
    /// Its position, from 1.
    pub position: u64,
    /// Rows.
    pub rows: u64,
    /// Values that say something.
    pub filled: u64,
    /// Empty cells.
    pub missing: u64,
    /// Cells that only say that there is nothing, such as `N/A`, `无`, `-`.
    pub placeholders: u64,
    /// The most frequent of these.
    pub placeholder_words: Vec<Value>,
    /// Different values.
    pub distinct: u64,
    /// Whether `distinct` is an estimate (within about 2 %), because there are more than a million different values.
    pub distinct_is_estimate: bool,
    /// Distinct values per filled one, 0 to 1, with four decimals.
    pub unique_ratio: f64,
    /// What most values are.
    pub kind: Option<ValueType>,
    /// Types with their counts, the most frequent first.
    pub types: Vec<TypeCount>,
    /// Values that do not fit a column of numbers or dates.
    pub off_type: u64,
    /// Characters per value.
    pub lengths: Option<Lengths>,
    /// The most frequent patterns: `A` a capital, `a` a small letter, `9` a digit, `中` a Chinese character, `+` one or more of them.
    pub patterns: Vec<PatternCount>,
    /// Patterns that are not listed.
    pub other_patterns: u64,
    /// Code schemes with their counts; empty where the column holds no codes.
    pub schemes: Vec<Scheme>,
    /// Whether several code schemes stand side by side.
    pub mixed_schemes: bool,
    /// Kinds of code with check digits that the values are meant as.
    pub proofs: Vec<Proof>,
    /// Range of the numbers, where the column holds numbers.
    pub numbers: Option<Numbers>,
    /// Range of the days, where the column holds days.
    pub dates: Option<Dates>,
    /// The most frequent values.
    pub top: Vec<Value>,
    /// By how much each count of `top` may be too low, where there are more different values than are counted exactly.
    pub top_error: u64,
    /// Whether the column looks like the key of the table.
    pub key: KeyKind,
    /// Repeated values of a suspected key.
    pub repeats: Option<Repeats>,
    /// Whether nearly all values are the same.
    pub near_constant: bool,
    /// Kinds of personal data in it, with the share of values.
    pub personal: Vec<Personal>,
    /// Damage that the reader found.
    pub damage: Vec<Damage>,
}

/// A value and how often it occurs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Value {
    /// The value.
    pub value: String,
    /// How often.
    pub count: u64,
}

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ValueType {
    /// Words.
    Text,
    /// Letters, digits and separators without a blank, digits with a leading zero, or more than 15 of them.
    Code,
    /// A whole number.
    Integer,
    /// A number with decimals.
    Decimal,
    /// A number with a percent sign.
    Percent,
    /// A calendar day.
    Date,
    /// Yes or no.
    Boolean,
}

impl ValueType {
    /// All types, in the order in which equal counts are listed.
    pub const ALL: [Self; 7] = [Self::Text, Self::Code, Self::Integer, Self::Decimal, Self::Percent, Self::Date, Self::Boolean];

    /// Gives the stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Code => "code",
            Self::Integer => "integer",
            Self::Decimal => "decimal",
            Self::Percent => "percent",
            Self::Date => "date",
            Self::Boolean => "boolean",
        }
    }
}

/// How many values are of a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct TypeCount {
    /// The type.
    #[serde(rename = "type")]
    pub kind: ValueType,
    /// How many.
    pub count: u64,
}

/// Characters per value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Lengths {
    /// The fewest.
    pub min: u32,
    /// Half of the values have at most so many.
    pub median: u32,
    /// The most.
    pub max: u32,
    /// At most twelve bins from the fewest to the most.
    pub histogram: Vec<LengthBin>,
}

/// One bin of lengths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct LengthBin {
    /// The fewest characters.
    pub from: u32,
    /// The most characters.
    pub to: u32,
    /// Values.
    pub count: u64,
}

/// A pattern and how often it occurs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PatternCount {
    /// The pattern.
    pub pattern: String,
    /// How often.
    pub count: u64,
    /// The first value that has it.
    pub example: String,
}

/// A way of making codes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Scheme {
    /// Letters and separators as they stand, `9{5}` for five digits.
    pub scheme: String,
    /// How many codes follow it.
    pub count: u64,
    /// The first code that follows it.
    pub example: String,
}

/// How values of one kind of code prove themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Proof {
    /// The kind, such as `uscc`, `gtin`, `iban`.
    pub kind: &'static str,
    /// Values whose check digit fits.
    pub valid: u64,
    /// Well-formed values about which something is implausible.
    pub doubtful: u64,
    /// Values that are wrong.
    pub invalid: u64,
    /// Values that are no such code at all.
    pub other: u64,
    /// What is wrong with the wrong ones, by reason.
    pub reasons: Vec<Counted>,
    /// A few wrong ones.
    pub examples: Vec<Cell>,
}

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// Its line.
    pub line: u32,
    /// Its value.
    pub value: String,
    /// What it should be, where that is known; otherwise empty.
    pub suggestion: String,
}

/// The range of numbers; texts of exact decimals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Numbers {
    /// Numbers read.
    pub count: u64,
    /// The least.
    pub min: String,
    /// A quarter of the numbers is at most this.
    pub q1: String,
    /// Half of the numbers is at most this.
    pub median: String,
    /// Three quarters of the numbers are at most this.
    pub q3: String,
    /// The greatest.
    pub max: String,
    /// Whether the quartiles are those of a sample, because there are more than a million numbers.
    pub quartiles_are_estimates: bool,
    /// Numbers below zero.
    pub negative: u64,
    /// Zeros.
    pub zero: u64,
    /// Numbers farther from the quartiles than three times their distance.
    pub outliers: u64,
    /// The farthest of them.
    pub outlier_examples: Vec<Cell>,
}

/// The range of days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Dates {
    /// Days read.
    pub count: u64,
    /// The earliest.
    pub min: Option<String>,
    /// The latest.
    pub max: Option<String>,
    /// Odd ones by reason: `future`, `long-ago`, `open-end`, `placeholder`, `ambiguous`, `two-digit-year`, `impossible`.
    pub odd: Vec<Counted>,
    /// A few odd ones.
    pub examples: Vec<Cell>,
}

/// Whether a column looks like the key of its table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeyKind {
    /// It does not.
    #[default]
    No,
    /// Filled and different in every row.
    Unique,
    /// Codes, nearly all filled and nearly all different.
    Suspected,
}

/// A kind of personal data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PersonalKind {
    /// Names of persons.
    Name,
    /// Phone numbers.
    Phone,
    /// E-mail addresses.
    Email,
    /// Numbers of identity cards.
    IdCard,
    /// Numbers of bank cards.
    BankCard,
    /// Addresses.
    Address,
}

impl PersonalKind {
    /// Gives the stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::IdCard => "id-card",
            Self::BankCard => "bank-card",
            Self::Address => "address",
        }
    }
}

/// Personal data in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Personal {
    /// The kind.
    pub kind: PersonalKind,
    /// Values that have its form.
    pub count: u64,
}

/// Damage of one kind in a column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Damage {
    /// Stable code of the reader's note.
    pub code: &'static str,
    /// Cells.
    pub count: u64,
    /// A few of them.
    pub examples: Vec<Cell>,
}
