//! The learnt model: per field and level the chance among duplicates (m) and among others (u), after Fellegi and Sunter (1969).

use super::field::{Field, FieldSpec};
use serde::{Deserialize, Serialize};

/// One level as learnt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LearntLevel {
    /// Its name.
    pub name: String,
    /// Its chance among pairs of one thing.
    pub m: f64,
    /// Its chance among pairs of different things.
    pub u: f64,
    /// Log2 of the Bayes factor.
    pub weight: f64,
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
    /// The fields.
    pub fields: Vec<LearntField>,
}

impl Model {
    /// Gives log2 of the prior odds.
    pub fn prior_weight(&self) -> f64 {
        (self.prior / (1.0 - self.prior)).log2()
    }

    /// Turns a total weight into a probability.
    pub fn probability(weight: f64) -> f64 {
        1.0 / (1.0 + (-weight * std::f64::consts::LN_2).exp())
    }
}

/// The model laid out for speed.
pub struct Scorer<'a> {
    fields: Vec<(&'a Field, Vec<f64>)>,
    /// The best that fields from this one on can still add.
    rest: Vec<f64>,
    prior: f64,
}

impl<'a> Scorer<'a> {
    /// Lays out a model over the fields, the most telling first.
    pub fn new(model: &Model, fields: &'a [Field]) -> Self {
        let mut laid: Vec<(&Field, Vec<f64>)> = fields
            .iter()
            .filter_map(|f| {
                let learnt = model.fields.iter().find(|l| l.spec == f.spec)?;
                let weights = learnt.levels.iter().map(|l| if l.veto { f64::NEG_INFINITY } else { l.weight }).collect();
                Some((f, weights))
            })
            .collect();
        let reach = |w: &[f64]| w.iter().copied().fold(0.0, f64::max) - w.iter().copied().filter(|x| x.is_finite()).fold(0.0, f64::min);
        laid.sort_by(|a, b| reach(&b.1).total_cmp(&reach(&a.1)).then_with(|| a.0.spec.name.cmp(&b.0.spec.name)));
        let mut rest = vec![0.0; laid.len() + 1];
        for (i, (f, w)) in laid.iter().enumerate().rev() {
            let best = w.iter().copied().fold(0.0, f64::max) + rarity_bonus(f);
            if let (Some(next), true) = (rest.get(i + 1).copied(), i < rest.len())
                && let Some(slot) = rest.get_mut(i)
            {
                *slot = next + best;
            }
        }
        Self { fields: laid, rest, prior: model.prior_weight() }
    }

    /// Gives the total weight of a pair, or `None` as soon as it cannot reach `floor` or a veto forbids it.
    pub fn weight(&self, a: u32, b: u32, floor: f64) -> Option<f64> {
        let mut total = self.prior;
        for ((field, weights), rest) in self.fields.iter().zip(self.rest.iter().skip(1)) {
            total += field_weight(field, weights, a, b).1;
            if total + rest < floor {
                return None;
            }
        }
        (total >= floor).then_some(total)
    }

    /// Says whether some field forbids the pair.
    pub fn vetoed(&self, a: u32, b: u32) -> bool {
        self.fields.iter().any(|(f, w)| w.contains(&f64::NEG_INFINITY) && field_weight(f, w, a, b).1 == f64::NEG_INFINITY)
    }

    /// Gives the evidence of a pair, field by field: name, level, weight; the strongest first.
    pub fn evidence(&self, a: u32, b: u32) -> Vec<(&'a Field, u8, f64)> {
        let mut all: Vec<_> = self
            .fields
            .iter()
            .map(|(f, w)| {
                let (level, weight) = field_weight(f, w, a, b);
                (*f, level, weight)
            })
            .filter(|(_, l, _)| *l != 0)
            .collect();
        all.sort_by(|x, y| y.2.abs().total_cmp(&x.2.abs()).then_with(|| x.0.spec.name.cmp(&y.0.spec.name)));
        all
    }
}

/// The most that the rarity of a shared value can add to a field's weight.
const RAREST: f64 = 4.0;

fn rarity_bonus(field: &Field) -> f64 {
    let top = field.compare().levels().len().saturating_sub(1) as u8;
    if field.compare().by_rarity(top) { RAREST } else { 0.0 }
}

fn field_weight(field: &Field, weights: &[f64], a: u32, b: u32) -> (u8, f64) {
    let level = field.level(a, b);
    let base = weights.get(usize::from(level)).copied().unwrap_or(0.0);
    if level == 0 || !base.is_finite() || base <= 0.0 || !field.compare().by_rarity(level) {
        return (level, base);
    }
    (level, (base + rarity(field, a, b)).max(0.0))
}

/// Gives how many bits rarer the shared value is than one that agrees by chance usually is (term frequency adjustment).
fn rarity(field: &Field, a: u32, b: u32) -> f64 {
    let share = field.share(a).max(field.share(b));
    (field.usual_share() / share).log2().clamp(-8.0, RAREST)
}
