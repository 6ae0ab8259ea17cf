//! First names that stand in the column of surnames and the reverse, as in many a list of persons: each name is looked for where most
//! records have it. Only the comparison sees it; no value is changed.

use super::field::{Comparison, FieldSpec};
use super::records::{Column, Records};
use crate::domain::similarity::fold;
use std::collections::HashMap;

/// Bits by which the names of a record must speak for the other order.
const CLEAR: f64 = 3.0;
/// Share of records that must speak as clearly for the order in which they stand.
const ORDERLY: f64 = 0.5;
/// Share of records that may stand in the other order; more are two columns that mean something else.
const MOST: f64 = 0.3;

/// The two columns of names, and the records in which they are exchanged.
#[derive(Debug)]
pub struct Tangled {
    columns: [usize; 2],
    exchanged: Vec<bool>,
}

impl Tangled {
    /// Looks whether the table has first names and surnames apart, and in which records they are exchanged.
    pub fn find(specs: &[FieldSpec], records: &Records) -> Option<Self> {
        let alone = |s: &&FieldSpec| s.comparison == Comparison::Person && s.columns.len() == 1;
        let position = |s: &FieldSpec| records.columns.iter().position(|c| Some(&c.name) == s.columns.first());
        let names: Vec<usize> = specs.iter().filter(alone).filter_map(position).collect();
        let [first, second] = names.as_slice() else { return None };
        let (x, y) = (records.columns.get(*first)?, records.columns.get(*second)?);
        let (fx, fy) = (folded(x), folded(y));
        let mut counts: HashMap<&str, [f64; 2]> = HashMap::new();
        for (column, values) in [&fx, &fy].into_iter().enumerate() {
            for v in values.iter().filter(|v| !v.is_empty()) {
                if let Some(n) = counts.entry(v).or_default().get_mut(column) {
                    *n += 1.0;
                }
            }
        }
        let leaning = |v: &String| counts.get(v.as_str()).map_or(0.0, |[a, b]| ((a + 0.5) / (b + 0.5)).log2());
        let bits: Vec<f64> = fx.iter().zip(&fy).map(|(a, b)| leaning(a) - leaning(b)).collect();
        let share = |says: &dyn Fn(f64) -> bool| bits.iter().filter(|b| says(**b)).count() as f64 / records.n.max(1) as f64;
        let (orderly, other) = (share(&|b| b >= CLEAR), share(&|b| b <= -CLEAR));
        let exchanged = || bits.iter().map(|b| *b <= -CLEAR).collect();
        (orderly >= ORDERLY && other > 0.0 && other <= MOST).then(|| Self { columns: [*first, *second], exchanged: exchanged() })
    }

    /// Gives the value that a record would have in a column, were its names in their places.
    pub fn value<'r>(&self, records: &'r Records, column: &'r Column, record: usize) -> &'r str {
        let is = |i: usize| records.columns.get(i).is_some_and(|c| std::ptr::eq(c, column));
        let other = match self.columns {
            _ if !self.exchanged.get(record).copied().unwrap_or(false) => None,
            [a, b] if is(a) => records.columns.get(b),
            [a, b] if is(b) => records.columns.get(a),
            _ => None,
        };
        other.unwrap_or(column).values.get(record)
    }
}

/// Gives the values folded; empty where a value is more than a name.
fn folded(column: &Column) -> Vec<String> {
    column.values.iter().map(fold).map(|v| if v.split_whitespace().count() == 1 { v } else { String::new() }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::MatchKind;

    #[test]
    fn names_are_put_where_most_records_have_them() {
        let firsts = ["Sofia", "Thomas", "Eva", "Reuben", "Bradley"];
        let lasts = ["Russell", "Gabriel", "Armstrong", "Davies", "Byrne"];
        let mut rows: Vec<[&str; 2]> = (0..100).map(|i| [firsts[i % 5], lasts[i * 7 % 5]]).collect();
        rows.extend([["Russell", "Sofia"], ["", "Thomas"], ["Unknown", "Russell"]]);
        let column = |(c, name): (usize, &str)| Column {
            name: name.to_owned(),
            kind: MatchKind::PersonName,
            values: rows.iter().map(|r| r[c]).collect(),
        };
        let records = Records { columns: ["first", "last"].into_iter().enumerate().map(column).collect(), n: rows.len(), side: None };
        let spec = |name: &str| FieldSpec { name: name.to_owned(), comparison: Comparison::Person, columns: vec![name.to_owned()] };
        let tangled = Tangled::find(&[spec("first"), spec("last")], &records).unwrap();
        let row = |r: usize| [0, 1].map(|c| tangled.value(&records, &records.columns[c], r));
        assert_eq!(
            [row(0), row(100), row(101), row(102)],
            [["Sofia", "Russell"], ["Sofia", "Russell"], ["Thomas", ""], ["Unknown", "Russell"]]
        );
        assert!(Tangled::find(&[spec("first")], &records).is_none());
    }
}
