//! Every word of the reports in both languages, compiled in from `words/en.toml` and `words/zh.toml`.

use crate::model::{Dimension, FateKind, Lang, Severity};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The words of one language: section, key, text. Texts may hold `{name}` for what is filled in.
pub(super) struct Words(BTreeMap<String, BTreeMap<String, String>>);

/// Gives a text of the reports in both languages, for those who read back what people wrote into them.
///
/// # Panics
/// If there is no such text, which is a bug that the tests find.
pub fn in_both_languages(section: &str, key: &str) -> [&'static str; 2] {
    [Lang::Zh, Lang::En].map(|lang| Words::of(lang).get(section, key))
}

/// Gives the word of a level of agreement; `None`: it is shown as it is.
pub fn level_word(level: &str, lang: Lang) -> Option<&'static str> {
    Words::of(lang).find("level", level)
}

/// Gives the words of a section of the reports that others show too, such as `severity`, `fate` and `answer`.
pub fn section_of_words(section: &str, lang: Lang) -> BTreeMap<&'static str, &'static str> {
    let words = Words::of(lang).0.get(section);
    words.into_iter().flatten().map(|(k, t)| (k.as_str(), t.as_str())).collect()
}

impl Words {
    /// Gives the words of a language.
    pub(super) fn of(lang: Lang) -> &'static Self {
        static EN: LazyLock<Words> = LazyLock::new(|| Words::parse(include_str!("words/en.toml")));
        static ZH: LazyLock<Words> = LazyLock::new(|| Words::parse(include_str!("words/zh.toml")));
        match lang {
            Lang::En => &EN,
            Lang::Zh => &ZH,
        }
    }

    fn parse(text: &str) -> Self {
        Self(toml::from_str(text).expect("the compiled-in words are valid TOML"))
    }

    /// Gives a text.
    ///
    /// # Panics
    /// If the language has no such text, which is a bug that the tests find.
    pub(super) fn get(&self, section: &str, key: &str) -> &str {
        self.find(section, key).unwrap_or_else(|| panic!("no words for {section}.{key}"))
    }

    /// Gives a text where there is one.
    pub(super) fn find(&self, section: &str, key: &str) -> Option<&str> {
        self.0.get(section).and_then(|s| s.get(key)).map(String::as_str)
    }

    /// Gives a text with `{name}` filled in.
    pub(super) fn fill(&self, section: &str, key: &str, with: &[(&str, &str)]) -> String {
        fill(self.get(section, key), with)
    }

    /// Gives a count with its noun, `1 row` or `2,345 rows`.
    pub(super) fn counted(&self, noun: &str, n: u64) -> String {
        let key = if n == 1 { format!("{noun}_one") } else { format!("{noun}_many") };
        self.fill("count", &key, &[("n", &super::figures::count(n))])
    }

    /// Gives the name of a severity.
    pub(super) fn severity(&self, s: Severity) -> &str {
        self.get("severity", s.as_str())
    }

    /// Gives the name of a dimension.
    pub(super) fn dimension(&self, d: Dimension) -> &str {
        self.get("dimension", d.as_str())
    }

    /// Gives the name of a kind of fate.
    pub(super) fn fate(&self, f: FateKind) -> &str {
        self.get("fate", f.as_str())
    }

    /// Gives everything, for templates.
    pub(super) fn all(&self) -> &BTreeMap<String, BTreeMap<String, String>> {
        &self.0
    }
}

/// Puts values in place of `{name}`; one pass, so that a value that holds braces is never filled in again.
fn fill(text: &str, with: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(text.len() + 32);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let known = after.split_once('}').and_then(|(name, tail)| with.iter().find(|(n, _)| *n == name).map(|(_, v)| (v, tail)));
        match known {
            Some((value, tail)) => {
                out.push_str(value);
                rest = tail;
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn placeholders(text: &str) -> BTreeSet<&str> {
        text.split('{').skip(1).filter_map(|t| t.split_once('}')).map(|(name, _)| name).collect()
    }

    #[test]
    fn both_languages_have_the_same_keys_and_placeholders() {
        let (en, zh) = (Words::of(Lang::En), Words::of(Lang::Zh));
        let keys = |w: &Words| w.0.iter().flat_map(|(s, k)| k.keys().map(move |k| format!("{s}.{k}"))).collect::<BTreeSet<_>>();
        assert_eq!(keys(en), keys(zh));
        for (section, texts) in &en.0 {
            for (key, text) in texts {
                let other = zh.get(section, key);
                // Chinese sentences stand side by side without a space.
                assert!(!text.is_empty() && (!other.is_empty() || key == "space"), "{section}.{key} is empty");
                assert_eq!(placeholders(text), placeholders(other), "{section}.{key}");
            }
        }
    }

    #[test]
    fn every_severity_dimension_and_fate_has_a_name() {
        for lang in [Lang::En, Lang::Zh] {
            let w = Words::of(lang);
            Dimension::ALL.iter().for_each(|d| assert!(!w.dimension(*d).is_empty()));
            crate::report::WORST_FIRST.iter().for_each(|s| assert!(!w.severity(*s).is_empty()));
            let fates = [FateKind::Emitted, FateKind::Merged, FateKind::Held, FateKind::Rejected, FateKind::Skipped];
            fates.iter().for_each(|f| assert!(!w.fate(*f).is_empty()));
        }
    }

    #[test]
    fn values_are_filled_in_once() {
        assert_eq!(fill("{a} of {b} {c}", &[("a", "{b}"), ("b", "2")]), "{b} of 2 {c}");
        assert_eq!(fill("{a", &[("a", "1")]), "{a");
    }

    #[test]
    fn counts_agree_with_their_noun() {
        assert_eq!(Words::of(Lang::En).counted("rows", 1), "1 row");
        assert_eq!(Words::of(Lang::En).counted("rows", 1234), "1,234 rows");
        assert_eq!(Words::of(Lang::Zh).counted("rows", 1234), "1,234 行");
    }
}
