//! Fields: what is compared, made of one or more columns, with its distinct values decoded once.

use super::chance::hash;
use super::compare::{
    Addresses, Categories, Codes, Companies, Compare, Dates, Days, ELSEWHERE_FOLLOWS, Emails, Goods, Grades, Identifiers, Keys, Level,
    Materials, Names, Numbers, Persons, Phones, Shorts, Spots, Words,
};
use super::intern::{Interned, first_of_each};
use super::keys::KeyTable;
use super::records::{Column, Records};
use super::tangled::Tangled;
use crate::domain::similarity::{fold, folded, is_letter, is_unreadable};
use rayon::prelude::*;
use std::borrow::Cow;

/// How a field's values are compared; finer than the kind of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Comparison {
    /// Anatomy of company names.
    Company,
    /// Names of firms and other bodies that are not in Chinese.
    Organisation,
    /// Names of anybody, in any script.
    Name,
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
    /// Dates, such as days of birth.
    Date,
    /// Days on which something happened.
    Day,
    /// Numbers.
    Number,
    /// Equal or not.
    Category,
    /// Short texts.
    Short,
    /// Texts of many words.
    Words,
    /// Titles of goods, beside what else is said of them.
    Goods,
    /// Rare codes inside texts.
    Codes,
    /// Attributes of materials.
    Material,
    /// Grades, strength classes or standards alone.
    Grade,
    /// Latitude and longitude.
    Spot,
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
    /// Per record: 0 where missing, else 1 + the number of its distinct value; of values that are equal for the comparison, of the first.
    pub ids: Vec<u32>,
    /// Per distinct value: the number of records whose value is of the same family.
    pub frequency: Vec<u32>,
    /// The records that have a value.
    pub filled: usize,
    levels: Vec<Level>,
    /// How frequent a value that agrees by chance usually is, per band of rarity.
    usual: [f64; BANDS.len() + 2],
    compare: Box<dyn Compare>,
}

/// Values held by at most so many records are rare, or fairly rare.
const BANDS: [u32; 2] = [30, 5];
const BAND_NAMES: [&str; 2] = ["equal, less common", "equal, rare"];

impl Field {
    /// Builds all fields over the records in the order given.
    pub fn all(specs: Vec<FieldSpec>, records: &Records, order: &[u32]) -> Vec<Self> {
        let tangled = Tangled::find(&specs, records);
        specs.into_par_iter().map(|s| Self::build(s, records, order, tangled.as_ref())).collect()
    }

