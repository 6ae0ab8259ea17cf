//! Answers as people give them in a workbook.

use super::QuestionId;
use serde::{Deserialize, Serialize};

/// What somebody decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Answer {
    /// The suggested value is taken.
    Use,
    /// The value is right as it stands; the rule does not ask again.
    Keep,
    /// Another value is right.
    Correct,
    /// Both records are one thing.
    Same,
    /// Both records are two things.
    Different,
    /// The record is not migrated.
    Retire,
}

impl Answer {
    /// All answers.
    pub const ALL: [Self; 6] = [Self::Use, Self::Keep, Self::Correct, Self::Same, Self::Different, Self::Retire];

    /// Gives the stable name in `decisions.csv`, which is also the key of its words.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Use => "use",
            Self::Keep => "keep",
            Self::Correct => "correct",
            Self::Same => "same",
            Self::Different => "different",
            Self::Retire => "retire",
        }
    }

    /// Reads the stable name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|a| a.as_str() == text.trim())
    }
}

/// The words of a workbook, in every language that one may be written in.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    /// Headings of the column of ids.
    pub id: Vec<String>,
    /// Headings of the column of answers.
    pub answer: Vec<String>,
    /// Headings of the column of new values.
    pub value: Vec<String>,
    /// Headings of the column of remarks.
    pub remark: Vec<String>,
    /// Words of the answers that decide.
    pub answers: Vec<(String, Answer)>,
    /// Words of the answers that decide nothing yet: put right in the source, or to be looked at later.
    pub waiting: Vec<String>,
}

/// One row of a workbook with an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The question.
    pub id: QuestionId,
    /// The answer; `None` where it decides nothing yet.
    pub answer: Option<Answer>,
    /// The new value as written; empty where there is none.
    pub value: String,
    /// The remark.
    pub note: String,
    /// Who answered: the name of the sheet.
    pub by: String,
    /// 1-based row of the sheet.
    pub line: u32,
}

/// Why an answer could not be understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unclear {
    /// The text is none of the answers.
    Unknown {
        /// Sheet.
        sheet: String,
        /// 1-based row.
        line: u32,
        /// What stands there.
        text: String,
    },
    /// There is an answer but no id that can be read.
    NoId {
        /// Sheet.
        sheet: String,
        /// 1-based row.
        line: u32,
        /// What stands in the place of the id.
        text: String,
    },
}

/// Reads the answers of one sheet; `None` where it has no columns of ids and answers, as the overview.
pub fn replies(sheet: &str, header: &[String], rows: &[(u32, Vec<&str>)], words: &Vocabulary) -> Option<(Vec<Reply>, Vec<Unclear>)> {
    let at = |names: &[String]| header.iter().position(|h| names.iter().any(|n| same(n, h)));
    let (id, answer) = (at(&words.id)?, at(&words.answer)?);
    let (value, remark) = (at(&words.value), at(&words.remark));
    let mut out = Vec::new();
    let mut unclear = Vec::new();
    for (line, cells) in rows {
        let text = |i: Option<usize>| i.and_then(|i| cells.get(i)).map_or("", |c| c.trim()).to_owned();
        let said = text(Some(answer));
        if said.is_empty() {
            continue;
        }
        let understood = words.answers.iter().find(|(w, _)| same(w, &said)).map(|(_, a)| Some(*a));
        let Some(answer) = understood.or_else(|| words.waiting.iter().any(|w| same(w, &said)).then_some(None)) else {
            unclear.push(Unclear::Unknown { sheet: sheet.to_owned(), line: *line, text: said });
            continue;
        };
        match QuestionId::parse(&text(Some(id))) {
            Some(id) => out.push(Reply { id, answer, value: text(value), note: text(remark), by: sheet.to_owned(), line: *line }),
            None => unclear.push(Unclear::NoId { sheet: sheet.to_owned(), line: *line, text: text(Some(id)) }),
        }
    }
    Some((out, unclear))
}

/// Compares words as people type them: in any case, with any blanks around and inside.
fn same(a: &str, b: &str) -> bool {
    let plain = |t: &str| t.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    plain(a) == plain(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> Vocabulary {
        let list = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect();
        Vocabulary {
            id: list(&["id", "编号"]),
            answer: list(&["answer", "答复"]),
            value: list(&["new value", "新值"]),
            remark: list(&["remark", "备注"]),
            answers: vec![("keep".into(), Answer::Keep), ("数据无误".into(), Answer::Keep), ("correct to".into(), Answer::Correct)],
            waiting: list(&["later"]),
        }
    }

    #[test]
    fn answers_are_read_in_either_language_and_what_is_unclear_is_told() {
        let header = ["编号", "答复", "新值"].map(str::to_owned);
        let id = "0123456789abcdef";
        let rows = [
            (2, vec![id, " 数据无误 ", ""]),
            (3, vec![id, "", "ignored"]),
            (4, vec![id, "Correct  to", "00123"]),
            (5, vec![id, "maybe"]),
            (6, vec!["1.2E+15", "later"]),
            (7, vec![id, "LATER"]),
        ];
        let (found, unclear) = replies("王丽", &header, &rows, &words()).unwrap();
        let seen: Vec<_> = found.iter().map(|r| (r.line, r.answer, r.value.as_str(), r.by.as_str())).collect();
        assert_eq!(seen, [(2, Some(Answer::Keep), "", "王丽"), (4, Some(Answer::Correct), "00123", "王丽"), (7, None, "", "王丽")]);
        let sheet = || "王丽".to_owned();
        let expected = [
            Unclear::Unknown { sheet: sheet(), line: 5, text: "maybe".into() },
            Unclear::NoId { sheet: sheet(), line: 6, text: "1.2E+15".into() },
        ];
        assert_eq!(unclear, expected);
        assert_eq!(replies("Overview", &["a".to_owned()], &[], &words()), None);
    }
}
