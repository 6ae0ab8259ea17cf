//! Units of measure: what people write for them, their UNECE code (Recommendations 20 and 21), dimension and factor.

use super::fold::{clean, fold_key, fold_width};
use super::lookup::{Lookup, pick};
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// One unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// The UNECE code; empty for units that have none, such as 斤.
    pub code: String,
    /// What it measures: `count`, `mass`, `length`, `area`, `volume`, `time`, `energy`, `power`, `ratio`, `package`.
    pub dimension: String,
    /// How many of the dimension's base unit it is; `None` where that depends on the article (packages).
    pub factor: Option<Decimal>,
    /// Whether the writing may also mean a unit of another dimension, such as `M` for metre or thousand.
    pub ambiguous: bool,
}

/// The table of units by their writings (`units.csv`).
#[derive(Clone, Debug, Default)]
pub struct UnitTable {
    exact: BTreeMap<String, Arc<Unit>>,
    folded: BTreeMap<String, Option<Arc<Unit>>>,
}

impl UnitTable {
    /// Gives the table compiled into the program.
    pub fn standard() -> &'static Self {
        static TABLE: OnceLock<UnitTable> = OnceLock::new();
        TABLE.get_or_init(|| {
            let t = Lookup::compiled_in(include_str!("../../rules/tables/units.csv"));
            Self::parse(&t.header, &t.rows)
        })
    }

    /// Reads a table with the columns `token`, `unece_code`, `dimension`, `factor_to_base` and `ambiguous` (`yes`). A later row wins.
    pub fn parse(header: &[String], rows: &[Vec<String>]) -> Self {
        let mut table = Self::default();
        for [token, code, dimension, factor, ambiguous] in
            pick(header, rows, ["token", "unece_code", "dimension", "factor_to_base", "ambiguous"])
        {
            let factor = Decimal::from_str_exact(factor).or_else(|_| Decimal::from_scientific(factor)).ok();
            let unit = Arc::new(Unit { code: code.to_owned(), dimension: dimension.to_owned(), factor, ambiguous: ambiguous == "yes" });
            table.insert(token, &unit);
        }
        // A code is a word for itself unless the table says otherwise (`CTN` is a carton here, and not the content ton of Rec. 20).
        let units: Vec<Arc<Unit>> = table.exact.values().filter(|u| !u.code.is_empty()).cloned().collect();
        for unit in units {
            if !table.exact.contains_key(&unit.code) {
                let plain = Arc::new(Unit { ambiguous: false, ..(*unit).clone() });
                table.insert(&unit.code.clone(), &plain);
            }
        }
        table
    }

    fn insert(&mut self, token: &str, unit: &Arc<Unit>) {
        self.exact.insert(token.to_owned(), unit.clone());
        // Two units that differ only in case have no common key.
        let slot = self.folded.entry(fold_key(token)).or_insert_with(|| Some(unit.clone()));
        if slot.as_ref().is_some_and(|u| u.code != unit.code || u.factor != unit.factor) {
            *slot = None;
        }
    }

    /// Adds the rows of another table, which win over those that are here.
    #[must_use]
    pub fn extended(mut self, other: Self) -> Self {
        self.exact.extend(other.exact);
        self.folded.extend(other.folded);
        self
    }

    /// Finds the unit of a writing: exactly, then without regard to case, width and a point at the end, then by the parts of `个(PCS)` or
    /// `kg/公斤` where all of them mean the same.
    pub fn get(&self, text: &str) -> Option<&Unit> {
        let clean = clean(text);
        let text = fold_width(&clean);
        self.simple(&text).or_else(|| {
            let mut parts = text.split(['(', ')', '/', '[', ']', ' ']).filter(|p| !p.is_empty()).map(|p| self.simple(p));
            let first = parts.next()??;
            parts.all(|p| p.is_some_and(|p| p.code == first.code && p.factor == first.factor)).then_some(first)
        })
    }

    fn simple(&self, text: &str) -> Option<&Unit> {
        let text = text.strip_suffix('.').unwrap_or(text);
        self.exact.get(text).or_else(|| self.folded.get(&fold_key(text))?.as_ref()).map(|u| &**u)
    }
}

impl Unit {
    /// Gives how many of `other` one of this unit is; `None` where the dimensions differ or a factor depends on the article.
    pub fn in_terms_of(&self, other: &Self) -> Option<Decimal> {
        if self.code == other.code && !self.code.is_empty() {
            return Some(Decimal::ONE);
        }
        let same = self.dimension == other.dimension && !self.dimension.is_empty();
        if same { self.factor?.checked_div(other.factor?) } else { None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writings_give_their_code() {
        for (input, expected) in [
            ("个", Some("H87")),
            ("PCS", Some("H87")),
            ("pcs.", Some("H87")),
            ("ＫＧ", Some("KGM")),
            ("Kgs", Some("KGM")),
            ("千克", Some("KGM")),
            ("EA", Some("EA")),
            ("件", Some("H87")),
            ("台", Some("C62")),
            ("套", Some("SET")),
            ("CTN", Some("XCT")),
            ("ROL", Some("XRO")),
            ("H87", Some("H87")),
            ("个(PCS)", Some("H87")),
            ("kg/公斤", Some("KGM")),
            ("个/箱", None),
            ("㎡", Some("MTK")),
            ("斤", Some("")),
            ("Units", Some("C62")),
            ("lb(s)", Some("LBR")),
            ("ohm", None),
            ("", None),
        ] {
            assert_eq!(UnitTable::standard().get(input).map(|u| u.code.as_str()), expected, "{input}");
        }
    }

    #[test]
    fn ambiguous_writings_are_marked() {
        for (input, expected) in [("M", true), ("m", false), ("T", true), ("吨", false), ("方", true), ("件", false)] {
            assert_eq!(UnitTable::standard().get(input).unwrap().ambiguous, expected, "{input}");
        }
    }

    #[test]
    fn units_convert_within_their_dimension_only() {
        let get = |t| UnitTable::standard().get(t).unwrap();
        for (a, b, expected) in [
            ("吨", "kg", Some("1000")),
            ("kg", "吨", Some("0.001")),
            ("打", "个", Some("12")),
            ("kg", "个", None),
            ("箱", "个", None),
            ("箱", "CTN", Some("1")),
        ] {
            assert_eq!(get(a).in_terms_of(get(b)).map(|d| d.normalize().to_string()).as_deref(), expected, "{a} {b}");
        }
    }
}
