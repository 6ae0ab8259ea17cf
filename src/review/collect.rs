//! Makes decisions of answers: checks each against its question, and shows where two people disagree.

use super::{Answer, Decided, Decisions, QuestionId, Questions, Reply};
use std::collections::BTreeMap;

/// Two answers to one question that cannot both hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// What the question is about.
    pub subject: super::Subject,
    /// Who answered what, in the order in which it was read: name, answer and new value.
    pub said: Vec<(String, Option<Answer>, String)>,
}

/// What came of the answers.
#[derive(Clone, Debug, Default)]
pub struct Collected {
    /// Decisions that are new.
    pub added: Vec<Decided>,
    /// Decisions that replace an earlier one, with that.
    pub changed: Vec<(Decided, Decided)>,
    /// Answers that say what was decided already.
    pub known: usize,
    /// Answers that decide nothing yet.
    pub waiting: usize,
    /// Questions that were answered in two ways: nothing is decided.
    pub conflicts: Vec<Conflict>,
    /// Answers to questions that this run did not ask.
    pub strangers: Vec<Reply>,
    /// Answers that do not go with their question: a suggestion is taken where there is none, or the new value is missing.
    pub unfit: Vec<Reply>,
}

/// Checks answers against the questions of their run and puts what they decide into `decisions`.
pub fn collect(questions: &Questions, replies: Vec<Reply>, at: &str, decisions: &mut Decisions) -> Collected {
    let mut out = Collected::default();
    let mut by_question: BTreeMap<QuestionId, Vec<Reply>> = BTreeMap::new();
    for reply in replies {
        by_question.entry(reply.id.clone()).or_default().push(reply);
    }
    for (id, replies) in by_question {
        let Some(question) = questions.get(&id) else {
            out.strangers.extend(replies);
            continue;
        };
        let mut ways: Vec<&Reply> = Vec::new();
        for r in &replies {
            if !ways.iter().any(|w| (w.answer, &w.value) == (r.answer, &r.value)) {
                ways.push(r);
            }
        }
        let [reply] = ways.as_slice() else {
            let said = replies.iter().map(|r| (r.by.clone(), r.answer, r.value.clone())).collect();
            out.conflicts.push(Conflict { subject: question.subject.clone(), said });
            continue;
        };
        let Some(answer) = reply.answer else {
            out.waiting += 1;
            continue;
        };
        match value(answer, reply, question.subject.other.is_some(), &question.suggestion) {
            Some(value) => {
                let (by, at, note) = (reply.by.clone(), at.to_owned(), reply.note.clone());
                out.put(decisions, Decided { subject: question.subject.clone(), answer, value, by, at, note });
            }
            None => out.unfit.push((*reply).clone()),
        }
    }
    out
}

/// Gives the value that a decision carries, if the answer goes with the question. A suggestion that is taken is kept with the decision:
/// the next version of the program may suggest something else.
fn value(answer: Answer, reply: &Reply, pair: bool, suggestion: &str) -> Option<String> {
    match answer {
        Answer::Same | Answer::Different => pair.then(String::new),
        _ if pair => None,
        Answer::Use => Some(suggestion.to_owned()).filter(|s| !s.is_empty()),
        Answer::Correct => Some(reply.value.clone()).filter(|v| !v.is_empty()),
        Answer::Keep | Answer::Retire => Some(String::new()),
    }
}

impl Collected {
    fn put(&mut self, decisions: &mut Decisions, decided: Decided) {
        match decisions.put(decided.clone()) {
            None => self.added.push(decided),
            Some(before) if (before.answer, &before.value) == (decided.answer, &decided.value) => {
                self.known += 1;
                // Who said it first, and when, stays.
                decisions.put(before);
            }
            Some(before) => self.changed.push((decided, before)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::{Asked, Partner, Question, Subject};

    fn asked() -> (Questions, QuestionId, QuestionId) {
        let mut questions = Questions::default();
        let partner = |c: &str| Partner { system: "a".into(), code: c.into() };
        let pair = Subject::pair("customer", (partner("1"), "A"), (partner("2"), "B"));
        let value = Subject { other: None, rule: "invalid-uscc".into(), field: "tax_id".into(), ..pair.clone() };
        let pair = questions.add(Question { subject: pair, suggestion: String::new(), asked: Asked::default() });
        let value = questions.add(Question { subject: value, suggestion: "9".into(), asked: Asked::default() });
        (questions, pair, value)
    }

    fn reply(id: &QuestionId, answer: Answer, value: &str, by: &str) -> Reply {
        Reply { id: id.clone(), answer: Some(answer), value: value.into(), note: String::new(), by: by.into(), line: 2 }
    }

    #[test]
    fn answers_become_decisions_once() {
        let (questions, pair, value) = asked();
        let mut decisions = Decisions::default();
        let answers = || vec![reply(&pair, Answer::Same, "", "王丽"), reply(&value, Answer::Use, "", "王丽")];
        let first = collect(&questions, answers(), "2026-01-31", &mut decisions);
        assert_eq!((first.added.len(), decisions.len()), (2, 2));
        assert_eq!(decisions.get(&value).map(|d| d.value.as_str()), Some("9"));
        let second = collect(&questions, answers(), "2026-02-01", &mut decisions);
        assert_eq!((second.added.len(), second.known), (0, 2));
        assert_eq!(decisions.get(&pair).map(|d| d.at.as_str()), Some("2026-01-31"));
        let third = collect(&questions, vec![reply(&pair, Answer::Different, "", "李")], "2026-02-02", &mut decisions);
        assert_eq!(third.changed.len(), 1);
    }

    #[test]
    fn disagreement_decides_nothing() {
        let (questions, pair, value) = asked();
        let mut decisions = Decisions::default();
        let answers = vec![
            reply(&pair, Answer::Same, "", "王丽"),
            reply(&pair, Answer::Different, "", "李建国"),
            reply(&value, Answer::Keep, "", "王丽"),
            reply(&value, Answer::Keep, "", "李建国"),
        ];
        let done = collect(&questions, answers, "2026-01-31", &mut decisions);
        assert_eq!((done.conflicts.len(), done.added.len(), decisions.len()), (1, 1, 1));
        assert_eq!(done.conflicts[0].said.len(), 2);
    }

    #[test]
    fn answers_that_do_not_go_with_their_question_are_listed() {
        let (questions, pair, value) = asked();
        let stranger = QuestionId::parse("ffffffffffffffff").unwrap();
        let answers =
            vec![reply(&pair, Answer::Use, "", "x"), reply(&value, Answer::Correct, "", "x"), reply(&stranger, Answer::Keep, "", "x")];
        let done = collect(&questions, answers, "2026-01-31", &mut Decisions::default());
        assert_eq!((done.unfit.len(), done.strangers.len(), done.added.len()), (2, 1, 0));
    }
}
