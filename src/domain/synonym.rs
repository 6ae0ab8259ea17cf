//! Words for values of short lists: what systems write for a currency, a yes, a status, a source of supply.

use super::fold::fold_key;
use super::lookup::{Lookup, pick};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// What a word stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Synonym {
    /// The value as it should be written.
    pub canonical: String,
    /// Whether the word alone does not prove it, such as `$`, or `A` for a status.
    pub ambiguous: bool,
}

/// The table of words by domain (`value_synonyms.csv`).
#[derive(Clone, Debug, Default)]
pub struct Synonyms {
    domains: BTreeMap<String, BTreeMap<String, Synonym>>,
}

impl Synonyms {
    /// Gives the table compiled into the program.
    pub fn standard() -> &'static Self {
        static TABLE: OnceLock<Synonyms> = OnceLock::new();
        TABLE.get_or_init(|| {
            let t = Lookup::compiled_in(include_str!("../../rules/tables/value_synonyms.csv"));
            Self::parse(&t.header, &t.rows)
        })
    }

    /// Reads a table with the columns `domain`, `token`, `canonical` and, where there is one, `ambiguous` (`yes`). A later row wins.
    pub fn parse(header: &[String], rows: &[Vec<String>]) -> Self {
        let mut table = Self::default();
        for [domain, token, canonical, ambiguous] in pick(header, rows, ["domain", "token", "canonical", "ambiguous"]) {
            let words = table.domains.entry(domain.to_owned()).or_default();
            words.insert(fold_key(token), Synonym { canonical: canonical.to_owned(), ambiguous: ambiguous == "yes" });
        }
        // A value is a word for itself unless the table says otherwise.
        for words in table.domains.values_mut() {
            let values: Vec<String> = words.values().map(|s| s.canonical.clone()).collect();
            for canonical in values {
                words.entry(fold_key(&canonical)).or_insert(Synonym { canonical, ambiguous: false });
            }
        }
        table
    }

    /// Adds the rows of another table, which win over those that are here.
    #[must_use]
    pub fn extended(mut self, other: Self) -> Self {
        for (domain, words) in other.domains {
            self.domains.entry(domain).or_default().extend(words);
        }
        self
    }

    /// Says whether there are words for this domain.
    pub fn has_domain(&self, domain: &str) -> bool {
        self.domains.contains_key(domain)
    }

    /// Finds what a word of a domain stands for; case, width and blanks do not matter.
    pub fn get(&self, domain: &str, word: &str) -> Option<&Synonym> {
        self.domains.get(domain)?.get(&fold_key(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_their_domain() {
        let t = Synonyms::standard();
        for (domain, word, expected) in [
            ("currency", "人民币", Some(("CNY", false))),
            ("currency", "rmb", Some(("CNY", false))),
            ("currency", "$", Some(("USD", true))),
            ("boolean", " 是 ", Some(("Y", false))),
            ("boolean", "ＮＯ", Some(("N", false))),
            ("status", "已停用", Some(("inactive", false))),
            ("status", "冻结", Some(("blocked", false))),
            ("status", "A", Some(("active", true))),
            ("material_source", "外购", Some(("purchased", false))),
            ("currency", "是", None),
            ("planet", "Mars", None),
        ] {
            assert_eq!(t.get(domain, word).map(|s| (s.canonical.as_str(), s.ambiguous)), expected, "{domain} {word}");
        }
    }

    #[test]
    fn a_project_may_add_and_override() {
        let own = Lookup::compiled_in("domain,token,canonical\nstatus,冻结,inactive\nregion,华东,EAST\n");
        let t = Synonyms::standard().clone().extended(Synonyms::parse(&own.header, &own.rows));
        assert_eq!(t.get("status", "冻结").unwrap().canonical, "inactive");
        assert_eq!(t.get("region", "east").unwrap().canonical, "EAST");
        assert_eq!(t.get("status", "启用").unwrap().canonical, "active");
    }
}
