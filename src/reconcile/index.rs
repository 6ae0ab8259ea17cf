//! Finds the record that an old code of a system means.

use crate::model::RowId;
use std::collections::HashMap;

/// Folds a code for comparison: width, case, inner spaces and separators that exports add or drop.
pub fn fold_code(code: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    if code.bytes().all(|b| b.is_ascii_graphic()) {
        return code.to_ascii_uppercase();
    }
    code.nfkc().filter(|c| !c.is_whitespace() && !c.is_control()).flat_map(char::to_uppercase).collect()
}

fn strip_zeros(folded: &str) -> &str {
    let stripped = folded.trim_start_matches('0');
    // Only numbers lose their leading zeros to a spreadsheet.
    if !stripped.is_empty() && stripped.bytes().all(|b| b.is_ascii_digit()) { stripped } else { folded }
}

/// What an old code leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// A record of this run.
    Record {
        /// The row that carries it in the end.
        row: RowId,
        /// Whether the code had to be folded, or its leading zeros restored, to be found.
        repaired: bool,
    },
    /// Several records that are not the same thing.
    Ambiguous(Vec<RowId>),
    /// Nothing.
    Missing,
}

/// Old codes of one entity: exact, folded, and without leading zeros, by system and over all systems.
#[derive(Debug, Default)]
pub struct CodeIndex {
    systems: HashMap<String, u32>,
    exact: HashMap<(u32, String), Rows>,
    folded: HashMap<(u32, String), Rows>,
    bare: HashMap<(u32, String), Rows>,
}

/// The surviving rows that a code leads to; nearly always one.
type Rows = smallset::SmallSet;

mod smallset {
    use crate::model::RowId;

    /// A set of rows that is nearly always of one.
    #[derive(Clone, Debug, Default)]
    pub struct SmallSet {
        first: Option<RowId>,
        more: Vec<RowId>,
    }

    impl SmallSet {
        pub fn insert(&mut self, row: RowId) {
            match self.first {
                None => self.first = Some(row),
                Some(f) if f == row || self.more.contains(&row) => {}
                Some(_) => self.more.push(row),
            }
        }

        pub fn all(&self) -> Vec<RowId> {
            let mut all: Vec<RowId> = self.first.into_iter().chain(self.more.iter().copied()).collect();
            all.sort_unstable();
            all
        }

        pub fn one(&self) -> Option<RowId> {
            self.first.filter(|_| self.more.is_empty())
        }
    }
}

/// Stands for "any system" in the maps.
const ANY: u32 = u32::MAX;

impl CodeIndex {
    /// Makes an index of (system, old code, surviving row).
    pub fn new<'a>(codes: impl Iterator<Item = (&'a str, &'a str, RowId)>) -> Self {
        let mut index = Self::default();
        for (system, code, row) in codes {
            let next = u32::try_from(index.systems.len()).expect("fewer systems than rows");
            let s = *index.systems.entry(system.to_owned()).or_insert(next);
            let folded = fold_code(code);
            let bare = strip_zeros(&folded).to_owned();
            for at in [s, ANY] {
                index.exact.entry((at, code.to_owned())).or_default().insert(row);
                index.bare.entry((at, bare.clone())).or_default().insert(row);
                index.folded.entry((at, folded.clone())).or_default().insert(row);
            }
        }
        index
    }

    /// Finds a code: in its own system first and exactly first; then folded; then without leading zeros; then in any system.
    pub fn resolve(&self, system: &str, code: &str) -> Resolution {
        let folded = fold_code(code);
        let bare = strip_zeros(&folded).to_owned();
        let own = self.systems.get(system).copied();
        for at in own.into_iter().chain([ANY]) {
            let tries = [(&self.exact, code, false), (&self.folded, &*folded, true), (&self.bare, &*bare, true)];
            for (map, key, repaired) in tries {
                let Some(rows) = map.get(&(at, key.to_owned())) else { continue };
                return match rows.one() {
                    Some(row) => Resolution::Record { row, repaired },
                    None => Resolution::Ambiguous(rows.all()),
                };
            }
        }
        Resolution::Missing
    }

    /// Says whether nothing can be found here.
    pub fn is_empty(&self) -> bool {
        self.exact.is_empty()
    }
}

/// Gives the codes that lead to more than one surviving row of their system, folded and in order, from (system, old code, surviving row).
pub fn contested<'a>(codes: impl Iterator<Item = (&'a str, &'a str, RowId)>) -> Vec<(String, Vec<RowId>)> {
    let mut rows: HashMap<(&str, String), Rows> = HashMap::new();
    for (system, code, row) in codes {
        rows.entry((system, fold_code(code))).or_default().insert(row);
    }
    let mut out: Vec<(String, Vec<RowId>)> =
        rows.into_iter().filter(|(_, r)| r.one().is_none()).map(|((_, code), r)| (code, r.all())).collect();
    out.sort();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_system_wins_and_zeros_come_back_where_unique() {
        let i = CodeIndex::new(
            [("a", "000123", RowId(1)), ("b", "123", RowId(2)), ("a", "X-1", RowId(3)), ("b", "X-1", RowId(4)), ("a", "0045", RowId(5))]
                .into_iter(),
        );
        let row = |r, repaired| Resolution::Record { row: RowId(r), repaired };
        assert_eq!(i.resolve("a", "000123"), row(1, false));
        assert_eq!(i.resolve("b", "123"), row(2, false));
        assert_eq!(i.resolve("a", "123"), row(1, true));
        assert_eq!(i.resolve("a", "x-1"), row(3, true));
        assert_eq!(i.resolve("c", "X-1"), Resolution::Ambiguous(vec![RowId(3), RowId(4)]));
        assert_eq!(i.resolve("c", "45"), row(5, true));
        assert_eq!(i.resolve("a", "nothing"), Resolution::Missing);
    }

    #[test]
    fn one_code_for_two_records_of_a_system_is_contested() {
        let codes = [("a", "c1", RowId(1)), ("a", "C1", RowId(2)), ("b", "c1", RowId(3))];
        assert_eq!(contested(codes.into_iter()), [("C1".to_owned(), vec![RowId(1), RowId(2)])]);
    }
}
