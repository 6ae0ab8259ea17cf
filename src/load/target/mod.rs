//! What a load asks of a database; one target a file or folder.
//!
//! The recipe, the rollback and the verification are written once, as statements that both targets understand. Where they speak differently
//! the target gives the words: types, digests, images of rows, conditions that hold for missing values too.

mod failure;
mod shape;
pub mod postgres;
pub mod sqlite;

pub use failure::{Failure, TargetError, Why};
pub use shape::{Class, Column, Shape, Triggers};

use super::records::{ContentDigest, Records, RecordsError};

/// The result of asking a target.
pub type Answer<T> = Result<T, TargetError>;

/// The lines of an answer; a missing value is `None`.
pub type Lines = Vec<Vec<Option<String>>>;

/// Whether the lock of a target was got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lock {
    /// It is ours until it is given back, or the connection or the program ends.
    Ours,
    /// Somebody else has it.
    HeldBy(String),
}

/// Why records could not be staged.
#[derive(Debug)]
pub enum StageError {
    /// The batch cannot be read.
    Records(RecordsError),
    /// The target does not take it.
    Target(TargetError),
}

impl From<RecordsError> for StageError {
    fn from(e: RecordsError) -> Self {
        Self::Records(e)
    }
}

impl From<TargetError> for StageError {
    fn from(e: TargetError) -> Self {
        Self::Target(e)
    }
}

/// Where records are poured into: a table of text that takes them as they are.
#[derive(Clone, Debug)]
pub struct Pour<'a> {
    /// The table.
    pub shape: &'a Shape,
    /// The columns in the order of the batch.
    pub columns: Vec<&'a str>,
    /// For each column that fingerprints cover, in their order, its position in the batch.
    pub printed: Vec<usize>,
    /// Positions of the key in the batch.
    pub key: &'a [usize],
    /// The number of the ledger's line.
    pub seq: u64,
}

/// What was poured. The numbers of records are their fingerprints, as the target makes them.
#[derive(Clone, Copy, Debug)]
pub struct Poured {
    /// Fingerprints that were kept: made of what was sent.
    pub sent: ContentDigest,
    /// Fingerprints of what stands in the table.
    pub found: ContentDigest,
}

/// One database that batches are loaded into.
pub trait Target {
    /// Says where it is, without any secret.
    fn place(&self) -> &str;

    /// Connects, or connects again after the connection was lost.
    ///
    /// # Errors
    /// If it cannot be reached or does not let us in.
    fn connect(&mut self) -> Answer<()>;

    /// Takes the lock that keeps two loads of one target apart; `holder` is what others are told.
    ///
    /// # Errors
    /// If the target fails.
    fn lock(&mut self, holder: &str) -> Answer<Lock>;

    /// Gives the lock back.
    fn unlock(&mut self);

    /// Describes a table; `None`: there is none.
    ///
    /// # Errors
    /// If the target fails.
    fn shape(&mut self, table: &str) -> Answer<Option<Shape>>;

    /// Runs statements and says how many rows the last one changed.
    ///
    /// # Errors
    /// If the target refuses one; outside a transaction the earlier ones stay.
    fn run(&mut self, sql: &str) -> Answer<u64>;

    /// Runs a query; its answer is held in memory, so that queries limit themselves.
    ///
    /// # Errors
    /// If the target refuses it.
    fn ask(&mut self, sql: &str) -> Answer<Lines>;

    /// Streams records into a staging table of this connection, `cutover_stage(pos, c1 … cN)`, made anew.
    ///
    /// # Errors
    /// If the batch cannot be read or the target does not take it.
    fn stage(&mut self, width: usize, records: &mut Records) -> Result<u64, StageError>;

    /// Streams records straight into their table and keeps their keys and fingerprints, inside the transaction that is open; `None`: this target
    /// cannot do that with this table. After anything but success the transaction must be taken back.
    ///
    /// # Errors
    /// If the batch cannot be read or the target does not take it.
    fn pour(&mut self, into: &Pour<'_>, records: &mut Records) -> Result<Option<Poured>, StageError>;

    /// Gives the statements that make a table of many rows, which are written in the order of two columns and read by the first.
    fn clustered(&self, table: &str, columns: &str, first: &str, second: &str) -> String;

    /// Gives the longest name in bytes.
    fn longest_name(&self) -> usize;

    /// Gives a statement that inserts (`insert`, as far as its `SELECT` from the staging table) and keeps keys and fingerprints of what it made
    /// in one go; `None` where the target knows none.
    fn insert_and_keep(&self, insert: &str, print: &str, keys: &[String], seq: u64) -> Option<String>;

    /// Begins a transaction that writes.
    fn begin(&self) -> &'static str;

    /// Gives the condition that two expressions are equal or both missing.
    fn same(&self, a: &str, b: &str) -> String;

    /// Gives a text as a value of a column's type.
    fn cast(&self, text: &str, column: &Column) -> String;

    /// Gives an expression for the fingerprint of a row: a whole number that changes when any of these columns does.
    fn print(&self, alias: &str, columns: &[&Column]) -> String;

    /// Gives an expression for the number of a staged record; see [`super::records::ContentDigest`].
    fn content(&self, columns: usize) -> String;

    /// Gives an aggregate that adds up whole numbers of 60 bits without overflow.
    fn add_up(&self, number: &str) -> String;

    /// Gives an aggregate that adds up decimal numbers written as text, exactly; texts that are none do not count.
    fn total(&self, text: &str) -> String;

    /// Gives an expression for the image of a row, from which its columns can be restored exactly.
    fn image(&self, alias: &str, columns: &[&Column]) -> String;

    /// Gives an expression for one column (the `at`-th of those imaged) of an image.
    fn restored(&self, image: &str, table: &str, column: &Column, at: usize) -> String;

    /// Gives a statement that deletes the rows of `table AS t` for which a row of `from` fulfils `on`.
    fn delete(&self, shape: &Shape, from: &str, on: &str) -> String;

    /// Gives what a query of rows that will be changed ends with, so that nobody else changes them meanwhile.
    fn holding(&self, alias: &str) -> String;

    /// Gives a statement that keeps others from changing a table until the transaction ends; empty where beginning it has done so.
    fn shut(&self, table: &str) -> String;

    /// Gives the type that a new column gets for a kind of text.
    fn type_for(&self, kind: crate::model::ColumnKind, length: Option<usize>) -> String;

    /// Lists tables of ours that are there.
    ///
    /// # Errors
    /// If the target fails.
    fn has_ledger(&mut self) -> Answer<bool>;
}
