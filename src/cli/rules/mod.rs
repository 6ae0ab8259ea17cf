//! `cutover rules`: what rules there are, their documentation, and whether packs are sound.

mod reference;
mod trial;

use super::arguments::{RulesAction, RulesArgs};
use super::exit::Exit;
use super::plan;
use super::screen::Screen;
use crate::check::{CHECKS, CheckDoc};
use crate::model::{Lang, Text};
use crate::normalise::{Loss, NORMALISERS, Normaliser};
use crate::plan::{CheckSpec, CheckUse, EntitySpec, ExampleRow, Plan, PlanRequest, RuleExample};
use std::fmt::Write as _;
use std::path::PathBuf;

/// Lists, shows or tests rules.
pub(super) fn execute(args: &RulesArgs, screen: &Screen) -> Exit {
    let files: &[PathBuf] = if let RulesAction::Test { files } = &args.action { files } else { &[] };
    let loaded = match plan::load(&request(files), screen) {
        Ok(project) => project.plan,
        Err(exit) => return exit,
    };
    let text = match &args.action {
        RulesAction::List { markdown: true, .. } => Some(reference::page(&loaded)),
        RulesAction::List { entity, .. } => list(&loaded, entity.as_deref(), screen.lang),
        RulesAction::Show { name } => show(&loaded, name, screen.lang),
        RulesAction::Test { .. } => return trial::run(&loaded, screen),
    };
    match text {
        Some(text) => screen.print(&text).err().unwrap_or(Exit::Done),
        None => {
            let hint = screen.pick("没有这个名称；用 cutover rules list 查看", "there is nothing of this name; see `cutover rules list`");
            screen.fail(Exit::Usage, hint)
        }
    }
}

/// A single project is loaded as one; anything else is taken as packs.
fn request(files: &[PathBuf]) -> PlanRequest {
    let project = if files.is_empty() { None } else { plan::project_of(files) };
    let is_pack = |p: &PathBuf| std::fs::read_to_string(p).is_ok_and(|t| t.lines().any(|l| l.trim_start().starts_with("pack ")));
    match project {
        Some(p) if !is_pack(&p) => PlanRequest { project: Some(p), examples: true, ..PlanRequest::default() },
        _ => PlanRequest { extra_packs: files.to_vec(), examples: true, ..PlanRequest::default() },
    }
}

fn list(plan: &Plan, entity: Option<&str>, lang: Lang) -> Option<String> {
    let mut out = String::new();
    let entities: Vec<&EntitySpec> = plan.entities.iter().filter(|e| entity.is_none_or(|n| e.entity.as_str() == n)).collect();
    if entities.is_empty() {
        return None;
    }
    for e in entities {
        let _ = writeln!(out, "{} ({}), {}", e.entity, e.label.get(lang), e.pack);
        for c in &e.checks {
            let _ =
                writeln!(out, "  {:<28} {:<9} {:<13} {:<7} {}", c.code, c.severity.as_str(), c.dimension.as_str(), c.id, c.title.get(lang));
        }
    }
    if entity.is_none() {
        let (normalisers, checks, notices) = match lang {
            Lang::Zh => ("规范函数", "内置检查", "其他阶段的提示"),
            Lang::En => ("normalisers", "built-in checks", "notices of other stages"),
        };
        let _ = writeln!(out, "{normalisers}");
        for n in NORMALISERS {
            let _ = writeln!(out, "  {:<28} {}", n.name, Text::new(n.does.0, n.does.1).get(lang));
        }
        let _ = writeln!(out, "{checks}");
        for c in CHECKS {
            let _ = writeln!(out, "  {:<28} {}", c.name, c.text().get(lang));
        }
        let _ = writeln!(out, "{notices}");
        for c in plan.notices.values() {
            let _ = writeln!(out, "  {:<28} {:<9} {:<22} {}", c.code, c.severity.as_str(), c.id, c.title.get(lang));
        }
    }
    Some(out)
}

