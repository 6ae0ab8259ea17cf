//! Whether a record is in use in its old system, as its status, its blocked flag and its retirement date say.

use super::case::Case;
use super::quantity::{day, iso_day};
use crate::domain::fold::fold_key;
use crate::model::TextColumn;
use jiff::civil::Date;

/// What a status says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Activity {
    /// The record is in use.
    Active,
    /// The record is retired.
    Inactive,
}

const ACTIVE: &[&str] = &[
    "active", "启用", "已启用", "有效", "可用", "正常", "在用", "使用", "使用中", "生效", "已生效", "合作", "合作中", "在产", "量产", "开业", "存续", "enabled", "enable", "valid",
    "open", "live", "normal", "ok", "inuse", "in use", "released", "approved", "y", "yes", "是", "true", "t", "1", "a", "√", "✓", "on",
];
const INACTIVE: &[&str] = &[
    "inactive", "停用", "已停用", "禁用", "已禁用", "无效", "作废", "已作废", "失效", "已失效", "注销", "已注销", "吊销", "关闭", "已关闭", "冻结", "已冻结", "停产", "淘汰", "已淘汰",
    "废弃", "报废", "取消", "终止", "停止合作", "终止合作", "黑名单", "暂停", "封存", "删除", "已删除", "disabled", "disable", "invalid", "closed", "blocked", "frozen",
    "obsolete", "deleted", "discontinued", "retired", "suspended", "eol", "endoflife", "end of life", "n", "no", "否", "false", "f", "0", "b", "×", "off",
];

/// Reads a status value; `None` where it says neither.
pub(super) fn of_status(value: &str) -> Option<Activity> {
    let key = fold_key(value);
    let is = |list: &[&str]| list.iter().any(|w| fold_key(w) == key);
    if is(ACTIVE) {
        Some(Activity::Active)
    } else if is(INACTIVE) {
        Some(Activity::Inactive)
    } else {
        None
    }
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
    status: Option<&'a TextColumn>,
    blocked: Option<&'a TextColumn>,
    retired_on: Option<&'a TextColumn>,
    cutover: Option<Date>,
}

impl<'a> Signs<'a> {
    /// Takes the columns that the check's parameters name.
    pub(super) fn of(case: &Case<'a>, status: Option<&'a TextColumn>) -> Self {
        let cutover = case.subject.plan.cutover_date.as_deref().and_then(iso_day);
        Self { status, blocked: case.named("blocked"), retired_on: case.named("retired_on"), cutover }
    }

    /// Takes the columns with the usual names where the parameters name none.
    pub(super) fn with_usual(mut self, case: &Case<'a>) -> Self {
        self.blocked = self.blocked.or_else(|| case.other("blocked"));
        self.retired_on = self.retired_on.or_else(|| case.other("retired_on"));
        self
    }

    /// Says what the status column says.
    pub(super) fn status(&self, row: usize) -> Option<Activity> {
        self.status?.get(row).and_then(of_status)
    }

    /// Says what the blocked flag and the retirement date say.
    pub(super) fn other(&self, row: usize) -> Option<Activity> {
        let blocked = self.blocked.and_then(|c| c.get(row)).and_then(of_blocked);
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
            ("审批中", None),
        ] {
            assert_eq!(of_status(value), expected, "{value}");
        }
        assert_eq!((of_blocked("X"), of_blocked("0"), of_blocked("?")), (Some(Activity::Inactive), Some(Activity::Active), None));
    }
}
