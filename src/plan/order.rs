//! The load order: what others refer to comes first, then the order that packs ask for.

use super::entity::Ordered;
use super::file::Spot;
use super::problem::{Kind, Problems};
use super::spec::EntitySpec;
use crate::model::{Entity, Text};
use std::collections::BTreeMap;

/// Puts entities into load order; references in a circle are reported at `spots`, the places of the entities.
pub(super) fn in_load_order(problems: &Problems, mut entities: Vec<Ordered>, spots: &BTreeMap<String, Spot>) -> Vec<EntitySpec> {
    entities.sort_by(|a, b| (a.order, &a.spec.entity).cmp(&(b.order, &b.spec.entity)));
    let mut left: Vec<EntitySpec> = entities.into_iter().map(|e| e.spec).collect();
    let mut ordered: Vec<EntitySpec> = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let ready = left.iter().position(|e| parents(e).all(|p| !left.iter().any(|l| l.entity == *p)));
        if ready.is_none() {
            report_circle(problems, &left, spots);
        }
        ordered.push(left.remove(ready.unwrap_or(0)));
    }
    ordered
}

/// Gives the other entities that an entity refers to; a reference to itself (a head office) asks for no order.
fn parents(e: &EntitySpec) -> impl Iterator<Item = &Entity> {
    e.references.iter().map(|r| &r.to).filter(|to| **to != e.entity)
}

fn report_circle(problems: &Problems, left: &[EntitySpec], spots: &BTreeMap<String, Spot>) {
    let mut path: Vec<&EntitySpec> = left.first().into_iter().collect();
    // Every entity left has a parent among those left, so that the walk comes back to where it has been.
    while let Some(next) = path.last().and_then(|e| parents(e).find_map(|p| left.iter().find(|l| l.entity == *p))) {
        if let Some(start) = path.iter().position(|e| e.entity == next.entity) {
            let mut names: Vec<&str> = path.iter().skip(start).map(|e| e.entity.as_str()).collect();
            names.push(next.entity.as_str());
            let circle = names.join(" -> ");
            let message = Text::new(format!("引用成环：{circle}"), format!("references run in a circle: {circle}"));
            let hint =
                Text::new("环中的实体无法决定先后，请去掉其中一个引用", "nothing can be loaded first: take out one of these references");
            if let Some(at) = spots.get(next.entity.as_str()) {
                problems.report(Kind::Form, *at, message, hint);
            }
            return;
        }
        path.push(next);
    }
}