fn show(plan: &Plan, name: &str, lang: Lang) -> Option<String> {
    let mut out = String::new();
    for e in &plan.entities {
        for c in e.checks.iter().filter(|c| is_named(c, name)) {
            out.push_str(&rule(c, &format!("{} ({})", e.entity, e.label.get(lang)), lang));
            for example in e.examples.iter().filter(|x| x.check == c.code) {
                out.push_str(&example_of(example, lang));
            }
        }
    }
    for c in plan.notices.values().filter(|c| is_named(c, name)) {
        out.push_str(&rule(c, "", lang));
    }
    if let Some(n) = NORMALISERS.iter().find(|n| n.name == name) {
        out.push_str(&normaliser(n, lang));
    }
    if let Some(c) = CHECKS.iter().find(|c| c.name == name) {
        out.push_str(&built_in(c, lang));
    }
    (!out.is_empty()).then_some(out)
}

/// Says whether a rule has this code, or this reference among its own.
fn is_named(c: &CheckSpec, name: &str) -> bool {
    c.code.as_str() == name || c.id.split(", ").any(|id| id == name)
}

fn example_of(example: &RuleExample, lang: Lang) -> String {
    let (passes, fails) = if lang == Lang::Zh { ("合格", "不合格") } else { ("passes", "fails") };
    let line = |label: &str, row: &ExampleRow| {
        let cells: Vec<String> = row.iter().map(|(field, value)| format!("{field} = {value:?}")).collect();
        format!("    {label}: {}\n", cells.join(", "))
    };
    let good = example.passes.iter().map(|r| line(passes, r));
    good.chain(example.fails.iter().map(|r| line(fails, r))).collect()
}

fn rule(c: &CheckSpec, of: &str, lang: Lang) -> String {
    let mut out = format!("{}  {} {of}\n  {}\n  {}\n", c.code, c.id, c.title.get(lang), c.hint.get(lang));
    let effect = format!("{:?}", c.effect).to_lowercase();
    let _ = writeln!(out, "  severity {}, dimension {}, weight {}, effect {effect}", c.severity.as_str(), c.dimension.as_str(), c.weight);
    match &c.does {
        CheckUse::Builtin { name, field, params } => {
            let _ = writeln!(out, "  use {name}, field {}", field.as_deref().unwrap_or("-"));
            for (key, value) in params {
                let _ = writeln!(out, "    {key} = {value}");
            }
        }
        CheckUse::Sql { passes, when, .. } => {
            let _ = writeln!(out, "  sql {passes}\n  when {}", when.as_deref().unwrap_or("-"));
        }
        CheckUse::Stage => {}
    }
    out
}

fn normaliser(n: &Normaliser, lang: Lang) -> String {
    let loses = match (matches!(n.loses, Loss::Nothing), lang) {
        (false, Lang::Zh) => "可能丢失信息",
        (true, Lang::Zh) => "不丢失信息",
        (false, Lang::En) => "may lose information",
        (true, Lang::En) => "loses no information",
    };
    format!("{}\n  {}\n  {:?} -> {:?}\n  {loses}\n", n.name, Text::new(n.does.0, n.does.1).get(lang), n.example.0, n.example.1)
}

fn built_in(c: &CheckDoc, lang: Lang) -> String {
    let mut out = format!("{}\n  {}\n", c.name, c.text().get(lang));
    for p in c.parameters {
        let _ = writeln!(out, "  {:<16} {}", p.name, p.text().get(lang));
    }
    for line in c.example.table.lines() {
        let _ = writeln!(out, "    {line}");
    }
    let fails: Vec<String> = c.example.fails.iter().map(ToString::to_string).collect();
    let label = if lang == Lang::Zh { "不通过的行" } else { "failing rows" };
    let _ = writeln!(out, "  {label}: {}", fails.join(", "));
    out
}
