//! The table of divisions of China, with former names that lead to today's.

use super::short::short;
use crate::domain::lookup::{Lookup, pick};
use foldhash::HashMap;
use std::sync::OnceLock;

/// The level of a division.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Province, autonomous region, municipality of the centre, special region.
    Province,
    /// City, prefecture, league.
    City,
    /// District, county, county-level city, banner.
    District,
}

/// One division.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Division {
    /// GB/T 2260 code of two, four or six digits; those of Taiwan are our own numbering. Empty for former divisions.
    pub code: String,
    /// The full name, such as `广东省`.
    pub name: String,
    /// The short name, such as `广东`.
    pub short: String,
    /// The level.
    pub level: Level,
}

/// A division's place in the table.
pub(super) type Index = usize;

/// What the search asks of a division, close together.
#[derive(Clone, Debug)]
pub(super) struct Named {
    /// The full name, character by character.
    pub(super) full: Box<[char]>,
    /// The length of the short name, with which the full one begins.
    pub(super) short: usize,
    pub(super) level: Level,
    /// Whether it is one of Taiwan's, of which alone nobody here speaks without their province.
    pub(super) taiwanese: bool,
}

impl Named {
    /// Gives the short name.
    pub(super) fn short(&self) -> &[char] {
        self.full.get(..self.short).unwrap_or(&self.full)
    }
}

/// The table of divisions (`divisions.csv`, `division_renames.csv`).
#[derive(Clone, Debug, Default)]
pub struct Divisions {
    divisions: Vec<Division>,
    named: Vec<Named>,
    /// The division that each lies in.
    parents: Vec<Option<Index>>,
    /// Today's division for former ones.
    now: Vec<Option<Index>>,
    by_code: HashMap<String, Index>,
    /// By the first two characters of their names.
    by_head: HashMap<[char; 2], Vec<Index>>,
}

