//! Rows that share a key: what checks across rows stand on.

use super::case::Case;
use super::keys::Fold;
use crate::model::TextColumn;
use foldhash::fast::FixedState;
use rayon::prelude::*;
use std::hash::BuildHasher;

/// Parts the fields of a key; no text of a table holds it.
const BETWEEN: char = '\u{1f}';

/// Makes the key of a row from some of its columns.
pub(super) struct RowKey<'a> {
    columns: Vec<(&'a TextColumn, Fold)>,
    per_system: bool,
}

impl<'a> RowKey<'a> {
    /// Makes keys of one column and some more, folded alike.
    pub(super) fn new(first: &'a TextColumn, more: &[&'a TextColumn], fold: Fold, per_system: bool) -> Self {
        let columns = std::iter::once(first).chain(more.iter().copied()).map(|c| (c, fold)).collect();
        Self { columns, per_system }
    }

    /// Writes the key of a row; false where the first column is missing, so that the row has no key.
    pub(super) fn write(&self, case: &Case<'_>, row: usize, key: &mut String) -> bool {
        key.clear();
        for (at, (column, fold)) in self.columns.iter().enumerate() {
            match column.get(row) {
                Some(value) => fold.push(value, key),
                None if at == 0 => return false,
                None => {}
            }
            if at == 0 && key.is_empty() {
                return false;
            }
            key.push(BETWEEN);
        }
        if self.per_system {
            key.push_str(&case.system(row).to_string());
        }
        true
    }
}

/// Rows with equal keys.
pub(super) struct Groups {
    /// Rows that have a key.
    pub(super) keyed: u64,
    /// The positions of each group of two and more, ascending; the groups ordered by their first position.
    pub(super) shared: Vec<Vec<usize>>,
}

/// Finds the rows with equal keys among those that the check applies to.
pub(super) fn groups(case: &Case<'_>, write: impl Fn(usize, &mut String) -> bool + Sync) -> Groups {
    let hasher = FixedState::with_seed(0);
    let mut hashed: Vec<(u64, u32)> = (0..case.height())
        .into_par_iter()
        .with_min_len(4096)
        .map_init(String::new, |key, row| {
            let keyed = case.applies(row) && write(row, key);
            keyed.then(|| (hasher.hash_one(key.as_str()), u32::try_from(row).expect("a run has fewer than 2^32 rows")))
        })
        .flatten_iter()
        .collect();
    let keyed = hashed.len() as u64;
    hashed.par_sort_unstable();
    let runs: Vec<&[(u64, u32)]> = hashed.chunk_by(|a, b| a.0 == b.0).filter(|run| run.len() > 1).collect();
    let mut shared: Vec<Vec<usize>> = runs.into_par_iter().flat_map_iter(|run| split_by_key(run, &write)).collect();
    shared.sort_unstable_by_key(|group| group.first().copied());
    Groups { keyed, shared }
}

/// Equal hashes are not yet equal keys: groups the rows of one hash by their true keys.
fn split_by_key(run: &[(u64, u32)], write: impl Fn(usize, &mut String) -> bool) -> impl Iterator<Item = Vec<usize>> {
    let mut by_key: Vec<(String, Vec<usize>)> = Vec::new();
    for &(_, row) in run {
        let (row, mut key) = (row as usize, String::new());
        write(row, &mut key);
        match by_key.iter_mut().find(|(k, _)| *k == key) {
            Some((_, rows)) => rows.push(row),
            None => by_key.push((key, vec![row])),
        }
    }
    by_key.into_iter().map(|(_, rows)| rows).filter(|rows| rows.len() > 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_one_hash_are_parted_by_their_keys() {
        let run = [(7, 0), (7, 1), (7, 2), (7, 3)];
        let keys = ["a", "b", "a", "c"];
        let write = |row: usize, key: &mut String| {
            key.clear();
            key.push_str(keys[row]);
            true
        };
        assert_eq!(split_by_key(&run, write).collect::<Vec<_>>(), [vec![0, 2]]);
    }
}
