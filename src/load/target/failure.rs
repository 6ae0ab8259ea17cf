//! What a database says when it does not do what it was asked.

use std::fmt;

/// Why a database refused a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Another record has the same unique value.
    Unique,
    /// It refers to a record that is not there, or is referred to.
    Reference,
    /// A value is missing where one must be.
    Required,
    /// It breaks a rule of the table.
    Check,
    /// A value is too long.
    TooLong,
    /// A value is no number, or one out of range.
    Number,
    /// A value is no date or time.
    Date,
    /// A value has another type than the column.
    Type,
    /// A trigger refused it.
    Trigger,
    /// Anything else about its values.
    Value,
}

/// Kinds of failure, as far as they call for different action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// A record is at fault.
    Refused(Why),
    /// The server cannot be reached.
    Unreachable,
    /// The user or the password is wrong, or the passfile is open to others.
    Login,
    /// There is no such database.
    NoDatabase,
    /// The connection cannot be encrypted as asked for.
    Encryption,
    /// The connection was lost.
    Lost,
    /// No answer came in time.
    TimedOut,
    /// Two transactions got into each other's way; the same again may work.
    Conflict,
    /// Somebody else holds what we need for longer than we wait.
    Busy,
    /// A right is missing.
    Denied,
    /// The disk of the target is full.
    Full,
    /// The disk of the target fails, or the database is damaged or none.
    Damaged,
    /// Anything else.
    Other,
}

impl Failure {
    /// Says whether the same again, with a new connection, may work.
    pub fn passes(self) -> bool {
        matches!(self, Self::Lost | Self::Conflict)
    }
}

/// What a database said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetError {
    /// The kind.
    pub kind: Failure,
    /// Its own words.
    pub said: String,
    /// Its code, such as an SQLSTATE.
    pub code: String,
    /// The column that it names.
    pub column: Option<String>,
    /// The constraint that it names.
    pub constraint: Option<String>,
}

impl TargetError {
    /// Makes an error of these words.
    pub fn new(kind: Failure, said: impl Into<String>) -> Self {
        Self { kind, said: said.into(), code: String::new(), column: None, constraint: None }
    }
}

impl fmt::Display for TargetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.said)
    }
}

impl std::error::Error for TargetError {}
