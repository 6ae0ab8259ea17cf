//! Gates: what the project promised to reach before go-live, and the verdict over them.

use crate::model::{BeforeAfter, Dimension, Entity, EntitySummary, GateSummary, Lang, RuleCode};
use crate::plan::{GateSpec, Metric};
use std::collections::BTreeMap;

/// What gates can ask about.
pub struct GateFacts<'a> {
    /// Overall score.
    pub score: BeforeAfter,
    /// Score of each dimension over all entities.
    pub dimensions: &'a BTreeMap<Dimension, BeforeAfter>,
    /// Entities by name.
    pub entities: &'a [(String, EntitySummary)],
    /// Whether every row has a fate and every control total agrees.
    pub balanced: bool,
    /// Findings of critical severity.
    pub critical: u64,
    /// Pass rate of each rule after, in percent; rules that never applied are absent.
    pub rules: &'a BTreeMap<RuleCode, f64>,
    /// Share of each entity's structures or rows with an error, in percent.
    pub errors: &'a BTreeMap<Entity, f64>,
}

/// Judges every gate. A gate about something that is not there is not applicable and passes, with `actual` absent.
pub fn judge(gates: &[GateSpec], facts: &GateFacts, lang: Lang) -> Vec<GateSummary> {
    gates
        .iter()
        .map(|g| {
            let actual = measure(&g.metric, facts);
            let passed = actual.is_none_or(|a| if g.at_most { a <= g.target } else { a >= g.target });
            GateSummary {
                name: g.name.get(lang).to_owned(),
                metric: g.written.clone(),
                target: g.target,
                at_most: g.at_most,
                actual,
                passed,
                blocking: g.blocking,
                owner: g.owner.clone(),
                due: g.due.clone(),
            }
        })
        .collect()
}

/// Says `go`, `conditional` or `no-go`. A run that does not balance is never a go, whatever the gates say.
pub fn verdict(gates: &[GateSummary], balanced: bool) -> &'static str {
    if !balanced || gates.iter().any(|g| !g.passed && g.blocking) {
        "no-go"
    } else if gates.iter().any(|g| !g.passed) {
        "conditional"
    } else {
        "go"
    }
}

fn measure(metric: &Metric, facts: &GateFacts) -> Option<f64> {
    let entity = |e: &Entity| facts.entities.iter().find(|(name, _)| name == e.as_str()).map(|(_, s)| s);
    match metric {
        Metric::Score => facts.score.after,
        Metric::EntityScore(e) => entity(e)?.score.after,
        Metric::DimensionScore(d) => facts.dimensions.get(d)?.after,
        Metric::EntityDimension(e, d) => entity(e)?.score.dimensions.get(d.as_str())?.after,
        Metric::Balanced => Some(f64::from(u8::from(facts.balanced))),
        Metric::Critical => Some(facts.critical as f64),
        Metric::Unloaded(Some(e)) => unloaded(std::iter::once(entity(e)?)),
        Metric::Unloaded(None) => unloaded(facts.entities.iter().map(|(_, s)| s)),
        Metric::Undecided => Some(facts.entities.iter().map(|(_, s)| s.duplicates.undecided).sum::<u64>() as f64),
        Metric::Rule(code) => facts.rules.get(code).copied(),
        Metric::Errors(e) => facts.errors.get(e).copied(),
    }
}

/// Share of rows held or rejected, in percent; rows deliberately left out do not count.
fn unloaded<'a>(of: impl Iterator<Item = &'a EntitySummary>) -> Option<f64> {
    let (rows, out) =
        of.fold((0, 0), |(rows, out), s| (rows + s.fates.read - s.fates.skipped.min(s.fates.read), out + s.fates.held + s.fates.rejected));
    (rows > 0).then(|| (10_000.0 * out as f64 / rows as f64).round() / 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Balance, Text};

    fn gate(metric: Metric, target: f64, at_most: bool, blocking: bool) -> GateSpec {
        GateSpec {
            name: Text::new("门", "gate"),
            metric,
            written: "m".into(),
            target,
            at_most,
            owner: String::new(),
            due: String::new(),
            blocking,
        }
    }

    fn judged(gates: &[GateSpec]) -> (Vec<bool>, &'static str) {
        let fates = Balance { read: 10, emitted: 7, held: 1, skipped: 2, ..Balance::default() };
        let entities = [("customer".to_owned(), EntitySummary { read: 10, fates, ..EntitySummary::default() })];
        let facts = GateFacts {
            score: BeforeAfter { before: Some(60.0), after: Some(97.0) },
            dimensions: &BTreeMap::new(),
            entities: &entities,
            balanced: true,
            critical: 0,
            rules: &BTreeMap::new(),
            errors: &BTreeMap::from([(Entity::new("customer"), 1.5)]),
        };
        let g = judge(gates, &facts, Lang::En);
        (g.iter().map(|g| g.passed).collect(), verdict(&g, true))
    }

    #[test]
    fn verdicts_follow_the_gates() {
        assert_eq!(judged(&[gate(Metric::Score, 95.0, false, true)]), (vec![true], "go"));
        assert_eq!(judged(&[gate(Metric::Score, 98.0, false, false)]), (vec![false], "conditional"));
        assert_eq!(
            judged(&[gate(Metric::Critical, 0.0, true, true), gate(Metric::Score, 98.0, false, true)]),
            (vec![true, false], "no-go")
        );
        assert_eq!(verdict(&[], false), "no-go");
    }

    #[test]
    fn what_is_not_there_is_not_applicable() {
        let g = gate(Metric::EntityScore(Entity::new("bom")), 95.0, false, true);
        assert_eq!(judged(&[g]), (vec![true], "go"));
    }

    #[test]
    fn rates_of_errors_are_counts_of_bad() {
        assert_eq!(judged(&[gate(Metric::Errors(Entity::new("customer")), 2.0, true, true)]).1, "go");
        assert_eq!(judged(&[gate(Metric::Errors(Entity::new("customer")), 1.0, true, true)]).1, "no-go");
        assert_eq!(judged(&[gate(Metric::Errors(Entity::new("bom")), 1.0, true, true)]).1, "go");
    }

    #[test]
    fn rows_left_out_on_purpose_do_not_count_as_unloaded() {
        assert_eq!(judged(&[gate(Metric::Unloaded(None), 12.5, true, true)]).1, "go");
        assert_eq!(judged(&[gate(Metric::Unloaded(None), 12.4, true, true)]).1, "no-go");
    }
}
