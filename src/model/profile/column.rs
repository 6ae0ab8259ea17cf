//! What is in one column.

use super::{Counted, Repeats};
use serde::Serialize;

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
    /// Days of birth.
    BirthDate,
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
            Self::BirthDate => "birth-date",
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
