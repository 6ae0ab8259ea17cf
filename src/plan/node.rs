//! A TOML tree whose every value knows its spot, and how a later file overlays an earlier one.

use super::file::Spot;
use toml::de::{DeTable, DeValue};
use toml::value::Datetime;

/// One value of a file.
#[derive(Clone, Debug)]
pub(super) struct Node {
    /// Where it stands; for a `[table]` its header line.
    pub(super) at: Spot,
    /// What it is.
    pub(super) value: Value,
}

/// What a value is.
#[derive(Clone, Debug)]
pub(super) enum Value {
    Text(String),
    Integer(i64),
    Float(f64),
    Flag(bool),
    Date(Datetime),
    List(Vec<Node>),
    Table(Vec<(Key, Node)>),
    /// A number that no 64-bit number holds.
    Huge,
}

/// A key and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Key {
    /// The key's text.
    pub(super) name: String,
    /// Where it stands.
    pub(super) at: Spot,
}

impl Node {
    /// Makes an empty table.
    pub(super) fn table(at: Spot) -> Self {
        Self { at, value: Value::Table(Vec::new()) }
    }

    /// Takes over what the parser read; its nesting is bounded by the parser.
    pub(super) fn from_table(file: u32, at: Spot, table: &DeTable<'_>) -> Self {
        let entries = table
            .iter()
            .map(|(k, v)| {
                let key = Key { name: k.get_ref().to_string(), at: Spot::new(file, &k.span()) };
                (key, Self::from_value(file, Spot::new(file, &v.span()), v.get_ref()))
            })
            .collect();
        Self { at, value: Value::Table(entries) }
    }

    fn from_value(file: u32, at: Spot, value: &DeValue<'_>) -> Self {
        let value = match value {
            DeValue::String(s) => Value::Text(s.to_string()),
            DeValue::Integer(i) => i64::from_str_radix(&i.as_str().replace('_', ""), i.radix()).map_or(Value::Huge, Value::Integer),
            DeValue::Float(f) => f.as_str().replace('_', "").parse().map_or(Value::Huge, Value::Float),
            DeValue::Boolean(b) => Value::Flag(*b),
            DeValue::Datetime(d) => Value::Date(*d),
            DeValue::Array(a) => Value::List(a.iter().map(|v| Self::from_value(file, Spot::new(file, &v.span()), v.get_ref())).collect()),
            DeValue::Table(t) => return Self::from_table(file, at, t),
        };
        Self { at, value }
    }

    /// Gives the entries of a table.
    pub(super) fn entries(&self) -> &[(Key, Self)] {
        if let Value::Table(t) = &self.value { t } else { &[] }
    }

    /// Gives the elements of a list.
    pub(super) fn elements(&self) -> &[Self] {
        if let Value::List(l) = &self.value { l } else { &[] }
    }

    /// Gives the value of a key.
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        self.entries().iter().find(|(k, _)| k.name == key).map(|(_, v)| v)
    }

    /// Gives the spot of a key.
    pub(super) fn key_spot(&self, key: &str) -> Option<Spot> {
        self.entries().iter().find(|(k, _)| k.name == key).map(|(k, _)| k.at)
    }

    /// Gives the text, where it is one.
    pub(super) fn as_text(&self) -> Option<&str> {
        if let Value::Text(s) = &self.value { Some(s) } else { None }
    }

    /// Takes a key out of a table.
    pub(super) fn take(&mut self, key: &str) -> Option<(Key, Self)> {
        let Value::Table(entries) = &mut self.value else { return None };
        let i = entries.iter().position(|(k, _)| k.name == key)?;
        Some(entries.remove(i))
    }

    /// Puts a key into a table, over what stood there.
    pub(super) fn put(&mut self, key: Key, node: Self) {
        let Value::Table(entries) = &mut self.value else { return };
        match entries.iter_mut().find(|(k, _)| k.name == key.name) {
            Some(slot) => *slot = (key, node),
            None => entries.push((key, node)),
        }
    }

    /// Lays a later table over this one: tables key by key, `synonyms` added, anything else replaced.
    pub(super) fn overlay(&mut self, over: Self) {
        let Value::Table(entries) = over.value else { return };
        for (key, node) in entries {
            match self.get_mut(&key.name) {
                Some(old) if matches!((&old.value, &node.value), (Value::Table(_), Value::Table(_))) => old.overlay(node),
                Some(Self { value: Value::List(old), .. }) if key.name == "synonyms" => match node.value {
                    Value::List(more) => old.extend(more),
                    _ => self.put(key, node),
                },
                _ => self.put(key, node),
            }
        }
    }

    /// Gives the value of a key for changing it.
    pub(super) fn get_mut(&mut self, key: &str) -> Option<&mut Self> {
        let Value::Table(entries) = &mut self.value else { return None };
        entries.iter_mut().find(|(k, _)| k.name == key).map(|(_, v)| v)
    }

    /// Gives the value as plain TOML, without spots.
    pub(super) fn to_toml(&self) -> toml::Value {
        match &self.value {
            Value::Text(s) => toml::Value::String(s.clone()),
            Value::Integer(i) => toml::Value::Integer(*i),
            Value::Float(f) => toml::Value::Float(*f),
            Value::Flag(b) => toml::Value::Boolean(*b),
            Value::Date(d) => toml::Value::Datetime(*d),
            Value::List(l) => toml::Value::Array(l.iter().map(Self::to_toml).collect()),
            Value::Table(t) => toml::Value::Table(t.iter().map(|(k, v)| (k.name.clone(), v.to_toml())).collect()),
            Value::Huge => toml::Value::Integer(i64::MAX),
        }
    }
}
