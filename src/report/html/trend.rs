//! The section of earlier runs: how scores and open findings moved, and which rules and owners stand still.

use super::shown;
use crate::model::{RuleCode, RunPoint, RunSummary, Severity};
use crate::report::figures;
use crate::report::lens::Lens;
use serde::Serialize;

/// Runs shown, the latest.
const RUNS: usize = 12;
/// Rules shown that fell, rose or stood still.
const RULES: usize = 6;
/// Height of a chart in pixels, and the room above and below its line.
const HIGH: f64 = 120.0;
const ROOM: f64 = 12.0;

#[derive(Serialize)]
pub(super) struct View {
    height: f64,
    score: Line,
    open: Line,
    runs: Vec<Run>,
    fallen: Vec<Moved>,
    risen: Vec<Moved>,
    still: Vec<Moved>,
    owners: Vec<Moved>,
    /// How fast open findings fell, and how many runs are left at that pace.
    pace: String,
}

/// A line chart: points in percent of the width and in pixels of the height.
#[derive(Serialize)]
struct Line {
    points: Vec<(String, String, String)>,
    /// The line in a box of 100 by the height.
    path: String,
    /// Labels of the highest and the lowest value.
    top: String,
    bottom: String,
}

#[derive(Serialize)]
struct Run {
    at: String,
    verdict: &'static str,
    verdict_words: String,
    read: String,
    ready: String,
    held: String,
    before: String,
    after: String,
    open: String,
}

#[derive(Serialize)]
struct Moved {
    name: String,
    rule: String,
    before: String,
    now: String,
    change: String,
}

/// Compares this run with the earlier ones; `None` where there are none.
pub(super) fn view(lens: &Lens<'_>) -> Option<View> {
    let now = this(lens.input.summary);
    let mut earlier: Vec<&RunPoint> = lens.input.earlier.iter().collect();
    // A run that is repeated stands in the history already; its report says the same as the first time.
    if earlier.last().is_some_and(|last| RunPoint { at: String::new(), ..(*last).clone() } == now) {
        earlier.pop();
    }
    let before = *earlier.last()?;
    let from = earlier.len().saturating_sub(RUNS - 1);
    let runs: Vec<&RunPoint> = earlier.into_iter().skip(from).chain([&now]).collect();
    let (fallen, risen, still) = rules(lens, before, &now);
    Some(View {
        height: HIGH,
        score: line(&runs, |r| r.after, |v| figures::score(Some(v))),
        open: line(&runs, |r| Some(open(r) as f64), |v| figures::count(v as u64)),
        runs: runs.iter().rev().map(|r| run(lens, r)).collect(),
        fallen,
        risen,
        still,
        owners: owners(lens, before, &now),
        pace: pace(lens, &runs),
    })
}

/// Gives this run as the history would keep it.
fn this(s: &RunSummary) -> RunPoint {
    let mut findings = [0; 4];
    for f in &s.findings {
        if let Some(n) = findings.get_mut(f.severity as usize) {
            *n += f.count;
        }
    }
    let rules = s.findings.iter().filter(|f| f.severity != Severity::Info).map(|f| (format!("{}/{}", f.entity, f.rule), f.count));
    RunPoint {
        at: String::new(),
        verdict: s.verdict.clone(),
        read: s.read,
        ready: s.fates.emitted,
        held: s.fates.held,
        before: s.score.before,
        after: s.score.after,
        findings,
        rules: rules.collect(),
        owners: s.owners.iter().map(|o| (o.owner.clone(), o.findings.iter().skip(1).sum())).collect(),
        decisions: s.decisions.given,
    }
}

fn open(run: &RunPoint) -> u64 {
    run.findings.iter().skip(1).sum()
}

/// Says how many runs are left if open findings go on falling as they did over the runs shown.
fn pace(lens: &Lens<'_>, runs: &[&RunPoint]) -> String {
    let (first, last) = (runs.first().map_or(0, |r| open(r)), runs.last().map_or(0, |r| open(r)));
    let steps = runs.len().saturating_sub(1).max(1) as u64;
    if last >= first {
        return lens.words.get("trend", "no_pace").to_owned();
    }
    let fall = (first - last) as f64 / steps as f64;
    let runs = (last as f64 / fall).ceil() as u64;
    let with = [("fall", figures::measure(fall)), ("open", figures::count(last)), ("runs", figures::count(runs))];
    lens.words.fill("trend", "pace", &with.each_ref().map(|(k, v)| (*k, v.as_str())))
}

fn line(runs: &[&RunPoint], value: impl Fn(&RunPoint) -> Option<f64>, words: impl Fn(f64) -> String) -> Line {
    let values: Vec<(usize, f64)> = runs.iter().enumerate().filter_map(|(i, r)| Some((i, value(r).filter(|v| v.is_finite())?))).collect();
    let (low, high) = values.iter().fold((f64::MAX, f64::MIN), |(low, high), (_, v)| (low.min(*v), high.max(*v)));
    let span = if high > low { high - low } else { 1.0 };
    let x = |i: usize| if runs.len() < 2 { 0.0 } else { i as f64 * 100.0 / (runs.len() - 1) as f64 };
    let y = |v: f64| ROOM + (high - v) / span * (HIGH - 2.0 * ROOM);
    let at = |(i, v): &(usize, f64)| (format!("{:.2}", x(*i)), format!("{:.1}", y(*v)), words(*v));
    let points: Vec<_> = values.iter().map(at).collect();
    let path: Vec<String> = points.iter().map(|(x, y, _)| format!("{x} {y}")).collect();
    let ends = if values.is_empty() { (String::new(), String::new()) } else { (words(high), words(low)) };
    Line { points, path: path.join(" "), top: ends.0, bottom: ends.1 }
}

