//! Checks that look into the tables of other entities.

pub(super) mod deviates;
pub(super) mod inactive_record;
pub(super) mod referred_value;
pub(super) mod required_by;
pub(super) mod same_as_referred;
pub(super) mod shared_with;
pub(super) mod used_elsewhere;

use super::case::Case;
use super::keys::Fold;
use super::other::{Register, key_of};
use crate::model::TextColumn;
use std::sync::Arc;

/// The records that the rows of a table refer to.
pub(super) struct Referred<'a> {
    codes: &'a TextColumn,
    register: Arc<Register>,
}

impl<'a> Referred<'a> {
    /// Files the entity that the parameter `entity` names; the code stands in the field `key`, or in the check's own.
    pub(super) fn of(case: &Case<'a>) -> Option<Self> {
        let entity = case.params.text("entity")?;
        let codes = case.named("key").or_else(|| case.column())?;
        Self::of_codes(case, entity, codes)
    }

    /// Files the entity that the parameter `entity` names; the code stands in this field.
    pub(super) fn by(case: &Case<'a>, field: &str) -> Option<Self> {
        Self::of_codes(case, case.params.text("entity")?, case.other(field)?)
    }

    fn of_codes(case: &Case<'a>, entity: &str, codes: &'a TextColumn) -> Option<Self> {
        let register = case.register(entity, key_of(case.subject, entity), Fold::Code)?;
        Some(Self { codes, register })
    }

    /// Gives a column of the other entity.
    pub(super) fn column(&self, name: &str) -> Option<TextColumn> {
        self.register.table().column(name)
    }

    /// Gives the positions of the records that a row refers to: none where the reference is empty or broken, several where it is ambiguous.
    pub(super) fn records(&self, case: &Case<'_>, row: usize) -> Vec<usize> {
        self.codes.get(row).map(|code| self.register.find(code, case.system(row))).unwrap_or_default()
    }
}

/// The tables in which a record's code may be used, as a parameter lists them: `entity.field`.
pub(super) struct Uses(Vec<Arc<Register>>);

impl Uses {
    /// Files the tables that are there.
    pub(super) fn of(case: &Case<'_>, parameter: &str) -> Self {
        let listed = case.params.texts(parameter);
        let split = listed.into_iter().filter_map(|l| l.split_once('.'));
        Self(split.filter_map(|(entity, field)| case.register(entity, field, Fold::Code)).collect())
    }

    /// Says whether none of the tables is there.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Says whether a code of a system is used anywhere.
    pub(super) fn uses(&self, code: &str, system: u32) -> bool {
        self.0.iter().any(|r| r.uses(code, system))
    }

    /// Says whether a system has rows in any of the tables.
    pub(super) fn covers(&self, system: u32) -> bool {
        self.0.iter().any(|r| r.covers(system))
    }
}
pub(super) mod unit_dimension;
