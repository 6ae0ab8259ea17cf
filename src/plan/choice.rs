//! The names of a serde enum, so that what a file may say and what the type holds cannot drift apart.

use serde::de::value::StrDeserializer;
use serde::de::{DeserializeOwned, Deserializer, Error as _, IntoDeserializer, Visitor};
use std::cell::Cell;

/// The error of reading a name; it says nothing, since the walk makes the message.
#[derive(Debug)]
struct NoName;

impl std::fmt::Display for NoName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("no such name")
    }
}

impl std::error::Error for NoName {}

impl serde::de::Error for NoName {
    fn custom<T: std::fmt::Display>(_: T) -> Self {
        Self
    }
}

/// Reads the value of this name.
pub(super) fn from_name<T: DeserializeOwned>(name: &str) -> Option<T> {
    let name: StrDeserializer<'_, NoName> = name.into_deserializer();
    T::deserialize(name).ok()
}

/// Gives the names of an enum's values, in the order of its declaration; empty for what is no enum.
pub fn names_of<T: DeserializeOwned>() -> &'static [&'static str] {
    let names = Cell::new(&[] as &'static [&'static str]);
    let _ = T::deserialize(Probe(&names));
    names.get()
}

struct Probe<'a>(&'a Cell<&'static [&'static str]>);

impl<'de> Deserializer<'de> for Probe<'_> {
    type Error = NoName;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, NoName> {
        Err(NoName::custom(""))
    }

    fn deserialize_enum<V: Visitor<'de>>(self, _: &'static str, variants: &'static [&'static str], _: V) -> Result<V::Value, NoName> {
        self.0.set(variants);
        Err(NoName::custom(""))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit unit_struct newtype_struct seq tuple
        tuple_struct map struct identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Effect, FieldType};

    #[test]
    fn names_are_those_of_the_type() {
        assert_eq!(names_of::<Effect>(), ["note", "hold", "reject", "skip"]);
        assert_eq!(from_name::<FieldType>("tax_id"), Some(FieldType::TaxId));
        assert_eq!(from_name::<FieldType>("TaxId"), None);
        assert!(names_of::<String>().is_empty());
    }
}
