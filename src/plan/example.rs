//! Examples of rules: rows that pass a check and rows that fail it, for `rules test` and for people.

use super::context::{Context, FieldNames};
use super::file::Marked;
use super::node::{Node, Value};
use super::spec::{ExampleRow, RuleExample};
use super::walk::{Walk, text_of};
use crate::model::RuleCode;
use std::collections::BTreeMap;

/// Reads `[[example]]`: `check`, `passes`, `fails`, and `with` for the tables of other entities and of the project.
pub(super) fn examples(w: &mut Walk<'_>, names: &FieldNames<'_>, c: Context<'_>) -> Vec<RuleExample> {
    let checks = w.tables("check");
    let codes: Vec<&str> =
        checks.iter().filter_map(|w| w.entries().iter().find(|(k, _)| k.name == "code")).filter_map(|(_, n)| n.as_text()).collect();
    w.tables("example").into_iter().filter_map(|w| example(w, &codes, names, c)).collect()
}

fn example(mut w: Walk<'_>, codes: &[&str], names: &FieldNames<'_>, c: Context<'_>) -> Option<RuleExample> {
    let check = w.need_text("check").filter(|code| c.known(*code, codes.iter().copied(), "检查", "check"));
    let mut rows = |key| w.get(key).map(|n| table(n, Some(names), c)).unwrap_or_default();
    let (passes, fails) = (rows("passes"), rows("fails"));
    let mut with = BTreeMap::new();
    if let Some(tables) = w.table("with") {
        for (key, node) in tables.entries() {
            with.insert(key.name.clone(), table(node, None, c));
        }
    }
    w.done();
    Some(RuleExample { check: RuleCode::new(check?.value), passes, fails, with })
}

/// Reads a list of rows; the fields of the entity itself must be there.
fn table(node: &Node, names: Option<&FieldNames<'_>>, c: Context<'_>) -> Vec<ExampleRow> {
    if !matches!(node.value, Value::List(_)) {
        _ = Walk::of(c.problems, node).tables("rows");
    }
    let row = |node: &Node| {
        let walk = Walk::of(c.problems, node);
        let cell = |(key, value): &(super::node::Key, Node)| {
            if let Some(names) = names {
                names.find(Marked { value: key.name.as_str(), at: key.at })?;
            }
            Some((key.name.clone(), text_of(c.problems, value)?.value.to_owned()))
        };
        walk.entries().iter().filter_map(cell).collect()
    };
    node.elements().iter().map(row).collect()
}
