//! The section of codes: which schemes stood side by side, and the one that they became.

use super::shown;
use crate::model::{SchemeCount, SchemeSummary};
use crate::report::figures;
use crate::report::lens::Lens;
use serde::Serialize;

/// Schemes shown of each system.
const SHOWN: usize = 4;

#[derive(Serialize)]
pub(super) struct View {
    entity: String,
    before: Vec<Scheme>,
    after: Vec<Scheme>,
    /// Schemes before and after, as `7 → 1`, `8+` where more are known than listed; codes that follow none count as one.
    counts: (String, String),
}

#[derive(Serialize)]
struct Scheme {
    /// Only where it is another one than in the line above.
    system: String,
    scheme: Option<String>,
    count: String,
    example: String,
}

pub(super) fn view(lens: &Lens<'_>) -> Vec<View> {
    lens.input.summary.schemes.iter().map(|s| entity(lens, s)).collect()
}

fn entity(lens: &Lens<'_>, s: &SchemeSummary) -> View {
    let distinct = |list: &[SchemeCount]| {
        let mut names: Vec<&str> = list.iter().map(|c| c.scheme.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        let more = if names.contains(&"…") { "+" } else { "" };
        format!("{}{more}", names.iter().filter(|n| **n != "…").count())
    };
    View {
        entity: shown(lens.entity_label(&s.entity)),
        before: listed(lens, &s.before),
        after: listed(lens, &s.after),
        counts: (distinct(&s.before), distinct(&s.after)),
    }
}

fn listed(lens: &Lens<'_>, all: &[SchemeCount]) -> Vec<Scheme> {
    let mut out = Vec::new();
    for of_system in all.chunk_by(|a, b| a.system == b.system) {
        let (named, rest) = of_system.split_at(of_system.len().min(SHOWN));
        for (i, s) in named.iter().enumerate() {
            out.push(Scheme {
                system: if i == 0 { shown(&s.system) } else { String::new() },
                scheme: match s.scheme.as_str() {
                    "" => None,
                    "…" => Some(lens.words.get("schemes", "others").to_owned()),
                    scheme => Some(shown(scheme)),
                },
                count: figures::count(s.count),
                example: shown(&lens.free(&s.example)),
            });
        }
        if !rest.is_empty() {
            let count = rest.iter().map(|s| s.count).sum();
            let words = lens.words.fill("schemes", "more", &[("n", &rest.len().to_string())]);
            out.push(Scheme { system: String::new(), scheme: Some(words), count: figures::count(count), example: String::new() });
        }
    }
    out
}
