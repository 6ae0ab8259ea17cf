//! The verdict in a sentence that a steering committee understands.

use super::figures;
use super::visible::one_line;
use super::words::Words;
use crate::model::{GateSummary, RunSummary};

/// Gates that a sentence names before it says how many more there are.
const NAMED: usize = 3;

/// Says why the verdict is what it is: what is lost, which gates are missed, or that all is well.
pub(super) fn reason(summary: &RunSummary, words: &Words) -> String {
    if summary.read == 0 {
        return words.get("verdict", "nothing").to_owned();
    }
    let mut parts = Vec::new();
    let settled = summary.fates.emitted + summary.fates.merged + summary.fates.held + summary.fates.rejected + summary.fates.skipped;
    if settled != summary.read {
        parts.push(words.fill("verdict", "unsettled", &[("rows", &words.counted("rows", summary.read.abs_diff(settled)))]));
    }
    let differing = summary.totals.iter().filter(|t| !t.agrees).count() as u64;
    if differing > 0 {
        parts.push(words.fill("verdict", "totals", &[("totals", &words.counted("totals", differing))]));
    }
    for (key, blocking) in [("blocking", true), ("missed", false)] {
        let missed: Vec<_> = summary.gates.iter().filter(|g| !g.passed && g.blocking == blocking).collect();
        if !missed.is_empty() {
            let n = words.counted("missed", missed.len() as u64);
            parts.push(words.fill("verdict", key, &[("missed", &n), ("list", &list(&missed, words))]));
        }
    }
    if parts.is_empty() {
        parts.push(if summary.verdict == "go" { all_well(summary, words) } else { words.get("verdict", "no_reason").to_owned() });
    }
    parts.join(words.get("verdict", "space"))
}

fn all_well(summary: &RunSummary, words: &Words) -> String {
    let f = summary.fates;
    words.fill(
        "verdict",
        "all_passed",
        &[
            ("gates", &words.counted("gates", summary.gates.len() as u64)),
            ("emitted", &figures::count(f.emitted)),
            ("read", &words.counted("rows", summary.read)),
            ("share", &figures::share(f.emitted, summary.read)),
        ],
    )
}

fn list(missed: &[&GateSummary], words: &Words) -> String {
    let mut named: Vec<String> = missed.iter().take(NAMED).map(|g| one(g, words)).collect();
    if missed.len() > NAMED {
        named.push(words.fill("verdict", "more", &[("n", &(missed.len() - NAMED).to_string())]));
    }
    named.join(words.get("verdict", "joint"))
}

fn one(gate: &GateSummary, words: &Words) -> String {
    let key = if gate.actual.is_some() { "one_gate" } else { "one_gate_unknown" };
    let name = one_line(&gate.name).into_owned();
    let actual = actual(gate, words);
    words.fill("verdict", key, &[("name", &name), ("actual", &actual), ("target", &target(gate, words))])
}

/// Words a gate's target, such as `≥ 95`; a yes-or-no gate says `yes`.
pub(super) fn target(gate: &GateSummary, words: &Words) -> String {
    if yes_or_no(gate) {
        return words.get("gates", "yes").to_owned();
    }
    let key = if gate.at_most { "at_most" } else { "at_least" };
    words.fill("gates", key, &[("n", &figures::measure(gate.target))])
}

/// Words what a gate reached.
pub(super) fn actual(gate: &GateSummary, words: &Words) -> String {
    match gate.actual {
        None => words.get("gates", "unmeasured").to_owned(),
        Some(a) if yes_or_no(gate) => words.get("gates", if a >= 1.0 { "yes" } else { "no" }).to_owned(),
        Some(a) => figures::reached(a, gate.target, gate.passed),
    }
}

fn yes_or_no(gate: &GateSummary) -> bool {
    gate.metric == "balanced"
}

/// Gives the key of the verdict's words; a verdict that this version does not know reads as not ready.
pub(super) fn key(summary: &RunSummary) -> &'static str {
    match summary.verdict.as_str() {
        "go" => "go",
        "conditional" => "conditional",
        _ => "no-go",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Lang;
    use crate::report::sample::Sample;

    fn summary(change: impl FnOnce(&mut RunSummary)) -> RunSummary {
        let mut s = Sample::company().summary;
        change(&mut s);
        s
    }

    #[test]
    fn a_no_go_names_the_blocking_gates_with_what_they_miss() {
        let s = summary(|_| {});
        assert_eq!(
            reason(&s, Words::of(Lang::En)),
            "1 control total differs between what was read and what would be loaded. \
             2 gates are missed that must be met before go-live: Overall score / 总分 is at 94.96 (target ≥ 95); \
             Critical findings / 严重问题 is at 113 (target ≤ 0). \
             1 gate is missed that may be met after go-live: Undecided duplicates / 待裁决重复 is at 189 (target ≤ 20)."
        );
        assert!(reason(&s, Words::of(Lang::Zh)).starts_with("源数据与迁移批次之间有 1 项控制总数不一致。2 项门槛未达标，须在上线前解决："));
    }

    #[test]
    fn a_go_says_that_nothing_is_missing() {
        let s = summary(|s| {
            s.verdict = "go".into();
            s.gates.retain(|g| g.passed);
            s.totals.retain(|t| t.agrees);
        });
        assert!(reason(&s, Words::of(Lang::En)).starts_with("All 3 gates are passed, every row read is accounted for, and "));
    }

    #[test]
    fn lost_rows_come_first_and_an_empty_run_says_so() {
        let lost = summary(|s| s.fates.emitted -= 7);
        assert!(reason(&lost, Words::of(Lang::En)).starts_with("7 rows have no recorded outcome"));
        let empty = summary(|s| s.read = 0);
        assert!(reason(&empty, Words::of(Lang::En)).starts_with("Nothing was read"));
    }
}
