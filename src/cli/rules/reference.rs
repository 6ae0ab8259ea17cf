//! `cutover rules list --markdown`: the reference page of all rules, in both languages; `rules/REFERENCE.md` is this page over the shipped rules.

use crate::check::{CHECKS, CheckDoc, Kind};
use crate::normalise::{Loss, NORMALISERS};
use crate::plan::{CheckSpec, CheckUse, EntitySpec, Plan, RuleExample};
use std::fmt::Write as _;

/// Writes the page.
pub(super) fn page(plan: &Plan) -> String {
    let checks: usize = plan.entities.iter().map(|e| e.checks.len()).sum();
    let mut out = format!(
        "# All rules · 全部规则\n\nWritten by `cutover rules list --markdown`; how rules are changed stands in [README.md](README.md).\n\n\
         {} entities with {checks} checks, {} built-in checks, {} normalisers, {} notices of other stages. \
         `id` refers to the catalogue of migration rules; `cutover rules show CODE` shows one rule with its parameters.\n",
        plan.entities.len(),
        CHECKS.len(),
        NORMALISERS.len(),
        plan.notices.len()
    );
    for e in &plan.entities {
        of_entity(e, &mut out);
    }
    notices(plan, &mut out);
    out.push_str("\n## Built-in checks · 内置检查\n");
    CHECKS.iter().for_each(|c| built_in(c, &mut out));
    normalisers(&mut out);
    out
}

fn of_entity(e: &EntitySpec, out: &mut String) {
    let _ = writeln!(out, "\n## {} · {} · {}\n", e.entity, e.label.en, e.label.zh);
    out.push_str("| code | id | severity | dimension | effect | what it says | passes | fails |\n|---|---|---|---|---|---|---|---|\n");
    for c in &e.checks {
        let example = e.examples.iter().find(|x| x.check == c.code);
        let cells = |good: bool| example.map_or_else(String::new, |x| cell_of(x, c, good));
        let _ = writeln!(
            out,
            "| `{}` | {} | {} | {} | {} | {} | {} | {} |",
            c.code,
            c.id,
            c.severity.as_str(),
            c.dimension.as_str(),
            effect(c),
            said(c),
            cells(true),
            cells(false)
        );
    }
}

/// Gives the value that an example has in the field of the check, or its first row where it has none.
fn cell_of(example: &RuleExample, check: &CheckSpec, good: bool) -> String {
    let rows = if good { &example.passes } else { &example.fails };
    let field = match &check.does {
        CheckUse::Builtin { field, .. } | CheckUse::Sql { field, .. } => field.as_deref(),
        CheckUse::Stage => None,
    };
    let Some(row) = (if good { rows.first() } else { rows.last() }) else { return String::new() };
    match field.and_then(|f| row.get(f)).map(String::as_str) {
        Some("") | None => "–".to_owned(),
        Some(value) => code(value),
    }
}

fn effect(c: &CheckSpec) -> String {
    format!("{:?}", c.effect).to_lowercase()
}

fn said(c: &CheckSpec) -> String {
    format!("{}<br>{}<br>{}<br>{}", plain(&c.title.en), plain(&c.title.zh), plain(&c.hint.en), plain(&c.hint.zh))
}

fn notices(plan: &Plan, out: &mut String) {
    out.push_str("\n## Notices of other stages · 其他阶段的提示\n\n| code | id | severity | dimension | effect | what it says |\n|---|---|---|---|---|---|\n");
    for c in plan.notices.values() {
        let _ =
            writeln!(out, "| `{}` | {} | {} | {} | {} | {} |", c.code, c.id, c.severity.as_str(), c.dimension.as_str(), effect(c), said(c));
    }
}

fn built_in(c: &CheckDoc, out: &mut String) {
    let text = c.text();
    let _ = write!(out, "\n### `{}`\n\n{}\n\n{}\n", c.name, text.en, text.zh);
    if !c.parameters.is_empty() {
        out.push_str("\n| parameter | takes | |\n|---|---|---|\n");
    }
    for p in c.parameters {
        let (takes, text) = (kind(p.kind), p.text());
        let _ = writeln!(out, "| `{}` | {takes} | {}<br>{} |", p.name, plain(&text.en), plain(&text.zh));
    }
    let _ = write!(out, "\n```\n{}", c.example.table);
    for (name, table) in c.example.others {
        let _ = write!(out, "\n\n{name}\n{table}");
    }
    let fails: Vec<String> = c.example.fails.iter().map(ToString::to_string).collect();
    let params = if c.example.params.is_empty() { String::new() } else { format!(", {}", c.example.params.replace('\n', ", ")) };
    let _ = writeln!(out, "\n```\n\n`field = \"{}\"{params}`: row {} fails.", c.example.field, fails.join(", "));
}

