//! Which columns count, what they mean and why, and which ones are left out.

use super::ListsError;
use super::align::align;
use super::load::Lists;
use super::naming::name_something;
use super::settings::{FieldSetting, Settings};
use crate::matching::{Column, Model, Records, Values, Why, recognise_kinds};
use crate::plan::MatchKind;
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::HashSet;

/// Why a column is taken to be of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// The configuration says so.
    Declared,
    /// It was recognised.
    Seen(Why),
}

/// A column, or several together, that counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Used {
    /// Its name.
    pub name: String,
    /// How it is compared.
    pub kind: MatchKind,
    /// Why.
    pub basis: Basis,
    /// The columns of the files that it is made of.
    pub columns: Vec<String>,
}

/// Why a column does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LeftOut {
    /// It holds the ids.
    Id,
    /// The configuration says so.
    Ignored,
    /// The model was learnt without it.
    NotInModel,
    /// It holds nothing.
    Empty,
    /// It holds one value only.
    Constant,
    /// It counts the rows.
    Serial,
    /// No two records share a value, and the values are codes: another key.
    Key,
}

/// All columns of the lists, each used or left out.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    /// Those that count.
    pub used: Vec<Used>,
    /// Those that do not, with the reason.
    pub left_out: Vec<(String, LeftOut)>,
}

/// Values looked at to recognise a column.
const SAMPLE: usize = 5000;

/// Chooses the columns.
pub fn choose(lists: &Lists, settings: &Settings) -> Result<Columns, ListsError> {
    let missing = missing(lists, settings);
    if !missing.is_empty() {
        return Err(ListsError::OtherColumns { missing, there: lists.names.clone() });
    }
    let mut declared: HashSet<String> = settings.fields.iter().flat_map(FieldSetting::sources).collect();
    let mut out = Columns::default();
    for f in &settings.fields {
        let (kind, basis) = match f.kind {
            Some(kind) => (kind, Basis::Declared),
            None => recognised(&f.name, &joined(lists, &f.sources())),
        };
        out.used.push(Used { name: f.name.clone(), kind, basis, columns: f.sources() });
    }
    if lists.link && settings.model.is_none() {
        let open = |n: &str| !declared.contains(n) && !settings.ignore.iter().any(|i| i == n) && lists.id_column.as_deref() != Some(n);
        let pairs: Vec<[String; 2]> = align(lists, &open).into_iter().map(|(a, b)| [a.to_owned(), b.to_owned()]).collect();
        for columns in pairs {
            let name = columns.join(" = ");
            let (kind, basis) = recognised(&name, &joined(lists, &columns));
            declared.extend(columns.clone());
            out.used.push(Used { name, kind, basis, columns: columns.to_vec() });
        }
    }
    let open: Vec<(&String, &Values)> = lists.names.iter().zip(&lists.columns).filter(|(n, _)| !declared.contains(*n)).collect();
    let found = open.par_iter().map(|(name, values)| match () {
        () if lists.id_column.as_deref().map(str::trim) == Some(name) => Err(LeftOut::Id),
        () if settings.ignore.contains(name) => Err(LeftOut::Ignored),
        () if settings.model.is_some() => Err(LeftOut::NotInModel),
        () => useful(lists, name, values),
    });
    for ((name, _), found) in open.iter().zip(found.collect::<Vec<_>>()) {
        match found {
            Err(reason) => out.left_out.push(((*name).clone(), reason)),
            Ok((kind, basis)) => out.used.push(Used { name: (*name).clone(), kind, basis, columns: vec![(*name).clone()] }),
        }
    }
    name_something(lists, &mut out.used);
    if out.used.is_empty() {
        return Err(ListsError::NoColumns { left_out: out.left_out.into_iter().map(|(n, _)| n).collect() });
    }
    Ok(out)
}

/// Gives the columns that the configuration names and the files do not have.
fn missing(lists: &Lists, settings: &Settings) -> Vec<String> {
    let named: Vec<&str> = settings.fields.iter().map(|f| f.name.as_str()).collect();
    let of_fields = settings.fields.iter().flat_map(FieldSetting::sources);
    let of_model = settings.model.iter().flat_map(|m| &m.fields).flat_map(|f| f.spec.columns.clone());
    let mut out: Vec<String> = of_fields.chain(of_model.filter(|c| !named.contains(&c.as_str()))).collect();
    out.retain(|c| !lists.names.contains(c));
    let mut seen = HashSet::new();
    out.retain(|c| seen.insert(c.clone()));
    out
}

pub fn recognised(name: &str, values: &Values) -> (MatchKind, Basis) {
    let (kind, why) = recognise_kinds(&[name], &[sample(values)]).into_iter().next().unwrap_or((MatchKind::Text, Why::Nothing));
    (kind, Basis::Seen(why))
}

/// Gives some values, evenly spread over the rows.
pub fn sample(values: &Values) -> Vec<&str> {
    let step = (values.len() / SAMPLE).max(1);
    (0..values.len()).step_by(step).map(|i| values.get(i)).collect()
}

