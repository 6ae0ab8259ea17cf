//! What a plan's names are checked against: what the program can do, and what the plan itself declares.

use super::file::Marked;
use super::problem::{Kind, Problems};
use super::spec::{CodeTable, EntitySpec, FieldSpec};
use super::suggest;
use crate::model::{Entity, Text};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What the stages can do, by name. The pipeline fills it, so that this module needs no stage.
#[derive(Clone, Debug)]
pub struct Vocabulary {
    /// Names of normalisers.
    pub normalisers: Vec<&'static str>,
    /// Names of built-in checks.
    pub checks: Vec<&'static str>,
    /// Says what is wrong with a SQL expression; `None`: nothing.
    pub sql_problem: fn(&str) -> Option<String>,
    /// Names of target systems.
    pub targets: Vec<&'static str>,
}

/// What every part of the plan is read with.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    pub(super) problems: &'a Problems,
    pub(super) vocabulary: &'a Vocabulary,
    pub(super) tables: &'a BTreeMap<String, CodeTable>,
    /// Names of all entities, in the order of their declaration.
    pub(super) entities: &'a [String],
}

impl Context<'_> {
    /// Checks a name against those there are; `zh` and `en` say what kind of name it is.
    pub(super) fn known<'n>(&self, name: Marked<&str>, names: impl IntoIterator<Item = &'n str> + Clone, zh: &str, en: &str) -> bool {
        let known = names.clone().into_iter().any(|n| n == name.value);
        if !known {
            let shown: String = name.value.chars().take(60).collect();
            let message = Text::new(format!("没有名为 `{shown}` 的{zh}"), format!("there is no {en} `{shown}`"));
            self.problems.report(Kind::Unknown, name.at, message, suggest::hint(name.value, names));
        }
        known
    }

    /// Gives the entity of this name, or reports that there is none.
    pub(super) fn entity(&self, name: Marked<&str>) -> Option<Entity> {
        self.known(name, self.entities.iter().map(String::as_str), "实体", "entity").then(|| Entity::new(name.value))
    }
}

/// The fields of one entity, to check names against.
pub(super) struct FieldNames<'a> {
    context: Context<'a>,
    names: Vec<Arc<str>>,
}

impl<'a> FieldNames<'a> {
    pub(super) fn new(context: Context<'a>, fields: &[FieldSpec]) -> Self {
        Self { context, names: fields.iter().map(|f| f.name.clone()).collect() }
    }

    /// Gives the field of this name, or reports that there is none.
    pub(super) fn find(&self, name: Marked<&str>) -> Option<Arc<str>> {
        self.context.known(name, self.names.iter().map(|n| &**n), "字段", "field");
        self.names.iter().find(|n| ***n == *name.value).cloned()
    }

    /// Gives the fields of these names.
    pub(super) fn find_all(&self, names: Vec<Marked<&str>>) -> Vec<Arc<str>> {
        names.into_iter().filter_map(|n| self.find(n)).collect()
    }
}

/// Gives the names of the fields that a source of an entity may fill; of all entities where it says none.
pub(super) fn fields_of<'a>(entities: &'a [EntitySpec], entity: Option<&str>) -> Vec<&'a str> {
    let mut names: Vec<&str> =
        entities.iter().filter(|e| entity.is_none_or(|n| e.entity.as_str() == n)).flat_map(|e| e.fields.iter().map(|f| &*f.name)).collect();
    if entity.is_none() {
        names.sort_unstable();
        names.dedup();
    }
    names
}
