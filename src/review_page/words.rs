//! Every word of the page in both languages, compiled in from `words/en.toml` and `words/zh.toml`, with those that the reports share.

use crate::model::Lang;
use crate::report::section_of_words;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Gives the words by section and key.
pub(super) fn of(lang: Lang) -> Value {
    let mut out: Map<String, Value> = Map::new();
    for (section, texts) in own(lang) {
        out.insert(section, Value::Object(texts.into_iter().map(|(k, t)| (k, Value::String(t))).collect()));
    }
    for section in ["answer", "fate", "level", "severity"] {
        let texts = section_of_words(section, lang).into_iter().map(|(k, t)| (k.to_owned(), Value::String(t.to_owned())));
        out.insert(section.to_owned(), Value::Object(texts.collect()));
    }
    Value::Object(out)
}

fn own(lang: Lang) -> BTreeMap<String, BTreeMap<String, String>> {
    let text = match lang {
        Lang::En => include_str!("words/en.toml"),
        Lang::Zh => include_str!("words/zh.toml"),
    };
    toml::from_str(text).expect("the compiled-in words are valid TOML")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// The scripts of the page, which name words as `t('section.key')`.
    const SCRIPTS: [&str; 6] = [
        include_str!("page/app.js"),
        include_str!("page/card.js"),
        include_str!("page/dialogs.js"),
        include_str!("page/keys.js"),
        include_str!("page/queue.js"),
        include_str!("page/server.js"),
    ];

    fn placeholders(text: &str) -> BTreeSet<&str> {
        text.split('{').skip(1).filter_map(|t| t.split_once('}')).map(|(name, _)| name).collect()
    }

    #[test]
    fn both_languages_have_the_same_keys_and_placeholders() {
        let (en, zh) = (own(Lang::En), own(Lang::Zh));
        let keys = |w: &BTreeMap<String, BTreeMap<String, String>>| {
            w.iter().flat_map(|(s, k)| k.keys().map(move |k| format!("{s}.{k}"))).collect::<Vec<_>>()
        };
        assert_eq!(keys(&en), keys(&zh));
        for (section, texts) in &en {
            for (key, text) in texts {
                let other = &zh[section][key];
                assert!(!text.is_empty() && !other.is_empty(), "{section}.{key} is empty");
                assert_eq!(placeholders(text), placeholders(other), "{section}.{key}");
            }
        }
    }

    #[test]
    fn every_word_that_the_page_names_is_there_and_no_other() {
        let words = of(Lang::En);
        let mut named = BTreeSet::new();
        for script in SCRIPTS {
            for (at, found) in script.match_indices("t('") {
                // The end of another name, such as `split`.
                if script[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
                    continue;
                }
                let Some((key, _)) = script[at + found.len()..].split_once('\'') else { continue };
                if let Some((section, key)) = key.split_once('.') {
                    assert!(words[section][key].is_string(), "no words for {section}.{key}");
                    named.insert(format!("{section}.{key}"));
                }
            }
        }
        // Sections whose keys are put together from data.
        let built = ["kind", "state", "error", "group", "done"];
        for (section, texts) in own(Lang::En) {
            for key in texts.keys().filter(|_| !built.contains(&section.as_str())) {
                assert!(named.contains(&format!("{section}.{key}")), "{section}.{key} is named nowhere");
            }
        }
    }
}
