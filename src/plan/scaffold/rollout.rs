//! Waves, gates, thresholds and rules of a first project file.

use super::toml_text::{comment, quoted};
use super::{Draft, Scaffold};
use crate::plan::paths::relative;
use crate::plan::spec::GateSpec;
use std::collections::BTreeMap;

/// Writes the waves: a pilot first where there are several systems.
pub(super) fn waves(s: &Scaffold<'_>, out: &mut Draft) {
    out.section("上线波次", "Waves");
    let systems = systems(s);
    let Some((pilot, _)) = systems.iter().min_by_key(|(name, rows)| (**rows, name.as_str())).filter(|_| systems.len() > 1) else {
        out.say(
            "只有一个系统：一次上线。多个工厂时可以分波，试点先行。",
            "One system: one wave. With several plants, let a pilot go first.",
        );
        out.line("[[wave]]");
        out.line("name = \"main\"");
        return;
    };
    out.say(
        "试点先行，其余随后；每波单独验收、单独回退。试点默认选数据最少的系统，请按实际改。",
        "A pilot first, the others later; each wave is accepted, and taken back, on its own. The pilot is the system with least data: change it as needed.",
    );
    out.line("[[wave]]");
    out.line("name = \"pilot\"");
    out.line(&format!("systems = [{}]", quoted(pilot)));
    out.line("");
    out.line("[[wave]]");
    out.line("name = \"rollout\"");
    let rest: Vec<String> = systems.keys().filter(|n| *n != pilot).map(|n| quoted(n)).collect();
    let remark = out.pick("空：其余所有系统", "empty: all systems that no other wave names").to_owned();
    out.line(&format!("systems = []  {}", comment(&format!("{remark} ({})", rest.join(", ")))));
}

/// Gives the systems of recognised sheets of the project, with their rows.
fn systems(s: &Scaffold<'_>) -> BTreeMap<String, u64> {
    let mut systems = BTreeMap::new();
    for source in s.sources.iter().filter(|x| x.entity.is_some() && !x.system.trim().is_empty() && relative(&x.path).is_some()) {
        *systems.entry(source.system.trim().to_owned()).or_insert(0) += source.rows;
    }
    systems
}

/// Writes the gates to begin with, each with room for owner and date.
pub(super) fn gates(s: &Scaffold<'_>, out: &mut Draft) {
    out.section("验收门槛：GO / NO-GO", "Gates: GO or NO-GO");
    out.say(
        "metric：score 总分、score:customer 某实体、dimension:completeness 某维度、customer.completeness、balanced 平衡、critical 严重问题、unloaded 未装载 %、undecided 待判定、rule:检查代码 通过率。",
        "metric: score, score:customer, dimension:completeness, customer.completeness, balanced, critical, unloaded (%), undecided, rule:CODE (pass rate).",
    );
    out.say(
        "target 至少，at_most 至多；blocking = true 不达标即 NO-GO，false 为有条件 GO。",
        "target: at least; at_most: at most; blocking = true means NO-GO where it is missed, false a conditional GO.",
    );
    for gate in &s.plan.gates {
        out.line("");
        out.line("[[gate]]");
        write_gate(gate, out);
    }
}

fn write_gate(gate: &GateSpec, out: &mut Draft) {
    out.line(&format!("name = {}", quoted(gate.name.get(out.lang))));
    out.line(&format!("metric = {}", quoted(&gate.written)));
    out.line(&format!("{} = {}", if gate.at_most { "at_most" } else { "target" }, gate.target));
    out.setting("owner", &gate.owner, "待填：谁负责", "to fill in: who answers for it");
    out.setting("due", &gate.due, "待填：期限，如 \"2026-12-15\"", "to fill in: when, such as \"2026-12-15\"");
    out.line(&format!("blocking = {}", gate.blocking));
}

/// Writes the thresholds of the entities that were found.
pub(super) fn thresholds(s: &Scaffold<'_>, out: &mut Draft) {
    out.section("查重：多大把握自动合并", "Duplicates: how sure is sure enough to merge");
    out.say(
        "概率不低于 merge 的自动合并；review 与 merge 之间的交人判定；宁可多判定，不可错合并。",
        "Pairs at or above merge are merged; those between review and merge go to a person. A wrong merge costs more than a question.",
    );
    out.line("[thresholds]");
    for e in &s.plan.entities {
        let Some(m) = &e.matching else { continue };
        let line = format!("{} = {{ merge = {}, review = {} }}", e.entity, m.threshold, m.review);
        let found = s.sources.iter().any(|x| x.entity.as_deref() == Some(e.entity.as_str()));
        out.line(&if found { line } else { comment(&line) });
    }
    if systems(s).len() > 1 {
        let names: Vec<String> = systems(s).keys().map(|n| quoted(n)).collect();
        out.line("");
        out.say("合并时哪个系统的值更可信，从最可信写起：", "Whose values win when records are merged, the most trusted first:");
        out.line(&comment("[survivorship]"));
        out.line(&comment(&format!("systems = [{}]", names.join(", "))));
    }
}

/// Writes how codes and rules are changed, as comments.
pub(super) fn rules(s: &Scaffold<'_>, out: &mut Draft) {
    out.section("新编码与自己的规则", "New codes and rules of your own");
    for e in &s.plan.entities {
        let Some(code) = &e.code_scheme else { continue };
        out.line(&comment(&format!("[code.{}]", e.entity)));
        out.option(&format!("pattern = {}", quoted(&code.pattern)), &e.label.zh, &e.label.en);
    }
    let Some(e) = s.plan.entities.first() else { return };
    let field = e.fields.first().map_or("code", |f| &f.name);
    out.line("");
    out.say("自己的检查：SQL 对好的行为真；列都是文本。", "A check of your own: SQL that is true for good rows; all columns are text.");
    for (line, remark) in [
        ("[[check]]", ""),
        (&format!("entity = {}", quoted(e.entity.as_str())), ""),
        ("code = \"my-check\"", ""),
        (&format!("sql = \"LENGTH({field}) <= 10\""), ""),
        (&format!("field = {}", quoted(field)), ""),
        ("severity = \"warning\"", "info, warning, error, critical"),
        ("dimension = \"conformity\"", "completeness, conformity, uniqueness, accuracy, consistency, timeliness"),
        ("title = { zh = \"…\", en = \"…\" }", ""),
    ] {
        out.option(line, remark, remark);
    }
    out.line("");
    out.say("整包规则与对照表（格式见 rules/README.md）：", "Rules by the pack, and lookup tables (see rules/README.md):");
    out.line(&comment("[[pack]]"));
    out.line(&comment("path = \"rules/my.toml\""));
}
