//! The section of findings: the worst rules with examples, and all rules in a table.

use super::chart::percent;
use super::shown;
use crate::model::{FindingSummary, RuleCode, Severity};
use crate::report::lens::Lens;
use crate::report::ranking::{Ranked, rank};
use crate::report::{EntityFinding, figures};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

type Key<'a> = (&'a str, &'a str);
type Examples<'a> = BTreeMap<Key<'a>, Vec<&'a EntityFinding<'a>>>;

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

/// One rule over all entities that it found something in.
#[derive(Serialize)]
struct Rule {
    severity: &'static str,
    severity_words: String,
    /// Sorts by severity: 3 is critical.
    rank: u8,
    title: String,
    rule: String,
    /// Entities with their counts, in the order of the summary; one entity stands without its count.
    entities: Vec<(String, String)>,
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

pub(super) fn view(lens: &Lens<'_>) -> View {
    let ranked = rank(&lens.input.summary.findings);
    let most = ranked.iter().map(Ranked::total).max().unwrap_or(0);
    let worth: Vec<&Ranked<'_>> = ranked.iter().filter(|r| r.first().severity > Severity::Info).take(CARDS).collect();
    let examples = examples(lens, &worth.iter().flat_map(|r| r.of.iter().map(|f| key(f))).collect());
    let card = |r: &&Ranked<'_>| Card {
        rule: rule(lens, r, most),
        hint: hint(lens, r.first()),
        examples: pick(r, &examples).into_iter().map(|e| example(lens, e)).collect(),
    };
    View { cards: worth.iter().map(card).collect(), rules: ranked.iter().map(|r| rule(lens, r, most)).collect() }
}

fn key(f: &FindingSummary) -> Key<'_> {
    (&f.entity, &f.rule)
}

fn rule(lens: &Lens<'_>, r: &Ranked<'_>, most: u64) -> Rule {
    let w = lens.words;
    let (first, total) = (r.first(), r.total());
    let name =
        |f: &FindingSummary| if f.entity.is_empty() { w.get("findings", "files").to_owned() } else { shown(lens.entity_label(&f.entity)) };
    let counted = |f: &&FindingSummary| (name(f), if r.of.len() > 1 { figures::count(f.count) } else { String::new() });
    Rule {
        severity: first.severity.as_str(),
        severity_words: w.severity(first.severity).to_owned(),
        rank: first.severity as u8,
        title: shown(&first.title),
        rule: shown(&first.rule),
        entities: r.of.iter().map(counted).collect(),
        dimension: w.dimension(first.dimension).to_owned(),
        count: figures::count(total),
        number: total,
        bar: percent(if most == 0 { 0.0 } else { total as f64 * 100.0 / most as f64 }),
    }
}

fn hint(lens: &Lens<'_>, f: &FindingSummary) -> String {
    let entity = lens.input.plan.entities.iter().map(|e| &e.entity).find(|e| e.as_str() == f.entity);
    shown(lens.hint(entity, &RuleCode::new(&f.rule)))
}

/// Picks the first findings of each rule and entity that differ in their value.
fn examples<'a>(lens: &Lens<'a>, wanted: &BTreeSet<Key<'_>>) -> Examples<'a> {
    let mut out = Examples::new();
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

/// Takes examples of a rule in turn from its entities.
fn pick<'a>(r: &Ranked<'_>, examples: &Examples<'a>) -> Vec<&'a EntityFinding<'a>> {
    let of: Vec<&Vec<&EntityFinding<'_>>> = r.of.iter().filter_map(|f| examples.get(&key(f))).collect();
    (0..EXAMPLES).flat_map(|turn| of.iter().filter_map(move |list| list.get(turn).copied())).take(EXAMPLES).collect()
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
        line: spot.line.map(|n| lens.words.fill("findings", "row", &[("n", &n.to_string())])),
        record: known.join(" · "),
        column: shown(lens.header(&spot, f.entity)),
        value: shown(&lens.found(field, f.finding)),
        expected: shown(&lens.about(field, &f.finding.expected)),
        suggestion: shown(&lens.value(field, &f.finding.suggestion)),
    }
}
