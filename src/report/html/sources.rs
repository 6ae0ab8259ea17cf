//! The section of legacy systems and of the tables that are hardest to migrate.

use super::chart::{Segment, flow, percent, stacked};
use super::shown;
use crate::model::profile::Grade;
use crate::model::{Balance, InputSummary, Severity};
use crate::report::lens::Lens;
use crate::report::profile::difficulty_reason;
use crate::report::{WORST_FIRST, figures};
use serde::Serialize;

/// Tables listed.
const LISTED: usize = 12;
/// Reasons named of each.
const REASONS: usize = 3;

#[derive(Serialize)]
pub(super) struct View {
    heads: Vec<&'static str>,
    systems: Vec<System>,
    hardest: Vec<Table>,
    /// Tables that are not listed.
    others: Option<String>,
}

#[derive(Serialize)]
struct System {
    name: String,
    rows: String,
    ready: String,
    /// Critical first.
    counts: Vec<String>,
    bar: Vec<Segment>,
    fates: Vec<Segment>,
}

#[derive(Serialize)]
struct Table {
    path: String,
    sheet: String,
    system: String,
    rows: String,
    grade: &'static str,
    grade_words: String,
    points: u32,
    x: String,
    reasons: String,
}

pub(super) fn view(lens: &Lens<'_>) -> View {
    let mut hardest: Vec<&InputSummary> =
        lens.input.summary.inputs.iter().filter(|i| i.rows > 0 && i.difficulty.as_ref().is_some_and(|d| d.grade > Grade::Easy)).collect();
    hardest.sort_by_key(|i| std::cmp::Reverse(i.difficulty.as_ref().map_or(0, |d| d.points)));
    let others = hardest.len().saturating_sub(LISTED) as u64;
    View {
        heads: WORST_FIRST.iter().map(|s| lens.words.severity(*s)).collect(),
        systems: systems(lens),
        hardest: hardest.into_iter().take(LISTED).filter_map(|i| table(lens, i)).collect(),
        others: (others > 0).then(|| lens.words.counted("files", others)),
    }
}

/// Sums up the flows of each system; those with the most serious findings first.
fn systems(lens: &Lens<'_>) -> Vec<System> {
    let mut sums: Vec<(&str, Balance, [u64; 4])> = Vec::new();
    for f in &lens.input.summary.flows {
        let at = sums.iter().position(|(name, ..)| *name == f.system).unwrap_or_else(|| {
            sums.push((&f.system, Balance::default(), [0; 4]));
            sums.len() - 1
        });
        if let Some((_, fates, findings)) = sums.get_mut(at) {
            *fates = super::flow::plus(fates, &f.fates);
            findings.iter_mut().zip(&f.findings).for_each(|(sum, n)| *sum += n);
        }
    }
    sums.sort_by_key(|(_, _, n)| std::cmp::Reverse([n[3], n[2], n[1], n[0]]));
    let most = sums.iter().map(|(_, _, n)| n.iter().sum::<u64>()).max().unwrap_or(0);
    sums.iter().map(|s| system(lens, s, most)).collect()
}

fn system(lens: &Lens<'_>, (name, fates, findings): &(&str, Balance, [u64; 4]), most: u64) -> System {
    let of = |s: &Severity| findings.get(*s as usize).copied().unwrap_or(0);
    let parts: Vec<_> = WORST_FIRST.iter().map(|s| (s.as_str(), lens.words.severity(*s).to_owned(), of(s))).collect();
    System {
        name: if name.trim().is_empty() { lens.words.get("flow", "no_system").to_owned() } else { shown(name) },
        rows: figures::count(fates.read),
        ready: figures::share(fates.emitted + fates.merged, fates.read),
        counts: WORST_FIRST.iter().map(|s| figures::count(of(s))).collect(),
        bar: stacked(&parts, most),
        fates: flow(fates, fates.read, lens),
    }
}

fn table(lens: &Lens<'_>, i: &InputSummary) -> Option<Table> {
    let d = i.difficulty.as_ref()?;
    let reason = |r| {
        let (what, extent, _) = difficulty_reason(r, lens.words);
        if extent.is_empty() { what } else { format!("{what} ({extent})") }
    };
    let reasons: Vec<String> = d.reasons.iter().take(REASONS).map(reason).collect();
    Some(Table {
        path: shown(&i.path),
        sheet: shown(i.sheet.as_deref().unwrap_or("")),
        system: shown(&i.system),
        rows: figures::count(i.rows),
        grade: d.grade.as_str(),
        grade_words: lens.words.get("profile_grade", d.grade.as_str()).to_owned(),
        points: d.points,
        x: percent(f64::from(d.points)),
        reasons: reasons.join(lens.words.get("verdict", "joint")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Lang;
    use crate::report::sample::Sample;

    #[test]
    fn systems_hold_all_rows_and_the_hardest_tables_come_first() {
        let sample = Sample::company();
        let list = sample.list();
        let input = sample.input(&list, Lang::En);
        let seen = view(&Lens::new(&input));
        let rows: u64 = seen.systems.iter().map(|s| s.rows.replace(',', "").parse::<u64>().unwrap()).sum();
        assert_eq!(rows, sample.summary.read);
        let points: Vec<u32> = seen.hardest.iter().map(|t| t.points).collect();
        assert!(!points.is_empty() && points.is_sorted_by(|a, b| a >= b));
    }
}
