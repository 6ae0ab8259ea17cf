//! Gates of readiness: how a metric is written, and the gates of a project that declares none.

use super::context::Context;
use super::file::Marked;
use super::problem::Kind;
use super::spec::{EntitySpec, GateSpec, Metric};
use super::suggest;
use super::walk::Walk;
use crate::model::{Dimension, Entity, RuleCode, Text};

/// Everything a metric may name.
#[derive(Clone, Copy)]
pub(super) struct Measurable<'a> {
    pub(super) context: Context<'a>,
    pub(super) entities: &'a [EntitySpec],
    pub(super) rules: &'a [&'a str],
}

/// What a metric may begin with.
const FORMS: [&str; 10] = [
    "score",
    "errors:ENTITY",
    "score:ENTITY",
    "dimension:DIMENSION",
    "ENTITY.DIMENSION",
    "balanced",
    "critical",
    "unloaded",
    "undecided",
    "rule:CODE",
];

/// Reads one `[[gate]]`.
pub(super) fn gate(mut w: Walk<'_>, m: Measurable<'_>) -> Option<GateSpec> {
    let written = w.need_text("metric");
    let metric = written.and_then(|t| metric(t, m));
    let limits = (w.number("target", 0.0..=1e9), w.number("at_most", 0.0..=1e9));
    let name = w.label("name");
    let owner = w.text("owner").map_or_else(String::new, |t| t.value.to_owned());
    let due = w.date("due").unwrap_or_default();
    let blocking = w.flag("blocking").unwrap_or(true);
    let limit = metric.as_ref().and_then(|metric| limit(&w, metric, limits));
    w.done();
    let (metric, written) = (metric?, written?.value.to_owned());
    let (target, at_most) = limit?;
    let name = name.unwrap_or_else(|| name_of(&metric, m.entities));
    Some(GateSpec { name, metric, written, target, at_most, owner, due, blocking })
}

/// Gives the number to reach and whether it is an upper limit; a metric is either a share of good or a count of bad.
fn limit(w: &Walk<'_>, metric: &Metric, (target, at_most): (Option<Marked<f64>>, Option<Marked<f64>>)) -> Option<(f64, bool)> {
    let bad = matches!(metric, Metric::Critical | Metric::Unloaded(_) | Metric::Undecided | Metric::Errors(_));
    let (right, wrong, key) = if bad { (at_most, target, "at_most") } else { (target, at_most, "target") };
    if let Some(wrong) = wrong {
        let message = Text::new(format!("这个指标要用 `{key}`"), format!("this metric takes `{key}`"));
        let hint = if bad { Text::new("越少越好", "the fewer the better") } else { Text::new("越高越好", "the higher the better") };
        w.problems().report(Kind::Form, wrong.at, message, hint);
    }
    let share = !matches!(metric, Metric::Critical | Metric::Undecided);
    if let Some(right) = right.filter(|r| share && r.value > 100.0) {
        let message = Text::new("百分数最大 100", "a percentage is 100 at most");
        w.problems().report(Kind::Form, right.at, message, Text::default());
    }
    match (right, metric) {
        (Some(r), _) => Some((r.value, bad)),
        (None, Metric::Balanced) => Some((1.0, false)),
        (None, Metric::Critical | Metric::Undecided) => Some((0.0, true)),
        (None, _) => {
            if wrong.is_none() {
                w.missing(key, Text::new(format!("{key} = 95"), format!("{key} = 95")));
            }
            None
        }
    }
}

/// Reads a metric; what it names must be there.
fn metric(t: Marked<&str>, m: Measurable<'_>) -> Option<Metric> {
    let part = |value| Marked { value, at: t.at };
    if let Some((head, name)) = t.value.split_once(':') {
        return match head {
            "score" => Some(Metric::EntityScore(m.context.entity(part(name))?)),
            "unloaded" => Some(Metric::Unloaded(Some(m.context.entity(part(name))?))),
            "errors" => Some(Metric::Errors(m.context.entity(part(name))?)),
            "dimension" => Some(Metric::DimensionScore(dimension(part(name), m)?)),
            "rule" => m.context.known(part(name), m.rules.iter().copied(), "检查", "check").then(|| Metric::Rule(RuleCode::new(name))),
            _ => unknown(t, m),
        };
    }
    if let Some((entity, name)) = t.value.split_once('.') {
        let (entity, name) = (m.context.entity(part(entity)), dimension(part(name), m));
        return Some(Metric::EntityDimension(entity?, name?));
    }
    match t.value {
        "score" => Some(Metric::Score),
        "balanced" => Some(Metric::Balanced),
        "critical" => Some(Metric::Critical),
        "unloaded" => Some(Metric::Unloaded(None)),
        "undecided" => Some(Metric::Undecided),
        _ => unknown(t, m),
    }
}

