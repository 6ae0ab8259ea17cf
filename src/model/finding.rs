//! What stages found and what they changed.

use super::{RowId, SourceId};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::Arc;

/// The stable kebab-case code of a rule, check or reason, such as `duplicate-code`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RuleCode(Arc<str>);

impl RuleCode {
    /// Makes the code.
    pub fn new(code: &str) -> Self {
        Self(Arc::from(code))
    }

    /// Gives the code's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RuleCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where a finding stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// The whole run.
    Run,
    /// One source table, and a 1-based line of it where known.
    Source(SourceId, Option<u32>),
    /// A row, and one of its fields where the finding is about one.
    Row(RowId, Option<Arc<str>>),
}

/// One thing wrong with the data. The rule's texts, severity and dimension stand in the plan, under `rule`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which rule found it.
    pub rule: RuleCode,
    /// Where.
    pub at: Place,
    /// The value as it stands (empty: missing).
    pub value: Box<str>,
    /// What was expected, where the rule can say more than its own text does: a limit, the other value, a path.
    pub expected: Box<str>,
    /// What to put there instead, where that is known.
    pub suggestion: Box<str>,
    /// The other record, where the finding is that two may be one.
    pub other: Option<RowId>,
}

impl Finding {
    /// Makes a finding at one field of a row.
    pub fn cell(rule: &RuleCode, row: RowId, field: &Arc<str>, value: &str) -> Self {
        Self {
            rule: rule.clone(),
            at: Place::Row(row, Some(field.clone())),
            value: value.into(),
            expected: "".into(),
            suggestion: "".into(),
            other: None,
        }
    }

    /// Makes a finding anywhere.
    pub fn at(rule: &RuleCode, at: Place, value: &str) -> Self {
        Self { rule: rule.clone(), at, value: value.into(), expected: "".into(), suggestion: "".into(), other: None }
    }

    /// Names the other record of a pair.
    #[must_use]
    pub fn against(mut self, other: RowId) -> Self {
        self.other = Some(other);
        self
    }

    /// Says what was expected.
    #[must_use]
    pub fn expecting(mut self, expected: &str) -> Self {
        self.expected = expected.into();
        self
    }

    /// Says what to put there instead.
    #[must_use]
    pub fn suggesting(mut self, suggestion: &str) -> Self {
        self.suggestion = suggestion.into();
        self
    }
}

/// One changed cell: which rule changed it, from what to what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The row.
    pub row: RowId,
    /// The field.
    pub field: Arc<str>,
    /// The rules that changed it, in order, joined by `+`.
    pub rule: RuleCode,
    /// The text before (empty: missing).
    pub before: Box<str>,
    /// The text after (empty: missing).
    pub after: Box<str>,
}