impl Divisions {
    /// Gives the table compiled into the program.
    pub fn standard() -> &'static Self {
        static TABLE: OnceLock<Divisions> = OnceLock::new();
        TABLE.get_or_init(|| {
            let now = Lookup::compiled_in(include_str!("../../../rules/tables/divisions.csv"));
            let former = Lookup::compiled_in(include_str!("../../../rules/tables/division_renames.csv"));
            Self::parse(&now.header, &now.rows).with_former(&former.header, &former.rows)
        })
    }

    /// Reads a table with the columns `code` (2, 4 or 6 digits), `name` and `level` (`province`, `city`, `district`).
    pub fn parse(header: &[String], rows: &[Vec<String>]) -> Self {
        let mut table = Self::default();
        let mut sorted: Vec<[&str; 3]> = pick(header, rows, ["code", "name", "level"]).collect();
        sorted.sort_by_key(|[code, ..]| (code.len(), *code));
        for [code, name, level] in sorted {
            let level = match level {
                "province" => Level::Province,
                "city" => Level::City,
                _ => Level::District,
            };
            let parent = [4, 2].into_iter().filter(|n| *n < code.len()).find_map(|n| table.by_code.get(code.get(..n)?).copied());
            // 东莞市 and three other cities without districts stand twice in the official list.
            if parent.and_then(|p| table.get(p)).is_some_and(|p| p.name == name) {
                continue;
            }
            let index = table.add(code, name, level, parent, None);
            if !code.is_empty() {
                table.by_code.entry(code.to_owned()).or_insert(index);
            }
        }
        table
    }

    /// Adds former divisions: `province`, `city`, `district` as they were and `new_province`, `new_city`, `new_district` as they are. Rows
    /// whose present division is not in the table are left out.
    #[must_use]
    pub fn with_former(mut self, header: &[String], rows: &[Vec<String>]) -> Self {
        let columns = ["province", "city", "district", "new_province", "new_city", "new_district"];
        for [province, city, district, new_province, new_city, new_district] in pick(header, rows, columns) {
            let Some(old_province) = self.find(province, None) else { continue };
            let now = [new_province, new_city, new_district]
                .iter()
                .filter(|n| !n.is_empty())
                .try_fold(None, |within, name| self.find(name, within).map(Some));
            let Some(Some(now)) = now else { continue };
            let city_now = self.upwards(now).find(|i| self.level(*i) == Some(Level::City));
            let old_city = match city {
                "" => None,
                city => self.find(city, Some(old_province)).or_else(|| Some(self.add("", city, Level::City, Some(old_province), city_now))),
            };
            if !district.is_empty() && self.find(district, old_city.or(Some(old_province))).is_none() {
                self.add("", district, Level::District, old_city.or(Some(old_province)), Some(now));
            }
        }
        self
    }

    fn add(&mut self, code: &str, name: &str, level: Level, parent: Option<Index>, now: Option<Index>) -> Index {
        let index = self.divisions.len();
        let mut head = name.chars();
        if let (Some(a), Some(b)) = (head.next(), head.next()) {
            self.by_head.entry([a, b]).or_default().push(index);
        }
        let short = short(name, level);
        self.named.push(Named { full: name.chars().collect(), short: short.chars().count(), level, taiwanese: code.starts_with("71") });
        self.divisions.push(Division { code: code.to_owned(), name: name.to_owned(), short: short.to_owned(), level });
        self.parents.push(parent);
        self.now.push(now);
        index
    }

    /// Finds a division by full or short name within another.
    fn find(&self, name: &str, within: Option<Index>) -> Option<Index> {
        let mut head = name.chars();
        let bucket = self.starting(head.next()?, head.next()?);
        let fits = |i: &&Index| within.is_none_or(|w| self.lies_in(**i, w));
        let full = bucket.iter().filter(fits).find(|i| self.get(**i).is_some_and(|d| d.name == name));
        full.or_else(|| bucket.iter().filter(fits).find(|i| self.get(**i).is_some_and(|d| name.starts_with(&d.short)))).copied()
    }

    pub(super) fn starting(&self, first: char, second: char) -> &[Index] {
        self.by_head.get(&[first, second]).map_or(&[], Vec::as_slice)
    }

    pub(super) fn get(&self, index: Index) -> Option<&Division> {
        self.divisions.get(index)
    }

    /// Gives what the search asks of a division.
    pub(super) fn search(&self, index: Index) -> Option<&Named> {
        self.named.get(index)
    }

    fn level(&self, index: Index) -> Option<Level> {
        self.get(index).map(|d| d.level)
    }

    /// Says whether a division is one of former times.
    pub(super) fn is_former(&self, index: Index) -> bool {
        self.now_of(index) != index
    }

    fn now_of(&self, index: Index) -> Index {
        self.now.get(index).copied().flatten().unwrap_or(index)
    }

    /// Gives today's division.
    pub(super) fn today(&self, index: Index) -> &Division {
        self.get(self.now_of(index)).expect("indices come from this table")
    }

    /// Says whether a division lies in another, former ones counting as today's.
    pub(super) fn lies_in(&self, index: Index, outer: Index) -> bool {
        let outer = self.now_of(outer);
        let parent = self.parents.get(index).copied().flatten();
        parent.is_some_and(|p| self.now_of(p) == outer || self.lies_in(p, outer))
    }

    /// Says whether a division is another or contains it, former ones counting as today's.
    pub(super) fn holds(&self, outer: Index, index: Index) -> bool {
        self.now_of(outer) == self.now_of(index) || self.lies_in(index, outer)
    }

    fn upwards(&self, index: Index) -> impl Iterator<Item = Index> {
        let parent = |i: &Index| self.parents.get(*i).copied().flatten().map(|p| self.now_of(p));
        std::iter::successors(Some(self.now_of(index)), parent)
    }

    /// Gives today's divisions from this one up to the province.
    pub(super) fn line(&self, index: Index) -> impl Iterator<Item = &Division> {
        self.upwards(index).filter_map(|i| self.get(i))
    }

    /// Gives the number of a division of this table, for those who keep many of them.
    pub fn number(&self, division: &Division) -> Option<u32> {
        u32::try_from(self.divisions.element_offset(division)?).ok()
    }

    /// Gives the division with a number of this table.
    pub fn by_number(&self, number: u32) -> Option<&Division> {
        self.get(number as usize)
    }

    /// Finds today's division of a GB/T 2260 code of two, four or six digits.
    pub fn by_code(&self, code: &str) -> Option<&Division> {
        self.get(*self.by_code.get(code)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_division_lies_in_a_province() {
        let t = Divisions::standard();
        for i in 0..t.divisions.len() {
            assert_eq!(t.line(i).last().map(|d| d.level), Some(Level::Province), "{:?}", t.get(i));
        }
        assert_eq!(t.by_code("440305").map(|d| d.name.as_str()), Some("南山区"));
        assert!(t.by_code("").is_none());
        let shenzhen = t.by_code("4403").unwrap();
        assert_eq!(t.number(shenzhen).and_then(|n| t.by_number(n)), Some(shenzhen));
        assert_eq!(t.number(&shenzhen.clone()), None);
        for (named, division) in t.named.iter().zip(&t.divisions) {
            assert_eq!(named.short().iter().collect::<String>(), division.short);
        }
    }
}
