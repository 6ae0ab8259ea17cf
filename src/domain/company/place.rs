//! Regions in company names: provinces, cities, counties with and without what they are called, and who contains whom.

use super::lexicon::{Beginnings, rows};
use foldhash::{HashMap, HashMapExt};
use std::sync::OnceLock;

/// A region: its name without 省, 市, 区 or 县.
pub(super) type Region = &'static str;

const ENDINGS: [&str; 14] =
    ["特别行政区", "维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "自治州", "自治县", "地区", "新区", "省", "市", "区", "县", "盟"];

struct Gazetteer {
    /// Short name to the short names of those that contain it.
    parents: HashMap<String, Vec<String>>,
    /// Spellings to the short name.
    spellings: HashMap<Vec<char>, String>,
    /// How the spellings begin.
    beginnings: Beginnings,
    /// The lengths of the spellings that begin with two characters, one bit each.
    lengths: HashMap<[char; 2], u16>,
    /// Former short names to the present.
    renamed: HashMap<String, String>,
}

/// Drops what a region is called: 苏州市 -> 苏州; a name of one character keeps it.
fn bare(name: &str) -> &str {
    ENDINGS.iter().find_map(|e| name.strip_suffix(e).filter(|b| b.chars().count() >= 2)).unwrap_or(name)
}

fn gazetteer() -> &'static Gazetteer {
    static ALL: OnceLock<Gazetteer> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut out = Gazetteer {
            parents: HashMap::new(),
            spellings: HashMap::new(),
            beginnings: Beginnings::default(),
            lengths: HashMap::new(),
            renamed: HashMap::new(),
        };
        for row in rows(include_str!("../../../rules/tables/places.csv")) {
            let [name, parent, ..] = row.as_slice() else { continue };
            let short = bare(name).to_owned();
            out.spellings.insert(name.chars().collect(), short.clone());
            out.spellings.insert(short.chars().collect(), short.clone());
            let above = out.parents.entry(short).or_default();
            if !parent.is_empty() {
                above.push(bare(parent).to_owned());
            }
        }
        for row in rows(include_str!("../../../rules/tables/place_renamings.csv")) {
            if let [old, new, ..] = row.as_slice() {
                out.spellings.insert(old.chars().collect(), bare(old).to_owned());
                out.renamed.insert(bare(old).to_owned(), bare(new).to_owned());
            }
        }
        for whole in ["中国", "中华"] {
            out.spellings.insert(whole.chars().collect(), "中国".to_owned());
        }
        for spelling in out.spellings.keys() {
            out.beginnings.note(spelling.iter().copied());
            if let Some(begin) = spelling.first_chunk() {
                *out.lengths.entry(*begin).or_default() |= 1 << spelling.len().min(15);
            }
        }
        out
    })
}

/// Gives the longest region that the text begins with, and its length in characters.
pub(super) fn leading(text: &[char]) -> Option<(Region, usize)> {
    let all = gazetteer();
    let (true, Some(begin)) = (all.beginnings.may_begin(text), text.first_chunk()) else { return None };
    let lengths = all.lengths.get(begin)?;
    let spelt = |n: &usize| lengths >> n & 1 == 1;
    (2..=11.min(text.len())).rev().filter(spelt).find_map(|n| all.spellings.get(text.get(..n)?).map(|r| (r.as_str(), n)))
}

/// Gives the region that a whole text names: `苏州`, `广东深圳`, `中国`.
pub(super) fn named(text: &[char]) -> Option<Region> {
    let (region, n) = leading(text)?;
    if n == text.len() { Some(region) } else { named(text.get(n..)?) }
}

/// Says whether one region is the other, was renamed to it, or contains it.
pub(super) fn compatible(a: &str, b: &str) -> bool {
    fn now(r: &str) -> &str {
        gazetteer().renamed.get(r).map_or(r, String::as_str)
    }
    if a == b {
        return true;
    }
    let (a, b) = (now(a), now(b));
    a == b || a == "中国" || b == "中国" || within(a, b, 0) || within(b, a, 0)
}

fn within(inner: &str, outer: &str, depth: usize) -> bool {
    depth < 4 && gazetteer().parents.get(inner).is_some_and(|p| p.iter().any(|x| x == outer || within(x, outer, depth + 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_contain_each_other() {
        for (a, b, yes) in
            [("江苏", "昆山", true), ("昆山", "苏州", true), ("苏州", "无锡", false), ("江干", "上城", true), ("浙江", "江苏", false)]
        {
            assert_eq!(compatible(a, b), yes, "{a} {b}");
        }
        let text: Vec<char> = "苏州市宏达".chars().collect();
        assert_eq!(leading(&text), Some(("苏州", 3)));
    }
}
