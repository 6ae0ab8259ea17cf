//! Fields: what is compared, made of one or more columns, with its distinct values decoded once.

use super::chance::hash;
use super::compare::{
    Addresses, Categories, Codes, Companies, Compare, Dates, Emails, Identifiers, Keys, Materials, Numbers, Persons, Phones, Shorts, Words,
};
use super::records::Records;
use crate::domain::similarity::fold;
use rayon::prelude::*;
use std::collections::HashMap;

/// How a field's values are compared; finer than the kind of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Comparison {
    /// Anatomy of company names.
    Company,
    /// Names of persons.
    Person,
    /// Identifiers.
    Identifier,
    /// Phone numbers.
    Phone,
    /// E-mail addresses.
    Email,
    /// Addresses.
    Address,
    /// Dates.
    Date,
    /// Numbers.
    Number,
    /// Equal or not.
    Category,
    /// Short texts.
    Short,
    /// Texts of many words.
    Words,
    /// Rare codes inside texts.
    Codes,
    /// Attributes of materials.
    Material,
}

/// What a field is made of.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct FieldSpec {
    /// Its name: the column's, or those of its columns joined by `+`.
    pub name: String,
    /// How it is compared.
    pub comparison: Comparison,
    /// The columns it is made of, joined by a space.
    pub columns: Vec<String>,
}

/// One field of all records.
pub struct Field {
    /// What it is made of.
    pub spec: FieldSpec,
    /// Per record: 0 where missing, else 1 + the number of its distinct value.
    pub ids: Vec<u32>,
    /// Per distinct value: the number of records whose value is of the same family.
    pub frequency: Vec<u32>,
    /// The records that have a value.
    pub filled: usize,
    usual: f64,
    compare: Box<dyn Compare>,
}

impl Field {
    /// Builds the field over the records in the order given.
    pub fn build(spec: FieldSpec, records: &Records, order: &[u32]) -> Self {
        let columns: Vec<_> = spec.columns.iter().filter_map(|n| records.columns.iter().find(|c| c.name == *n)).collect();
        let folded: Vec<String> = order
            .par_iter()
            .map(|&r| {
                let parts: Vec<&str> = columns.iter().map(|c| c.values.get(r as usize)).filter(|v| !v.is_empty()).collect();
                spec.comparison.fold(&parts.join(" "))
            })
            .collect();
        let (ids, distinct) = intern(&folded);
        let compare = spec.comparison.build(&distinct);
        let frequency = frequencies(&ids, distinct.len(), compare.as_ref());
        let filled = ids.iter().filter(|i| **i != 0).count();
        let usual = usual_share(&ids, &frequency, filled);
        Self { spec, ids, frequency, filled, usual, compare }
    }

    /// Gives the comparison.
    pub fn compare(&self) -> &dyn Compare {
        self.compare.as_ref()
    }

    /// Gives the level of two records.
    pub fn level(&self, a: u32, b: u32) -> u8 {
        match (self.value(a), self.value(b)) {
            (Some(x), Some(y)) => self.compare.level(x, y),
            _ => 0,
        }
    }

    /// Gives the number of a record's value.
    pub fn value(&self, record: u32) -> Option<u32> {
        self.ids.get(record as usize).copied().unwrap_or(0).checked_sub(1)
    }

    /// Gives the share of records that hold a value of the family of this record's value.
    pub fn share(&self, record: u32) -> f64 {
        let n = self.value(record).and_then(|v| self.frequency.get(v as usize)).copied().unwrap_or(1);
        f64::from(n) / self.filled.max(1) as f64
    }

    /// Gives the chance that two records agree by holding values of one family.
    pub fn usual_share(&self) -> f64 {
        self.usual
    }

    /// Collects the keys of every distinct value.
    pub fn keys(&self) -> Vec<Keys> {
        let seed = hash(self.spec.name.as_bytes(), self.spec.comparison as u64);
        (0..self.frequency.len() as u32)
            .into_par_iter()
            .map(|v| {
                let mut keys = Keys::default();
                self.compare.keys(v, &mut keys);
                for k in &mut keys.hashes {
                    *k = super::chance::mix(*k ^ seed);
                }
                keys.coarse = keys.coarse.map(|k| super::chance::mix(k ^ seed ^ 1));
                keys.hashes.sort_unstable();
                keys.hashes.dedup();
                keys
            })
            .collect()
    }
}

/// Numbers distinct texts in order of their first occurrence; an empty text is missing.
fn intern(folded: &[String]) -> (Vec<u32>, Vec<&str>) {
    let mut numbers: HashMap<&str, u32> = HashMap::with_capacity(folded.len() / 2);
    let mut distinct: Vec<&str> = Vec::new();
    let ids = folded
        .iter()
        .map(|t| {
            if t.is_empty() {
                return 0;
            }
            *numbers.entry(t).or_insert_with(|| {
                distinct.push(t);
                distinct.len() as u32
            })
        })
        .collect();
    (ids, distinct)
}

fn usual_share(ids: &[u32], frequency: &[u32], filled: usize) -> f64 {
    let same: f64 = ids.iter().filter_map(|i| i.checked_sub(1)).filter_map(|v| frequency.get(v as usize)).map(|f| f64::from(*f)).sum();
    let filled = filled.max(1) as f64;
    same / (filled * filled)
}

fn frequencies(ids: &[u32], distinct: usize, compare: &dyn Compare) -> Vec<u32> {
    let families: Vec<u64> = (0..distinct as u32).into_par_iter().map(|v| compare.family(v)).collect();
    let mut counts: HashMap<u64, u32> = HashMap::new();
    for id in ids.iter().filter(|i| **i != 0) {
        if let Some(f) = families.get(*id as usize - 1) {
            *counts.entry(*f).or_default() += 1;
        }
    }
    families.iter().map(|f| counts.get(f).copied().unwrap_or(0)).collect()
}

impl Comparison {
    /// Gives the spelling of a value that is compared; empty where nothing is left.
    fn fold(self, text: &str) -> String {
        let folded = fold(text);
        let nothing = matches!(folded.as_str(), "-" | "/" | "." | "n/a" | "na" | "null" | "none" | "nan" | "无" | "?" | "--");
        if nothing { String::new() } else { folded }
    }

    fn build(self, values: &[&str]) -> Box<dyn Compare> {
        match self {
            Self::Company => Box::new(Companies::new(values)),
            Self::Person => Box::new(Persons::new(values)),
            Self::Identifier => Box::new(Identifiers::new(values)),
            Self::Phone => Box::new(Phones::new(values)),
            Self::Email => Box::new(Emails::new(values)),
            Self::Address => Box::new(Addresses::new(values)),
            Self::Date => Box::new(Dates::new(values)),
            Self::Number => Box::new(Numbers::new(values)),
            Self::Category => Box::new(Categories::new(values)),
            Self::Short => Box::new(Shorts::new(values)),
            Self::Words => Box::new(Words::new(values)),
            Self::Codes => Box::new(Codes::new(values)),
            Self::Material => Box::new(Materials::new(values)),
        }
    }
}
