//! Verdict, counts, scores and gates of two runs.

use super::DifferenceError;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The part of run.json that is compared; whatever else stands there is left alone.
#[derive(Clone, Debug, Default, Deserialize)]
struct Run {
    #[serde(default)]
    verdict: String,
    #[serde(default)]
    masked: bool,
    #[serde(default)]
    read: u64,
    #[serde(default)]
    fates: BTreeMap<String, u64>,
    #[serde(default)]
    score: Score,
    #[serde(default)]
    entities: BTreeMap<String, EntityOf>,
    #[serde(default)]
    gates: Vec<Gate>,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
struct Score {
    after: Option<f64>,
}

#[derive(Clone, Debug, Default, Deserialize)]
struct EntityOf {
    #[serde(default)]
    score: Score,
}

#[derive(Clone, Debug, Deserialize)]
struct Gate {
    name: String,
    metric: String,
    #[serde(default)]
    target: f64,
    #[serde(default)]
    at_most: bool,
    actual: Option<f64>,
    passed: bool,
}

/// What came of the two runs as a whole.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Outcome {
    /// Verdicts.
    pub verdict: [String; 2],
    /// Rows read.
    pub read: [u64; 2],
    /// Rows by fate: name, before, now.
    pub fates: Vec<(String, [u64; 2])>,
    /// Score as it would be loaded: overall under the empty name, then by entity.
    pub scores: Vec<ScoreChange>,
    /// Gates in the order of the later run.
    pub gates: Vec<GateChange>,
}

/// One score before and now; `None`: not applicable, or no such entity.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ScoreChange {
    /// Entity; empty for the overall score.
    pub entity: String,
    /// In the earlier run.
    pub before: Option<f64>,
    /// In the later run.
    pub now: Option<f64>,
}

/// One gate before and now.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GateChange {
    /// Its name.
    pub name: String,
    /// Its metric, by which it is found in the other run.
    pub metric: String,
    /// In the earlier run; `None`: it had no such gate.
    pub before: Option<Reached>,
    /// In the later run; `None`: it has no such gate.
    pub now: Option<Reached>,
}

/// What a gate reached.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Reached {
    /// The number; `None`: not applicable.
    pub actual: Option<f64>,
    /// Whether it passed.
    pub passed: bool,
}

impl Outcome {
    /// Says whether both runs came to the same.
    pub fn is_same(&self) -> bool {
        let [a, b] = &self.verdict;
        a == b
            && self.read[0] == self.read[1]
            && self.fates.iter().all(|(_, [a, b])| a == b)
            && self.scores.iter().all(|s| s.before == s.now)
            && self.gates.iter().all(|g| g.before == g.now)
    }
}

/// Compares run.json; says too whether both runs masked personal data, or both did not.
pub(super) fn compare(before: &Path, now: &Path) -> Result<(Outcome, bool), DifferenceError> {
    let (a, b) = (run(before)?, run(now)?);
    let alike = a.masked == b.masked;
    let fate = |name: &&str| ((*name).to_owned(), [&a, &b].map(|r| r.fates.get(*name).copied().unwrap_or(0)));
    let mut entities: Vec<&String> = a.entities.keys().chain(b.entities.keys()).collect();
    entities.sort();
    entities.dedup();
    let of = |r: &Run, entity: &String| r.entities.get(entity).and_then(|e| e.score.after);
    let overall = ScoreChange { entity: String::new(), before: a.score.after, now: b.score.after };
    let scores = entities.into_iter().map(|e| ScoreChange { entity: e.clone(), before: of(&a, e), now: of(&b, e) });
    let outcome = Outcome {
        verdict: [a.verdict.clone(), b.verdict.clone()],
        read: [a.read, b.read],
        fates: ["emitted", "merged", "held", "rejected", "skipped"].iter().map(fate).collect(),
        scores: std::iter::once(overall).chain(scores).collect(),
        gates: gates(&a.gates, &b.gates),
    };
    Ok((outcome, alike))
}

/// Pairs gates by what they demand, since one metric may have two; names may be in two languages.
fn gates(before: &[Gate], now: &[Gate]) -> Vec<GateChange> {
    let reached = |g: &Gate| Reached { actual: g.actual, passed: g.passed };
    let same = |a: &Gate, b: &Gate| a.metric == b.metric && a.at_most == b.at_most && a.target.total_cmp(&b.target).is_eq();
    let find = |all: &[Gate], wanted: &Gate| all.iter().find(|g| same(g, wanted)).map(reached);
    let one = |g: &Gate| GateChange { name: g.name.clone(), metric: g.metric.clone(), before: find(before, g), now: find(now, g) };
    now.iter().chain(before.iter().filter(|g| find(now, g).is_none())).map(one).collect()
}

fn run(folder: &Path) -> Result<Run, DifferenceError> {
    let path = folder.join("run.json");
    let failed = |source| DifferenceError::Summary { path: path.clone(), source };
    let bytes = fs::read(&path).map_err(|e| failed(e.into()))?;
    serde_json::from_slice(&bytes).map_err(|e| failed(e.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_gates_on_one_metric_are_told_apart() {
        let gate =
            |target: f64, passed| Gate { name: "g".into(), metric: "score".into(), target, at_most: false, actual: Some(97.0), passed };
        let seen = gates(&[gate(80.0, true), gate(95.0, true)], &[gate(80.0, true), gate(95.0, false)]);
        assert_eq!(seen.iter().map(|g| g.before == g.now).collect::<Vec<_>>(), [true, false]);
        let moved = gates(&[gate(90.0, true)], &[gate(95.0, true)]);
        assert_eq!(moved.iter().map(|g| (g.before.is_some(), g.now.is_some())).collect::<Vec<_>>(), [(false, true), (true, false)]);
    }
}
