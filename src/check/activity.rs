//! Whether a record is in use in its old system, as its status, its blocked flag and its retirement date say.

use super::case::Case;
use super::memo;
use super::quantity::{day, iso_day};
use crate::domain::fold::fold_key;
use crate::domain::synonym::Synonyms;
use crate::model::TextColumn;
use jiff::civil::Date;

/// What a status says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Activity {
    /// The record is in use.
    Active,
    /// The record is frozen: it migrates, and stays frozen.
    Blocked,
    /// The record is retired.
    Inactive,
}

/// Reads a status value; `None` where it says nothing of use, such as `1` or `是`, whose meaning hangs on the header.
pub(super) fn of_status(value: &str) -> Option<Activity> {
    let found = Synonyms::standard().get("status", value).filter(|s| !s.ambiguous)?;
    match found.canonical.as_str() {
        "active" => Some(Activity::Active),
        "blocked" => Some(Activity::Blocked),
        "inactive" => Some(Activity::Inactive),
        _ => None,
    }
}

/// Says whether a status value is one word with one meaning, be it one that waits for approval.
pub(super) fn is_known(value: &str) -> bool {
    Synonyms::standard().get("status", value).is_some_and(|s| !s.ambiguous)
}

/// Reads a flag: whether it is set.
fn is_set(value: &str) -> Option<bool> {
    match fold_key(value).as_str() {
        "y" | "yes" | "是" | "true" | "t" | "1" | "x" | "√" | "✓" | "all" | "停用" | "禁用" | "冻结" | "blocked" | "b" => {
            Some(true)
        }
        "n" | "no" | "否" | "false" | "f" | "0" | "启用" | "正常" | "a" => Some(false),
        _ => None,
    }
}

/// Reads a disabled flag.
pub(super) fn of_disabled(value: &str) -> Option<Activity> {
    is_set(value).map(|set| if set { Activity::Inactive } else { Activity::Active })
}

/// Reads a blocked flag.
fn of_blocked(value: &str) -> Option<Activity> {
    is_set(value).map(|set| if set { Activity::Blocked } else { Activity::Active })
}

/// Puts two signs together: the graver one counts.
pub(super) fn graver(a: Option<Activity>, b: Option<Activity>) -> Option<Activity> {
    a.max(b)
}

/// The columns that say whether a record is in use.
pub(super) struct Signs<'a> {
    status: Vec<Option<Activity>>,
    disabled: Vec<Option<Activity>>,
    blocked: Vec<Option<Activity>>,
    retired_on: Option<&'a TextColumn>,
    cutover: Option<Date>,
}

fn read_all(column: Option<&TextColumn>, read: fn(&str) -> Option<Activity>) -> Vec<Option<Activity>> {
    column.map(|column| memo::read_all(column, read)).unwrap_or_default()
}

impl<'a> Signs<'a> {
    /// Takes the columns that the check's parameters name.
    pub(super) fn of(case: &Case<'a>, status: Option<&'a TextColumn>) -> Self {
        let cutover = case.subject.plan.cutover_date.as_deref().and_then(iso_day);
        let flags = |name, read| read_all(case.named(name), read);
        Self {
            status: read_all(status, of_status),
            disabled: flags("disabled", of_disabled),
            blocked: flags("blocked", of_blocked),
            retired_on: case.named("retired_on"),
            cutover,
        }
    }

    /// Takes the columns with the usual names where the parameters name none.
    pub(super) fn with_usual(mut self, case: &Case<'a>) -> Self {
        if self.disabled.is_empty() {
            self.disabled = read_all(case.other("disabled"), of_disabled);
        }
        self.retired_on = self.retired_on.or_else(|| case.other("retired_on"));
        self
    }

    /// Says what the status column says.
    pub(super) fn status(&self, row: usize) -> Option<Activity> {
        self.status.get(row).copied().flatten()
    }

    /// Says what the flags and the retirement date say.
    pub(super) fn other(&self, row: usize) -> Option<Activity> {
        let flag = |flags: &[Option<Activity>]| flags.get(row).copied().flatten();
        let retired = self.retired_on.and_then(|c| c.get(row)).and_then(day);
        let past = retired.zip(self.cutover).map(|(on, cutover)| if on <= cutover { Activity::Inactive } else { Activity::Active });
        graver(graver(flag(&self.disabled), flag(&self.blocked)), past)
    }

    /// Names the flag or the date that says a record is retired, for findings of records whose status does not.
    pub(super) fn said(&self, row: usize) -> String {
        let disabled = self.disabled.get(row).copied().flatten() == Some(Activity::Inactive);
        let retired = || self.retired_on.and_then(|c| c.get(row)).map(|on| format!("retired_on = {on}"));
        if disabled { "disabled".to_owned() } else { retired().unwrap_or_default() }
    }

    /// Says whether the record is in use; the gravest sign counts.
    pub(super) fn activity(&self, row: usize) -> Option<Activity> {
        graver(self.status(row), self.other(row))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_and_flags_are_read() {
        for (value, expected) in [
            ("启用", Some(Activity::Active)),
            ("Active", Some(Activity::Active)),
            ("停用", Some(Activity::Inactive)),
            ("冻结", Some(Activity::Blocked)),
            ("1", None),
            ("待审核", None),
        ] {
            assert_eq!(of_status(value), expected, "{value}");
        }
        assert_eq!((of_disabled("X"), of_disabled("0"), of_disabled("?")), (Some(Activity::Inactive), Some(Activity::Active), None));
        assert_eq!(graver(Some(Activity::Active), Some(Activity::Inactive)), Some(Activity::Inactive));
        assert_eq!(graver(None, Some(Activity::Blocked)), Some(Activity::Blocked));
    }
}
