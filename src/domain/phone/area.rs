//! Area codes of Chinese landlines.

use crate::domain::lookup::{Lookup, pick};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// One area: a landline prefix and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Area {
    /// The province's short name, such as `广东`.
    pub province: String,
    /// The city's short name, such as `深圳`.
    pub city: String,
}

/// The table of area codes (`area_codes.csv`).
#[derive(Clone, Debug, Default)]
pub struct AreaCodes {
    areas: BTreeMap<String, Area>,
}

impl AreaCodes {
    /// Gives the table compiled into the program.
    pub fn standard() -> &'static Self {
        static TABLE: OnceLock<AreaCodes> = OnceLock::new();
        TABLE.get_or_init(|| {
            let t = Lookup::compiled_in(include_str!("../../../rules/tables/area_codes.csv"));
            Self::parse(&t.header, &t.rows)
        })
    }

    /// Reads a table with the columns `area_code`, `province`, `city`; rows whose code does not begin with 0 are left out.
    pub fn parse(header: &[String], rows: &[Vec<String>]) -> Self {
        let areas = pick(header, rows, ["area_code", "province", "city"])
            .filter(|[code, ..]| code.starts_with('0'))
            .map(|[code, province, city]| (code.to_owned(), Area { province: province.to_owned(), city: city.to_owned() }))
            .collect();
        Self { areas }
    }

    /// Gives the area of a code with its leading zero.
    pub fn get(&self, code: &str) -> Option<&Area> {
        self.areas.get(code)
    }

    /// Finds the code of a city by its short name, within a province where that is given.
    pub fn code_of(&self, province: Option<&str>, city: &str) -> Option<&str> {
        let mut found = self.areas.iter().filter(|(_, a)| a.city == city && province.is_none_or(|p| p == a.province));
        let (code, _) = found.next()?;
        found.next().is_none().then_some(code.as_str())
    }

    /// Splits digits that begin with an area code (leading zero included): three digits for the large cities, four for the others.
    pub fn split<'a>(&self, digits: &'a str) -> Option<(&'a str, &'a str)> {
        [3, 4].into_iter().filter_map(|n| digits.split_at_checked(n)).find(|(code, _)| self.areas.contains_key(*code))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_cities_are_found() {
        let t = AreaCodes::standard();
        assert_eq!(t.split("075526780808"), Some(("0755", "26780808")));
        assert_eq!(t.split("02162782051"), Some(("021", "62782051")));
        assert_eq!(t.split("09990000"), t.get("0999").map(|_| ("0999", "0000")));
        assert_eq!(t.get("0755").map(|a| a.city.as_str()), Some("深圳"));
        assert_eq!(t.code_of(None, "深圳"), Some("0755"));
        assert_eq!(t.code_of(Some("北京"), "深圳"), None);
    }
}
