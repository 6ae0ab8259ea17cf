//! Everything that a run folder says about its questions, put together once when the page is opened.

use super::PageError;
use super::bulk::{self, Patterns};
use super::entry::{Entry, Kind};
use super::records::Records;
use crate::emit::{Line, each_line};
use crate::model::Severity;
use crate::review::{Question, QuestionId, Questions, RecordsHead};
use rayon::prelude::*;
use std::collections::HashMap;
use std::fs::File;
use std::path::Path;

/// What the comparison of a pair gave.
#[derive(Clone, Debug)]
pub(super) struct Compared {
    /// Whether the run left it to people.
    pub undecided: bool,
    /// The probability as `duplicates.csv` gives it; empty where the records were joined without being compared.
    pub probability: String,
    /// The total weight in bits.
    pub weight: String,
    /// Per field, the strongest first.
    pub evidence: Vec<FieldEvidence>,
}

/// What one field says about a pair.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct FieldEvidence {
    /// The field.
    pub field: String,
    /// The level of agreement.
    pub level: String,
    /// Bits: positive speaks for a match; minus infinity rules it out.
    pub bits: f64,
}

/// The questions of a run with what is known about them.
#[derive(Debug)]
pub(super) struct Index {
    /// What values mean.
    pub head: RecordsHead,
    /// The records.
    pub records: Records,
    /// All questions, in the order of the queue.
    pub entries: Vec<Entry>,
    /// Per question, what tells its groups apart.
    pub patterns: Vec<Patterns>,
    by_id: HashMap<QuestionId, u32>,
    pairs: HashMap<(u32, u32), Compared>,
}

/// The run folder's file of questions.
const QUESTIONS: &str = "questions.csv";

impl Index {
    /// Reads a run folder.
    pub fn open(run: &Path) -> Result<Self, PageError> {
        let path = run.join(QUESTIONS);
        let file = File::open(&path).map_err(|source| PageError::Io { path: path.clone(), source })?;
        let questions = Questions::read(file).map_err(|source| PageError::Questions { path, source })?;
        let (head, records) = Records::open(run)?;
        let pairs = compared(run, &questions)?;
        let entities: HashMap<&str, usize> = head.entities.iter().enumerate().map(|(i, e)| (e.name.as_str(), i)).collect();
        let entry = |(id, q): (&QuestionId, &Question)| entry(id, q, &head, &entities, &records, &pairs);
        let mut entries: Vec<Entry> = questions.iter().map(entry).collect();
        entries.par_sort_by(Entry::queue);
        let rows = |e: &Entry| Some(key(e.asked.row?, e.asked.other_row?));
        let patterns = entries.par_iter().map(|e| bulk::patterns(e, rows(e).and_then(|r| pairs.get(&r)))).collect();
        let by_id = (0..).zip(&entries).map(|(i, e)| (e.id.clone(), i)).collect();
        Ok(Self { head, records, entries, patterns, by_id, pairs })
    }

    /// Gives the position of a question in the queue.
    pub fn position(&self, id: &QuestionId) -> Option<usize> {
        self.by_id.get(id).map(|i| *i as usize)
    }

    /// Gives what the comparison of a pair gave.
    pub fn compared(&self, entry: &Entry) -> Option<&Compared> {
        self.pairs.get(&key(entry.asked.row?, entry.asked.other_row?))
    }
}

fn key(a: u32, b: u32) -> (u32, u32) {
    (a.min(b), a.max(b))
}

/// Reads what the comparison of the pairs that are asked about gave.
fn compared(run: &Path, questions: &Questions) -> Result<HashMap<(u32, u32), Compared>, PageError> {
    let rows = |q: &Question| Some(key(q.asked.row?, q.asked.other_row?));
    let mut pairs: HashMap<(u32, u32), Option<Compared>> = questions.iter().filter_map(|(_, q)| Some((rows(q)?, None))).collect();
    each_line(run, "duplicates.csv", |l: &Line<'_>| {
        let row = |column: &str| l.maybe(column).and_then(|n| u32::try_from(n).ok());
        let (Some(left), Some(right)) = (row("left_row"), row("right_row")) else { return };
        if let Some(slot) = pairs.get_mut(&key(left, right)) {
            *slot = Some(Compared {
                undecided: l.text("decision") == "undecided",
                probability: l.text("probability"),
                weight: l.text("weight"),
                evidence: evidence(&l.text("evidence")),
            });
        }
    })?;
    Ok(pairs.into_iter().filter_map(|(rows, c)| Some((rows, c?))).collect())
}

/// Reads evidence as `name very alike +8.2; phone conflict −∞`.
pub(super) fn evidence(text: &str) -> Vec<FieldEvidence> {
    let one = |part: &str| {
        let (field, rest) = part.trim().split_once(' ')?;
        let (level, bits) = rest.rsplit_once(' ')?;
        let bits = match bits {
            "+∞" => f64::INFINITY,
            "−∞" => f64::NEG_INFINITY,
            bits => bits.parse().ok()?,
        };
        Some(FieldEvidence { field: field.to_owned(), level: level.trim().to_owned(), bits })
    };
    text.split(';').filter_map(one).collect()
}

fn entry(
    id: &QuestionId,
    q: &Question,
    head: &RecordsHead,
    entities: &HashMap<&str, usize>,
    records: &Records,
    pairs: &HashMap<(u32, u32), Compared>,
) -> Entry {
    let entity = entities.get(q.subject.entity.as_str()).copied();
    let rules = entity.and_then(|e| head.entities.get(e)).map(|e| e.rules.as_slice()).unwrap_or_default();
    let severity = rules.iter().find(|r| r.code == q.asked.by_rule).map_or(Severity::Warning, |r| r.severity);
    let compared = q.asked.row.zip(q.asked.other_row).and_then(|(a, b)| pairs.get(&key(a, b)));
    let kind = match &q.subject.other {
        Some(_) if compared.is_none_or(|c| c.undecided) && q.asked.by_rule != "duplicate-record" => Kind::Pair,
        Some(_) => Kind::Merged,
        None if q.subject.field.is_empty() => Kind::Record,
        None => Kind::Value,
    };
    let spot = q.asked.row.and_then(|r| records.spot(r));
    let owner = spot.and_then(|s| head.sources.get(s.source as usize)).map_or("", |s| s.owner.as_str());
    let other = q.subject.other.as_ref().map_or("", |o| o.code.as_str());
    let haystack = format!("{} {other} {} {}", q.subject.code, q.subject.seen, q.subject.system).to_lowercase();
    Entry {
        id: id.clone(),
        subject: q.subject.clone(),
        suggestion: q.suggestion.clone(),
        asked: q.asked.clone(),
        kind,
        entity,
        severity,
        probability: compared.and_then(|c| c.probability.parse().ok()).unwrap_or(0.0),
        owner: owner.into(),
        haystack: haystack.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evidence_is_read_as_it_is_written() {
        let read = evidence("name very alike +8.2; phone conflict −∞; uscc equal -1.0; broken");
        let of = |field: &str, level: &str, bits| FieldEvidence { field: field.into(), level: level.into(), bits };
        assert_eq!(read, [of("name", "very alike", 8.2), of("phone", "conflict", f64::NEG_INFINITY), of("uscc", "equal", -1.0)]);
        assert!(evidence("").is_empty());
    }
}