fn kind(kind: Kind) -> String {
    match kind {
        Kind::Field => "a field".to_owned(),
        Kind::Fields => "fields".to_owned(),
        Kind::Entity => "an entity".to_owned(),
        Kind::OtherField => "a field of the other entity".to_owned(),
        Kind::OtherFields => "fields of the other entity".to_owned(),
        Kind::EntityFields => "`entity.field`".to_owned(),
        Kind::Number => "a number".to_owned(),
        Kind::Numbers => "numbers".to_owned(),
        Kind::Text => "a text".to_owned(),
        Kind::Texts => "texts".to_owned(),
        Kind::OneOf(words) => format!("one of `{}`", words.join("` `")),
        Kind::SomeOf(words) => format!("some of `{}`", words.join("` `")),
        Kind::Pattern => "a regular expression".to_owned(),
        Kind::Switch => "true or false".to_owned(),
        Kind::Values => "field = values".to_owned(),
    }
}

fn normalisers(out: &mut String) {
    out.push_str("\n## Normalisers · 规范函数\n\n| name | what it does | before | after | loses |\n|---|---|---|---|---|\n");
    for n in NORMALISERS {
        let (text, why) = (n.text(), n.reason());
        let loses = if matches!(n.loses, Loss::Nothing) { "nothing" } else { "perhaps" };
        let _ = writeln!(
            out,
            "| `{}` | {}<br>{}<br>{}<br>{} | {} | {} | {loses} |",
            n.name,
            plain(&text.en),
            plain(&text.zh),
            plain(&why.en),
            plain(&why.zh),
            code(n.example.0),
            code(n.example.1)
        );
    }
}

/// Writes a text for a cell of a table.
fn plain(text: &str) -> String {
    text.replace('|', "\\|").replace('<', "&lt;").replace('\n', " ")
}

/// Writes a value as code; what nobody sees is shown by its number.
fn code(value: &str) -> String {
    let shown: String = value
        .chars()
        .flat_map(|c| {
            if c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{a0}' | '\u{3000}') {
                format!("\\u{{{:x}}}", c as u32).chars().collect()
            } else {
                vec![c]
            }
        })
        .collect();
    format!("`{}`", shown.replace('|', "\\|").replace('`', "'"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::PlanRequest;
    use std::collections::BTreeSet;

    fn shipped() -> Plan {
        let request = PlanRequest { examples: true, ..PlanRequest::default() };
        crate::plan::load(&request, &crate::cli::vocabulary::vocabulary()).unwrap_or_else(|e| panic!("{e:#?}"))
    }

    #[test]
    fn the_page_in_the_repository_is_up_to_date() {
        let written = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/rules/REFERENCE.md")).unwrap_or_default();
        assert!(written == page(&shipped()), "run `cargo run -- rules list --markdown > rules/REFERENCE.md`");
    }

    #[test]
    fn every_rule_of_the_catalogue_has_its_check() {
        let plan = shipped();
        let rules = plan.entities.iter().flat_map(|e| &e.checks).chain(plan.notices.values());
        let named: BTreeSet<&str> = rules.flat_map(|c| c.id.split(", ")).collect();
        let catalogue = [("CUS", 26), ("SUP", 25), ("MAT", 28), ("BOM", 26), ("OPE", 25)];
        let all = catalogue.into_iter().flat_map(|(part, n)| (1..=n).map(move |i| format!("{part}-{i:02}")));
        let missing: Vec<String> = all.filter(|id| !named.contains(id.as_str())).collect();
        assert_eq!(missing, [""; 0]);
    }

    #[test]
    fn every_shipped_check_has_an_example_and_all_hold() {
        let plan = shipped();
        let tried = crate::check::try_examples(&plan);
        assert_eq!(tried.contradictions, []);
        let checks = plan.entities.iter().flat_map(|e| e.checks.iter().map(move |c| format!("{}.{}", e.entity, c.code)));
        let bare: Vec<String> = checks.filter(|c| !tried.covered.contains(c)).collect();
        assert_eq!(bare, [""; 0]);
    }
}
