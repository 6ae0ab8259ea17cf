//! What a question is about, by content.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt;

/// Names a question in a workbook: 16 hexadecimal digits over what it is about.
///
/// It is taken over what people may see anyway (masked values), so that it tells nothing more than the workbook that it stands in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct QuestionId(String);

impl QuestionId {
    /// Reads an id as a person's workbook gives it back; `None` where it is none.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_lowercase();
        (text.len() == 16 && text.bytes().all(|b| b.is_ascii_hexdigit())).then_some(Self(text))
    }

    /// Gives the text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for QuestionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The other record of a pair.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Partner {
    /// The tag of its legacy system.
    pub system: String,
    /// Its code there, as normalised.
    pub code: String,
}

/// What a question, and a decision about it, is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subject {
    /// The entity.
    pub entity: String,
    /// The tag of the record's legacy system.
    pub system: String,
    /// The record's code there, as normalised; for lines and balances their natural key.
    pub code: String,
    /// The other record, where the question is whether both are the same.
    pub other: Option<Partner>,
    /// The rule that asked; of a pair, empty: the answer holds whichever rule asked.
    pub rule: String,
    /// The field; empty where the question is about the record.
    pub field: String,
    /// The value as people saw it, masked where it is personal; of a pair, the names of both.
    pub seen: String,
}

/// The rule of a subject that is about the value of a field after merging, whichever record it survives in.
pub const SURVIVING: &str = "surviving-value";

/// Between the names of a pair.
const AND: &str = " | ";

impl Subject {
    /// Makes the subject of a pair; whichever record comes first, it is the same.
    pub fn pair(entity: &str, one: (Partner, &str), two: (Partner, &str)) -> Self {
        let ((left, left_name), (right, right_name)) = if one.0 <= two.0 { (one, two) } else { (two, one) };
        Self {
            entity: entity.to_owned(),
            system: left.system,
            code: left.code,
            other: Some(right),
            rule: String::new(),
            field: String::new(),
            seen: format!("{left_name}{AND}{right_name}"),
        }
    }

    /// Makes the subject of a field's value in the record that survives the merging of this one: `seen` is what this one holds there.
    pub fn surviving(entity: &str, record: Partner, field: &str, seen: String) -> Self {
        let rule = SURVIVING.to_owned();
        Self { entity: entity.to_owned(), system: record.system, code: record.code, other: None, rule, field: field.to_owned(), seen }
    }

    /// Gives the id.
    pub fn id(&self) -> QuestionId {
        let (system, code) = self.other.as_ref().map_or(("", ""), |o| (o.system.as_str(), o.code.as_str()));
        let mut hash = Sha256::new();
        for part in [&*self.entity, &*self.system, &*self.code, system, code, &*self.rule, &*self.field, &*self.seen] {
            // The length before each part keeps neighbours from running into one another.
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part.as_bytes());
        }
        QuestionId(hash.finalize().iter().take(8).map(|b| format!("{b:02x}")).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn partner(code: &str) -> Partner {
        Partner { system: "plant_a".into(), code: code.into() }
    }

    #[test]
    fn a_pair_is_the_same_from_both_sides() {
        let one = Subject::pair("customer", (partner("C1"), "A"), (partner("C2"), "B"));
        let two = Subject::pair("customer", (partner("C2"), "B"), (partner("C1"), "A"));
        assert_eq!(one, two);
        assert_eq!((one.code.as_str(), one.seen.as_str()), ("C1", "A | B"));
    }

    #[test]
    fn every_part_counts_and_neighbours_do_not_run_together() {
        let make = |code: &str, rule: &str| Subject {
            entity: "customer".into(),
            system: String::new(),
            code: code.into(),
            other: None,
            rule: rule.into(),
            field: "name".into(),
            seen: "x".into(),
        };
        assert_ne!(make("ab", "c").id(), make("a", "bc").id());
        assert_eq!(make("ab", "c").id(), make("ab", "c").id());
        assert_eq!(QuestionId::parse(&format!(" {} ", make("ab", "c").id().as_str().to_uppercase())), Some(make("ab", "c").id()));
        assert_eq!(QuestionId::parse("12"), None);
    }
}
