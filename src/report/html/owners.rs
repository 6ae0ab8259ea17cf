//! The section of owners: who has how much to do.

use super::chart::{Segment, stacked};
use super::shown;
use crate::model::{OwnerSummary, Severity};
use crate::report::WORST_FIRST;
use crate::report::figures;
use crate::report::lens::Lens;
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct View {
    heads: Vec<&'static str>,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    owner: String,
    rows: String,
    /// Critical first.
    counts: Vec<String>,
    total: String,
    bar: Vec<Segment>,
    held: String,
    rejected: String,
}

/// Lists owners, those with the most serious work first.
pub(super) fn view(lens: &Lens<'_>) -> View {
    let mut owners: Vec<&OwnerSummary> = lens.input.summary.owners.iter().collect();
    owners.sort_by_key(|o| std::cmp::Reverse([o.findings[3], o.findings[2], o.findings[1], o.findings[0]]));
    let most = owners.iter().map(|o| o.findings.iter().sum::<u64>()).max().unwrap_or(0);
    View { heads: WORST_FIRST.iter().map(|s| lens.words.severity(*s)).collect(), rows: owners.iter().map(|o| row(lens, o, most)).collect() }
}

fn row(lens: &Lens<'_>, o: &OwnerSummary, most: u64) -> Row {
    let of = |s: &Severity| o.findings.get(*s as usize).copied().unwrap_or(0);
    let parts: Vec<_> = WORST_FIRST.iter().map(|s| (s.as_str(), lens.words.severity(*s).to_owned(), of(s))).collect();
    Row {
        owner: if o.owner.trim().is_empty() { lens.words.get("page", "nobody").to_owned() } else { shown(&o.owner) },
        rows: figures::count(o.rows),
        counts: WORST_FIRST.iter().map(|s| figures::count(of(s))).collect(),
        total: figures::count(o.findings.iter().sum()),
        bar: stacked(&parts, most),
        held: figures::count(o.held),
        rejected: figures::count(o.rejected),
    }
}
