//! Checks of an entity, and notices: the texts of findings that other stages make.

use super::context::{Context, FieldNames};
use super::file::Marked;
use super::problem::Kind;
use super::spec::{CheckSpec, CheckUse};
use super::walk::Walk;
use crate::model::{Dimension, RuleCode, Severity, Text};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Reads the checks of an entity, without those switched off.
pub(super) fn checks(w: &mut Walk<'_>, names: &FieldNames<'_>, c: Context<'_>) -> Vec<CheckSpec> {
    let all = w.tables("check");
    let codes: Vec<&str> =
        all.iter().filter_map(|w| w.entries().iter().find(|(k, _)| k.name == "code")).filter_map(|(_, n)| n.as_text()).collect();
    all.into_iter().filter_map(|w| check(w, &codes, names, c)).collect()
}

fn check(mut w: Walk<'_>, codes: &[&str], names: &FieldNames<'_>, c: Context<'_>) -> Option<CheckSpec> {
    let enabled = w.flag("enabled").unwrap_or(true);
    let code = w.need_text("code").filter(|code| is_code(code, c));
    let declared = w.entries().iter().any(|(k, _)| k.name == "use" || k.name == "sql");
    if !enabled && !declared {
        if let Some(code) = code {
            let others = codes.iter().copied().filter(|o| *o != code.value).collect::<Vec<_>>();
            c.known(code, others, "检查", "check");
        }
        return None;
    }
    let field = w.text("field").and_then(|f| names.find(f));
    let does = computed(&mut w, field, c);
    let spec = texts(w, code, does);
    spec.filter(|_| enabled)
}

/// Reads how a check is computed: by `use` with `params`, or by `sql` with `when`.
fn computed(w: &mut Walk<'_>, field: Option<Arc<str>>, c: Context<'_>) -> CheckUse {
    let (name, params) = (w.text("use"), w.table("params"));
    let (sql, when) = (w.text("sql"), w.text("when"));
    let mistake = |at, zh: &str, en: &str| c.problems.report(Kind::Form, at, Text::new(zh, en), Text::default());
    match (name, sql) {
        (Some(_), Some(sql)) => mistake(sql.at, "`use` 和 `sql` 只能写一个", "a check has either `use` or `sql`, not both"),
        (Some(name), None) => _ = c.known(name, c.vocabulary.checks.iter().copied(), "内置检查", "built-in check"),
        (None, Some(_)) => {}
        (None, None) => {
            let hint =
                Text::new("写 use = \"内置检查\" 或 sql = \"表达式\"", "write use = \"a built-in check\" or sql = \"an expression\"");
            w.missing("use", hint);
        }
    }
    [sql, when].into_iter().flatten().for_each(|expression| report_sql(expression, c));
    match (sql, params, when) {
        (Some(_), Some(params), _) => mistake(params.at(), "`params` 只用于内置检查", "`params` goes with `use` only"),
        (None, _, Some(when)) => mistake(when.at, "`when` 只用于 SQL 检查", "`when` goes with `sql` only"),
        (None, Some(params), None) => {
            let params = params.entries().iter().map(|(k, v)| (k.name.clone(), v.to_toml())).collect();
            return CheckUse::Builtin { name: name.map_or_else(String::new, |n| n.value.to_owned()), field, params };
        }
        _ => {}
    }
    match sql {
        Some(sql) => CheckUse::Sql { passes: sql.value.to_owned(), when: when.map(|s| s.value.to_owned()), field },
        None => CheckUse::Builtin { name: name.map_or_else(String::new, |n| n.value.to_owned()), field, params: BTreeMap::new() },
    }
}

/// Reports an expression that cannot be evaluated.
fn report_sql(expression: Marked<&str>, c: Context<'_>) {
    let Some(why) = (c.vocabulary.sql_problem)(expression.value) else { return };
    let message = Text::new(format!("SQL 表达式有误：{why}"), format!("the SQL expression does not parse: {why}"));
    let hint = Text::new(
        "写一个对好的行为真的表达式，列是文本，例如 CAST(credit_limit AS DOUBLE) >= 0",
        "write an expression that is true for good rows; columns are text, as in CAST(credit_limit AS DOUBLE) >= 0",
    );
    c.problems.report(Kind::Form, expression.at, message, hint);
}

/// Reads a notice.
pub(super) fn notice(mut w: Walk<'_>, c: Context<'_>) -> Option<CheckSpec> {
    let code = w.need_text("code").filter(|code| is_code(code, c));
    texts(w, code, CheckUse::Stage)
}

/// Reads what checks and notices have in common.
fn texts(mut w: Walk<'_>, code: Option<Marked<&str>>, does: CheckUse) -> Option<CheckSpec> {
    let id = w.text("id").map_or_else(String::new, |t| t.value.to_owned());
    let severity: Option<Severity> = w.need_choice("severity");
    let dimension: Option<Dimension> = w.need_choice("dimension");
    let weight = w.number("weight", 0.0..=1000.0).map_or(1.0, |m| m.value);
    let effect = w.choice("effect").unwrap_or_default();
    let title = w.need_label("title");
    let hint = w.label("hint").unwrap_or_default();
    w.done();
    Some(CheckSpec { code: RuleCode::new(code?.value), id, does, severity: severity?, dimension: dimension?, weight, effect, title, hint })
}

/// Says whether a code is kebab-case, as findings and exports spell it.
fn is_code(code: &Marked<&str>, c: Context<'_>) -> bool {
    let part = |p: &str| !p.is_empty() && p.chars().all(|ch| ch.is_ascii_lowercase() || ch.is_ascii_digit());
    let good = code.value.len() <= 64 && code.value.split('-').all(part);
    if !good {
        let message = Text::new("检查代码只能用小写英文字母、数字和连字符", "a code is made of a-z, 0-9 and single hyphens");
        c.problems.report(Kind::Form, code.at, message, Text::new("例如 invalid-tax-id", "such as invalid-tax-id"));
    }
    good
}
