//! The project file: what it says about packs and entities first, then, once these are known, sources, waves and gates.

use super::context::Context;
use super::file::Marked;
use super::node::{Key, Node, Value};
use super::pack::{Packs, table_of};
use super::paths::inside;
use super::problem::{Kind, Problems};
use super::walk::Walk;
use crate::model::{Lang, Text};

/// Rows a batch file where the project says nothing.
pub(super) const BATCH_ROWS: u64 = 5000;
/// The target system where the project says nothing.
pub(super) const TARGET: &str = "generic";

/// What `[project]` and `[run]` say.
pub(super) struct Settings {
    pub(super) name: Option<String>,
    pub(super) lang: Option<Lang>,
    pub(super) cutover_date: Option<String>,
    pub(super) target: String,
    pub(super) batch_rows: usize,
    pub(super) output: Option<String>,
    pub(super) crosswalk: Option<String>,
    pub(super) decisions: Option<String>,
}

/// Reads `[project]` and `[run]`.
pub(super) fn settings(w: &mut Walk<'_>, targets: &[String], c: Context<'_>) -> Settings {
    let empty = Node::table(w.at());
    let mut project = w.table("project").unwrap_or_else(|| Walk::of(c.problems, &empty));
    let target = project.text("target");
    if let Some(t) = target {
        c.known(t, targets.iter().map(String::as_str), "目标系统", "target system");
    }
    let mut run = w.table("run").unwrap_or_else(|| Walk::of(c.problems, &empty));
    let path = |t: Option<Marked<&str>>| t.and_then(|t| inside(c.problems, t));
    let settings = Settings {
        name: project.text("name").map(|t| t.value.trim().to_owned()).filter(|n| !n.is_empty()),
        lang: project.choice("language"),
        cutover_date: project.date("cutover_date").filter(|d| !d.is_empty()),
        target: target.map_or(TARGET, |t| t.value).to_owned(),
        batch_rows: run.count("batch_rows", 1..=10_000_000).map_or(BATCH_ROWS, |m| m.value) as usize,
        output: path(run.text("output")),
        crosswalk: path(run.text("crosswalk")),
        decisions: path(run.text("decisions")),
    };
    project.done();
    run.done();
    settings
}

/// Gives the target system that the project names, whether there is one of this name or not.
pub(super) fn target_of(root: &Node) -> Option<&str> {
    root.get("project")?.get("target")?.as_text()
}

/// Gives the packs that the project names: paths inside it.
pub(super) fn pack_paths<'a>(w: &mut Walk<'a>) -> Vec<(String, Marked<&'a str>)> {
    let problems = w.problems();
    let read = |mut w: Walk<'a>| {
        let path = w.need_text("path");
        w.done();
        path.and_then(|p| Some((inside(problems, p)?, p)))
    };
    w.tables("pack").into_iter().filter_map(read).collect()
}

/// Lays over the packs what the project itself says about entities: fields, checks, notices, thresholds, codes and trusted systems.
pub(super) fn overlay(w: &mut Walk<'_>, packs: &mut Packs, problems: &Problems) {
    for list in ["field", "check"] {
        let Some(node) = w.get(list) else { continue };
        own_rules(node, list, packs, problems);
    }
    if let Some(list) = w.get("notice") {
        packs.add_notices(problems, list.clone());
    }
    let known: Vec<String> = packs.entities.iter().map(|e| e.name.clone()).collect();
    if let Some(w) = w.table("thresholds") {
        for (key, node) in known_entities(&w, &known) {
            thresholds(key, node, packs, problems);
        }
    }
    if let Some(w) = w.table("code") {
        for (key, node) in known_entities(&w, &known) {
            packs.overlay(problems, &key.name, "", table_of("code", key.at, node.clone()));
        }
    }
    if let Some(mut w) = w.table("survivorship") {
        if let Some(systems) = w.get("systems") {
            for entity in &known {
                let over = table_of("survivorship", systems.at, table_of("systems", systems.at, systems.clone()));
                packs.overlay(problems, entity, "", over);
            }
        }
        w.done();
    }
}

/// Sorts the project's own fields or checks by the `entity` that each of them names.
fn own_rules(list: &Node, name: &str, packs: &mut Packs, problems: &Problems) {
    let mut by_entity: Vec<(String, Vec<Node>)> = Vec::new();
    let known: Vec<String> = packs.entities.iter().map(|e| e.name.clone()).collect();
    // A list of another type is reported here, and its elements are walked with their entity.
    for element in list.elements() {
        let mut node = element.clone();
        let Some(entity) = Walk::of(problems, &node).need_text("entity").map(|e| (e.value.to_owned(), e.at)) else { continue };
        let marked = Marked { value: entity.0.as_str(), at: entity.1 };
        if !known_entity(problems, marked, &known) {
            continue;
        }
        node.take("entity");
        match by_entity.iter_mut().find(|(e, _)| *e == entity.0) {
            Some((_, nodes)) => nodes.push(node),
            None => by_entity.push((entity.0, vec![node])),
        }
    }
    if !matches!(list.value, Value::List(_)) {
        let message = Text::new(format!("`{name}` 应该是一个列表"), format!("`{name}` must be a list of tables"));
        problems.report(Kind::Form, list.at, message, Text::new(format!("写成 [[{name}]]"), format!("write [[{name}]]")));
    }
    for (entity, nodes) in by_entity {
        let over = table_of(name, list.at, Node { at: list.at, value: Value::List(nodes) });
        packs.overlay(problems, &entity, "", over);
    }
}

fn known_entity(problems: &Problems, name: Marked<&str>, known: &[String]) -> bool {
    let found = known.iter().any(|k| k == name.value);
    if !found {
        let message = Text::new(format!("没有名为 `{}` 的实体", name.value), format!("there is no entity `{}`", name.value));
        problems.report(Kind::Unknown, name.at, message, super::suggest::hint(name.value, known.iter().map(String::as_str)));
    }
    found
}

/// Gives the entries whose keys are entities; the others are reported.
fn known_entities<'a>(w: &Walk<'a>, known: &[String]) -> Vec<(&'a Key, &'a Node)> {
    let is_known = |k: &Key| known_entity(w.problems(), Marked { value: &k.name, at: k.at }, known);
    w.entries().iter().map(|(k, v)| (k, v)).filter(|(k, _)| is_known(k)).collect()
}

/// Turns `{ merge, review }` into what `[match]` says.
fn thresholds(key: &Key, node: &Node, packs: &mut Packs, problems: &Problems) {
    let mut w = Walk::of(problems, node);
    let (merge, review) = (w.get("merge").cloned(), w.get("review").cloned());
    w.done();
    if !packs.entities.iter().any(|e| e.name == key.name && e.node.get("match").is_some()) {
        let message = Text::new(format!("实体 `{}` 没有查重模型", key.name), format!("the entity `{}` has no duplicate model", key.name));
        let hint = Text::new("在规则包里写 [match]", "write [match] in a rule pack");
        problems.report(Kind::Form, key.at, message, hint);
        return;
    }
    let mut over = Node::table(node.at);
    for (name, value) in [("threshold", merge), ("review", review)] {
        if let Some(value) = value {
            over.put(Key { name: name.to_owned(), at: value.at }, value);
        }
    }
    packs.overlay(problems, &key.name, "", table_of("match", key.at, over));
}
