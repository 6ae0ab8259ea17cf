//! Pairs that people have decided: a table of id_l, id_r and decision, such as `pairs.csv` with its last word changed.

use super::ListsError;
use super::load::Lists;
use crate::matching::Label;
use crate::read::{self, ReadOptions, SheetTable};
use std::collections::HashMap;
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
type Known<'a> = HashMap<(u8, &'a str), u32>;

/// Reads labels.
pub fn read(path: &Path, lists: &Lists) -> Result<Labels, ListsError> {
    let name = path.display().to_string();
    let file = read::read_path(path, &ReadOptions::default())?;
    let Some(table) = file.sheets.first() else { return Err(ListsError::Empty { file: name }) };
    let at = |wanted: &str| table.header.iter().position(|h| h.trim().eq_ignore_ascii_case(wanted));
    let (Some(l), Some(r), Some(d)) = (at("id_l"), at("id_r"), at("decision")) else {
        return Err(ListsError::LabelColumns { file: name, there: table.header.clone() });
    };
    let known: Known<'_> = (0..lists.len()).map(|i| ((lists.side(i), lists.id(i as u32)), i as u32)).collect();
    let mut count = LabelCount::default();
    let mut decided: HashMap<(u32, u32), Option<bool>> = HashMap::new();
    for i in 0..table.height() {
        let Some(same) = word(table, d, i, &name)? else {
            count.open += 1;
            continue;
        };
        if let Some(pair) = pair(&known, lists.link, [cell(table, l, i), cell(table, r, i)], &mut count.unknown) {
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

/// Finds both records, smaller first; ids of no record are noted.
fn pair(known: &Known<'_>, link: bool, [a, b]: [&str; 2], unknown: &mut Vec<String>) -> Option<(u32, u32)> {
    let find = |id: &str, side: u8| known.get(&(side, id)).copied();
    let other = u8::from(link);
    let found = find(a, 0).zip(find(b, other)).or_else(|| find(a, other).zip(find(b, 0)));
    if found.is_none() {
        let lost = |id: &&str| find(id, 0).is_none() && find(id, other).is_none();
        for id in [a, b].iter().filter(|id| lost(id)) {
            if !unknown.iter().any(|u| u == id) {
                unknown.push((*id).to_owned());
            }
        }
    }
    found.filter(|(x, y)| x != y).map(|(x, y)| (x.min(y), x.max(y)))
}
