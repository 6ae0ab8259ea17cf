//! Writes the status of a record as `active`, `inactive`, `blocked` or `pending`.

use crate::normalise::notice::{ASSUMED_MEANING, UNKNOWN_STATUS};
use crate::normalise::{Context, Evidence, Loss, Normaliser, Note, Outcome};

pub(in crate::normalise) const NORMALISER: Normaliser = Normaliser {
    name: "status",
    does: (
        "状态改为 active（启用）、inactive（停用）、blocked（冻结）或 pending（未生效）。A/B 和 1/0 只在全列没有其他值时才认（金蝶：A 启用，B 停用）。",
        "Writes a status as active, inactive, blocked or pending. A and B, 1 and 0 are only read where the column has nothing else (Kingdee: A is \
         enabled, B forbidden).",
    ),
    why: (
        "停用的记录不应迁移；冻结的仍要迁移。金蝶的数据状态 A/B/C/D 另有含义，不能误读。",
        "Retired records should not migrate, blocked ones should. Kingdee's document status A to D means something else and must not be misread.",
    ),
    example: ("已停用", "inactive"),
    loses: Loss::Information,
    evidence: Evidence::Words,
    checked_by: &["status_known"],
    apply,
};

fn apply(value: &str, context: &Context<'_>) -> Outcome {
    match meaning(value, context) {
        Some((status, true)) => Outcome::noted(value, status, Note::new(&ASSUMED_MEANING).expecting(status)),
        Some((status, false)) => Outcome::of(value, status.to_owned().into()),
        None => Outcome::Failed(Note::new(&UNKNOWN_STATUS)),
    }
}

/// Gives what a word says about being in use, and whether that was inferred from the column.
pub(super) fn meaning<'a>(value: &str, context: &Context<'a>) -> Option<(&'a str, bool)> {
    let found = context.tables.synonyms.get("status", value)?;
    let proven = || context.column.holds_only(&["a", "b"]) || context.column.holds_only(&["0", "1"]);
    (!found.ambiguous || proven()).then_some((found.canonical.as_str(), found.ambiguous))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::value::tests::check_in;

    #[test]
    fn words_say_whether_a_record_is_in_use() {
        for (column, expected) in [
            (&["启用"][..], "active"),
            (&["已停用"], "inactive"),
            (&["冻结"], "blocked"),
            (&["Active"], "active"),
            (&["active"], "active"),
            (&["A", "B"], "inactive !assumed-meaning"),
            (&["C", "D", "A"], "!unreadable-status"),
            (&["1", "0"], "inactive !assumed-meaning"),
            (&["2", "1"], "!unreadable-status"),
            (&["是"], "!unreadable-status"),
            (&["也许"], "!unreadable-status"),
        ] {
            check_in(&NORMALISER, "status", column, expected);
        }
    }
}
