//! How the weight of one pair comes about, with the values of both records: personal data is masked unless asked for.

use super::load::Lists;
use crate::matching::{Model, Options, Records, explain};
use crate::plan::{MatchKind, PersonalData};
use crate::report::{Masking, mask_example};
use serde::{Serialize, Serializer};

/// The way from the prior to the probability of one pair.
#[derive(Clone, Debug, Serialize)]
pub struct Waterfall {
    /// The ids.
    pub ids: [String; 2],
    /// What most of the different things that look like this pair have in common: a field, or `nothing`.
    pub like: String,
    /// Where it starts, in bits.
    pub prior: f64,
    /// What each field adds.
    pub fields: Vec<Step>,
    /// What other likenesses between different things explain, in bits; never positive.
    pub rest: f64,
    /// The sum, in bits; null where a field forbids the pair.
    #[serde(serialize_with = "finite")]
    pub weight: f64,
    /// The probability that both are one thing.
    pub probability: f64,
    /// `same`, `undecided` or `different`, by this pair alone.
    pub decision: &'static str,
    /// Whether a person has decided it.
    pub labelled: bool,
    /// Where `same` begins.
    pub threshold: f64,
    /// Where `undecided` begins.
    pub review: f64,
}

/// What one field adds.
#[derive(Clone, Debug, Serialize)]
pub struct Step {
    /// The field.
    pub field: String,
    /// Its values in both records.
    pub values: [String; 2],
    /// The level of agreement.
    pub level: &'static str,
    /// In bits; null where it forbids the pair.
    #[serde(serialize_with = "finite")]
    pub weight: f64,
    /// Whether it forbids that both are one thing.
    pub veto: bool,
}

fn finite<S: Serializer>(x: &f64, to: S) -> Result<S::Ok, S::Error> {
    Some(*x).filter(|x| x.is_finite()).serialize(to)
}

/// Explains one pair.
pub fn waterfall(lists: &Lists, records: &Records, model: &Model, options: &Options, (a, b): (u32, u32), masking: Masking) -> Waterfall {
    let explained = explain(records, model, a, b);
    let value = |column: &str, r: u32| {
        let c = records.columns.iter().find(|c| c.name == column)?;
        Some(mask_example(c.values.get(r as usize), personal(c.kind), masking)).filter(|v| !v.is_empty())
    };
    let values = |columns: &[String], r: u32| columns.iter().filter_map(|c| value(c, r)).collect::<Vec<_>>().join(" | ");
    let step = |f: crate::matching::Said| Step {
        values: [values(&f.columns, a), values(&f.columns, b)],
        field: f.field,
        level: f.level,
        weight: f.weight,
        veto: f.weight == f64::NEG_INFINITY,
    };
    let label = options.labels.iter().find(|l| (l.left, l.right) == (a.min(b), a.max(b)));
    let threshold = options.threshold.unwrap_or(model.threshold);
    let review = options.review.unwrap_or(model.review).min(threshold);
    Waterfall {
        ids: [lists.id(a).to_owned(), lists.id(b).to_owned()],
        like: explained.like,
        prior: explained.prior,
        fields: explained.fields.into_iter().map(step).collect(),
        rest: explained.rest,
        weight: explained.weight,
        probability: explained.probability,
        decision: match label {
            Some(l) if l.same => "same",
            Some(_) => "different",
            None if explained.probability >= threshold => "same",
            None if explained.probability >= review => "undecided",
            None => "different",
        },
        labelled: label.is_some(),
        threshold,
        review,
    }
}

/// Says what a kind of values may tell about a person.
fn personal(kind: MatchKind) -> Option<PersonalData> {
    match kind {
        MatchKind::PersonName => Some(PersonalData::Name),
        MatchKind::Phone => Some(PersonalData::Phone),
        MatchKind::Email => Some(PersonalData::Email),
        MatchKind::Address => Some(PersonalData::Address),
        _ => None,
    }
}
