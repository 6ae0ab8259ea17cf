//! `decisions.csv`: what people decided, kept beside the project and under version control.

use super::{Answer, Partner, QuestionId, Subject};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::{Read, Write};

/// A file of decisions that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DecisionsError {
    /// A line is none of ours.
    #[error("line {line} is no decision: {reason}")]
    Malformed {
        /// 1-based line.
        line: u64,
        /// What is wrong.
        reason: String,
    },
    /// The file cannot be read or written.
    #[error("decisions cannot be read or written: {0}")]
    Io(#[from] std::io::Error),
}

/// One decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// What it is about.
    pub subject: Subject,
    /// What was decided.
    pub answer: Answer,
    /// The new value, where the answer is [`Answer::Correct`]; not masked.
    pub value: String,
    /// Who decided.
    pub by: String,
    /// The day, as `2026-01-31`.
    pub at: String,
    /// A remark.
    pub note: String,
}

/// Everything that was decided, one decision a question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decisions {
    by_id: BTreeMap<QuestionId, Decided>,
}

/// A line of `decisions.csv`.
#[derive(Debug, Serialize, Deserialize)]
struct Line {
    entity: String,
    system: String,
    code: String,
    #[serde(default)]
    other_system: String,
    #[serde(default)]
    other_code: String,
    #[serde(default)]
    rule: String,
    #[serde(default)]
    field: String,
    #[serde(default)]
    seen: String,
    answer: String,
    #[serde(default)]
    value: String,
    #[serde(default)]
    by: String,
    #[serde(default)]
    at: String,
    #[serde(default)]
    note: String,
}

impl Decisions {
    /// Takes a decision over; one about the same question is replaced and given back.
    pub fn put(&mut self, decided: Decided) -> Option<Decided> {
        self.by_id.insert(decided.subject.id(), decided)
    }

    /// Takes the decision about a question away and gives it back.
    pub fn take(&mut self, id: &QuestionId) -> Option<Decided> {
        self.by_id.remove(id)
    }

    /// Gives the decision about a question.
    pub fn get(&self, id: &QuestionId) -> Option<&Decided> {
        self.by_id.get(id)
    }

    /// Goes through all decisions by what they are about.
    pub fn iter(&self) -> impl Iterator<Item = &Decided> {
        let mut all: Vec<&Decided> = self.by_id.values().collect();
        all.sort_by(|a, b| a.subject.cmp(&b.subject));
        all.into_iter()
    }

    /// Counts decisions.
    pub fn len(&self) -> usize {
        self.by_id.len()
    }

    /// Says whether nothing was decided.
    pub fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }

    /// Reads `decisions.csv`, with or without a byte order mark; columns are found by name.
    ///
    /// # Errors
    /// If a line lacks what it is about, or its answer is none.
    pub fn read(mut from: impl Read) -> Result<Self, DecisionsError> {
        let mut bytes = Vec::new();
        from.read_to_end(&mut bytes)?;
        let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
        let mut out = Self::default();
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::Headers).flexible(true).from_reader(text);
        for (i, line) in reader.deserialize::<Line>().enumerate() {
            let malformed = |line: u64, reason: String| DecisionsError::Malformed { line, reason };
            let at = i as u64 + 2;
            let line = line.map_err(|e| malformed(e.position().map_or(at, csv::Position::line), e.to_string()))?;
            out.put(decided(line).map_err(|reason| malformed(at, reason))?);
        }
        Ok(out)
    }

    /// Writes `decisions.csv` in an order that depends on the decisions alone, so that a comparison of two versions shows what is new.
    ///
    /// # Errors
    /// If the writer refuses the bytes.
    pub fn write(&self, to: impl Write) -> Result<(), DecisionsError> {
        let mut writer = csv::Writer::from_writer(to);
        let refused = |e: csv::Error| DecisionsError::Io(e.into());
        if self.is_empty() {
            writer.write_record(HEADER).map_err(refused)?;
        }
        for d in self.iter() {
            let s = &d.subject;
            let (other_system, other_code) = s.other.as_ref().map(|o| (o.system.clone(), o.code.clone())).unwrap_or_default();
            let line = Line {
                entity: s.entity.clone(),
                system: s.system.clone(),
                code: s.code.clone(),
                other_system,
                other_code,
                rule: s.rule.clone(),
                field: s.field.clone(),
                seen: s.seen.clone(),
                answer: d.answer.as_str().to_owned(),
                value: d.value.clone(),
                by: d.by.clone(),
                at: d.at.clone(),
                note: d.note.clone(),
            };
            writer.serialize(line).map_err(refused)?;
        }
        Ok(writer.flush()?)
    }
}

const HEADER: [&str; 13] =
    ["entity", "system", "code", "other_system", "other_code", "rule", "field", "seen", "answer", "value", "by", "at", "note"];

fn decided(l: Line) -> Result<Decided, String> {
    let answer = Answer::parse(&l.answer).ok_or_else(|| {
        let all: Vec<&str> = Answer::ALL.iter().map(|a| a.as_str()).collect();
        format!("`{}` is no answer; expected one of {}", l.answer, all.join(", "))
    })?;
    if l.entity.is_empty() {
        return Err("the entity is missing".to_owned());
    }
    let pair = matches!(answer, Answer::Same | Answer::Different);
    let other = pair.then_some(Partner { system: l.other_system, code: l.other_code });
    let subject = Subject { entity: l.entity, system: l.system, code: l.code, other, rule: l.rule, field: l.field, seen: l.seen };
    Ok(Decided { subject, answer, value: l.value, by: l.by, at: l.at, note: l.note })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(answer: Answer) -> Decided {
        let subject = Subject {
            entity: "customer".into(),
            system: "a".into(),
            code: "00123".into(),
            other: None,
            rule: "invalid-uscc".into(),
            field: "tax_id".into(),
            seen: "91 \"x\", y".into(),
        };
        Decided {
            subject,
            answer,
            value: "914403001922038216".into(),
            by: "王丽".into(),
            at: "2026-01-31".into(),
            note: "见营业执照".into(),
        }
    }

    #[test]
    fn decisions_come_back_and_the_order_of_deciding_does_not_show() {
        let partner = |c: &str| Partner { system: "a".into(), code: c.into() };
        let pair = Subject::pair("customer", (partner("2"), "B"), (partner("1"), "A"));
        let pair = Decided { subject: pair, answer: Answer::Different, value: String::new(), ..value(Answer::Keep) };
        let (mut one, mut two) = (Decisions::default(), Decisions::default());
        one.put(value(Answer::Correct));
        one.put(pair.clone());
        two.put(pair);
        two.put(value(Answer::Correct));
        let bytes = |d: &Decisions| {
            let mut out = Vec::new();
            d.write(&mut out).unwrap();
            out
        };
        assert_eq!(bytes(&one), bytes(&two));
        assert_eq!(Decisions::read(bytes(&one).as_slice()).unwrap(), one);
        assert_eq!(one.put(value(Answer::Keep)).map(|d| d.answer), Some(Answer::Correct));
    }

    #[test]
    fn a_line_that_is_none_is_named() {
        let of = |text: &str| Decisions::read(text.as_bytes()).unwrap_err().to_string();
        assert!(of("entity,system,code,answer\ncustomer,a,1,perhaps\n").contains("line 2 is no decision: `perhaps`"));
        assert!(of("entity,system,code,answer\ncustomer,a,1,keep\n,a,2,keep\n").contains("line 3"));
        assert!(of("system,code\na,1\n").contains("line 2"));
        assert!(Decisions::read("".as_bytes()).unwrap().is_empty());
    }
}
