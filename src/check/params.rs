//! Typed access to the parameters of a built-in check.

use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::str::FromStr;

/// The parameters as the pack wrote them. A parameter of the wrong type reads as absent; `problems` reports it.
#[derive(Clone, Copy)]
pub(super) struct Params<'a>(pub(super) &'a BTreeMap<String, toml::Value>);

impl<'a> Params<'a> {
    /// Gives one text.
    pub(super) fn text(self, name: &str) -> Option<&'a str> {
        self.0.get(name)?.as_str()
    }

    /// Gives a list of texts; a single text is a list of one.
    pub(super) fn texts(self, name: &str) -> Vec<&'a str> {
        self.0.get(name).map(texts_of).unwrap_or_default()
    }

    /// Gives an exact number.
    pub(super) fn number(self, name: &str) -> Option<Decimal> {
        decimal_of(self.0.get(name)?)
    }

    /// Gives a list of exact numbers.
    pub(super) fn numbers(self, name: &str) -> Vec<Decimal> {
        self.0.get(name).and_then(|v| v.as_array()).map(|a| a.iter().filter_map(decimal_of).collect()).unwrap_or_default()
    }

    /// Gives a count.
    pub(super) fn count(self, name: &str) -> Option<usize> {
        usize::try_from(self.0.get(name)?.as_integer()?).ok()
    }

    /// Says whether a switch is on.
    pub(super) fn flag(self, name: &str) -> bool {
        self.0.get(name).and_then(toml::Value::as_bool).unwrap_or(false)
    }

    /// Gives a table of field -> accepted values.
    pub(super) fn fields(self, name: &str) -> Vec<(&'a str, Vec<&'a str>)> {
        let table = self.0.get(name).and_then(|v| v.as_table());
        table.map(|t| t.iter().map(|(field, values)| (field.as_str(), texts_of(values))).collect()).unwrap_or_default()
    }
}

fn texts_of(value: &toml::Value) -> Vec<&str> {
    match value {
        toml::Value::String(s) => vec![s.as_str()],
        toml::Value::Array(a) => a.iter().filter_map(toml::Value::as_str).collect(),
        _ => Vec::new(),
    }
}

/// Reads a number as it was written: `0.01` is exactly one hundredth.
pub(super) fn decimal_of(value: &toml::Value) -> Option<Decimal> {
    match value {
        toml::Value::Integer(i) => Some(Decimal::from(*i)),
        toml::Value::Float(f) => {
            let written = f.to_string();
            Decimal::from_str(&written).or_else(|_| Decimal::from_scientific(&written)).ok()
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_read_by_type() {
        let table: toml::Table =
            toml::from_str("a = \"x\"\nb = [\"x\", \"y\"]\nc = 0.01\nd = 3\ne = true\nf = { g = [\"\", \"h\"] }").unwrap();
        let map = table.into_iter().collect();
        let p = Params(&map);
        assert_eq!((p.text("a"), p.text("b")), (Some("x"), None));
        assert_eq!((p.texts("a"), p.texts("b")), (vec!["x"], vec!["x", "y"]));
        assert_eq!((p.number("c"), p.number("d")), (Some(Decimal::new(1, 2)), Some(Decimal::from(3))));
        assert_eq!((p.count("d"), p.count("a"), p.flag("e"), p.flag("a")), (Some(3), None, true, false));
        assert_eq!(p.fields("f"), vec![("g", vec!["", "h"])]);
    }
}
