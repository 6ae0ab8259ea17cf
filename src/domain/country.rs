//! Countries: ISO 3166-1 codes and names in English, Chinese and partly in the country's own language.

use super::fold::{fold_key, fold_letters};
use super::lookup::{Lookup, pick};
use super::synonym::Synonyms;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The table of countries (`countries.csv`).
#[derive(Clone, Debug, Default)]
pub struct Countries {
    by_name: BTreeMap<String, String>,
}

impl Countries {
    /// Gives the table compiled into the program.
    pub fn standard() -> &'static Self {
        static TABLE: OnceLock<Countries> = OnceLock::new();
        TABLE.get_or_init(|| {
            let t = Lookup::compiled_in(include_str!("../../rules/tables/countries.csv"));
            Self::parse(&t.header, &t.rows)
        })
    }

    /// Reads a table with the columns `alpha2`, `alpha3`, `names_en`, `names_zh`, several names joined by `|`.
    pub fn parse(header: &[String], rows: &[Vec<String>]) -> Self {
        let mut by_name = BTreeMap::new();
        for [alpha2, alpha3, en, zh] in pick(header, rows, ["alpha2", "alpha3", "names_en", "names_zh"]) {
            let names = [alpha2, alpha3].into_iter().chain(en.split('|')).chain(zh.split('|')).filter(|n| !n.is_empty());
            by_name.extend(names.map(|name| (fold_letters(name), alpha2.to_owned())));
        }
        Self { by_name }
    }

    /// Gives the two-letter code of a country by code or name; blanks and points do not matter.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.by_name.get(&fold_letters(name)).map(String::as_str)
    }

    /// Gives the code of a country that is named by these folded words. Codes of two and three letters are words of other languages as well and
    /// count only where they are usual in names of firms.
    pub fn in_words(&self, words: &[String]) -> Option<[u8; 2]> {
        let name = words.concat();
        let usual = matches!(name.as_str(), "uk" | "us" | "usa" | "uae" | "prc" | "hk");
        let code =
            if usual { self.read(&name, Synonyms::standard()) } else { (name.len() >= 4).then(|| self.get(&name).map(str::to_owned))? };
        code.and_then(|c| c.as_bytes().try_into().ok())
    }

    /// Reads a country by this table, or by the words of the domain `country`.
    pub fn read(&self, text: &str, synonyms: &Synonyms) -> Option<String> {
        if fold_key(text).is_empty() {
            return None;
        }
        synonyms.get("country", text).map(|s| s.canonical.clone()).or_else(|| self.get(text).map(str::to_owned))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_names_are_read() {
        for (input, expected) in [
            ("中国", Some("CN")),
            ("P.R. China", Some("CN")),
            ("cn", Some("CN")),
            ("DEU", Some("DE")),
            ("Deutschland", Some("DE")),
            ("UK", Some("GB")),
            ("Czech Republic", Some("CZ")),
            ("臺灣", Some("TW")),
            ("美國", Some("US")),
            ("NA", Some("NA")),
            ("Atlantis", None),
            ("", None),
        ] {
            assert_eq!(Countries::standard().read(input, Synonyms::standard()).as_deref(), expected, "{input}");
        }
    }

    #[test]
    fn every_code_stands_for_itself() {
        let t = Lookup::compiled_in(include_str!("../../rules/tables/countries.csv"));
        assert_eq!(t.rows.len(), 249);
        for [alpha2, alpha3] in t.pick(["alpha2", "alpha3"]) {
            assert_eq!((Countries::standard().get(alpha2), Countries::standard().get(alpha3)), (Some(alpha2), Some(alpha2)));
        }
    }
}
