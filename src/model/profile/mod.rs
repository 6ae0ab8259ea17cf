//! What is in files before anything is promised about them: per column, per table, per file.

mod column;

pub use column::{
    Cell, ColumnProfile, Damage, Dates, KeyKind, LengthBin, Lengths, Numbers, PatternCount, Personal, PersonalKind, Proof, Scheme,
    TypeCount, Value, ValueType,
};

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
    /// Hardly anything stands in the way.
    Easy,
    /// A few things are to be cleaned.
    Moderate,
    /// Much is to be cleaned.
    Hard,
    /// Nearly everything is to be cleaned.
    VeryHard,
}

impl Grade {
    /// All grades, the easiest first.
    pub const ALL: [Self; 4] = [Self::Easy, Self::Moderate, Self::Hard, Self::VeryHard];

    /// Gives the fewest points of the grade.
    pub fn least(self) -> u32 {
        match self {
            Self::Easy => 0,
            Self::Moderate => 15,
            Self::Hard => 35,
            Self::VeryHard => 60,
        }
    }

    /// Gives the grade of a sum of points.
    pub fn of(points: u32) -> Self {
        Self::ALL.into_iter().rev().find(|g| points >= g.least()).unwrap_or(Self::Easy)
    }

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