fn run(lens: &Lens<'_>, r: &RunPoint) -> Run {
    let verdict = match r.verdict.as_str() {
        "go" => "go",
        "conditional" => "conditional",
        _ => "no-go",
    };
    Run {
        at: if r.at.is_empty() { lens.words.get("trend", "this").to_owned() } else { shown(&r.at) },
        verdict,
        verdict_words: lens.words.get("verdict", &format!("{verdict}_short")).to_owned(),
        read: figures::count(r.read),
        ready: figures::share(r.ready, r.read),
        held: figures::count(r.held),
        before: figures::score(r.before),
        after: figures::score(r.after),
        open: figures::count(open(r)),
    }
}

/// Rules that fell, rose and stood still, the greatest first.
fn rules(lens: &Lens<'_>, before: &RunPoint, now: &RunPoint) -> (Vec<Moved>, Vec<Moved>, Vec<Moved>) {
    let moved = |name: &str, (a, b): (u64, u64)| {
        let (entity, rule) = name.split_once('/').unwrap_or(("", name));
        let spec = lens.input.plan.entities.iter().map(|e| &e.entity).find(|e| e.as_str() == entity);
        let code = RuleCode::new(rule);
        let title = lens.title(spec, &code);
        let whose = lens.entity_label(entity);
        let name = if whose.is_empty() { title.to_owned() } else { format!("{title} · {whose}") };
        Moved { name: shown(&name), rule: shown(rule), before: figures::count(a), now: figures::count(b), change: change(a, b) }
    };
    let all = before.rules.keys().chain(now.rules.keys().filter(|k| !before.rules.contains_key(*k)));
    let mut all: Vec<(&str, (u64, u64))> =
        all.map(|k| (k.as_str(), (before.rules.get(k).copied().unwrap_or(0), now.rules.get(k).copied().unwrap_or(0)))).collect();
    all.sort_by_key(|(name, (a, b))| (std::cmp::Reverse((a.abs_diff(*b), *b)), *name));
    let of = |wanted: std::cmp::Ordering| {
        all.iter().filter(|(_, (a, b))| b.cmp(a) == wanted && a + b > 0).take(RULES).map(|(name, n)| moved(name, *n)).collect()
    };
    (of(std::cmp::Ordering::Less), of(std::cmp::Ordering::Greater), of(std::cmp::Ordering::Equal))
}

fn owners(lens: &Lens<'_>, before: &RunPoint, now: &RunPoint) -> Vec<Moved> {
    let one = |(name, b): (&String, &u64)| -> (u64, Moved) {
        let a = before.owners.get(name).copied().unwrap_or(0);
        let shown = if name.trim().is_empty() { lens.words.get("page", "nobody").to_owned() } else { shown(name) };
        (*b, Moved { name: shown, rule: String::new(), before: figures::count(a), now: figures::count(*b), change: change(a, *b) })
    };
    let mut all: Vec<_> = now.owners.iter().map(one).collect();
    all.sort_by_key(|(open, _)| std::cmp::Reverse(*open));
    all.into_iter().map(|(_, m)| m).collect()
}

fn change(a: u64, b: u64) -> String {
    match b.cmp(&a) {
        std::cmp::Ordering::Less => format!("−{}", figures::count(a - b)),
        std::cmp::Ordering::Greater => format!("+{}", figures::count(b - a)),
        std::cmp::Ordering::Equal => "±0".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Lang;
    use crate::report::sample::Sample;

    #[test]
    fn this_run_stands_beside_earlier_ones_and_its_own_repetition_does_not() {
        let sample = Sample::company();
        let list = sample.list();
        let mut input = sample.input(&list, Lang::En);
        let own = RunPoint { at: "2026-02-02 10:00".into(), ..this(&sample.summary) };
        input.earlier = std::slice::from_ref(&own);
        assert!(view(&Lens::new(&input)).is_none());
        let mut worse = RunPoint { at: "2026-01-02 10:00".into(), after: Some(80.0), findings: [0, 1_000_000, 0, 0], ..own.clone() };
        let rule = worse.rules.keys().next().unwrap().clone();
        *worse.rules.get_mut(&rule).unwrap() += 1_000_000;
        let both = [worse, own.clone()];
        input.earlier = &both;
        let seen = view(&Lens::new(&input)).unwrap();
        assert_eq!((seen.runs.len(), seen.score.points.len()), (2, 2));
        assert_eq!((seen.score.top.as_str(), seen.score.bottom.as_str()), ("94.9", "80.0"));
        assert_eq!((seen.fallen[0].change.as_str(), seen.fallen[0].rule.as_str()), ("−1,000,000", rule.split_once('/').unwrap().1));
        assert!(seen.pace.starts_with("Open findings fell by 9"), "{}", seen.pace);
        assert!(seen.risen.is_empty() && !seen.still.is_empty());
    }
}
