//! Keys of a table, rows that repeat, and columns that determine each other.

use super::sketch::fingerprint;
use crate::model::TextColumn;
use crate::model::profile::{ColumnProfile, Key, KeyKind, RepeatExample, Repeats, ValueType};
use rayon::prelude::*;
use std::collections::HashMap;

/// Columns that are tried for keys of two columns; the first ones, since keys stand there.
const TRIED: usize = 12;
/// Rows on which a pair is tried before all rows are.
const FIRST_ROWS: usize = 20_000;
/// Keys of two columns listed.
const PAIRS: usize = 3;
/// Most different values of columns that are compared one to one, and most such pairs listed.
const FEW: u64 = 1_000;
const ONE_TO_ONE: usize = 20;
/// Most columns whose pairs are compared one to one.
const COMPARED: usize = 60;
/// Examples listed.
const EXAMPLES: usize = 5;

/// Counts fingerprints that occur more than once, and gives the first two rows of the first of them.
pub(super) fn repeated(fingerprints: impl IndexedParallelIterator<Item = Option<u64>>) -> (u64, u64, Vec<[u32; 2]>) {
    let mut all: Vec<(u64, u32)> = fingerprints.enumerate().filter_map(|(row, f)| f.map(|f| (f, row as u32))).collect();
    all.par_sort_unstable();
    let (mut values, mut rows, mut examples) = (0, 0, Vec::new());
    for group in all.chunk_by(|a, b| a.0 == b.0).filter(|g| g.len() > 1) {
        values += 1;
        rows += group.len() as u64 - 1;
        if let [(_, first), (_, second), ..] = group {
            examples.push([*first, *second]);
        }
        // Groups stand in the order of fingerprints; people want the first in the file.
        if examples.len() >= 4096 {
            first_of(&mut examples);
        }
    }
    first_of(&mut examples);
    (values, rows, examples)
}

fn first_of(examples: &mut Vec<[u32; 2]>) {
    examples.sort_unstable();
    examples.truncate(EXAMPLES);
}

/// Finds the repeated values of one column.
pub(super) fn repeats(column: &TextColumn, lines: &[u32]) -> Repeats {
    let of = |row: usize| column.get(row).filter(|t| super::value::fill(t) == super::value::Fill::Filled).map(fingerprint);
    told(repeated((0..column.len()).into_par_iter().map(of)), lines, |row| column.text(row as usize).to_owned())
}

/// Finds rows that repeat an earlier one in every column.
pub(super) fn repeated_rows(columns: &[TextColumn], lines: &[u32]) -> Repeats {
    if columns.is_empty() {
        return Repeats::default();
    }
    told(repeated((0..lines.len()).into_par_iter().map(|row| Some(joint(columns.iter(), row)))), lines, |_| String::new())
}

fn told((values, rows, examples): (u64, u64, Vec<[u32; 2]>), lines: &[u32], value: impl Fn(u32) -> String) -> Repeats {
    let line = |row: u32| lines.get(row as usize).copied().unwrap_or(0);
    let shown = |[a, b]: [u32; 2]| RepeatExample { value: value(a).chars().take(super::LONGEST).collect(), lines: vec![line(a), line(b)] };
    Repeats { values, rows, examples: examples.into_iter().map(shown).collect() }
}

/// Gives the fingerprint of a row in some columns.
fn joint<'c>(columns: impl Iterator<Item = &'c TextColumn>, row: usize) -> u64 {
    // Multiplying by an odd number keeps all bits, and tells `a|b` from `b|a`.
    columns.fold(0, |f: u64, c| (f ^ fingerprint(c.text(row))).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23))
}

/// Gives the keys of a table: unique columns, codes before texts; where there is none, pairs of columns.
pub(super) fn keys(columns: &[TextColumn], profiles: &[ColumnProfile], rows: usize) -> Vec<Key> {
    let code_like = |p: &ColumnProfile| matches!(p.kind, Some(ValueType::Code | ValueType::Integer)) && p.personal.is_empty();
    let mut keys: Vec<Key> = profiles
        .iter()
        .filter(|p| p.key == KeyKind::Unique)
        .map(|p| Key { columns: vec![p.name.clone()], code_like: code_like(p) })
        .collect();
    keys.sort_by_key(|k| !k.code_like);
    // Beside a key that only a few rows break, pairs that happen to be different are noise.
    let suspected = profiles.iter().any(|p| p.key == KeyKind::Suspected);
    if keys.is_empty() && !suspected { pairs(columns, profiles, rows) } else { keys }
}