fn dimension(t: Marked<&str>, m: Measurable<'_>) -> Option<Dimension> {
    m.context.known(t, Dimension::ALL.map(Dimension::as_str), "质量维度", "dimension");
    Dimension::ALL.into_iter().find(|d| d.as_str() == t.value)
}

fn unknown(t: Marked<&str>, m: Measurable<'_>) -> Option<Metric> {
    let shown: String = t.value.chars().take(60).collect();
    let message = Text::new(format!("没有 `{shown}` 这个指标"), format!("there is no metric `{shown}`"));
    let hint = match suggest::nearest(t.value, Dimension::ALL.map(Dimension::as_str)) {
        Some(d) => Text::new(format!("是不是 `dimension:{d}`？"), format!("did you mean `dimension:{d}`?")),
        None => suggest::hint(t.value, FORMS),
    };
    m.context.problems.report(Kind::Form, t.at, message, hint);
    None
}

/// Gives the gates that hold where a project declares none: safety blocks, quality makes a GO conditional.
pub(super) fn default_gates(entities: &[EntitySpec]) -> Vec<GateSpec> {
    let gate = |metric: Metric, written: &str, target, at_most, blocking| GateSpec {
        name: name_of(&metric, entities),
        metric,
        written: written.to_owned(),
        target,
        at_most,
        owner: String::new(),
        due: String::new(),
        blocking,
    };
    vec![
        gate(Metric::Balanced, "balanced", 1.0, false, true),
        gate(Metric::Critical, "critical", 0.0, true, true),
        gate(Metric::Score, "score", 90.0, false, false),
        gate(Metric::DimensionScore(Dimension::Completeness), "dimension:completeness", 95.0, false, false),
        gate(Metric::Unloaded(None), "unloaded", 5.0, true, false),
        gate(Metric::Undecided, "undecided", 0.0, true, false),
    ]
}

/// Adds what no project may do without: nothing lost, and no critical finding loaded.
pub(super) fn with_safety(mut declared: Vec<GateSpec>, entities: &[EntitySpec]) -> Vec<GateSpec> {
    if declared.is_empty() {
        return default_gates(entities);
    }
    let safety = default_gates(entities).into_iter().filter(|g| matches!(g.metric, Metric::Balanced | Metric::Critical));
    let lacking: Vec<GateSpec> = safety.filter(|g| !declared.iter().any(|d| d.metric == g.metric)).collect();
    declared.splice(0..0, lacking);
    declared
}

/// Names a metric for people.
fn name_of(metric: &Metric, entities: &[EntitySpec]) -> Text {
    let label =
        |e: &Entity| entities.iter().find(|s| s.entity == *e).map_or_else(|| Text::new(e.as_str(), e.as_str()), |s| s.label.clone());
    let of = |e: &Entity, zh: &str, en: &str| Text::new(format!("{}{zh}", label(e).zh), format!("{} {en}", label(e).en));
    match metric {
        Metric::Score => Text::new("总体评分", "Overall score"),
        Metric::EntityScore(e) => of(e, "评分", "score"),
        Metric::DimensionScore(d) => dimension_name(*d),
        Metric::EntityDimension(e, d) => of(e, &dimension_name(*d).zh, &dimension_name(*d).en.to_lowercase()),
        Metric::Balanced => Text::new("一行不丢，控制总额一致", "Nothing lost, control totals agree"),
        Metric::Critical => Text::new("严重问题", "Critical findings"),
        Metric::Unloaded(None) => Text::new("未装载行占比 %", "Rows not loaded, %"),
        Metric::Unloaded(Some(e)) => of(e, "未装载行占比 %", "rows not loaded, %"),
        Metric::Errors(e) => of(e, "错误率 %", "with errors, %"),
        Metric::Undecided => Text::new("待人工判定的疑似重复", "Undecided duplicates"),
        Metric::Rule(code) => Text::new(format!("检查 {code} 通过率"), format!("Pass rate of {code}")),
    }
}

fn dimension_name(d: Dimension) -> Text {
    match d {
        Dimension::Completeness => Text::new("完整性", "Completeness"),
        Dimension::Conformity => Text::new("规范性", "Conformity"),
        Dimension::Uniqueness => Text::new("唯一性", "Uniqueness"),
        Dimension::Accuracy => Text::new("准确性", "Accuracy"),
        Dimension::Consistency => Text::new("一致性", "Consistency"),
        Dimension::Timeliness => Text::new("时效性", "Timeliness"),
    }
}