    /// Builds the field over the records in the order given.
    pub fn build<'r>(spec: FieldSpec, records: &'r Records, order: &[u32], tangled: Option<&Tangled>) -> Self {
        let columns: Vec<&'r Column> = spec.columns.iter().filter_map(|n| records.columns.iter().find(|c| c.name == *n)).collect();
        let value = |c: &'r Column, r: usize| tangled.map_or_else(|| c.values.get(r), |t| t.value(records, c, r));
        let joined: Vec<String>;
        // The texts are read as they lie, and only their numbers put in order.
        let texts: Vec<&str> = match columns.as_slice() {
            [one] => (0..records.n).into_par_iter().map(|r| value(one, r)).collect(),
            _ => {
                let row = |r: usize| spec.comparison.join(columns.iter().map(|c| value(c, r)));
                joined = (0..records.n).into_par_iter().map(row).collect();
                joined.iter().map(String::as_str).collect()
            }
        };
        let Interned { mut ids, distinct: raw } = Interned::of(&texts).ordered(order);
        drop(texts);
        // Each text is folded once, however many records have it.
        let folded: Vec<Cow<'_, str>> = raw.into_par_iter().map(|t| spec.comparison.fold(t)).collect();
        let folded: Vec<&str> = folded.iter().map(|t| &**t).collect();
        let Interned { ids: values, distinct } = Interned::of(&folded);
        let compare = spec.comparison.build(&distinct);
        let families: Vec<u64> = (0..distinct.len() as u32).into_par_iter().map(|v| compare.family(v)).collect();
        let first = first_of_each(&families);
        let kin = if compare.family_is_equality() { first.clone() } else { (0..distinct.len() as u32).collect() };
        // Of values that are equal for the comparison the first stands for all.
        let number = |value: u32| value.checked_sub(1).and_then(|v| kin.get(v as usize)).map_or(0, |first| first + 1);
        ids.par_iter_mut().for_each(|id| *id = id.checked_sub(1).and_then(|t| values.get(t as usize)).map_or(0, |v| number(*v)));
        let frequency = frequencies(&ids, &first);
        let filled = ids.iter().filter(|i| **i != 0).count();
        let usual = usual_shares(&ids, &frequency, filled);
        let levels = levels(compare.as_ref());
        Self { spec, ids, frequency, filled, levels, usual, compare }
    }

    /// Gives the comparison.
    pub fn compare(&self) -> &dyn Compare {
        self.compare.as_ref()
    }

    /// Gives the level of two records.
    pub fn level(&self, a: u32, b: u32) -> u8 {
        let (Some(x), Some(y)) = (self.value(a), self.value(b)) else { return 0 };
        self.level_of(x, y)
    }

    /// Gives the level of two values.
    pub fn level_of(&self, x: u32, y: u32) -> u8 {
        let level = if x == y { self.top() as u8 } else { self.compare.level(x, y) };
        if usize::from(level) < self.top() { level } else { self.full(self.frequency_of(x.min(y))) }
    }

    /// Gives the level of two equal values that so many records hold.
    pub fn full(&self, held: u32) -> u8 {
        let band = BANDS.iter().take_while(|b| held <= **b).count();
        (self.top() + if self.banded() { band } else { 0 }) as u8
    }

    /// Gives the number of records whose value is of the family of this one.
    pub fn frequency_of(&self, value: u32) -> u32 {
        self.frequency.get(value as usize).copied().unwrap_or(1)
    }

    /// Says whether full agreement is told apart by rarity.
    fn banded(&self) -> bool {
        self.levels.len() > self.top() + 1
    }

    /// Gives the levels of agreement; full agreement counts by how rare the shared value is.
    pub fn levels(&self) -> &[Level] {
        &self.levels
    }

    /// Gives the first level of full agreement.
    pub fn top(&self) -> usize {
        self.compare.levels().len() - 1
    }

    /// Gives the number of a record's value.
    pub fn value(&self, record: u32) -> Option<u32> {
        self.ids.get(record as usize).copied().unwrap_or(0).checked_sub(1)
    }

    /// Gives the share of records that hold a value of the family of this record's value.
    pub fn share(&self, record: u32) -> f64 {
        self.share_of(self.value(record).map_or(1, |v| self.frequency_of(v)))
    }

    fn share_of(&self, held: u32) -> f64 {
        others(held) / self.filled.max(1) as f64
    }

    /// Gives the chance that two records agree by holding values of one family.
    pub fn usual_share(&self) -> f64 {
        self.usual.first().copied().unwrap_or(1.0)
    }

    /// Gives how many bits rarer the value of two agreeing records is than one that agrees by chance at this level usually is (the term frequency
    /// adjustment of Splink); the pair itself does not count.
    pub fn rarity(&self, a: u32, b: u32, level: u8) -> f64 {
        self.rarity_of(self.share(a).max(self.share(b)), level)
    }

    /// Gives the same for two equal values that so many records hold.
    pub fn rarity_of_equal(&self, held: u32) -> f64 {
        self.rarity_of(self.share_of(held), self.full(held))
    }

    fn rarity_of(&self, share: f64, level: u8) -> f64 {
        let full = self.banded() && usize::from(level) >= self.top();
        let band = if full { 1 + usize::from(level) - self.top() } else { 0 };
        (self.usual.get(band).copied().unwrap_or(1.0) / share).log2()
    }

    /// Gives the share of filled records in each band of rarity.
    pub fn band_shares(&self) -> Vec<f64> {
        let mut counts = vec![0.0; self.levels.len() - self.top()];
        for v in self.ids.iter().filter_map(|i| i.checked_sub(1)) {
            if let Some(c) = counts.get_mut(usize::from(self.full(self.frequency_of(v))) - self.top()) {
                *c += 1.0 / self.filled.max(1) as f64;
            }
        }
        counts
    }

    /// Gives how many bits full agreement in this field is worth, about.
    pub fn weight_of_agreement(&self) -> f64 {
        (1.0 / self.usual_share()).log2().max(0.0)
    }

    /// Says whether the values of two records share a key under which candidates meet.
    pub fn meet(&self, a: u32, b: u32) -> bool {
        let (Some(x), Some(y)) = (self.value(a), self.value(b)) else { return false };
        let keys = |v: u32| {
            let mut keys = Keys::default();
            self.compare.keys(v, &mut keys);
            keys.hashes
        };
        let others = keys(y);
        x == y || keys(x).iter().any(|k| others.contains(k))
    }

    /// Collects the keys of every distinct value.
    pub fn keys(&self) -> KeyTable {
        let seed = hash(self.spec.name.as_bytes(), self.spec.comparison as u64);
        KeyTable::collect(self.frequency.len(), seed, |v, keys| self.compare.keys(v, keys))
    }
}