fn pairs(columns: &[TextColumn], profiles: &[ColumnProfile], rows: usize) -> Vec<Key> {
    if rows < super::FEWEST_ROWS as usize {
        return Vec::new();
    }
    let measure = |p: &ColumnProfile| matches!(p.kind, Some(ValueType::Decimal | ValueType::Percent));
    let part = |p: &ColumnProfile| p.filled == p.rows && p.distinct > 1 && !measure(p) && p.personal.is_empty();
    let usable: Vec<(&TextColumn, &ColumnProfile)> = columns.iter().zip(profiles).filter(|(_, p)| part(p)).take(TRIED).collect();
    let mut found = Vec::new();
    for (i, (a, pa)) in usable.iter().enumerate() {
        for (b, pb) in usable.iter().skip(i + 1) {
            let enough = u128::from(pa.distinct) * u128::from(pb.distinct) >= rows as u128;
            if found.len() < PAIRS && enough && tell_apart([a, b], rows.min(FIRST_ROWS)) && tell_apart([a, b], rows) {
                let code_like = [pa, pb].iter().all(|p| matches!(p.kind, Some(ValueType::Code | ValueType::Integer)));
                found.push(Key { columns: vec![pa.name.clone(), pb.name.clone()], code_like });
            }
        }
    }
    found.sort_by_key(|k| !k.code_like);
    found
}

fn tell_apart(pair: [&TextColumn; 2], rows: usize) -> bool {
    let mut all: Vec<u64> = (0..rows).into_par_iter().map(|row| joint(pair.into_iter(), row)).collect();
    all.par_sort_unstable();
    all.windows(2).all(|w| w.first() != w.last())
}

/// Gives pairs of columns with few different values that determine each other one to one.
pub(super) fn one_to_one(columns: &[TextColumn], profiles: &[ColumnProfile]) -> Vec<[String; 2]> {
    let few = |p: &ColumnProfile| !p.distinct_is_estimate && (2..=FEW).contains(&p.distinct) && p.distinct * 2 <= p.rows;
    let few: Vec<(&TextColumn, &ColumnProfile)> = columns.iter().zip(profiles).filter(|(_, p)| few(p)).take(COMPARED).collect();
    let pairs: Vec<_> = few.iter().enumerate().flat_map(|(i, a)| few.iter().skip(i + 1).map(move |b| (a, b))).collect();
    let same = |((a, pa), (b, pb)): &(&(&TextColumn, &ColumnProfile), &(&TextColumn, &ColumnProfile))| {
        let alike = pa.distinct == pb.distinct && pa.filled == pb.filled && determine(a, b) && determine(b, a);
        alike.then(|| [pa.name.clone(), pb.name.clone()])
    };
    let mut found: Vec<[String; 2]> = pairs.par_iter().filter_map(same).collect();
    found.truncate(ONE_TO_ONE);
    found
}

/// Says whether each value of `a` stands beside one value of `b` only.
fn determine(a: &TextColumn, b: &TextColumn) -> bool {
    let mut beside: HashMap<&str, &str> = HashMap::new();
    (0..a.len()).all(|row| *beside.entry(a.text(row)).or_insert_with(|| b.text(row)) == b.text(row))
}

#[cfg(test)]
mod tests {
    use super::super::testing::profiled;
    use super::*;

    fn names(keys: &[Key]) -> Vec<Vec<&str>> {
        keys.iter().map(|k| k.columns.iter().map(String::as_str).collect()).collect()
    }

    #[test]
    fn a_code_stands_before_a_name_that_is_unique_too() {
        let t = profiled("name,code\n华为,C1\n中兴,C2\n比亚迪,C3\n");
        assert_eq!(names(&t.keys), [vec!["code"], vec!["name"]]);
        assert!(t.keys[0].code_like && !t.keys[1].code_like);
    }

    #[test]
    fn two_columns_together_are_found_where_no_single_one_is() {
        let t = profiled("bom,line,part\nB1,1,P1\nB1,2,P1\nB2,1,P1\nB2,2,P9\n");
        assert_eq!(names(&t.keys), [vec!["bom", "line"]]);
        assert_eq!(names(&profiled("a,b\n1,1\n1,1\n2,2\n").keys), Vec::<Vec<&str>>::new());
    }

    #[test]
    fn repeated_rows_are_counted_with_their_lines() {
        let t = profiled("a,b\nx,1\ny,2\nx,1\nx,1\n");
        assert_eq!((t.repeated_rows.values, t.repeated_rows.rows), (1, 2));
        assert_eq!(t.repeated_rows.examples, [RepeatExample { value: String::new(), lines: vec![2, 4] }]);
    }

    #[test]
    fn columns_that_determine_each_other_are_named() {
        let t = profiled("code,name,other\nA,kg,1\nB,pc,2\nA,kg,2\nB,pc,1\nA,kg,1\n");
        assert_eq!(t.one_to_one, [["code".to_owned(), "name".to_owned()]]);
    }
}
