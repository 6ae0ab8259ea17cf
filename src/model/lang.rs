//! The two languages that reports and messages speak.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// The language of messages, reports and workbooks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Simplified Chinese.
    Zh,
}

/// Marks around a text that stands in both languages, Chinese first: begin, between, end. No cell holds them; they are control characters.
const MARKS: [char; 3] = ['\u{2}', '\u{1f}', '\u{3}'];

/// Writes a text in both languages into one, for findings: whoever shows it picks one by [`Lang::pick`].
pub fn both(zh: &str, en: &str) -> String {
    let [begin, between, end] = MARKS;
    format!("{begin}{zh}{between}{en}{end}")
}

impl Lang {
    /// Gives a text in this language where parts of it stand in both.
    ///
    /// ```
    /// use cutover::model::{Lang, both};
    /// let text = format!("9144; {}", both("校验位不符", "the check digit does not fit"));
    /// assert_eq!(Lang::En.pick(&text), "9144; the check digit does not fit");
    /// assert_eq!(Lang::Zh.pick("as it is"), "as it is");
    /// ```
    pub fn pick(self, text: &str) -> Cow<'_, str> {
        let [begin, between, end] = MARKS;
        if !text.contains(begin) {
            return Cow::Borrowed(text);
        }
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once(begin) {
            out.push_str(before);
            let Some((part, tail)) = after.split_once(end) else {
                rest = after;
                continue;
            };
            let (zh, en) = part.split_once(between).unwrap_or((part, part));
            out.push_str(if self == Self::Zh { zh } else { en });
            rest = tail;
        }
        out.push_str(rest);
        Cow::Owned(out)
    }
}

/// One text in both languages, as rule packs write it: `{ zh = "…", en = "…" }`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// The Chinese text.
    #[serde(default)]
    pub zh: String,
    /// The English text.
    #[serde(default)]
    pub en: String,
}

impl Text {
    /// Makes a text of both languages.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    /// Writes both languages into one text, see [`both`].
    pub fn both(&self) -> String {
        both(&self.zh, &self.en)
    }

    /// Gives the text in `lang`, or in the other language where that one is empty.
    pub fn get(&self, lang: Lang) -> &str {
        let (first, second) = match lang {
            Lang::En => (&self.en, &self.zh),
            Lang::Zh => (&self.zh, &self.en),
        };
        if first.is_empty() { second } else { first }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_language_is_picked_and_broken_marks_do_no_harm() {
        let text = format!("{}; {}", both("一", "one"), both("二", "two"));
        assert_eq!((Lang::Zh.pick(&text), Lang::En.pick(&text)), ("一; 二".into(), "one; two".into()));
        for (broken, seen) in
            [("x\u{2}a", "xa"), ("\u{2}a\u{3}", "a"), ("\u{3}a\u{1f}", "\u{3}a\u{1f}"), ("\u{2}a\u{1f}b\u{3}c\u{2}", "bc")]
        {
            assert_eq!(Lang::En.pick(broken), seen, "{broken:?}");
        }
    }
}
