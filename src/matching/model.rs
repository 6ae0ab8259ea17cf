//! The learnt model: per field and level the chance among duplicates (m) and among others (u), after Fellegi and Sunter (1969).
//!
//! Pairs of different things are not all alike: most have nothing in common, but some share a telephone, a street or an article number
//! *because* they are sister firms, neighbours or sizes of one part. Each such group of others has chances of its own, so that agreement which
//! goes with the group is not counted as evidence twice.

use super::field::{Comparison, FieldSpec};
use serde::{Deserialize, Serialize};

/// Fields at most: a comparison vector has four bits for each, and room for a mark.
pub const MOST_FIELDS: usize = 30;
/// Levels of a field at most, for the same reason.
pub const MOST_LEVELS: usize = 16;
/// Groups of pairs of different things at most.
pub const MOST_OTHERS: usize = 16;

/// The name of the group of pairs that meet as candidates and are different.
pub const RELATIVES: &str = "relatives";

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
    /// Says whether it compares titles of goods, whose variants look like things that a list holds twice.
    pub(super) fn of_goods(&self) -> bool {
        self.fields.iter().any(|f| f.spec.comparison == Comparison::Goods)
    }

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

    /// Says what is wrong with a model that somebody may have edited; whoever takes one from outside asks first.
    ///
    /// # Errors
    /// If it is of another version, holds more than can be compared, or a chance that is none.
    pub fn sound(&self) -> Result<(), String> {
        let chance = |what: &str, x: f64| (0.0..=1.0).contains(&x).then_some(()).ok_or(format!("{what} {x} lies outside 0 to 1"));
        let bound = |what: &str, n: usize, most: usize| match n {
            0 => Err(format!("the model has no {what}")),
            n if n > most => Err(format!("the model has {n} {what}, at most {most}")),
            _ => Ok(()),
        };
        if self.schema != 1 {
            return Err(format!("the model is of schema {}: this program knows 1", self.schema));
        }
        bound("fields", self.fields.len(), MOST_FIELDS)?;
        bound("groups of others", self.others.len(), MOST_OTHERS)?;
        if self.prior <= 0.0 || self.prior >= 1.0 || self.prior.is_nan() {
            return Err(format!("the prior {} lies outside 0 to 1", self.prior));
        }
        chance("the threshold", self.threshold)?;
        chance("review", self.review)?;
        self.lone.map_or(Ok(()), |lone| chance("lone", lone))?;
        self.others.iter().try_for_each(|o| chance("a share of the others", o.share))?;
        for field in &self.fields {
            let name = &field.spec.name;
            bound(&format!("levels in {name:?}"), field.levels.len(), MOST_LEVELS)?;
            for level in &field.levels {
                chance(&format!("m in {name:?}"), level.m)?;
                level.u.iter().try_for_each(|u| chance(&format!("u in {name:?}"), *u))?;
                if level.u.len() != self.others.len() {
                    let (there, groups) = (level.u.len(), self.others.len());
                    return Err(format!("level {:?} of {name:?} has {there} chances u for {groups} groups of others", level.name));
                }
            }
        }
        Ok(())
    }

    /// Turns a total weight in bits into a probability.
    pub fn probability(weight: f64) -> f64 {
        1.0 / (1.0 + (-weight * std::f64::consts::LN_2).exp())
    }
}

fn six_digits(x: f64) -> f64 {
    format!("{x:.5e}").parse().unwrap_or(x)
}

#[cfg(test)]
mod tests {
    use super::super::Comparison;
    use super::*;

    fn model() -> Model {
        let level = LearntLevel { name: "equal".into(), m: 0.9, u: vec![0.1], veto: false };
        let spec = FieldSpec { name: "x".into(), comparison: Comparison::Short, columns: vec!["x".into()] };
        let fields = vec![LearntField { spec, levels: vec![level] }];
        let others = vec![Others { name: "nothing".into(), share: 1.0 }];
        Model { schema: 1, prior: 0.01, threshold: 0.9, review: 0.2, lone: Some(0.15), others, fields }
    }

    fn check(break_it: impl Fn(&mut Model), says: &str) {
        let mut m = model();
        break_it(&mut m);
        let wrong = m.sound().unwrap_err();
        assert!(wrong.contains(says), "{wrong}");
    }

    #[test]
    fn a_model_from_outside_is_checked_in_every_part() {
        assert_eq!(model().sound(), Ok(()));
        check(|m| m.schema = 2, "schema 2");
        check(|m| m.prior = f64::NAN, "prior");
        check(|m| m.threshold = 1.5, "threshold 1.5");
        check(|m| m.review = -0.1, "review -0.1");
        check(|m| m.lone = Some(7.0), "lone 7");
        check(|m| m.others.clear(), "no groups");
        check(|m| m.others[0].share = 2.0, "share");
        check(|m| m.others = vec![m.others[0].clone(); MOST_OTHERS + 1], "17 groups of others, at most 16");
        check(|m| m.fields.clear(), "no fields");
        check(|m| m.fields = vec![m.fields[0].clone(); 32], "32 fields, at most 30");
        check(|m| m.fields[0].levels = vec![m.fields[0].levels[0].clone(); 17], "17 levels in \"x\"");
        check(|m| m.fields[0].levels[0].m = 2.0, "m in \"x\" 2");
        check(|m| m.fields[0].levels[0].u = vec![0.5, 0.5], "2 chances u for 1 groups");
    }
}
