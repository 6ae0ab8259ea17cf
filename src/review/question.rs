//! Questions of a run: what its workbook asks, by id, with what an answer needs and the workbook does not show.

use super::{Partner, QuestionId, Subject};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::{Read, Write};

/// A file of questions that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum QuestionsError {
    /// The file is no CSV of the questions' columns, or the disk refused.
    #[error("questions cannot be read or written: {0}")]
    Csv(#[from] csv::Error),
    /// The disk refused.
    #[error("questions cannot be written: {0}")]
    Io(#[from] std::io::Error),
}

/// One question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// What it is about.
    pub subject: Subject,
    /// What to put there instead, where that is known; not masked.
    pub suggestion: String,
    /// Where in the run it was asked.
    pub asked: Asked,
}

/// Where in its run a question was asked: what a page needs to show it, and what no answer depends on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// The number of the record's row in the run; `None` where an older version wrote the file.
    pub row: Option<u32>,
    /// The row of the other record of a pair.
    pub other_row: Option<u32>,
    /// The rule that asked, also of a pair.
    pub by_rule: String,
    /// What was expected, as people may see it.
    pub expected: String,
}

/// All questions of a run.
#[derive(Clone, Debug, Default)]
pub struct Questions {
    by_id: BTreeMap<QuestionId, Question>,
}

/// A line of `questions.csv`.
#[derive(Debug, Serialize, Deserialize)]
struct Line {
    id: String,
    entity: String,
    system: String,
    code: String,
    other_system: String,
    other_code: String,
    rule: String,
    field: String,
    seen: String,
    suggestion: String,
    #[serde(default)]
    row: Option<u32>,
    #[serde(default)]
    other_row: Option<u32>,
    #[serde(default)]
    by_rule: String,
    #[serde(default)]
    expected: String,
}

impl Questions {
    /// Adds a question; the same one asked twice (a row that stands twice) is one.
    pub fn add(&mut self, question: Question) -> QuestionId {
        let id = question.subject.id();
        self.by_id.entry(id.clone()).or_insert(question);
        id
    }

    /// Gives the question of an id.
    pub fn get(&self, id: &QuestionId) -> Option<&Question> {
        self.by_id.get(id)
    }

    /// Goes through all questions in the order of their ids.
    pub fn iter(&self) -> impl Iterator<Item = (&QuestionId, &Question)> {
        self.by_id.iter()
    }

    /// Counts questions.
    pub fn len(&self) -> usize {
        self.by_id.len()
    }

    /// Says whether nothing is asked.
    pub fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }

    /// Writes `questions.csv`, byte-exact for machines.
    ///
    /// # Errors
    /// If the writer refuses the bytes.
    pub fn write(&self, to: impl Write) -> Result<(), QuestionsError> {
        let mut writer = csv::Writer::from_writer(to);
        if self.is_empty() {
            writer.write_record(HEADER)?;
        }
        for (id, q) in &self.by_id {
            let s = &q.subject;
            let other = s.other.clone().unwrap_or(Partner { system: String::new(), code: String::new() });
            writer.serialize(Line {
                id: id.as_str().to_owned(),
                entity: s.entity.clone(),
                system: s.system.clone(),
                code: s.code.clone(),
                other_system: other.system,
                other_code: other.code,
                rule: s.rule.clone(),
                field: s.field.clone(),
                seen: s.seen.clone(),
                suggestion: q.suggestion.clone(),
                row: q.asked.row,
                other_row: q.asked.other_row,
                by_rule: q.asked.by_rule.clone(),
                expected: q.asked.expected.clone(),
            })?;
        }
        Ok(writer.flush()?)
    }

    /// Reads `questions.csv` of a run folder.
    ///
    /// # Errors
    /// If it is no such file.
    pub fn read(from: impl Read) -> Result<Self, QuestionsError> {
        let mut out = Self::default();
        for line in csv::Reader::from_reader(from).deserialize::<Line>() {
            let l = line?;
            let other = Partner { system: l.other_system, code: l.other_code };
            let other = (l.rule.is_empty() && l.field.is_empty()).then_some(other);
            let subject = Subject { entity: l.entity, system: l.system, code: l.code, other, rule: l.rule, field: l.field, seen: l.seen };
            let asked = Asked { row: l.row, other_row: l.other_row, by_rule: l.by_rule, expected: l.expected };
            out.add(Question { subject, suggestion: l.suggestion, asked });
        }
        Ok(out)
    }
}

const HEADER: [&str; 14] = [
    "id",
    "entity",
    "system",
    "code",
    "other_system",
    "other_code",
    "rule",
    "field",
    "seen",
    "suggestion",
    "row",
    "other_row",
    "by_rule",
    "expected",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_come_back_as_they_went_out() {
        let mut questions = Questions::default();
        let partner = |c: &str| Partner { system: "b,\"x".into(), code: c.into() };
        let pair = Subject::pair("customer", (partner("1"), "苏州宏达"), (partner("2"), "宏达\n苏州"));
        let value = Subject { other: None, rule: "invalid-uscc".into(), field: "tax_id".into(), seen: "=1+1".into(), ..pair.clone() };
        let record = Subject { other: None, rule: "no-movement".into(), ..pair.clone() };
        for (row, subject) in (1..).zip([pair, value, record]) {
            let other_row = subject.other.as_ref().map(|_| 7);
            let asked = Asked { row: Some(row), other_row, by_rule: "invalid-uscc".into(), expected: "18 digits, \"x\"".into() };
            questions.add(Question { subject, suggestion: "00123".into(), asked });
        }
        let mut bytes = Vec::new();
        questions.write(&mut bytes).unwrap();
        let again = Questions::read(bytes.as_slice()).unwrap();
        assert_eq!(again.iter().collect::<Vec<_>>(), questions.iter().collect::<Vec<_>>());
        let mut empty = Vec::new();
        Questions::default().write(&mut empty).unwrap();
        assert!(Questions::read(empty.as_slice()).unwrap().is_empty());
    }

    #[test]
    fn a_file_of_an_older_version_is_still_read() {
        let text = "id,entity,system,code,other_system,other_code,rule,field,seen,suggestion\n\
                    0123456789abcdef,customer,a,1,,,invalid-uscc,tax_id,91,\n";
        let questions = Questions::read(text.as_bytes()).unwrap();
        let (_, q) = questions.iter().next().unwrap();
        assert_eq!(q.asked, Asked::default());
    }
}