/// Counts the records that hold a value beside the pair that is looked at, smoothed.
fn others(n: u32) -> f64 {
    (f64::from(n) - 1.5).max(0.5)
}

fn usual_shares(ids: &[u32], frequency: &[u32], filled: usize) -> [f64; BANDS.len() + 2] {
    let filled = filled.max(1) as f64;
    let mut sums = [(0.0f64, 0.0f64); BANDS.len() + 2];
    for n in ids.iter().filter_map(|i| i.checked_sub(1)).filter_map(|v| frequency.get(v as usize)) {
        let band = BANDS.iter().take_while(|b| *n <= **b).count();
        for slot in [0, band + 1] {
            if let Some(s) = sums.get_mut(slot) {
                *s = (s.0 + others(*n), s.1 + 1.0);
            }
        }
    }
    sums.map(|(sum, count)| if count == 0.0 { 1.0 } else { sum / count / filled })
}

/// Gives the levels of a comparison, with full agreement told apart by rarity where that counts.
fn levels(compare: &dyn Compare) -> Vec<Level> {
    let mut levels = compare.levels().to_vec();
    let top = levels.len() - 1;
    if compare.by_rarity(top as u8) {
        levels.extend(BAND_NAMES.iter().map(|name| Level { name, veto: false }));
    }
    levels
}

/// Counts for each value the records that hold one of its family; `first` gives the first value of each one's family.
fn frequencies(ids: &[u32], first: &[u32]) -> Vec<u32> {
    let mut counts = vec![0; first.len()];
    for family in ids.iter().filter_map(|id| id.checked_sub(1)).filter_map(|v| first.get(v as usize)) {
        if let Some(n) = counts.get_mut(*family as usize) {
            *n += 1;
        }
    }
    first.iter().map(|f| counts.get(*f as usize).copied().unwrap_or(0)).collect()
}

impl Comparison {
    /// Joins the values of the columns that a field is made of.
    fn join<'t>(self, mut values: impl Iterator<Item = &'t str>) -> String {
        let title = if self == Self::Goods { values.next() } else { None };
        let rest = values.filter(|v| !v.is_empty()).collect::<Vec<_>>().join(" ");
        title.map_or(rest.clone(), |t| if t.is_empty() { String::new() } else { format!("{t}{ELSEWHERE_FOLLOWS}{rest}") })
    }

    /// Gives the spelling of a value that is compared; empty where nothing is left.
    fn fold(self, text: &str) -> Cow<'_, str> {
        if let Some((title, rest)) = text.split_once(ELSEWHERE_FOLLOWS) {
            let title = self.fold(title);
            return if title.is_empty() { title } else { Cow::Owned(format!("{title}{ELSEWHERE_FOLLOWS}{}", fold(rest))) };
        }
        if is_unreadable(text) {
            return Cow::Borrowed("");
        }
        let folded = folded(text);
        let nothing = matches!(&*folded, "-" | "/" | "." | "n/a" | "na" | "null" | "none" | "nan" | "无" | "?" | "--");
        if nothing || !folded.chars().any(is_letter) { Cow::Borrowed("") } else { folded }
    }

    fn build(self, values: &[&str]) -> Box<dyn Compare> {
        match self {
            Self::Company => Box::new(Companies::new(values)),
            Self::Name | Self::Organisation => Box::new(Names::new(values)),
            Self::Person => Box::new(Persons::new(values)),
            Self::Identifier => Box::new(Identifiers::new(values)),
            Self::Phone => Box::new(Phones::new(values)),
            Self::Email => Box::new(Emails::new(values)),
            Self::Address => Box::new(Addresses::new(values)),
            Self::Date => Box::new(Dates::new(values)),
            Self::Day => Box::new(Days::new(values)),
            Self::Number => Box::new(Numbers::new(values)),
            Self::Category => Box::new(Categories::new(values)),
            Self::Short => Box::new(Shorts::new(values)),
            Self::Words => Box::new(Words::new(values)),
            Self::Goods => Box::new(Goods::new(values)),
            Self::Codes => Box::new(Codes::new(values)),
            Self::Material => Box::new(Materials::new(values)),
            Self::Grade => Box::new(Grades::new(values)),
            Self::Spot => Box::new(Spots::new(values)),
        }
    }
}
