//! The learnt model: per field and level the chance among duplicates (m) and among others (u), after Fellegi and Sunter (1969).
//!
//! Pairs of different things are not all alike: most have nothing in common, but some share a telephone, a street or an article number
//! *because* they are sister firms, neighbours or sizes of one part. Each such group of others has chances of its own, so that agreement which
//! goes with the group is not counted as evidence twice.

use super::field::FieldSpec;
use serde::{Deserialize, Serialize};

/// One level as learnt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LearntLevel {
    /// Its name.
    pub name: String,
    /// Its chance among pairs of one thing.
    pub m: f64,
    /// Its chance among pairs of different things, per group of `others`.
    pub u: Vec<f64>,
    /// Whether it forbids a match.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub veto: bool,
}

/// One field as learnt; its first level is "missing" and weighs nothing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LearntField {
    /// What it is made of.
    #[serde(flatten)]
    pub spec: FieldSpec,
    /// Levels from worst to best.
    pub levels: Vec<LearntLevel>,
}

/// A group of pairs of different things.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Others {
    /// What they have in common: `nothing`, or a field.
    pub name: String,
    /// Their share among all pairs.
    pub share: f64,
}

/// The whole model; it can be inspected, edited and given back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Model {
    /// The version of this layout.
    pub schema: u32,
    /// The chance that two records taken at random are one thing.
    pub prior: f64,
    /// Pairs at or above this probability are the same without a person.
    pub threshold: f64,
    /// Pairs at or above this probability, and below `threshold`, are for a person.
    pub review: f64,
    /// In one-to-one links, a pair without rival is the same at or above this probability; `None`: as the data suggest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lone: Option<f64>,
    /// Groups of pairs of different things; the first is that of pairs with nothing in common.
    pub others: Vec<Others>,
    /// The fields.
    pub fields: Vec<LearntField>,
}

impl Model {
    /// Rounds all chances to six digits, so that a model that was written and read again is the one that was used.
    #[must_use]
    pub(super) fn rounded(mut self) -> Self {
        self.prior = six_digits(self.prior);
        self.others.iter_mut().for_each(|o| o.share = six_digits(o.share));
        for level in self.fields.iter_mut().flat_map(|f| &mut f.levels) {
            level.m = six_digits(level.m);
            level.u.iter_mut().for_each(|u| *u = six_digits(*u));
        }
        self
    }

    /// Turns a total weight in bits into a probability.
    pub fn probability(weight: f64) -> f64 {
        1.0 / (1.0 + (-weight * std::f64::consts::LN_2).exp())
    }
}

fn six_digits(x: f64) -> f64 {
    format!("{x:.5e}").parse().unwrap_or(x)
}
