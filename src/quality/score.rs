//! Scores: per rule the share of applicable records that pass, weighted up to dimension, entity and whole.
//!
//! "Not applicable" is neither 0 nor 100: a rule without applicable rows, a dimension without such rules and an entity without such
//! dimensions are left out of the average above them. Dimensions follow GB/T 36344-2018, mapped to ISO/IEC 25012 and DAMA.

use crate::model::{BeforeAfter, Dimension, DimensionSummary, EntityScore, Severity};
use std::collections::BTreeMap;

/// What one rule counted, as read and as it would be loaded.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleTally {
    /// The rule's dimension.
    pub dimension: Dimension,
    /// The rule's severity; findings of [`Severity::Info`] cost no score.
    pub severity: Severity,
    /// The rule's weight inside its dimension.
    pub weight: f64,
    /// Applicable and failing rows as read.
    pub before: (u64, u64),
    /// Applicable and failing rows as they would be loaded.
    pub after: (u64, u64),
}

/// A score of an entity or a dimension with its weight.
#[derive(Clone, Copy, Debug)]
pub struct Weighed {
    /// The score.
    pub score: BeforeAfter,
    /// Its weight.
    pub weight: f64,
}

/// Scores one entity over `rows` rows read.
pub fn entity_score(rows: u64, tallies: &[RuleTally], weights: &BTreeMap<Dimension, f64>) -> EntityScore {
    let mut dimensions = BTreeMap::new();
    let mut parts = Vec::new();
    for d in Dimension::ALL {
        let of: Vec<&RuleTally> = tallies.iter().filter(|t| t.dimension == d && t.severity != Severity::Info).collect();
        let score = BeforeAfter { before: pass_rate(&of, |t| t.before), after: pass_rate(&of, |t| t.after) };
        if score == BeforeAfter::default() {
            continue;
        }
        let applicable = of.iter().map(|t| t.after.0).sum();
        let failing = of.iter().map(|t| t.after.1).sum();
        dimensions
            .insert(d.as_str(), DimensionSummary { before: round(score.before), after: round(score.after), rows, applicable, failing });
        parts.push(Weighed { score, weight: weights.get(&d).copied().unwrap_or(1.0) });
    }
    let score = overall(&parts);
    EntityScore { before: score.before, after: score.after, grade: score.after.map(grade), dimensions }
}

/// Averages scores by weight; a score that is not applicable takes no part. Rounded to two decimals.
pub fn overall(parts: &[Weighed]) -> BeforeAfter {
    let mean = |of: fn(&BeforeAfter) -> Option<f64>| {
        let (sum, weight) = parts
            .iter()
            .filter_map(|p| Some((of(&p.score)?, p.weight)))
            .fold((0.0, 0.0), |(s, w), (score, weight)| (s + score * weight, w + weight));
        round((weight > 0.0).then(|| sum / weight))
    };
    BeforeAfter { before: mean(|s| s.before), after: mean(|s| s.after) }
}

/// Grades a score: A from 95, B from 85, C from 70, D below.
pub fn grade(score: f64) -> char {
    match score {
        s if s >= 95.0 => 'A',
        s if s >= 85.0 => 'B',
        s if s >= 70.0 => 'C',
        _ => 'D',
    }
}

fn pass_rate(tallies: &[&RuleTally], side: fn(&RuleTally) -> (u64, u64)) -> Option<f64> {
    let (sum, weight) = tallies
        .iter()
        .filter(|t| side(t).0 > 0)
        .map(|t| {
            let (applicable, failing) = side(t);
            (100.0 * applicable.saturating_sub(failing) as f64 / applicable as f64, t.weight)
        })
        .fold((0.0, 0.0), |(s, w), (rate, weight)| (s + rate * weight, w + weight));
    (weight > 0.0).then(|| sum / weight)
}

/// Rounds down to two decimals, so that 99.999 never reads as 100.
fn round(score: Option<f64>) -> Option<f64> {
    score.map(|s| ((s * 100.0) + 1e-6).floor() / 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(dimension: Dimension, weight: f64, before: (u64, u64), after: (u64, u64)) -> RuleTally {
        RuleTally { dimension, severity: Severity::Error, weight, before, after }
    }

    #[test]
    fn not_applicable_is_neither_0_nor_100() {
        let tallies = [
            tally(Dimension::Completeness, 1.0, (10, 5), (10, 0)),
            tally(Dimension::Completeness, 3.0, (0, 0), (0, 0)),
            tally(Dimension::Accuracy, 1.0, (4, 1), (0, 0)),
        ];
        let s = entity_score(10, &tallies, &BTreeMap::new());
        assert_eq!((s.before, s.after, s.grade), (Some(62.5), Some(100.0), Some('A')));
        assert_eq!(s.dimensions["accuracy"].after, None);
        assert!(!s.dimensions.contains_key("timeliness"));
        assert_eq!(entity_score(0, &[], &BTreeMap::new()).after, None);
    }

    #[test]
    fn weights_count_and_nothing_is_rounded_up_to_100() {
        let tallies =
            [tally(Dimension::Completeness, 1.0, (1_000_000, 1), (1_000_000, 1)), tally(Dimension::Uniqueness, 1.0, (2, 1), (2, 1))];
        let weights = BTreeMap::from([(Dimension::Completeness, 3.0), (Dimension::Uniqueness, 1.0)]);
        let s = entity_score(2, &tallies, &weights);
        assert_eq!(s.dimensions["completeness"].after, Some(99.99));
        assert_eq!(s.after, Some(87.49));
    }

    #[test]
    fn grades_have_their_limits() {
        assert_eq!([95.0, 94.99, 85.0, 70.0, 69.9].map(grade), ['A', 'B', 'B', 'C', 'D']);
    }
}
