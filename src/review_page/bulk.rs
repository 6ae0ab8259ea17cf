//! Many questions at once: those that are of one pattern with the one on the screen.

use super::desk::Desk;
use super::entry::{Entry, Kind};
use super::index::{Compared, Index};
use super::pattern;
use super::question::line;
use super::show::Look;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::hash::{DefaultHasher, Hash, Hasher};

/// Questions listed in a preview at most; all are counted.
const LISTED: usize = 50;

/// How alike the questions of a group are, from the narrowest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Likeness {
    /// The same rule, field, value and suggestion.
    Same,
    /// The same rule and field, and the same form of change (or of the value where nothing is suggested); of pairs, the same agreement in
    /// every field and the same form of difference between the names.
    Form,
    /// The same rule and field; of pairs, the same agreement in every field.
    Rule,
}

impl Likeness {
    const ALL: [Self; 3] = [Self::Same, Self::Form, Self::Rule];
}

/// What tells the groups of a question apart, by likeness; 0 where it has none.
pub(super) type Patterns = [u64; 3];

/// Gives the patterns of a question.
pub(super) fn patterns(e: &Entry, compared: Option<&Compared>) -> Patterns {
    Likeness::ALL.map(|likeness| {
        let Some(common) = common(e, compared, likeness) else { return 0 };
        // An answer that goes with one question of a group goes with all.
        let key = (e.kind, &e.subject.entity, &e.asked.by_rule, &e.subject.field, e.suggestion.is_empty(), common);
        let mut hasher = DefaultHasher::new();
        key.hash(&mut hasher);
        hasher.finish().max(1)
    })
}

/// Gives what questions of one group have in common; `None` where a question has no group of this likeness.
fn common(e: &Entry, compared: Option<&Compared>, likeness: Likeness) -> Option<String> {
    match (e.kind, likeness) {
        (Kind::Pair | Kind::Merged, Likeness::Same) => None,
        (Kind::Pair | Kind::Merged, _) => {
            let mut levels: Vec<String> = compared?.evidence.iter().map(|f| format!("{} {}", f.field, f.level)).collect();
            levels.sort();
            let names = e.subject.seen.split_once(" | ").filter(|_| likeness == Likeness::Form);
            let form = names.map(|(a, b)| pattern::change(a, b)).unwrap_or_default();
            (!levels.is_empty()).then(|| format!("{}\n{form}", levels.join("\n")))
        }
        (_, Likeness::Same) => Some(format!("{}\n{}", e.subject.seen, e.suggestion)),
        (_, Likeness::Form) if e.suggestion.is_empty() => Some(pattern::form(&e.subject.seen)),
        (_, Likeness::Form) => Some(pattern::change(&e.subject.seen, &e.suggestion)),
        (_, Likeness::Rule) => Some(String::new()),
    }
}

/// Gives the positions of the open questions of the group that this one belongs to, itself among them.
pub(super) fn group(index: &Index, desk: &Desk, position: usize, likeness: Likeness) -> Vec<usize> {
    let pattern = |i: usize| index.patterns.get(i).and_then(|p| p.get(likeness as usize)).copied().unwrap_or(0);
    let own = pattern(position);
    let open = |i: usize, e: &Entry| !desk.is_decided(i) && !desk.is_later(&e.id);
    let alike = |(i, e): &(usize, &Entry)| own != 0 && pattern(*i) == own && open(*i, e);
    index.entries.iter().enumerate().filter(alike).map(|(i, _)| i).collect()
}

/// Gives the groups that a question belongs to, with how many are open; those of one question are left out, and those that are as large
/// as a narrower one.
pub(super) fn groups(index: &Index, desk: &Desk, position: usize, look: Look) -> Vec<Value> {
    let Some(e) = index.entries.get(position) else { return vec![] };
    let mut last = 1;
    let mut out = Vec::new();
    for likeness in Likeness::ALL {
        let count = group(index, desk, position, likeness).len();
        if count > last {
            last = count;
            out.push(json!({ "likeness": likeness, "count": count, "pattern": told(index, e, likeness, look) }));
        }
    }
    out
}

/// Says in a few words what the questions of a group have in common.
fn told(index: &Index, e: &Entry, likeness: Likeness, look: Look) -> String {
    match (e.kind, likeness) {
        (Kind::Pair | Kind::Merged, Likeness::Form) => {
            e.subject.seen.split_once(" | ").map(|(a, b)| pattern::change(a, b)).unwrap_or_default()
        }
        (Kind::Pair | Kind::Merged, _) => String::new(),
        (_, Likeness::Same) if e.suggestion.is_empty() => look.about(index.field(e), &e.subject.seen),
        (_, Likeness::Same) => {
            let field = index.field(e);
            format!("{} → {}", look.about(field, &e.subject.seen), look.value(field, &e.suggestion))
        }
        (_, Likeness::Form) if e.suggestion.is_empty() => pattern::form(&e.subject.seen),
        (_, Likeness::Form) => pattern::change(&e.subject.seen, &e.suggestion),
        (_, Likeness::Rule) => String::new(),
    }
}

/// Shows what one decision for a group would be about.
pub(super) fn preview(index: &Index, desk: &Desk, position: usize, likeness: Likeness, look: Look) -> Value {
    let positions = group(index, desk, position, likeness);
    let item = |i: &usize| {
        let mut out = line(index, desk, *i, look)?;
        let e = index.entries.get(*i)?;
        out.as_object_mut()?.insert("suggestion".into(), look.value(index.field(e), &e.suggestion).into());
        Some(out)
    };
    json!({
        "count": positions.len(),
        "items": positions.iter().take(LISTED).filter_map(item).collect::<Vec<_>>(),
        "more": positions.len().saturating_sub(LISTED),
    })
}
