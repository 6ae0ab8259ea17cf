//! What becomes of one cell.

use super::notice::Notice;
use std::borrow::Cow;

/// What a normaliser says about a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is in form.
    Unchanged,
    /// It has another form now; an empty text means that the value is missing.
    Changed(String),
    /// It cannot be brought into form and stays as it is.
    Failed(Note),
    /// It has another form now, or stays, and there is something to say about it.
    Noted(Option<String>, Note),
}

impl Outcome {
    /// Compares a value with its new form.
    pub fn of(before: &str, after: Cow<'_, str>) -> Self {
        match after {
            Cow::Borrowed(same) if same.len() == before.len() => Self::Unchanged,
            other if other == before => Self::Unchanged,
            other => Self::Changed(other.into_owned()),
        }
    }

    /// Compares a value with its new form, which may be a part of some other text.
    pub fn compared(before: &str, after: &str) -> Self {
        if after == before { Self::Unchanged } else { Self::Changed(after.to_owned()) }
    }

    /// Compares a value with its new form and adds a note.
    pub fn noted(before: &str, after: &str, note: Note) -> Self {
        Self::Noted((after != before).then(|| after.to_owned()), note)
    }

    /// Gives the value afterwards.
    pub fn value<'a>(&'a self, before: &'a str) -> &'a str {
        match self {
            Self::Changed(after) | Self::Noted(Some(after), _) => after,
            Self::Unchanged | Self::Failed(_) | Self::Noted(None, _) => before,
        }
    }
}

/// Something to say about a cell, which becomes a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What kind of thing it is.
    pub notice: &'static Notice,
    /// What was expected or taken out, where the notice's text does not say it.
    pub expected: String,
    /// What to put there instead, where that is known.
    pub suggestion: String,
}

impl Note {
    /// Makes a note.
    pub fn new(notice: &'static Notice) -> Self {
        Self { notice, expected: String::new(), suggestion: String::new() }
    }

    /// Says what was expected or taken out.
    #[must_use]
    pub fn expecting(mut self, expected: impl Into<String>) -> Self {
        self.expected = expected.into();
        self
    }

    /// Says what to put there instead.
    #[must_use]
    pub fn suggesting(mut self, suggestion: impl Into<String>) -> Self {
        self.suggestion = suggestion.into();
        self
    }
}
