//! One question in the queue: what it is filtered, searched and ordered by.

use crate::model::Severity;
use crate::review::{Asked, QuestionId, Subject};
use serde::{Deserialize, Serialize};
use std::cmp::{Ordering, Reverse};

/// What a question is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Kind {
    /// Two records that may be one.
    Pair,
    /// A value.
    Value,
    /// A record as a whole.
    Record,
    /// Two records that the run merged.
    Merged,
}

impl Kind {
    /// All kinds, in the order of the queue.
    pub const ALL: [Self; 4] = [Self::Pair, Self::Value, Self::Record, Self::Merged];

    /// Gives the stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pair => "pair",
            Self::Value => "value",
            Self::Record => "record",
            Self::Merged => "merged",
        }
    }
}

/// One question.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// Its name.
    pub id: QuestionId,
    /// What it is about.
    pub subject: Subject,
    /// What to put there instead, not masked.
    pub suggestion: String,
    /// Where in the run it was asked.
    pub asked: Asked,
    /// What kind it is.
    pub kind: Kind,
    /// Position of the entity in the head of the records; `None` where the run folder does not describe it.
    pub entity: Option<usize>,
    /// How bad what was found is.
    pub severity: Severity,
    /// How likely a pair is one thing, 0 to 1; 0 for other questions.
    pub probability: f32,
    /// Who owns the record; empty where nobody was named.
    pub owner: Box<str>,
    /// What a search looks through, in small letters.
    pub haystack: Box<str>,
}

impl Entry {
    /// Compares by the place in the queue: pairs in doubt, the likeliest first; findings, the worst first; merged pairs, the least sure first.
    pub fn queue(&self, other: &Self) -> Ordering {
        let group = |e: &Self| match e.kind {
            Kind::Pair => 0,
            Kind::Value | Kind::Record => 1,
            Kind::Merged => 2,
        };
        let chance = |e: &Self| if e.kind == Kind::Merged { e.probability } else { -e.probability };
        group(self)
            .cmp(&group(other))
            .then_with(|| Reverse(self.severity).cmp(&Reverse(other.severity)))
            .then_with(|| chance(self).total_cmp(&chance(other)))
            .then_with(|| {
                (self.entity, &self.subject.rule, &self.subject.field).cmp(&(other.entity, &other.subject.rule, &other.subject.field))
            })
            .then_with(|| self.asked.row.cmp(&other.asked.row))
            .then_with(|| self.id.cmp(&other.id))
    }
}
