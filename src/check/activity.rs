//! Whether a record is in use in its old system, as its status, its blocked flag and its retirement date say.

use super::case::Case;
use super::quantity::{day, iso_day};
use crate::domain::fold::fold_key;
use crate::domain::synonym::Synonyms;
use crate::model::TextColumn;
use foldhash::{HashMap, HashMapExt};
use jiff::civil::Date;

/// What a status says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Activity {
    /// The record is in use.
    Active,
    /// The record is retired.
    Inactive,
}

/// Reads a status value; `None` where it says neither.
pub(super) fn of_status(value: &str) -> Option<Activity> {
    match Synonyms::standard().get("status", value)?.canonical.as_str() {
        "active" => Some(Activity::Active),
        "inactive" | "blocked" => Some(Activity::Inactive),
        _ => None,
    }
}

/// Says whether a status value is known at all, such as one that waits for approval.
pub(super) fn is_known(value: &str) -> bool {
    Synonyms::standard().get("status", value).is_some()
}

/// Reads a blocked flag: whether the record is blocked.
pub(super) fn of_blocked(value: &str) -> Option<Activity> {
    match fold_key(value).as_str() {
        "y" | "yes" | "是" | "true" | "t" | "1" | "x" | "√" | "✓" | "all" | "停用" | "禁用" | "冻结" | "blocked" | "b" => Some(Activity::Inactive),
        "n" | "no" | "否" | "false" | "f" | "0" | "启用" | "正常" | "a" => Some(Activity::Active),
        _ => None,
    }
}

/// The columns that say whether a record is in use.
pub(super) struct Signs<'a> {
    status: Vec<Option<Activity>>,
    blocked: Vec<Option<Activity>>,
    retired_on: Option<&'a TextColumn>,
    cutover: Option<Date>,
}

/// Reads a column of few distinct values.
fn read_all(column: Option<&TextColumn>, read: fn(&str) -> Option<Activity>) -> Vec<Option<Activity>> {
    let Some(column) = column else { return Vec::new() };
    let mut seen: HashMap<&str, Option<Activity>> = HashMap::new();
    column.iter().map(|v| v.and_then(|v| *seen.entry(v).or_insert_with(|| read(v)))).collect()
}

impl<'a> Signs<'a> {
    /// Takes the columns that the check's parameters name.
    pub(super) fn of(case: &Case<'a>, status: Option<&'a TextColumn>) -> Self {
        let cutover = case.subject.plan.cutover_date.as_deref().and_then(iso_day);
        let blocked = read_all(case.named("blocked"), of_blocked);
        Self { status: read_all(status, of_status), blocked, retired_on: case.named("retired_on"), cutover }
    }

    /// Takes the columns with the usual names where the parameters name none.
    pub(super) fn with_usual(mut self, case: &Case<'a>) -> Self {
        if self.blocked.is_empty() {
            self.blocked = read_all(case.other("blocked"), of_blocked);
        }
        self.retired_on = self.retired_on.or_else(|| case.other("retired_on"));
        self
    }

    /// Says what the status column says.
    pub(super) fn status(&self, row: usize) -> Option<Activity> {
        self.status.get(row).copied().flatten()
    }

    /// Says what the blocked flag and the retirement date say.
    pub(super) fn other(&self, row: usize) -> Option<Activity> {
        let blocked = self.blocked.get(row).copied().flatten();
        let retired = self.retired_on.and_then(|c| c.get(row)).and_then(day);
        let past = retired.zip(self.cutover).map(|(on, cutover)| if on <= cutover { Activity::Inactive } else { Activity::Active });
        match (blocked, past) {
            (Some(Activity::Inactive), _) | (_, Some(Activity::Inactive)) => Some(Activity::Inactive),
            (blocked, past) => blocked.or(past),
        }
    }

    /// Says whether the record is in use; one sign of retirement is enough.
    pub(super) fn activity(&self, row: usize) -> Option<Activity> {
        match (self.status(row), self.other(row)) {
            (Some(Activity::Inactive), _) | (_, Some(Activity::Inactive)) => Some(Activity::Inactive),
            (status, other) => status.or(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_are_read() {
        for (value, expected) in [
            ("启用", Some(Activity::Active)),
            ("Active", Some(Activity::Active)),
            ("1", Some(Activity::Active)),
            ("停用", Some(Activity::Inactive)),
            ("已冻结", Some(Activity::Inactive)),
            ("Discontinued", Some(Activity::Inactive)),
            ("待审核", None),
        ] {
            assert_eq!(of_status(value), expected, "{value}");
        }
        assert_eq!((of_blocked("X"), of_blocked("0"), of_blocked("?")), (Some(Activity::Inactive), Some(Activity::Active), None));
    }
}
