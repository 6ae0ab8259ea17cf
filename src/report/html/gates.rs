//! The sections of gates and of control totals.

use super::shown;
use crate::report::figures;
use crate::report::lens::Lens;
use crate::report::verdict;
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct Gate {
    name: String,
    metric: String,
    /// `passed`, `missed` or `unmeasured`.
    state: &'static str,
    target: String,
    actual: String,
    owner: String,
    due: String,
    blocking: bool,
}

/// Lists the gates: missed ones first, blocking before others.
pub(super) fn view(lens: &Lens<'_>) -> Vec<Gate> {
    let mut gates: Vec<_> = lens.input.summary.gates.iter().collect();
    gates.sort_by_key(|g| (g.passed, !g.blocking));
    let one = |g: &crate::model::GateSummary| Gate {
        name: shown(&g.name),
        metric: shown(&g.metric),
        state: match (g.actual, g.passed) {
            (None, true) => "unmeasured",
            (_, true) => "passed",
            (_, false) => "missed",
        },
        target: verdict::target(g, lens.words),
        actual: verdict::actual(g, lens.words),
        owner: shown(&g.owner),
        due: shown(&g.due),
        blocking: g.blocking,
    };
    gates.into_iter().map(one).collect()
}

#[derive(Serialize)]
pub(super) struct Total {
    entity: String,
    field: String,
    group: String,
    read: String,
    emitted: String,
    left: String,
    agrees: bool,
    unreadable: Option<String>,
}

/// Lists the control totals: those that differ first.
pub(super) fn totals(lens: &Lens<'_>) -> Vec<Total> {
    let mut totals: Vec<_> = lens.input.summary.totals.iter().collect();
    totals.sort_by_key(|t| t.agrees);
    let one = |t: &crate::model::TotalSummary| {
        let spec = lens.input.plan.entities.iter().find(|e| e.entity.as_str() == t.entity);
        let label = spec.and_then(|e| e.field(&t.field)).map_or(t.field.as_str(), |f| f.label.get(lens.input.lang));
        Total {
            entity: shown(lens.entity_label(&t.entity)),
            field: shown(label),
            group: shown(&t.group),
            read: figures::decimal(&shown(&t.read)),
            emitted: figures::decimal(&shown(&t.emitted)),
            left: figures::decimal(&shown(&t.left)),
            agrees: t.agrees,
            unreadable: (t.unreadable > 0).then(|| lens.words.counted("cells", t.unreadable)),
        }
    };
    totals.into_iter().map(one).collect()
}
