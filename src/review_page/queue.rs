//! The queue of questions: filtered, and cut into pages.

use super::desk::Desk;
use super::entry::{Entry, Kind};
use super::index::Index;
use crate::review::QuestionId;
use serde::Deserialize;

/// Questions of one answer at most.
const PAGE: usize = 100;

/// Which questions are shown.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Filter {
    /// Only of this entity.
    pub entity: String,
    /// Only asked by this rule.
    pub rule: String,
    /// Only of this owner; `-`: of records that nobody owns.
    pub owner: String,
    /// Only of this kind.
    pub kind: String,
    /// `open` (also where nothing is said), `later`, `decided` or `all`.
    pub state: String,
    /// Only where this stands in codes, names or values.
    pub q: String,
    /// Only what comes after this question.
    pub after: String,
    /// How many; a hundred at most.
    pub limit: Option<usize>,
}

/// Questions that pass a filter.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// How many pass it, wherever the page begins.
    pub total: usize,
    /// Positions of those on this page.
    pub positions: Vec<usize>,
    /// Whether others follow.
    pub more: bool,
}

impl Filter {
    /// Cuts a page out of the queue.
    pub fn page(&self, index: &Index, desk: &Desk) -> Page {
        let limit = self.limit.unwrap_or(PAGE).clamp(1, PAGE);
        let start = QuestionId::parse(&self.after).and_then(|id| index.position(&id)).map_or(0, |i| i + 1);
        let q = self.q.trim().to_lowercase();
        let mut page = Page::default();
        for (i, _) in index.entries.iter().enumerate().filter(|(i, e)| self.passes(*i, e, &q, desk)) {
            page.total += 1;
            if i >= start {
                if page.positions.len() < limit {
                    page.positions.push(i);
                } else {
                    page.more = true;
                }
            }
        }
        page
    }

    fn passes(&self, position: usize, e: &Entry, q: &str, desk: &Desk) -> bool {
        let is = |wanted: &str, has: &str| wanted.is_empty() || wanted == has;
        let state = match self.state.as_str() {
            "all" => true,
            "decided" => desk.is_decided(position),
            "later" => !desk.is_decided(position) && desk.is_later(&e.id),
            _ => !desk.is_decided(position) && !desk.is_later(&e.id),
        };
        let owner = if self.owner == "-" { e.owner.is_empty() } else { is(&self.owner, &e.owner) };
        state
            && owner
            && is(&self.entity, &e.subject.entity)
            && is(&self.rule, &e.asked.by_rule)
            && is(&self.kind, e.kind.as_str())
            && (q.is_empty() || e.haystack.contains(q))
    }
}

/// One value that questions can be filtered by, with how many there are.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub(super) struct Choice {
    /// The value.
    pub value: String,
    /// Its name for people.
    pub label: String,
    /// Questions with it.
    pub total: usize,
    /// Those that are decided.
    pub decided: usize,
}

/// Counts questions by something, in the order in which values are first met, or for kinds in their own.
pub(super) fn choices<'e>(
    index: &'e Index,
    desk: &Desk,
    of: impl Fn(&'e Entry) -> &'e str,
    label: impl Fn(&'e Entry) -> String,
) -> Vec<Choice> {
    let mut out: Vec<Choice> = Vec::new();
    let mut at: std::collections::HashMap<&str, usize> = std::collections::HashMap::new();
    for (i, e) in index.entries.iter().enumerate() {
        let value = of(e);
        let slot = *at.entry(value).or_insert_with(|| {
            out.push(Choice { value: value.to_owned(), label: label(e), total: 0, decided: 0 });
            out.len() - 1
        });
        if let Some(c) = out.get_mut(slot) {
            c.total += 1;
            c.decided += usize::from(desk.is_decided(i));
        }
    }
    out
}

/// Gives the kinds that there are questions of.
pub(super) fn kinds(index: &Index) -> Vec<Kind> {
    Kind::ALL.into_iter().filter(|k| index.entries.iter().any(|e| e.kind == *k)).collect()
}