/// Gives a column, or several joined by a space. One column alone is given as it stands: copying it value by value costs as much memory again.
pub(super) fn joined<'l>(lists: &'l Lists, sources: &[String]) -> Cow<'l, Values> {
    let columns: Vec<&Values> = sources.iter().filter_map(|s| lists.column(s)).collect();
    if let [one] = columns.as_slice() {
        return Cow::Borrowed(one);
    }
    let row = |i: usize| columns.iter().map(|c| c.get(i)).filter(|v| !v.is_empty()).collect::<Vec<_>>().join(" ");
    Cow::Owned((0..lists.len()).map(row).collect())
}

/// Recognises a column that can tell two records alike.
fn useful(lists: &Lists, name: &str, values: &Values) -> Result<(MatchKind, Basis), LeftOut> {
    let (kind, basis) = recognised(name, values);
    useless(lists, values, kind, basis).map_or(Ok((kind, basis)), Err)
}

/// Says why the values of a column cannot tell two records alike.
fn useless(lists: &Lists, values: &Values, kind: MatchKind, basis: Basis) -> Option<LeftOut> {
    let given = || values.iter().filter(|v| !v.is_empty());
    // A tax number is worth comparing even where each stands once: one may be a slip of another.
    let telling = matches!(basis, Basis::Seen(Why::Header(_))) || matches!(kind, MatchKind::Phone | MatchKind::Email | MatchKind::Date);
    // Most columns show with their first values that they are no key; only a key is gone through to its end.
    let key = || {
        let (filled, mut seen) = (given().count(), HashSet::<&str, foldhash::fast::FixedState>::default());
        filled >= 20 && filled * 100 >= lists.len() * 98 && given().all(|v| is_code(v) && seen.insert(v))
    };
    match given().next() {
        None => Some(LeftOut::Empty),
        Some(first) if given().all(|v| v == first) => Some(LeftOut::Constant),
        _ if constant_in_each(lists, values) => Some(LeftOut::Constant),
        _ if counts_rows(lists, values) => Some(LeftOut::Serial),
        _ if !telling && key() => Some(LeftOut::Key),
        _ => None,
    }
}

/// Says whether a column tells two linked lists apart and nothing else.
fn constant_in_each(lists: &Lists, values: &Values) -> bool {
    let of = |side: u8| -> HashSet<&str> {
        values.iter().enumerate().filter(|(i, v)| lists.side(*i) == side && !v.is_empty()).map(|(_, v)| v).take(2).collect()
    };
    lists.link && of(0).len() == 1 && of(1).len() == 1
}

/// Says whether the values count the rows of each file: whole numbers, each once, hardly one left out.
fn counts_rows(lists: &Lists, values: &Values) -> bool {
    lists.len() >= 5
        && (0..lists.files.len() as u32).all(|file| {
            let of_file = values.iter().zip(&lists.file_of).filter(|(v, f)| **f == file && !v.is_empty()).map(|(v, _)| v.parse::<u64>());
            let Ok(mut numbers) = of_file.collect::<Result<Vec<u64>, _>>() else { return false };
            let rows = numbers.len() as u64;
            numbers.sort_unstable();
            let once = numbers.windows(2).all(|w| w.first() != w.last());
            let span = numbers.first().zip(numbers.last()).map_or(0, |(a, z)| z - a + 1);
            once && rows * 10 >= span * 9 && numbers.first().is_none_or(|a| *a <= rows)
        })
}

/// Says whether a value is one code: letters and digits in one piece, with a digit.
fn is_code(value: &str) -> bool {
    value.len() <= 40
        && value.bytes().any(|b| b.is_ascii_digit())
        && value.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_./".contains(&b))
}

impl Columns {
    /// Gives what is compared. Columns that stand in one field alone move there: a copy would cost as much memory again.
    pub fn records(&self, lists: &mut Lists) -> Records {
        let uses = |source: &String| self.used.iter().flat_map(|u| &u.columns).filter(|c| *c == source).count();
        let mut values = |u: &Used| match u.columns.as_slice() {
            [source] if uses(source) == 1 => lists.take(source),
            sources => joined(lists, sources).into_owned(),
        };
        let columns = self.used.iter().map(|u| Column { name: u.name.clone(), kind: u.kind, values: values(u) }).collect();
        let side = lists.link.then(|| (0..lists.len()).map(|i| lists.side(i)).collect());
        Records { columns, n: lists.len(), side }
    }

    /// Gives the configuration that repeats this answer.
    pub fn settings(&self, model: &Model) -> Settings {
        let field = |u: &Used| FieldSetting { name: u.name.clone(), kind: Some(u.kind), columns: u.columns.clone() };
        let fields = self.used.iter().map(field).collect();
        Settings { schema: 1, fields, model: Some(model.clone()), ..Settings::default() }
    }
}
