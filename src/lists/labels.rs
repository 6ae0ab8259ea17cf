//! Pairs that people have decided: a table of id_l, id_r and decision, such as `pairs.csv` with its last word changed.

use super::ListsError;
use super::load::Lists;
use crate::matching::Label;
use crate::read::{self, ReadOptions, SheetTable};
use std::collections::{HashMap, HashSet};
use std::path::Path;

/// What labels there were.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct LabelCount {
    /// Pairs called the same.
    pub same: usize,
    /// Pairs called different.
    pub different: usize,
    /// Pairs without a decision.
    pub open: usize,
    /// Pairs that were decided both ways; they do not count.
    pub both_ways: usize,
    /// Ids of no record, in order.
    pub unknown: Vec<String>,
}

/// Labels by record.
#[derive(Clone, Debug, Default)]
pub struct Labels {
    /// The decided pairs, in order.
    pub pairs: Vec<Label>,
    /// Counts; `None`: there is no file.
    pub count: Option<LabelCount>,
}

/// Ids to records, per list.
struct Known<'a> {
    records: HashMap<(u8, &'a str), u32>,
    link: bool,
}

/// Ids of no record, in order of appearance; a file may name a million of them, and one of them a million times.
#[derive(Default)]
struct Unknown<'t> {
    seen: HashSet<&'t str>,
    in_order: Vec<String>,
}

/// Reads labels.
pub fn read(path: &Path, lists: &Lists) -> Result<Labels, ListsError> {
    let name = path.display().to_string();
    let file = read::read_path(path, &ReadOptions { as_written: true, ..ReadOptions::default() })?;
    let Some(table) = file.sheets.first() else { return Err(ListsError::Empty { file: name }) };
    let at = |wanted: &str| table.header.iter().position(|h| h.trim().eq_ignore_ascii_case(wanted));
    let (Some(l), Some(r), Some(d)) = (at("id_l"), at("id_r"), at("decision")) else {
        return Err(ListsError::LabelColumns { file: name, there: table.header.clone() });
    };
    let records = (0..lists.len()).map(|i| ((lists.side(i), lists.id(i as u32)), i as u32)).collect();
    let known = Known { records, link: lists.link };
    let mut unknown = Unknown::default();
    let mut count = LabelCount::default();
    let mut decided: HashMap<(u32, u32), Option<bool>> = HashMap::new();
    for i in 0..table.height() {
        let Some(same) = word(table, d, i, &name)? else {
            count.open += 1;
            continue;
        };
        if let Some(pair) = known.pair([cell(table, l, i), cell(table, r, i)], &mut unknown) {
            let earlier = decided.entry(pair).or_insert(Some(same));
            if *earlier != Some(same) {
                *earlier = None;
            }
        }
    }
    let mut pairs: Vec<Label> =
        decided.iter().filter_map(|((left, right), same)| Some(Label { left: *left, right: *right, same: (*same)? })).collect();
    pairs.sort_by_key(|p| (p.left, p.right));
    count.same = pairs.iter().filter(|p| p.same).count();
    count.different = pairs.len() - count.same;
    count.both_ways = decided.len() - pairs.len();
    count.unknown = unknown.in_order;
    Ok(Labels { pairs, count: Some(count) })
}

fn cell(table: &SheetTable, column: usize, row: usize) -> &str {
    table.columns.get(column).map_or("", |c| c.text(row)).trim()
}

/// Reads a decision; none where it is open.
fn word(table: &SheetTable, column: usize, row: usize, file: &str) -> Result<Option<bool>, ListsError> {
    let value = cell(table, column, row);
    match value.to_lowercase().as_str() {
        "same" | "相同" | "是" | "1" => Ok(Some(true)),
        "different" | "不同" | "否" | "0" => Ok(Some(false)),
        "" | "undecided" | "未定" => Ok(None),
        _ => {
            let line = table.lines.get(row).copied().unwrap_or(0);
            Err(ListsError::LabelWord { file: file.to_owned(), line, value: value.to_owned() })
        }
    }
}

impl Known<'_> {
    fn find(&self, id: &str, side: u8) -> Option<u32> {
        let at = |id: &str| self.records.get(&(side, id)).copied();
        // `pairs.csv` puts an apostrophe before an id that a spreadsheet would take for a formula.
        at(id).or_else(|| at(id.strip_prefix('\'')?))
    }

    /// Finds both records, smaller first; ids of no record are noted.
    fn pair<'t>(&self, [a, b]: [&'t str; 2], unknown: &mut Unknown<'t>) -> Option<(u32, u32)> {
        let other = u8::from(self.link);
        let found = self.find(a, 0).zip(self.find(b, other)).or_else(|| self.find(a, other).zip(self.find(b, 0)));
        if found.is_none() {
            let lost = |id: &&str| self.find(id, 0).is_none() && self.find(id, other).is_none();
            for id in [a, b].into_iter().filter(lost) {
                if unknown.seen.insert(id) {
                    unknown.in_order.push(id.to_owned());
                }
            }
        }
        found.filter(|(x, y)| x != y).map(|(x, y)| (x.min(y), x.max(y)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known<'a>(ids: &[&'a str], link: bool) -> Known<'a> {
        let side = |i: usize| if link { i as u8 } else { 0 };
        Known { records: ids.iter().enumerate().map(|(i, id)| ((side(i), *id), i as u32)).collect(), link }
    }

    #[test]
    fn an_id_is_found_behind_the_apostrophe_of_pairs_csv() {
        let known = known(&["=1+1|x", "7", "'8", "8"], false);
        let mut unknown = Unknown::default();
        assert_eq!(known.pair(["'=1+1|x", "7"], &mut unknown), Some((0, 1)));
        assert_eq!(known.pair(["'8", "8"], &mut unknown), Some((2, 3)), "an id that has an apostrophe of its own comes first");
        assert_eq!(unknown.in_order, Vec::<String>::new());
    }

    #[test]
    fn unknown_ids_are_named_once_in_one_pass() {
        let known = known(&["7", "8"], true);
        let mut unknown = Unknown::default();
        let ids: Vec<String> = (0..100_000).map(|i| format!("x{i}")).collect();
        for id in &ids {
            assert_eq!(known.pair([id, "no"], &mut unknown), None);
        }
        assert_eq!((unknown.in_order.len(), unknown.in_order[1].as_str()), (100_001, "no"));
        assert_eq!(known.pair(["8", "7"], &mut unknown), Some((0, 1)));
    }
}
