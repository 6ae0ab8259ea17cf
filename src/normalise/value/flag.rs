//! Writes yes and no as `Y` and `N`.

use super::status;
use crate::normalise::notice::{ASSUMED_MEANING, UNKNOWN_FLAG};
use crate::normalise::{Context, Evidence, Loss, Normaliser, Note, Outcome};

pub(in crate::normalise) const NORMALISER: Normaliser = Normaliser {
    name: "flag",
    does: (
        "是否标志改为 Y 或 N；停用标志字段里的“停用”是 Y，“启用”是 N。",
        "Writes yes and no as Y and N; in fields that say blocked, 停用 (retired) is Y and 启用 (active) is N.",
    ),
    why: ("各系统写法不同：是/否、1/0、√、true、X。", "Systems write 是 and 否, 1 and 0, √, true, X."),
    example: ("是", "Y"),
    loses: Loss::Nothing,
    evidence: Evidence::Words,
    checked_by: &["in_table", "flag_known"],
    apply,
};

fn apply(value: &str, context: &Context<'_>) -> Outcome {
    if let Some(flag) = context.tables.synonyms.get("boolean", value) {
        return Outcome::of(value, flag.canonical.clone().into());
    }
    let Some(when_active) = sense(&context.field.name) else { return Outcome::Failed(Note::new(&UNKNOWN_FLAG)) };
    // Business Central blocks customers and vendors by degrees, some exports by their numbers.
    if when_active == "N" && ["ship", "invoice", "payment", "all", "2", "3"].contains(&value.to_lowercase().as_str()) {
        return Outcome::noted(value, "Y", Note::new(&ASSUMED_MEANING).expecting("Y"));
    }
    let (flag, assumed) = match status::meaning(value, context) {
        Some(("active", assumed)) => (when_active, assumed),
        Some(("inactive" | "blocked", assumed)) => (if when_active == "Y" { "N" } else { "Y" }, assumed),
        _ => return Outcome::Failed(Note::new(&UNKNOWN_FLAG)),
    };
    if assumed { Outcome::noted(value, flag, Note::new(&ASSUMED_MEANING).expecting(flag)) } else { Outcome::of(value, flag.into()) }
}

/// Says what an active record has in a flag of this name; `None` where the flag is not about being in use.
fn sense(field: &str) -> Option<&'static str> {
    let has = |words: &[&str]| words.iter().any(|w| field.split('_').any(|part| part == *w));
    if has(&["blocked", "forbidden", "deleted", "disabled", "inactive", "retired", "locked"]) {
        Some("N")
    } else if has(&["active", "enabled", "valid"]) {
        Some("Y")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::value::tests::check_in;

    #[test]
    fn flags_are_yes_or_no() {
        for (field, column, expected) in [
            ("batch_flag", &["是"][..], "Y"),
            ("batch_flag", &["0"], "N"),
            ("batch_flag", &["√"], "Y"),
            ("batch_flag", &["停用"], "!unreadable-flag"),
            ("blocked", &["停用"], "Y"),
            ("blocked", &["启用"], "N"),
            ("blocked", &["X"], "Y"),
            ("blocked", &["All"], "Y !assumed-meaning"),
            ("blocked", &["3"], "Y !assumed-meaning"),
            ("batch_flag", &["3"], "!unreadable-flag"),
            ("blocked", &["Payment"], "Y !assumed-meaning"),
            ("batch_flag", &["All"], "!unreadable-flag"),
            ("blocked", &["A", "B"], "Y !assumed-meaning"),
            ("blocked", &["A", "B", "C", "A"], "!unreadable-flag"),
            ("is_active", &["有效"], "Y"),
            ("blocked", &["也许"], "!unreadable-flag"),
        ] {
            check_in(&NORMALISER, field, column, expected);
        }
    }
}
