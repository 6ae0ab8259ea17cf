//! Explains the weight of one pair, field by field, with a model that has been learnt.

use super::field::Field;
use super::glance::Glances;
use super::model::Model;
use super::records::Records;
use super::run::canonical_order;
use super::scorer::Scorer;

/// What one field says of a pair.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// The field.
    pub field: String,
    /// The columns that it is made of.
    pub columns: Vec<String>,
    /// The level of agreement; `missing` where a record has no value.
    pub level: &'static str,
    /// What it adds, in bits; minus infinity is a veto.
    pub weight: f64,
}

/// The way to the weight of a pair; its steps add up to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Explained {
    /// The field in which pairs of different things agree that are most like this one; `nothing`: most have nothing in common.
    pub like: String,
    /// The chance of two such records to be one thing, in bits.
    pub prior: f64,
    /// Per field, the strongest first.
    pub fields: Vec<Said>,
    /// What other likenesses between different things explain, in bits; never positive.
    pub rest: f64,
    /// The sum, in bits; minus infinity where a field forbids the pair.
    pub weight: f64,
    /// The probability that both are one thing.
    pub probability: f64,
}

/// Explains the pair of two records; they are numbered as given.
pub fn explain(records: &Records, model: &Model, a: u32, b: u32) -> Explained {
    let order = canonical_order(records);
    let place = |r: u32| order.iter().position(|o| *o == r).unwrap_or_default() as u32;
    let (a, b) = (place(a), place(b));
    let specs: Vec<_> = model.fields.iter().map(|f| f.spec.clone()).collect();
    let fields: Vec<Field> = Field::all(specs, records, &order);
    let glances = Glances::new(&fields);
    let way = Scorer::new(model, &fields, &glances).way(a.min(b), a.max(b));
    let said = |(f, level, weight): &(&Field, u8, f64)| Said {
        field: f.spec.name.clone(),
        columns: f.spec.columns.clone(),
        level: f.levels().get(usize::from(*level)).map_or("missing", |l| l.name),
        weight: *weight,
    };
    let weight = way.start + way.fields.iter().map(|f| f.2).sum::<f64>() + way.rest;
    Explained {
        like: model.others.get(way.group).map_or_else(|| "nothing".to_owned(), |o| o.name.clone()),
        prior: way.start,
        fields: way.fields.iter().map(said).collect(),
        rest: way.rest,
        weight,
        probability: Model::probability(weight),
    }
}
