//! How the weight of one pair comes about, with the values of both records: personal data is masked unless asked for.

use super::Prepared;
use super::columns::{Used, sample};
use crate::domain::personal::chiefly;
use crate::matching::{Column, Model, Values, explain};
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
pub fn waterfall(p: &Prepared, model: &Model, (a, b): (u32, u32), masking: Masking) -> Waterfall {
    let (lists, options) = (&p.lists, &p.options);
    let explained = explain(&p.records, model, a, b);
    let shown: Vec<(&str, Shown<'_>)> =
        p.columns.used.iter().zip(&p.records.columns).map(|(u, c)| (u.name.as_str(), shown(p, u, c))).collect();
    let value = |column: &str, r: u32| {
        let parts = &shown.iter().find(|(name, _)| *name == column)?.1;
        let part = |(values, kind): &(&Values, Option<PersonalData>)| mask_example(values.get(r as usize), *kind, masking);
        Some(parts.iter().map(part).filter(|v| !v.is_empty()).collect::<Vec<_>>().join(" ")).filter(|v| !v.is_empty())
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

/// The columns that a field is made of, each with what it tells about persons.
type Shown<'v> = Vec<(&'v Values, Option<PersonalData>)>;

fn shown<'v>(p: &'v Prepared, used: &Used, column: &'v Column) -> Shown<'v> {
    let held = |header: &str, values: &'v Values| {
        // What a column holds decides, whatever it is compared as: identity cards are compared as codes, and few names as a category.
        let kind = chiefly(header, &sample(values)).or_else(|| chiefly(&used.name, &sample(values)));
        (values, kind.map(PersonalData::from).or(personal(used.kind)))
    };
    match used.columns.as_slice() {
        [one] => vec![held(one, &column.values)],
        several => several.iter().filter_map(|c| Some(held(c, p.lists.column(c)?))).collect(),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lists::columns::{Basis, Columns};
    use crate::lists::load::Lists;
    use crate::matching::{Options, dedupe};
    use crate::model::Unwatched;

    /// Two records, some columns compared as something that says nothing about persons, two of them together.
    fn prepared() -> Prepared {
        let columns = [("姓名", ["张三丰", "李四光"]), ("生日", ["1990-01-05", "1990-01-06"]), ("手机", ["13812345678", "13912345678"])];
        let mut lists = Lists {
            names: columns.iter().map(|c| c.0.to_owned()).collect(),
            columns: columns.iter().map(|c| c.1.iter().collect()).collect(),
            file_of: vec![0, 0],
            ..Lists::default()
        };
        let used = |name: &str, kind, columns: &[&str]| Used {
            name: name.to_owned(),
            kind,
            basis: Basis::Declared,
            columns: columns.iter().map(|c| (*c).to_owned()).collect(),
        };
        let used = vec![used("who", MatchKind::Category, &["姓名", "手机"]), used("生日", MatchKind::Text, &["生日"])];
        let columns = Columns { used, left_out: Vec::new() };
        let records = columns.records(&mut lists);
        Prepared { lists, records, columns, labels: Default::default(), options: Options::default() }
    }

    #[test]
    fn what_a_column_holds_is_masked_whatever_it_is_compared_as() {
        let p = prepared();
        let model = dedupe(&p.records, &p.options, &Unwatched).model;
        let said = |masking| serde_json::to_string(&waterfall(&p, &model, (0, 1), masking)).unwrap();
        let (masked, raw) = (said(Masking::Masked), said(Masking::Raw));
        for value in ["张三丰", "李四光", "1990-01-05", "13812345678"] {
            assert!(!masked.contains(value) && raw.contains(value), "{value}: {masked}");
        }
        assert!(masked.contains("张** 138****5678") && masked.contains("****-**-**"), "{masked}");
    }
}
