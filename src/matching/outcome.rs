//! What goes in beside the records and what comes out.

use super::block::Blocks;
use super::decide::Thresholds;
use super::labels::Label;
use super::model::Model;
use super::records::Records;
use super::sample::Sample;
use super::score::Scored;
use crate::model::{Decision, Evidence};
use serde::Serialize;

/// What a caller may say; everything has a default from the data.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Pairs at or above this probability are the same; `None`: chosen from the estimated precision.
    pub threshold: Option<f64>,
    /// Pairs at or above this probability are for a person; `None`: 0.2, or that of the model. Pairs below 0.003 are never kept.
    pub review: Option<f64>,
    /// A model learnt or edited before, used instead of learning.
    pub model: Option<Model>,
    /// Whether each record of two lists links to at most one of the other; `None`: seen from the data, for each list.
    pub one_to_one: Option<bool>,
    /// Pairs that people have decided.
    pub labels: Vec<Label>,
    /// The number of candidate pairs at most, about; `None`: from the number of records.
    pub budget: Option<f64>,
}

impl Options {
    /// Gives the bound on candidate pairs for `n` records.
    pub(super) fn budget(&self, n: usize) -> f64 {
        self.budget.unwrap_or_else(|| (20.0 * n as f64).max(6e6))
    }
}

/// A pair that is the same or undecided; records are numbered as given.
#[derive(Clone, Debug, PartialEq)]
pub struct ScoredPair {
    /// The record that stands first.
    pub left: u32,
    /// The record that stands later.
    pub right: u32,
    /// Total log2 Bayes factor with the prior.
    pub weight: f64,
    /// The estimated probability that both are one thing.
    pub probability: f64,
    /// The answer.
    pub decision: Decision,
    /// Per field, the strongest first; see [`Outcome::evidence`].
    pub evidence: Box<[Hint]>,
}

/// What one field says about a pair, without its name: a million pairs have names in common.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hint {
    /// The place of the field in the model; `None`: people have decided.
    pub field: Option<u16>,
    /// The level of agreement.
    pub level: &'static str,
    /// Log2 of the Bayes factor; infinity where people have decided, minus infinity is a veto.
    pub weight: f64,
}

/// Everything found.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Pairs decided same or undecided, ordered by (left, right).
    pub pairs: Vec<ScoredPair>,
    /// Per record the smallest record of its cluster.
    pub clusters: Vec<u32>,
    /// The model, learnt or as given.
    pub model: Model,
    /// Figures for the report.
    pub report: Report,
}

impl Outcome {
    /// Gives the name of what a hint is about: a field, or `label`.
    pub fn name(&self, hint: &Hint) -> &str {
        let field = hint.field.map(|f| self.model.fields.get(usize::from(f)).map_or("", |f| f.spec.name.as_str()));
        field.unwrap_or("label")
    }

    /// Gives the evidence of a pair in full.
    pub fn evidence(&self, pair: &ScoredPair) -> Vec<Evidence> {
        pair.evidence.iter().map(|h| Evidence { field: self.name(h).into(), level: h.level.into(), weight: h.weight }).collect()
    }
}

/// Figures about one run.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// Records compared.
    pub records: usize,
    /// Blocks in which candidates met.
    pub blocks: usize,
    /// The largest block of which all pairs were compared.
    pub block_bound: usize,
    /// Candidate pairs, estimated where only a part was counted.
    pub candidates: f64,
    /// Share of all pairs that was never compared.
    pub reduction: f64,
    /// Expected number of pairs of one thing among the candidates.
    pub expected_matches: f64,
    /// Pairs decided the same.
    pub same: usize,
    /// Pairs left to a person.
    pub undecided: usize,
    /// The threshold of "same".
    pub threshold: f64,
    /// The threshold of "undecided".
    pub review: f64,
    /// Expected share of right pairs among all that lie in one cluster.
    pub precision: f64,
    /// Whether links are one to one.
    pub one_to_one: bool,
    /// Where two lists are linked, whether each holds each thing once, as far as can be seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unique: Option<[bool; 2]>,
    /// The share of pairs of one thing that are among the candidates; `None`: too few pairs to say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub completeness: Option<f64>,
    /// Pairs that people called different and that others of their decisions put together.
    #[serde(skip_serializing_if = "is_zero")]
    pub contradicted: usize,
}

fn is_zero(n: &usize) -> bool {
    *n == 0
}

impl Report {
    pub(super) fn new(
        sample: &Sample,
        blocks: &Blocks,
        records: &Records,
        scored: &[Scored],
        decided: &[(usize, Decision)],
        clusters: &[u32],
        limits: &Thresholds,
    ) -> Self {
        let count = |d: Decision| decided.iter().filter(|x| x.1 == d).count();
        Self {
            records: records.n,
            blocks: blocks.len(),
            block_bound: blocks.bound,
            candidates: sample.candidates,
            reduction: 1.0 - (sample.candidates / records.pairs().max(1.0)).min(1.0),
            expected_matches: scored.iter().map(Scored::probability).sum(),
            same: count(Decision::Same),
            undecided: count(Decision::Undecided),
            threshold: limits.same,
            review: limits.review,
            precision: precision(scored, decided, clusters, records),
            one_to_one: limits.unique == Some([true; 2]),
            unique: limits.unique,
            completeness: None,
            contradicted: 0,
        }
    }
}

/// Gives the expected share of right pairs among all that lie in one cluster; a pair that was not worth keeping is taken to be wrong.
fn precision(scored: &[Scored], decided: &[(usize, Decision)], clusters: &[u32], records: &Records) -> f64 {
    let same = decided.iter().filter(|d| d.1 == Decision::Same).filter_map(|d| scored.get(d.0));
    let right: f64 = same.map(Scored::probability).sum();
    let mut sizes: Vec<[u32; 2]> = vec![[0; 2]; clusters.len()];
    for (r, c) in clusters.iter().enumerate() {
        let side = records.side.as_ref().and_then(|s| s.get(r)).copied().unwrap_or(0).min(1);
        if let Some(n) = sizes.get_mut(*c as usize).and_then(|s| s.get_mut(usize::from(side))) {
            *n += 1;
        }
    }
    let linked = records.side.is_some();
    let pairs = |[a, b]: [f64; 2]| if linked { a * b } else { a * (a - 1.0) / 2.0 };
    let all: f64 = sizes.iter().filter(|s| **s != [0; 2]).map(|s| pairs(s.map(f64::from))).sum();
    if all == 0.0 { 1.0 } else { right / all }
}
