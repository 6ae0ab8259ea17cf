//! Finds records whose name says that they are retired while their status says nothing of it.

use super::super::case::Case;
use super::super::doc::{CheckDoc, Example, Kind, Parameter};
use super::super::activity::{Activity, Signs};
use super::super::judgement::{Judgement, Outcome, Why};
use crate::domain::fold::{fold_key, is_han};

pub(in super::super) const DOC: CheckDoc = CheckDoc {
    name: "marker_vs_status",
    does: (
        "名称里有停用、作废、勿用之类标记，但状态不是停用。",
        "The name says retired, void, do not use and the like, but the status does not.",
    ),
    needs_field: true,
    parameters: &[
        Parameter::new("status", Kind::Field, "状态字段", "the field of the status"),
        Parameter::new("blocked", Kind::Field, "停用标志字段", "the field of the blocked flag"),
    ],
    example: Example {
        field: "name",
        params: "status = \"status\"",
        table: "name|status\n苏州华泰机械有限公司|启用\n苏州华泰机械（停用）|启用\n华泰机械-作废|停用\n华泰机械勿用|\n北京停用车配件厂|启用",
        others: &[],
        fails: &[2, 4],
    },
    run,
};

/// Words that mark a record as retired.
const MARKERS: &[&str] = &[
    "停用", "已停用", "禁用", "已禁用", "作废", "已作废", "勿用", "请勿使用", "不要用", "不再使用", "停止使用", "停产", "已停产", "失效", "废弃", "淘汰", "已淘汰", "已注销", "吊销", "已关闭",
    "已取消", "重复勿用", "do not use", "donotuse", "dnu", "obsolete", "inactive", "discontinued", "deleted", "closed",
];

fn run(case: &Case<'_>) -> Outcome {
    let signs = Signs::of(case, case.named("status"));
    case.each_value(|row, value| match marker(value) {
        None => Judgement::Good,
        Some(_) if signs.activity(row) == Some(Activity::Inactive) => Judgement::Good,
        Some(marker) => case.bad(|| Why::expected(format!("{marker}?"))),
    })
}

/// Finds a marker that stands by itself: at an end of the name, in brackets, or parted from it.
fn marker(name: &str) -> Option<&'static str> {
    let lower = fold_key(name);
    MARKERS.iter().copied().find(|marker| {
        let key = fold_key(marker);
        lower.match_indices(&key).any(|(at, _)| {
            let before = lower.get(..at).and_then(|s| s.chars().next_back());
            let after = lower.get(at + key.len()..).and_then(|s| s.chars().next());
            stands_alone(before, after, marker.is_ascii())
        })
    })
}

/// A Chinese marker may follow the name directly, but nothing of the name may follow it; an English one is a word of its own.
fn stands_alone(before: Option<char>, after: Option<char>, latin: bool) -> bool {
    let word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && (!latin || !is_han(c)));
    if latin { !word(before) && !word(after) } else { !word(after) || before.is_none_or(|c| !c.is_alphanumeric()) && after.is_none_or(|c| !is_han(c)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_stand_by_themselves() {
        for (name, expected) in [
            ("华泰（停用）", true),
            ("华泰停用", true),
            ("【作废】华泰", true),
            ("停用-华泰机械", true),
            ("Contoso (DO NOT USE)", true),
            ("Contoso inactive", true),
            ("停用车配件厂", false),
            ("废旧物资回收公司", false),
            ("Closedloop Systems", false),
            ("Enclosed Ltd", false),
            ("华泰机械", false),
        ] {
            assert_eq!(marker(name).is_some(), expected, "{name}");
        }
    }
}
