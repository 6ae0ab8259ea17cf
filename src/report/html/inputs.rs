//! The section of source files: what each was taken for, which column became which field, and what was left out.

use super::chart::percent;
use super::shown;
use crate::model::{ColumnSummary, InputSummary};
use crate::report::figures;
use crate::report::lens::Lens;
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct View {
    left_out: Vec<Input>,
    known: Vec<Input>,
}

#[derive(Serialize)]
struct Input {
    path: String,
    sheet: String,
    rows: String,
    entity: Option<String>,
    confidence: String,
    confidence_x: String,
    reason: String,
    recognised: String,
    /// Columns with values that are not loaded: header and how much of it is filled.
    unmapped: Vec<(String, String)>,
    facts: Vec<(&'static str, String)>,
    checksum: String,
    columns: Vec<Column>,
}

#[derive(Serialize)]
struct Column {
    header: String,
    field: Option<String>,
    confidence: String,
    confidence_x: String,
    fill: String,
    distinct: String,
    examples: String,
    evidence: String,
}

pub(super) fn view(lens: &Lens<'_>) -> View {
    let (known, left_out): (Vec<_>, Vec<_>) = lens.input.summary.inputs.iter().partition(|i| i.entity.is_some());
    let all = |list: Vec<&InputSummary>| list.into_iter().map(|i| input(lens, i)).collect();
    View { left_out: all(left_out), known: all(known) }
}

fn input(lens: &Lens<'_>, i: &InputSummary) -> Input {
    let w = lens.words;
    let mapped = i.mapping.iter().filter(|c| c.field.is_some()).count().to_string();
    let unmapped = i.mapping.iter().filter(|c| c.field.is_none() && c.fill > 0.0);
    Input {
        path: shown(&i.path),
        sheet: shown(i.sheet.as_deref().unwrap_or("")),
        rows: w.counted("rows", i.rows),
        entity: i.entity.as_deref().map(|e| shown(lens.entity_label(e))),
        confidence: figures::percent(i.confidence),
        confidence_x: percent(i.confidence * 100.0),
        reason: shown(&i.reason),
        recognised: w.fill("inputs", "recognised", &[("mapped", &mapped), ("columns", &i.mapping.len().to_string())]),
        unmapped: unmapped.map(|c| (header(lens, c), figures::percent(c.fill))).collect(),
        facts: facts(lens, i),
        checksum: shown(&i.sha256),
        columns: i.mapping.iter().map(|c| column(lens, i, c)).collect(),
    }
}

fn facts(lens: &Lens<'_>, i: &InputSummary) -> Vec<(&'static str, String)> {
    let w = lens.words;
    let header = i.header_line.map(|n| w.fill("inputs", "header_line", &[("n", &n.to_string())]));
    let delimiter = i.delimiter.as_deref().map(|d| if d == "\t" { w.get("inputs", "tab").to_owned() } else { shown(d) });
    let all = [
        ("system", shown(&i.system)),
        ("owner", shown(&i.owner)),
        ("encoding", shown(&i.encoding)),
        ("delimiter", delimiter.unwrap_or_default()),
        ("header", header.unwrap_or_else(|| w.get("inputs", "no_header").to_owned())),
        // A sheet that was left out says why in its own line.
        ("reason", if i.entity.is_some() { shown(&i.reason) } else { String::new() }),
    ];
    all.into_iter().filter(|(_, v)| !v.is_empty()).map(|(k, v)| (w.get("inputs", k), v)).collect()
}

fn header(lens: &Lens<'_>, c: &ColumnSummary) -> String {
    if c.header.trim().is_empty() { lens.words.get("inputs", "unnamed").to_owned() } else { shown(&c.header) }
}

fn column(lens: &Lens<'_>, i: &InputSummary, c: &ColumnSummary) -> Column {
    let spec = lens.input.plan.entities.iter().find(|e| Some(e.entity.as_str()) == i.entity.as_deref());
    let field = |name: &String| {
        let label = spec.and_then(|e| e.field(name)).map(|f| f.label.get(lens.input.lang)).filter(|l| !l.is_empty());
        shown(label.unwrap_or(name))
    };
    let specified = c.field.as_deref().and_then(|name| spec.and_then(|e| e.field(name)));
    let examples = c.examples.iter().map(|e| shown(&lens.example(specified, e)));
    Column {
        header: header(lens, c),
        field: c.field.as_ref().map(field),
        confidence: figures::percent(c.confidence),
        confidence_x: percent(c.confidence * 100.0),
        fill: figures::percent(c.fill),
        distinct: figures::count(c.distinct),
        examples: examples.filter(|e| !e.is_empty()).collect::<Vec<_>>().join(" · "),
        evidence: shown(&c.evidence),
    }
}
