//! Finds material grades that contradict the description.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example, Kind, Parameter};
use super::super::judgement::{Judgement, Outcome, Why};
use crate::domain::fold::fold_width;
use crate::plan::CodeTable;
use foldhash::{HashMap, HashMapExt};
use std::collections::BTreeSet;

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "attribute_contradiction",
    does: (
        "材质字段与名称或规格里写明的牌号不同（名称含 304，材质 = Q235）。同一牌号的不同写法不算。任何一边认不出牌号时不适用。",
        "The material grade differs from the one that name or specification state (304 in the name, Q235 as the grade). Other spellings of one grade do not count. Not applicable where either side holds no known grade.",
    ),
    needs_field: true,
    parameters: &[Parameter::new("in", Kind::Fields, "可能写有牌号的字段", "the fields that may state a grade")],
    example: Example {
        field: "grade",
        params: "in = [\"name\", \"spec\"]",
        table: "name|spec|grade\n不锈钢板 304|2×1000|SUS304\n不锈钢板 304|2×1000|Q235B\n钢板|304×20|Q235B\n圆钢 45#|φ20|45\n钢板|10×20|",
        others: &[],
        fails: &[2],
    },
    run,
};

fn run(case: &Case<'_>) -> Outcome {
    let grades = Grades::of(case.subject.plan.table("grades"));
    let described = case.listed("in");
    if described.is_empty() {
        return Outcome::default();
    }
    case.each_value(|row, value| {
        let own = grades.in_field(value);
        if own.is_empty() {
            return Judgement::NotApplicable;
        }
        let said: BTreeSet<&str> = described.iter().filter_map(|c| c.get(row)).flat_map(|text| grades.in_text(text)).collect();
        if said.is_empty() {
            Judgement::NotApplicable
        } else if own.is_disjoint(&said) {
            case.bad(|| Why::expected(said.iter().copied().collect::<Vec<_>>().join(" / ")))
        } else {
            Judgement::Good
        }
    })
}

/// Grades by their writings.
struct Grades(HashMap<String, String>);

impl Grades {
    /// Reads the table of grades: `grade`, `aliases` parted by bars.
    fn of(table: &CodeTable) -> Self {
        let mut by_writing = HashMap::new();
        if let (Some(grade), Some(aliases)) = (table.column("grade"), table.column("aliases")) {
            for row in &table.rows {
                let (Some(grade), Some(aliases)) = (row.get(grade), row.get(aliases)) else { continue };
                for writing in std::iter::once(grade.as_str()).chain(aliases.split('|')).filter(|w| !w.is_empty()) {
                    by_writing.entry(folded(writing)).or_insert_with(|| grade.clone());
                }
            }
        }
        Self(by_writing)
    }

    /// Finds the grades in a field that holds nothing else: every word may be one.
    fn in_field(&self, value: &str) -> BTreeSet<&str> {
        let whole = self.0.get(&folded(value)).map(String::as_str);
        words(&fold_width(value))
            .map(|(_, word, _)| word.to_owned())
            .filter_map(|w| self.0.get(&folded(&w)))
            .map(String::as_str)
            .chain(whole)
            .collect()
    }

    /// Finds the grades in a description, where bare numbers are mostly sizes.
    fn in_text(&self, text: &str) -> Vec<&str> {
        let text = fold_width(text);
        // Sections are named by their height: 10# is a size of channels and a grade of round bars.
        let section = ["槽钢", "工字", "角钢", "型钢", "钢轨"].iter().any(|s| text.contains(s));
        let is_size = |before, word: &str, after| is_size(before, word, after) || (section && word.ends_with('#'));
        let found = words(&text).filter(|(before, word, after)| !is_size(*before, word, *after)).map(|(_, word, _)| folded(word));
        found.filter_map(|w| self.0.get(&w)).map(String::as_str).collect()
    }
}

/// Folds a writing: upper case, without blanks, hyphens and the mark of number steels.
fn folded(writing: &str) -> String {
    fold_width(writing).chars().filter(|c| !matches!(c, ' ' | '-' | '#' | '.')).flat_map(char::to_uppercase).collect()
}

/// Words of letters and digits with the signs before and after them; `#` belongs to the word.
fn words(text: &str) -> impl Iterator<Item = (Option<char>, &str, Option<char>)> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '#';
    let mut at = 0;
    std::iter::from_fn(move || {
        let from = at + text.get(at..)?.find(is_word)?;
        let rest = text.get(from..)?;
        let to = from + rest.find(|c| !is_word(c)).unwrap_or(rest.len());
        at = to;
        Some((text.get(..from)?.chars().next_back(), text.get(from..to)?, text.get(to..)?.chars().next()))
    })
}

/// A bare number is a grade only where it stands apart and has the three digits of stainless steels; others need their `#` or letters.
fn is_size(before: Option<char>, word: &str, after: Option<char>) -> bool {
    if !word.bytes().all(|b| b.is_ascii_digit()) {
        return false;
    }
    let joined = |c: Option<char>| c.is_some_and(|c| "×*xX/-.~φΦ±°\"'：:=".contains(c));
    word.len() != 3 || !word.starts_with(['2', '3', '4']) || joined(before) || joined(after)
}
