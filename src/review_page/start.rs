//! What the page needs once, and its progress.

use super::desk::Desk;
use super::index::Index;
use super::queue::{Choice, choices, kinds};
use super::show::Look;
use super::words;
use crate::report::Masking;
use serde_json::{Value, json};

/// Gives words, filters and facts.
pub(super) fn start(index: &Index, desk: &Desk, who: &str, look: Look) -> Value {
    json!({
        "lang": look.lang,
        "words": words::of(look.lang),
        "project": look.plain(&index.head.project),
        "who": look.plain(who),
        "masked": look.masking == Masking::Masked,
        "file": look.plain(&desk.file().path().display().to_string()),
        "entities": entities(index, desk, look),
        "rules": choices(index, desk, |e| &e.asked.by_rule, |e| {
            index.rule(e).map_or(e.asked.by_rule.as_str(), |r| look.text(&r.title, &r.code)).to_owned()
        }),
        "owners": choices(index, desk, |e| &e.owner, |e| look.plain(&e.owner)),
        "kinds": kinds(index),
        "progress": progress(index, desk, look),
    })
}

/// Counts what is decided.
pub(super) fn progress(index: &Index, desk: &Desk, look: Look) -> Value {
    let total = index.entries.len();
    let decided = (0..total).filter(|i| desk.is_decided(*i)).count();
    let later = index.entries.iter().enumerate().filter(|(i, e)| !desk.is_decided(*i) && desk.is_later(&e.id)).count();
    json!({
        "revision": desk.revision(),
        "total": total,
        "decided": decided,
        "later": later,
        "undo": desk.steps(),
        "entities": entities(index, desk, look),
    })
}

fn entities(index: &Index, desk: &Desk, look: Look) -> Vec<Choice> {
    let label = |e| index.entity(e).map_or("", |d| look.text(&d.label, &d.name)).to_owned();
    choices(index, desk, |e| &e.subject.entity, label)
}
