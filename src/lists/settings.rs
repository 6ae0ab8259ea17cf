//! A configuration, as TOML or JSON: what columns mean, which ones do not count, and a model that was learnt. `model.json` is one too.

use super::ListsError;
use crate::matching::Model;
use crate::plan::MatchKind;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// What a user may say about columns.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The version of this layout.
    #[serde(default = "one")]
    pub schema: u32,
    /// What columns mean; with a model these are all that count.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldSetting>,
    /// Columns that do not count.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ignore: Vec<String>,
    /// The least probability of a pair that is merged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub threshold: Option<f64>,
    /// The least probability of a pair that is shown to people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<f64>,
    /// A model that was learnt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<Model>,
}

/// What one column, or several together, mean.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldSetting {
    /// The name of the field.
    pub name: String,
    /// How its values are compared; absent: recognised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<MatchKind>,
    /// Its columns, joined by a space; absent: the one of its name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<String>,
}

impl FieldSetting {
    /// Gives its columns.
    pub fn sources(&self) -> Vec<String> {
        if self.columns.is_empty() { vec![self.name.clone()] } else { self.columns.clone() }
    }
}

fn one() -> u32 {
    1
}

/// The largest configuration that is read, in bytes.
const LARGEST: u64 = 64 << 20;

/// Reads a configuration; what begins with `{` is JSON.
pub fn read(path: &Path) -> Result<Settings, ListsError> {
    let wrong = |detail: String| ListsError::Config { path: path.to_owned(), detail };
    let size = std::fs::metadata(path).map_err(|e| wrong(e.to_string()))?.len();
    if size > LARGEST {
        return Err(wrong(format!("{size} bytes, at most {LARGEST}")));
    }
    let text = std::fs::read_to_string(path).map_err(|e| wrong(e.to_string()))?;
    let text = text.trim_start_matches('\u{feff}');
    let settings: Settings = if text.trim_start().starts_with('{') {
        serde_json::from_str(text).map_err(|e| wrong(e.to_string()))?
    } else {
        toml::from_str(text).map_err(|e| wrong(e.to_string()))?
    };
    sound(&settings).map_err(wrong)?;
    Ok(settings)
}

/// Says what no model can mean.
fn sound(settings: &Settings) -> Result<(), String> {
    if settings.schema != 1 {
        return Err(format!("schema {}: this program knows 1", settings.schema));
    }
    let chance = |x: f64| (0.0..=1.0).contains(&x);
    let limits = [settings.threshold, settings.review];
    if !limits.into_iter().flatten().all(chance) {
        return Err("threshold and review lie between 0 and 1".to_owned());
    }
    settings.model.as_ref().map_or(Ok(()), Model::sound)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_configuration_may_be_toml() {
        let text = "ignore = [\"备注\"]\n[[fields]]\nname = \"firm\"\nkind = \"company_name\"\ncolumns = [\"name\", \"name 2\"]\n";
        let settings: Settings = toml::from_str(text).unwrap();
        assert_eq!(settings.fields[0].kind, Some(MatchKind::CompanyName));
        assert!(sound(&settings).is_ok());
        assert!(toml::from_str::<Settings>("[[fields]]\nname = \"x\"\nkind = \"colour\"").is_err());
        assert!(sound(&Settings { schema: 1, threshold: Some(2.0), ..Settings::default() }).is_err());
    }
}
