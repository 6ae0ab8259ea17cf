//! What is said about one sheet: its entity, its columns, and what a person should know about either.

use crate::model::{Entity, Text, TextColumn};
use std::sync::Arc;

/// One sheet as it was read: one table, whose columns all have the same length.
#[derive(Clone, Copy, Debug)]
pub struct SheetView<'a> {
    /// The file, with `/` between folders.
    pub path: &'a str,
    /// The sheet, for workbooks.
    pub sheet: Option<&'a str>,
    /// Texts above the header.
    pub titles: &'a [String],
    /// Headers; unread where `has_header` is false.
    pub header: &'a [String],
    /// Whether the sheet has a header of its own.
    pub has_header: bool,
    /// The columns.
    pub columns: &'a [TextColumn],
}

/// What a sheet is.
#[derive(Clone, Debug)]
pub struct Recognition {
    /// The entity; `None`: the sheet is left out.
    pub entity: Option<Entity>,
    /// How sure that is, 0 to 1; 1 where the project declares it.
    pub confidence: f64,
    /// Why this entity, or why the sheet is left out.
    pub reason: Text,
    /// The entities thought of, with their confidence, the likeliest first.
    pub alternatives: Vec<(Entity, f64)>,
    /// Every column of the sheet, in order.
    pub columns: Vec<ColumnMapping>,
    /// What a person should know, in the order of columns.
    pub notes: Vec<Note>,
}

/// What one column is.
#[derive(Clone, Debug)]
pub struct ColumnMapping {
    /// Its position, from 0.
    pub index: usize,
    /// Its header as written; `#N` where there is none.
    pub header: String,
    /// The field; `None`: the column is not loaded.
    pub field: Option<Arc<str>>,
    /// How sure that is, 0 to 1; 1 where the project declares it.
    pub confidence: f64,
    /// What speaks for it, such as `header 客户编号; 98 % code-like`.
    pub evidence: String,
    /// Other fields it may be, the likeliest first.
    pub alternatives: Vec<(Arc<str>, f64)>,
}

/// One thing about a sheet that a person should know; the pipeline makes a finding of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What it is.
    pub kind: NoteKind,
    /// The column it is about, from 0.
    pub column: Option<usize>,
    /// The header or name it is about.
    pub value: String,
    /// The field it is about, or what was expected.
    pub expected: String,
    /// What to do, where that is known.
    pub suggestion: String,
}

impl Note {
    /// Makes a note about a column, or about the whole sheet.
    pub fn new(kind: NoteKind, column: Option<usize>, value: &str) -> Self {
        Self { kind, column, value: value.to_owned(), expected: String::new(), suggestion: String::new() }
    }

    /// Says what was expected.
    #[must_use]
    pub fn expecting(mut self, expected: &str) -> Self {
        expected.clone_into(&mut self.expected);
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn suggesting(mut self, suggestion: &str) -> Self {
        suggestion.clone_into(&mut self.suggestion);
        self
    }
}

/// Kinds of notes; each is the finding of a notice with its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoteKind {
    /// The sheet is nothing that a plan knows and is left out.
    SheetLeftOut,
    /// The project leaves the sheet out.
    SheetSkipped,
    /// The entity is taken, but should be confirmed.
    UncertainEntity,
    /// No column could be found for a required field.
    MissingField,
    /// A column has values but no field.
    UnmappedColumn,
    /// Two columns mean the same field; the better one is taken.
    SecondColumn,
    /// A column may mean another field as well, or its mapping rests on little.
    UncertainColumn,
    /// The project maps a column that the sheet does not have, or to a field that the entity does not have.
    UnusedMapping,
    /// The parents of a bill of materials were derived.
    DerivedParent,
    /// A level of a bill of materials makes no sense where it stands.
    BrokenLevel,
}

impl NoteKind {
    /// All kinds.
    pub const ALL: [Self; 10] = [
        Self::SheetLeftOut,
        Self::SheetSkipped,
        Self::UncertainEntity,
        Self::MissingField,
        Self::UnmappedColumn,
        Self::SecondColumn,
        Self::UncertainColumn,
        Self::UnusedMapping,
        Self::DerivedParent,
        Self::BrokenLevel,
    ];

    /// Gives the code of the notice.
    pub fn code(self) -> &'static str {
        match self {
            Self::SheetLeftOut => "unrecognised-sheet",
            Self::SheetSkipped => "skipped-sheet",
            Self::UncertainEntity => "uncertain-entity",
            Self::MissingField => "missing-required-column",
            Self::UnmappedColumn => "unmapped-column",
            Self::SecondColumn => "field-mapped-twice",
            Self::UncertainColumn => "uncertain-mapping",
            Self::UnusedMapping => "unused-mapping",
            Self::DerivedParent => "derived-parent",
            Self::BrokenLevel => "broken-bom-level",
        }
    }
}
