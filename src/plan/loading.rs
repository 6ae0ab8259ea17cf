//! `[load]` of the project file: how the batches of a run go into a target, and what its tables and columns are called.

use super::context::Context;
use super::file::Marked;
use super::spec::EntitySpec;
use super::walk::{Walk, text_of};
use crate::model::{LoadSettings, Text};
use std::collections::BTreeMap;

/// How batches go into a target.
#[derive(Clone, Debug, Default)]
pub struct LoadSpec {
    /// Existing records and refusals.
    pub settings: LoadSettings,
    /// Entity -> table of the target; an entity that is not named goes into the table of its own name.
    pub tables: BTreeMap<String, String>,
    /// Entity -> field -> column of the target; a field that is not named goes into the column of its own name.
    pub columns: BTreeMap<String, BTreeMap<String, String>>,
}

impl LoadSpec {
    /// Gives the table that takes an entity.
    pub fn table(&self, entity: &str) -> String {
        self.tables.get(entity).cloned().unwrap_or_else(|| entity.to_owned())
    }

    /// Gives the column that takes a field.
    pub fn column(&self, entity: &str, field: &str) -> String {
        self.columns.get(entity).and_then(|c| c.get(field)).cloned().unwrap_or_else(|| field.to_owned())
    }
}

/// Reads `[load]`.
pub(super) fn load(w: &mut Walk<'_>, entities: &[EntitySpec], c: Context<'_>) -> LoadSpec {
    let Some(mut w) = w.table("load") else { return LoadSpec::default() };
    let usual = LoadSettings::default();
    let settings = LoadSettings {
        mode: w.choice("mode").unwrap_or(usual.mode),
        refused: w.choice("refused").unwrap_or(usual.refused),
        max_refused: w.count("max_refused", 0..=1_000_000_000).map_or(usual.max_refused, |m| m.value),
    };
    let names = entity_names(entities);
    let tables = w.table("tables").map(|t| renamed(&t, &names, ("实体", "entity"), c)).unwrap_or_default();
    let columns = w.table("columns").map(|t| columns(&t, entities, &names, c)).unwrap_or_default();
    w.done();
    LoadSpec { settings, tables, columns }
}

/// Batches hold the headers of structures as entities of their own.
fn entity_names(entities: &[EntitySpec]) -> Vec<String> {
    let header = |e: &EntitySpec| (!e.header_fields.is_empty()).then(|| format!("{}_header", e.entity));
    entities.iter().flat_map(|e| header(e).into_iter().chain([e.entity.to_string()])).collect()
}

fn columns(w: &Walk<'_>, entities: &[EntitySpec], names: &[String], c: Context<'_>) -> BTreeMap<String, BTreeMap<String, String>> {
    let mut out = BTreeMap::new();
    for (key, node) in w.entries() {
        if !c.known(Marked { value: &key.name, at: key.at }, names.iter().map(String::as_str), "实体", "entity") {
            continue;
        }
        let of = key.name.strip_suffix("_header").unwrap_or(&key.name);
        let spec = entities.iter().find(|e| e.entity.as_str() == key.name).or_else(|| entities.iter().find(|e| e.entity.as_str() == of));
        let fields: Vec<String> = spec.into_iter().flat_map(|e| &e.fields).map(|f| f.name.to_string()).collect();
        let fields: Vec<String> = fields.into_iter().chain(["legacy_system".to_owned(), "legacy_code".to_owned()]).collect();
        out.insert(key.name.clone(), renamed(&Walk::of(c.problems, node), &fields, ("字段", "field"), c));
    }
    out
}

/// Reads name -> name in the target; two names for one would write one over the other.
fn renamed(w: &Walk<'_>, known: &[String], what: (&'static str, &'static str), c: Context<'_>) -> BTreeMap<String, String> {
    let mut out: BTreeMap<String, String> = BTreeMap::new();
    for (key, node) in w.entries() {
        let Some(to) = text_of(c.problems, node) else { continue };
        if !c.known(Marked { value: &key.name, at: key.at }, known.iter().map(String::as_str), what.0, what.1) {
            continue;
        }
        let hint = Text::new("换一个名称", "choose another name");
        if to.value.trim().is_empty() || to.value.contains('\0') {
            c.problems.report(
                super::problem::Kind::Form,
                to.at,
                Text::new("目标名称不能为空", "a name of the target must not be empty"),
                hint,
            );
        } else if let Some((other, _)) = out.iter().find(|(_, t)| *t == to.value) {
            let message = Text::new(
                format!("`{other}` 和 `{}` 都对应 `{}`", key.name, to.value),
                format!("`{other}` and `{}` both go to `{}`", key.name, to.value),
            );
            c.problems.report(super::problem::Kind::Form, to.at, message, hint);
        } else {
            out.insert(key.name.clone(), to.value.to_owned());
        }
    }
    out
}
