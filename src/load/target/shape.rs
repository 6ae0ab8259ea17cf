//! What a target's table looks like.

/// What a column holds, as far as values written as text care.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Any text.
    Text,
    /// Whole numbers.
    Integer,
    /// Decimal or binary numbers.
    Number,
    /// Calendar days.
    Date,
    /// Something that only the target can judge.
    Other,
}

/// One column of a target's table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its type in the target's words.
    pub declared: String,
    /// What it holds.
    pub class: Class,
    /// The longest text in characters.
    pub length: Option<usize>,
    /// Whether a missing value is refused.
    pub required: bool,
    /// Whether the target fills it where nothing is given.
    pub filled: bool,
    /// Whether the target computes it, so that nobody may write it.
    pub computed: bool,
}

/// A target's table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Its name as the plan says it.
    pub table: String,
    /// Its columns in order.
    pub columns: Vec<Column>,
    /// Whether rows have an address that a statement can name.
    pub addressed: bool,
    /// Columns that no two rows share, as constraints and indexes have it.
    pub unique: Vec<Vec<String>>,
    /// Whether the table has triggers.
    pub triggers: Triggers,
}

/// Whether a table has triggers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Triggers {
    /// It has none: what is written is what stands there.
    None,
    /// It has some: what stands there must be read back.
    Some,
}

impl Shape {
    /// Gives a column; names in another case are the same where only one fits.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|c| c.name == name)
    }

    /// Gives all columns that can be written.
    pub fn writable(&self) -> Vec<&Column> {
        self.columns.iter().filter(|c| !c.computed).collect()
    }

    /// Gives all columns.
    pub fn all(&self) -> Vec<&Column> {
        self.columns.iter().collect()
    }
}
