//! Where the checks of a plan stand, for mistakes in them that only their stage can see.

use super::file::{PlanFile, Spot};
use super::load::Project;
use super::node::Node;
use super::pack::EntityTree;
use super::problem::{Problem, located};
use crate::model::{Entity, RuleCode, Text};
use std::collections::BTreeMap;

/// The files of a plan and the spots of its checks.
#[derive(Clone, Debug, Default)]
pub(super) struct CheckSpots {
    files: Vec<PlanFile>,
    checks: BTreeMap<(String, String), Spot>,
}

impl CheckSpots {
    /// Notes the spot of every check: its parameters where it has some, otherwise how it is computed.
    pub(super) fn of(entities: &[EntityTree]) -> Self {
        let spot = |check: &Node| ["params", "sql", "use"].iter().find_map(|k| check.key_spot(k)).unwrap_or(check.at);
        let checks = |e: &EntityTree| -> Vec<((String, String), Spot)> {
            let list = e.node.get("check").map_or(&[] as &[Node], Node::elements);
            list.iter().filter_map(|c| Some(((e.name.clone(), c.get("code")?.as_text()?.to_owned()), spot(c)))).collect()
        };
        Self { files: Vec::new(), checks: entities.iter().flat_map(checks).collect() }
    }

    /// Takes the files that the spots are in.
    #[must_use]
    pub(super) fn within(self, files: Vec<PlanFile>) -> Self {
        Self { files, ..self }
    }
}

impl Project {
    /// Makes a problem of what a stage says about a check, at the check's place in its file.
    pub fn mistake(&self, entity: &Entity, check: &RuleCode, message: Text) -> Problem {
        let key = (entity.to_string(), check.to_string());
        let at = self.spots.checks.get(&key);
        match at.and_then(|at| Some((self.spots.files.get(at.file as usize)?, *at))) {
            Some((file, at)) => located(file, at, message, Text::default()),
            None => Problem::of_file(&format!("{entity}: {check}"), message, Text::default()),
        }
    }
}
