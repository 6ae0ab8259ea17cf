//! Rule packs laid over each other: each names an entity, and what a later one says wins, key by key.

use super::file::{Marked, Spot};
use super::node::{Key, Node, Value};
use super::problem::{Kind, Problems};
use super::walk::Walk;
use crate::model::Text;
use std::collections::BTreeMap;

/// The newest layout of packs and project files that this version understands.
pub const SCHEMA: u64 = 1;

/// Lists whose elements are known by a key; elements of the same key are laid over each other.
const KEYED: [(&str, &str); 5] = [("field", "name"), ("check", "code"), ("reference", "field"), ("total", "field"), ("example", "check")];

/// An entity as all packs so far describe it.
pub(super) struct EntityTree {
    pub(super) name: String,
    /// The pack that declared it first.
    pub(super) pack: String,
    pub(super) node: Node,
}

/// All packs read so far.
#[derive(Default)]
pub(super) struct Packs {
    pub(super) entities: Vec<EntityTree>,
    /// Elements of `[[notice]]`, by code.
    pub(super) notices: Vec<Node>,
    /// Name and version, in the order of reading.
    pub(super) versions: Vec<(String, String)>,
}

impl Packs {
    /// Takes in one pack.
    pub(super) fn read(&mut self, problems: &Problems, mut root: Node) {
        let mut head = Walk::of(problems, &root);
        if !understood(&mut head) {
            return;
        }
        let only_notices = root.get("notice").is_some() && root.get("field").is_none() && root.get("check").is_none();
        let (name, entity) =
            if only_notices { (head.text("pack"), head.text("entity")) } else { (head.need_text("pack"), head.need_text("entity")) };
        let name = name.map_or("notices", |n| n.value).to_owned();
        let version = head.text("version").map_or("0", |v| v.value).to_owned();
        let entity = entity.map(|e| e.value.to_owned());
        self.versions.push((name.clone(), version));
        for key in ["schema", "pack", "version", "entity"] {
            root.take(key);
        }
        if let Some((_, list)) = root.take("notice") {
            self.add_notices(problems, list);
        }
        match entity {
            Some(entity) => self.overlay(problems, &entity, &name, root),
            None if only_notices => Walk::of(problems, &root).done(),
            None => {}
        }
    }

    /// Takes in the examples of a pack, which make no pack of their own.
    pub(super) fn read_examples(&mut self, problems: &Problems, root: Node) {
        self.read(problems, root);
        self.versions.pop();
    }

    /// Lays notices over those there are, by code.
    pub(super) fn add_notices(&mut self, problems: &Problems, list: Node) {
        duplicates(problems, &list, "code");
        let notices = std::mem::take(&mut self.notices);
        self.notices = merged(notices, list, "code");
    }

    /// Lays a tree over the entity of this name, which it may declare.
    pub(super) fn overlay(&mut self, problems: &Problems, entity: &str, pack: &str, over: Node) {
        for (list, key) in KEYED {
            over.get(list).into_iter().for_each(|l| duplicates(problems, l, key));
        }
        match self.entities.iter_mut().find(|e| e.name == entity) {
            Some(tree) => lay_over(&mut tree.node, over),
            None => self.entities.push(EntityTree { name: entity.to_owned(), pack: pack.to_owned(), node: over }),
        }
    }
}

/// Reads `schema`; what is newer than this version is reported and not read on.
pub(super) fn understood(w: &mut Walk<'_>) -> bool {
    let Some(node) = w.get("schema") else {
        w.problems().report(
            Kind::Missing,
            w.at(),
            Text::new("缺少键 `schema`", "missing key `schema`"),
            Text::new("在第一行写 schema = 1", "write schema = 1 into the first line"),
        );
        return true;
    };
    match node.value {
        Value::Integer(n) if n == SCHEMA as i64 => true,
        Value::Integer(n) if n > SCHEMA as i64 => {
            let message = Text::new(
                format!("格式版本 {n} 比本程序新（本程序认识 {SCHEMA}）"),
                format!("layout {n} is newer than this program, which knows {SCHEMA}"),
            );
            w.problems().report(Kind::Syntax, node.at, message, Text::new("请升级 cutover", "use a newer cutover"));
            false
        }
        _ => {
            let message = Text::new("`schema` 应为 1", "`schema` must be 1");
            w.problems().report(Kind::Form, node.at, message, Text::new("写 schema = 1", "write schema = 1"));
            true
        }
    }
}

/// Lays what a later pack says about an entity over what is there.
fn lay_over(base: &mut Node, mut over: Node) {
    for (list, key) in KEYED {
        let Some((name, more)) = over.take(list) else { continue };
        match base.get_mut(list).map(|n| &mut n.value) {
            Some(Value::List(old)) if matches!(more.value, Value::List(_)) => *old = merged(std::mem::take(old), more, key),
            _ => base.put(name, more),
        }
    }
    base.overlay(over);
}

/// Lays the elements of a list over those of the same key; others come behind.
fn merged(mut base: Vec<Node>, more: Node, key: &str) -> Vec<Node> {
    let Value::List(more) = more.value else { return base };
    let mut places: BTreeMap<String, usize> =
        base.iter().enumerate().filter_map(|(i, n)| Some((name_of(n, key)?.value.to_owned(), i))).collect();
    for node in more {
        let name = name_of(&node, key).map(|n| n.value.to_owned());
        match name.as_ref().and_then(|n| places.get(n)).and_then(|i| base.get_mut(*i)) {
            Some(old) => {
                replace_computation(old, &node);
                old.at = node.at;
                old.overlay(node);
            }
            None => {
                places.extend(name.map(|n| (n, base.len())));
                base.push(node);
            }
        }
    }
    base
}

/// A check that is computed anew forgets how it was computed before.
fn replace_computation(old: &mut Node, over: &Node) {
    if over.get("use").is_some() || over.get("sql").is_some() {
        for key in ["use", "sql", "when", "params"] {
            old.take(key);
        }
    }
}

/// Reports elements of one list that carry the same name.
fn duplicates(problems: &Problems, list: &Node, key: &str) {
    let mut seen: BTreeMap<&str, Spot> = BTreeMap::new();
    for name in list.elements().iter().filter_map(|n| name_of(n, key)) {
        if seen.insert(name.value, name.at).is_some() {
            let message = Text::new(format!("`{}` 出现了两次", name.value), format!("`{}` is there twice", name.value));
            problems.report(Kind::Form, name.at, message, Text::new("合成一处，或改名", "make one of both, or rename one"));
        }
    }
}

fn name_of<'a>(node: &'a Node, key: &str) -> Option<Marked<&'a str>> {
    let name = node.get(key)?;
    Some(Marked { value: name.as_text()?, at: name.at })
}

/// Makes a table of one key.
pub(super) fn table_of(key: &str, at: Spot, node: Node) -> Node {
    let mut table = Node::table(at);
    table.put(Key { name: key.to_owned(), at }, node);
    table
}
