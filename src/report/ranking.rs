//! Ranks rules by how much harm they do: the entities of one rule together, the worst and then the most frequent first.

use crate::model::{FindingSummary, Severity};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The summaries of one rule, which share code, severity and title.
pub(super) struct Ranked<'a> {
    /// One summary an entity, in the order of the run's summary; never empty.
    pub(super) of: Vec<&'a FindingSummary>,
}

impl<'a> Ranked<'a> {
    /// Gives the summary of the first entity, for what all of them share.
    pub(super) fn first(&self) -> &'a FindingSummary {
        self.of.first().expect("a rule is ranked by its summaries")
    }

    /// Counts the findings of all entities.
    pub(super) fn total(&self) -> u64 {
        self.of.iter().map(|f| f.count).sum()
    }
}

/// Puts the entities of each rule together and sorts the rules.
pub(super) fn rank(list: &[FindingSummary]) -> Vec<Ranked<'_>> {
    let mut by_rule: BTreeMap<(&str, Severity, &str), Vec<&FindingSummary>> = BTreeMap::new();
    for f in list {
        by_rule.entry((&f.rule, f.severity, &f.title)).or_default().push(f);
    }
    let mut out: Vec<Ranked<'_>> = by_rule.into_values().map(|of| Ranked { of }).collect();
    out.sort_by_key(|r| (Reverse(r.first().severity), Reverse(r.total())));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Dimension;

    #[test]
    fn rules_are_ranked_over_their_entities() {
        let of = |rule: &str, entity: &str, severity, count| FindingSummary {
            rule: rule.into(),
            entity: entity.into(),
            severity,
            dimension: Dimension::Accuracy,
            title: rule.into(),
            count,
        };
        let list = [
            of("c", "material", Severity::Critical, 1),
            of("b", "customer", Severity::Error, 9),
            of("a", "customer", Severity::Error, 6),
            of("a", "supplier", Severity::Error, 5),
        ];
        let ranked: Vec<(&str, u64)> = rank(&list).iter().map(|r| (r.first().rule.as_str(), r.total())).collect();
        assert_eq!(ranked, [("c", 1), ("a", 11), ("b", 9)]);
    }
}
