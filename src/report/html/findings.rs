//! The section of findings: the worst rules with examples, and all rules in a table.

use super::chart::percent;
use super::shown;
use crate::model::{FindingSummary, RuleCode, Severity};
use crate::report::lens::Lens;
use crate::report::{EntityFinding, figures};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Rules with examples.
const CARDS: usize = 10;
/// Examples a rule.
const EXAMPLES: usize = 3;

#[derive(Serialize)]
pub(super) struct View {
    cards: Vec<Card>,
    rules: Vec<Rule>,
}

#[derive(Serialize)]
struct Card {
    #[serde(flatten)]
    rule: Rule,
    hint: String,
    examples: Vec<Example>,
}

#[derive(Serialize)]
struct Rule {
    severity: &'static str,
    severity_words: String,
    /// Sorts by severity: 3 is critical.
    rank: u8,
    title: String,
    rule: String,
    entity: String,
    dimension: String,
    count: String,
    number: u64,
    bar: String,
}

#[derive(Serialize)]
struct Example {
    place: String,
    line: Option<String>,
    record: String,
    column: String,
    value: String,
    expected: String,
    suggestion: String,
}

type Key<'a> = (&'a str, &'a str);

pub(super) fn view(lens: &Lens<'_>) -> View {
    let list = &lens.input.summary.findings;
    let most = list.iter().map(|f| f.count).max().unwrap_or(0);
    let shown_rules: Vec<&FindingSummary> = list.iter().filter(|f| f.severity > Severity::Info).take(CARDS).collect();
    let examples = examples(lens, &shown_rules.iter().map(|f| key(f)).collect());
    let card = |f: &&FindingSummary| Card {
        rule: rule(lens, f, most),
        hint: hint(lens, f),
        examples: examples.get(&key(f)).into_iter().flatten().map(|e| example(lens, e)).collect(),
    };
    View { cards: shown_rules.iter().map(card).collect(), rules: list.iter().map(|f| rule(lens, f, most)).collect() }
}

fn key(f: &FindingSummary) -> Key<'_> {
    (&f.entity, &f.rule)
}

fn rule(lens: &Lens<'_>, f: &FindingSummary, most: u64) -> Rule {
    let w = lens.words;
    Rule {
        severity: f.severity.as_str(),
        severity_words: w.severity(f.severity).to_owned(),
        rank: f.severity as u8,
        title: shown(&f.title),
        rule: shown(&f.rule),
        entity: if f.entity.is_empty() { w.get("findings", "files").to_owned() } else { shown(lens.entity_label(&f.entity)) },
        dimension: w.dimension(f.dimension).to_owned(),
        count: figures::count(f.count),
        number: f.count,
        bar: percent(if most == 0 { 0.0 } else { f.count as f64 * 100.0 / most as f64 }),
    }
}

fn hint(lens: &Lens<'_>, f: &FindingSummary) -> String {
    let entity = lens.input.plan.entities.iter().map(|e| &e.entity).find(|e| e.as_str() == f.entity);
    shown(lens.hint(entity, &RuleCode::new(&f.rule)))
}

/// Picks the first findings of each rule that differ in their value.
fn examples<'a>(lens: &Lens<'a>, wanted: &BTreeSet<Key<'_>>) -> BTreeMap<Key<'a>, Vec<&'a EntityFinding<'a>>> {
    let mut out: BTreeMap<Key<'a>, Vec<&EntityFinding<'_>>> = BTreeMap::new();
    for f in lens.input.findings {
        let key = (f.entity.map_or("", |e| e.as_str()), f.finding.rule.as_str());
        if !wanted.contains(&key) {
            continue;
        }
        let picked = out.entry(key).or_default();
        if picked.len() < EXAMPLES && (f.finding.value.is_empty() || picked.iter().all(|p| p.finding.value != f.finding.value)) {
            picked.push(f);
        }
    }
    out
}

fn example(lens: &Lens<'_>, f: &EntityFinding<'_>) -> Example {
    let spot = lens.spot(&f.finding.at);
    let record = spot.row.map(|r| lens.input.records.record(r)).unwrap_or_default();
    let field = spot.field.and_then(|name| lens.field(f.entity, name));
    let file = if spot.source.is_some() { spot.path() } else { lens.words.get("page", "run") };
    let of = [file, spot.sheet()].into_iter().filter(|t| !t.is_empty()).map(shown).collect::<Vec<_>>();
    let name = lens.name(&record);
    let known = [record.code, &name].into_iter().filter(|t| !t.is_empty()).map(shown).collect::<Vec<_>>();
    Example {
        place: of.join(" › "),
        line: spot.line.map(|n| lens.words.fill("findings", "row", &[("n", &figures::count(u64::from(n)))])),
        record: known.join(" · "),
        column: shown(lens.header(&spot, f.entity)),
        value: shown(&lens.value(field, &f.finding.value)),
        expected: shown(&lens.about(field, &f.finding.expected)),
        suggestion: shown(&lens.value(field, &f.finding.suggestion)),
    }
}
