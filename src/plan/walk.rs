//! Reads one table of a plan key by key: what is missing, of the wrong form or unknown is recorded, and reading goes on.

use super::choice::{from_name, names_of};
use super::file::{Marked, Spot};
use super::node::{Key, Node, Value};
use super::problem::{Kind, Problems};
use super::suggest;
use crate::model::Text;
use serde::de::DeserializeOwned;
use std::ops::RangeInclusive;

/// A table being read. Every key asked for is a known key; [`Walk::done`] reports the others.
pub(super) struct Walk<'a> {
    at: Spot,
    entries: &'a [(Key, Node)],
    asked: Vec<&'static str>,
    problems: &'a Problems,
}

impl<'a> Walk<'a> {
    /// Begins with a node; what is no table is reported and read as an empty one.
    pub(super) fn of(problems: &'a Problems, node: &'a Node) -> Self {
        if !matches!(node.value, Value::Table(_)) {
            wrong_type::<()>(problems, node, ("表 [ ]", "a table"));
        }
        Self { at: node.at, entries: node.entries(), asked: Vec::new(), problems }
    }

    /// Gives the spot of the table's head.
    pub(super) fn at(&self) -> Spot {
        self.at
    }

    /// Says whether the table can be read at all; a wrong type has been reported.
    pub(super) fn problems(&self) -> &'a Problems {
        self.problems
    }

    /// Gives all entries, for tables whose keys are the user's own.
    pub(super) fn entries(&self) -> &'a [(Key, Node)] {
        self.entries
    }

    /// Gives the value of a key.
    pub(super) fn get(&mut self, key: &'static str) -> Option<&'a Node> {
        self.asked.push(key);
        self.entries.iter().find(|(k, _)| k.name == key).map(|(_, v)| v)
    }

    /// Reports a key that must be there.
    pub(super) fn missing(&self, key: &str, hint: Text) {
        let message = Text::new(format!("缺少键 `{key}`"), format!("missing key `{key}`"));
        self.problems.report(Kind::Missing, self.at, message, hint);
    }

    /// Gives a text.
    pub(super) fn text(&mut self, key: &'static str) -> Option<Marked<&'a str>> {
        text_of(self.problems, self.get(key)?)
    }

    /// Gives a text that must be there and must not be blank.
    pub(super) fn need_text(&mut self, key: &'static str) -> Option<Marked<&'a str>> {
        let Some(node) = self.get(key) else {
            self.missing(key, Text::default());
            return None;
        };
        let text = text_of(self.problems, node)?;
        if text.value.trim().is_empty() {
            let message = Text::new(format!("`{key}` 不能为空"), format!("`{key}` must not be empty"));
            self.problems.report(Kind::Form, text.at, message, Text::default());
            return None;
        }
        Some(text)
    }

    /// Gives a number inside a range.
    pub(super) fn number(&mut self, key: &'static str, range: RangeInclusive<f64>) -> Option<Marked<f64>> {
        let node = self.get(key)?;
        let value = match node.value {
            Value::Float(f) => f,
            // Exact for every number that anybody writes into a plan.
            Value::Integer(i) => i as f64,
            _ => return wrong_type(self.problems, node, ("数字", "a number")),
        };
        if !range.contains(&value) {
            return self.out_of_range(node.at, key, range.start(), range.end());
        }
        Some(Marked { value, at: node.at })
    }

    /// Gives a whole number inside a range.
    pub(super) fn count(&mut self, key: &'static str, range: RangeInclusive<u64>) -> Option<Marked<u64>> {
        let node = self.get(key)?;
        let Value::Integer(i) = node.value else {
            return wrong_type(self.problems, node, ("整数", "a whole number"));
        };
        match u64::try_from(i).ok().filter(|n| range.contains(n)) {
            Some(value) => Some(Marked { value, at: node.at }),
            None => self.out_of_range(node.at, key, range.start(), range.end()),
        }
    }

    fn out_of_range<T>(&self, at: Spot, key: &str, low: &impl std::fmt::Display, high: &impl std::fmt::Display) -> Option<T> {
        let message = Text::new(format!("`{key}` 必须在 {low} 和 {high} 之间"), format!("`{key}` must be between {low} and {high}"));
        self.problems.report(Kind::Form, at, message, Text::default());
        None
    }

    /// Gives a yes or no.
    pub(super) fn flag(&mut self, key: &'static str) -> Option<bool> {
        let node = self.get(key)?;
        match node.value {
            Value::Flag(b) => Some(b),
            _ => wrong_type(self.problems, node, ("true 或 false", "true or false")),
        }
    }

    /// Gives one of an enum's names.
    pub(super) fn choice<T: DeserializeOwned>(&mut self, key: &'static str) -> Option<T> {
        choice_of(self.problems, key, self.get(key)?)
    }

    /// Gives one of an enum's names, which must be there.
    pub(super) fn need_choice<T: DeserializeOwned>(&mut self, key: &'static str) -> Option<T> {
        let Some(node) = self.get(key) else {
            self.missing(key, suggest::hint("", names_of::<T>().iter().copied()));
            return None;
        };
        choice_of(self.problems, key, node)
    }

    /// Gives a list of an enum's names; `None` where the key is not there.
    pub(super) fn choices<T: DeserializeOwned>(&mut self, key: &'static str) -> Option<Vec<T>> {
        let node = self.get(key)?;
        Some(choices_of(self.problems, key, node))
    }

    /// Gives a list of texts; empty where the key is not there.
    pub(super) fn texts(&mut self, key: &'static str) -> Vec<Marked<&'a str>> {
        let Some(node) = self.get(key) else { return Vec::new() };
        list_of(self.problems, node).iter().filter_map(|n| text_of(self.problems, n)).collect()
    }

    /// Gives a text in both languages: `{ zh = "…", en = "…" }`, or one text for both.
    pub(super) fn label(&mut self, key: &'static str) -> Option<Text> {
        let node = self.get(key)?;
        if let Value::Text(s) = &node.value {
            return Some(Text::new(s.as_str(), s.as_str()));
        }
        let mut inner = Walk::of(self.problems, node);
        let (zh, en) = (inner.text("zh"), inner.text("en"));
        inner.done();
        Some(Text::new(zh.map_or("", |t| t.value), en.map_or("", |t| t.value)))
    }

    /// Gives a label that must be there in one language at least.
    pub(super) fn need_label(&mut self, key: &'static str) -> Text {
        let label = self.label(key);
        if label.as_ref().is_none_or(|t| t.zh.is_empty() && t.en.is_empty()) {
            self.missing(key, Text::new(format!("{key} = {{ zh = \"…\", en = \"…\" }}"), format!("{key} = {{ zh = \"…\", en = \"…\" }}")));
        }
        label.unwrap_or_default()
    }

    /// Gives a calendar day as `YYYY-MM-DD`, written as text or as a TOML date.
    pub(super) fn date(&mut self, key: &'static str) -> Option<String> {
        let node = self.get(key)?;
        let text = match &node.value {
            Value::Text(s) => s.clone(),
            Value::Date(d) if d.time.is_none() => d.to_string(),
            _ => return wrong_type(self.problems, node, ("日期", "a date")),
        };
        // Parsing forgives other notations; what the plan holds is exactly this one.
        let day = text.parse::<jiff::civil::Date>().ok().filter(|d| d.to_string() == text);
        if day.is_none() && !text.is_empty() {
            let message = Text::new(format!("`{key}` 不是日期：{text}"), format!("`{key}` is no calendar day: {text}"));
            let hint = Text::new("写成 \"2026-12-31\"", "write it as \"2026-12-31\"");
            self.problems.report(Kind::Form, node.at, message, hint);
            return None;
        }
        Some(text)
    }

    /// Gives a table inside.
    pub(super) fn table(&mut self, key: &'static str) -> Option<Walk<'a>> {
        Some(Walk::of(self.problems, self.get(key)?))
    }

    /// Gives a list of tables, as `[[key]]` writes them.
    pub(super) fn tables(&mut self, key: &'static str) -> Vec<Walk<'a>> {
        let Some(node) = self.get(key) else { return Vec::new() };
        if matches!(node.value, Value::Table(_)) {
            let message = Text::new(format!("`{key}` 应该是一个列表"), format!("`{key}` must be a list of tables"));
            self.problems.report(Kind::Form, node.at, message, Text::new(format!("写成 [[{key}]]"), format!("write [[{key}]]")));
            return Vec::new();
        }
        list_of(self.problems, node).iter().map(|n| Walk::of(self.problems, n)).collect()
    }

    /// Reports the keys that nothing asked for.
    pub(super) fn done(self) {
        for (key, _) in self.entries.iter().filter(|(k, _)| !self.asked.contains(&k.name.as_str())) {
            let message = Text::new(format!("未知的键 `{}`", key.name), format!("unknown key `{}`", key.name));
            self.problems.report(Kind::Form, key.at, message, suggest::hint(&key.name, self.asked.iter().copied()));
        }
    }
}

/// Gives a node's text, or reports what it is instead.
pub(super) fn text_of<'a>(problems: &Problems, node: &'a Node) -> Option<Marked<&'a str>> {
    match &node.value {
        Value::Text(s) => Some(Marked { value: s.as_str(), at: node.at }),
        _ => wrong_type(problems, node, ("文本", "text")),
    }
}

/// Gives the names of an enum in a list.
pub(super) fn choices_of<T: DeserializeOwned>(problems: &Problems, key: &str, node: &Node) -> Vec<T> {
    list_of(problems, node).iter().filter_map(|n| choice_of(problems, key, n)).collect()
}

fn choice_of<T: DeserializeOwned>(problems: &Problems, key: &str, node: &Node) -> Option<T> {
    let text = text_of(problems, node)?;
    let choice = from_name(text.value);
    if choice.is_none() {
        let shown: String = text.value.chars().take(40).collect();
        let message = Text::new(format!("`{key}` 没有 `{shown}` 这个取值"), format!("`{key}` has no value `{shown}`"));
        problems.report(Kind::Form, text.at, message, suggest::hint(text.value, names_of::<T>().iter().copied()));
    }
    choice
}

fn list_of<'a>(problems: &Problems, node: &'a Node) -> &'a [Node] {
    if !matches!(node.value, Value::List(_)) {
        wrong_type::<()>(problems, node, ("列表 […]", "a list"));
    }
    node.elements()
}

/// Reports a value of the wrong type; gives nothing.
fn wrong_type<T>(problems: &Problems, node: &Node, expected: (&str, &str)) -> Option<T> {
    let (zh, en) = match node.value {
        Value::Text(_) => ("文本", "text"),
        Value::Integer(_) => ("整数", "a whole number"),
        Value::Float(_) => ("小数", "a decimal number"),
        Value::Flag(_) => ("true/false", "true or false"),
        Value::Date(_) => ("日期", "a date"),
        Value::List(_) => ("列表", "a list"),
        Value::Table(_) => ("表", "a table"),
        Value::Huge => ("超出范围的数字", "a number out of range"),
    };
    let message = Text::new(format!("应为{}，实为{zh}", expected.0), format!("expected {}, found {en}", expected.1));
    let hint = match (expected.1, &node.value) {
        ("text", Value::Integer(i)) => Text::new(format!("写成 \"{i}\""), format!("write \"{i}\"")),
        ("text", _) => Text::new("文本写在引号里", "text stands in quotes"),
        ("a list", Value::Text(_)) => Text::new("写成 [\"…\"]", "write [\"…\"]"),
        ("true or false", Value::Text(_)) | ("a number" | "a whole number", Value::Text(_)) => {
            Text::new("去掉引号", "leave out the quotes")
        }
        _ => Text::default(),
    };
    problems.report(Kind::Form, node.at, message, hint);
    None
}
