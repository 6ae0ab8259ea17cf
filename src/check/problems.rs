//! What is wrong with the checks of an entity before they ever see data.

use super::doc::{COMMON, CheckDoc, Kind, Parameter};
use super::{catalogue, params, sql};
use crate::model::{Entity, RuleCode};
use crate::plan::{CheckUse, EntitySpec, Plan};
use regex::Regex;
use std::collections::BTreeMap;

/// Says what is wrong with a SQL expression; `None`: nothing. It must be a truth value over the columns of one row.
pub fn sql_problem(expression: &str) -> Option<String> {
    sql::problem(expression)
}

/// Lists what is wrong with the checks of an entity: unknown built-ins, parameters, fields and columns, in the order of the checks.
///
/// A check with a problem is not applicable to any row when it is run all the same.
pub fn problems(spec: &EntitySpec, plan: &Plan) -> Vec<(RuleCode, String)> {
    let mut found = Vec::new();
    for check in &spec.checks {
        let mut report = |problem: String| found.push((check.code.clone(), problem));
        match &check.does {
            CheckUse::Builtin { name, field, params } => match catalogue::find(name) {
                None => report(format!("there is no built-in check `{name}`")),
                Some(doc) => of_builtin(doc, field.as_deref(), params, spec, plan).into_iter().for_each(report),
            },
            CheckUse::Sql { passes, when, .. } => {
                for expression in std::iter::once(passes).chain(when) {
                    of_sql(expression, spec).into_iter().for_each(&mut report);
                }
            }
            CheckUse::Stage => {}
        }
    }
    found
}

fn of_sql(expression: &str, spec: &EntitySpec) -> Vec<String> {
    if let Some(problem) = sql::problem(expression) {
        return vec![format!("`{expression}`: {problem}")];
    }
    let unknown = sql::columns(expression).into_iter().filter(|c| spec.field(c).is_none());
    unknown.map(|c| format!("`{expression}`: `{c}` is no field of {}", spec.entity)).collect()
}

fn of_builtin(doc: &CheckDoc, field: Option<&str>, params: &BTreeMap<String, toml::Value>, spec: &EntitySpec, plan: &Plan) -> Vec<String> {
    let mut found = Vec::new();
    match field {
        None if doc.needs_field => found.push(format!("`{}` needs a `field`", doc.name)),
        Some(field) if spec.field(field).is_none() => found.push(format!("`{field}` is no field of {}", spec.entity)),
        _ => {}
    }
    let other = params.get("entity").and_then(|v| v.as_str()).and_then(|e| plan.entity(&Entity::new(e)));
    for (name, value) in params {
        match doc.parameters.iter().chain(COMMON).find(|p| p.name == name) {
            None => found.push(format!("`{}` has no parameter `{name}`", doc.name)),
            Some(parameter) => found.extend(of_parameter(parameter, value, spec, other, plan)),
        }
    }
    found
}

fn of_parameter(parameter: &Parameter, value: &toml::Value, spec: &EntitySpec, other: Option<&EntitySpec>, plan: &Plan) -> Vec<String> {
    let name = parameter.name;
    let fault = |what: &str| vec![format!("`{name}` must be {what}")];
    let texts = || -> Option<Vec<&str>> {
        match value {
            toml::Value::String(s) => Some(vec![s.as_str()]),
            toml::Value::Array(a) => a.iter().map(toml::Value::as_str).collect(),
            _ => None,
        }
    };
    let each = |good: &dyn Fn(&str) -> bool, what: &str| match texts() {
        None => fault("text"),
        Some(texts) => texts.into_iter().filter(|t| !good(t)).map(|t| format!("`{name}`: `{t}` is {what}")).collect(),
    };
    let is_field = |t: &str| spec.field(t).is_some();
    let is_one = value.is_str();
    match parameter.kind {
        Kind::Field | Kind::Entity | Kind::OtherField | Kind::Text | Kind::OneOf(_) | Kind::Pattern if !is_one => fault("one text"),
        Kind::Field | Kind::Fields => each(&is_field, &format!("no field of {}", spec.entity)),
        Kind::Entity => each(&|t| plan.entity(&Entity::new(t)).is_some(), "no entity"),
        Kind::OtherField | Kind::OtherFields => each(&|t| other.is_none_or(|o| o.field(t).is_some()), "no field of the other entity"),
        Kind::EntityFields => each(&|t| is_entity_field(t, plan), "no field of an entity"),
        Kind::Number if params::decimal_of(value).is_none() => fault("a number"),
        Kind::Numbers if !value.as_array().is_some_and(|a| a.iter().all(|v| params::decimal_of(v).is_some())) => fault("a list of numbers"),
        Kind::Texts if texts().is_none() => fault("text, or a list of texts"),
        Kind::OneOf(words) | Kind::SomeOf(words) => each(&|t| words.contains(&t), &format!("none of {}", words.join(", "))),
        Kind::Pattern => each(&|t| Regex::new(t).is_ok(), "no regular expression"),
        Kind::Switch if !value.is_bool() => fault("true or false"),
        Kind::Values => of_values(name, value, &is_field),
        _ => Vec::new(),
    }
}

fn is_entity_field(text: &str, plan: &Plan) -> bool {
    text.split_once('.').is_some_and(|(entity, field)| plan.entity(&Entity::new(entity)).is_some_and(|e| e.field(field).is_some()))
}

fn of_values(name: &str, value: &toml::Value, is_field: &dyn Fn(&str) -> bool) -> Vec<String> {
    let Some(table) = value.as_table() else { return vec![format!("`{name}` must be a table of field = [values]")] };
    let text = |v: &toml::Value| v.is_str() || v.as_array().is_some_and(|a| a.iter().all(toml::Value::is_str));
    table
        .iter()
        .filter_map(|(field, values)| match (is_field(field), text(values)) {
            (false, _) => Some(format!("`{name}`: `{field}` is no field")),
            (true, false) => Some(format!("`{name}`: the values of `{field}` must be texts")),
            (true, true) => None,
        })
        .collect()
}
