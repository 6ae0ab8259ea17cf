//! One record's whole story for the page, masked as the page is.

use super::entry::Entry;
use super::index::{FieldEvidence, Index, evidence};
use super::question::{compared_label, own_side};
use super::show::Look;
use crate::emit::RunFileError;
use crate::report::level_word;
use crate::story::{self, Record, Story, Wanted};
use serde_json::{Value, json};
use std::path::Path;

/// Lines shown of each part; all are counted.
const SHOWN: usize = 100;

/// Says whose story is told: of a pair, of the record with this row.
pub(super) fn wanted(index: &Index, e: &Entry, row: Option<u32>) -> Wanted {
    let own = row.is_none_or(|r| own_side(index, e, r, e.asked.row == Some(r)));
    let other = e.subject.other.as_ref().filter(|_| !own);
    let (system, code) = other.map_or((&e.subject.system, &e.subject.code), |o| (&o.system, &o.code));
    Wanted { code: code.clone(), entity: Some(e.subject.entity.clone()), system: Some(system.clone()).filter(|s| !s.is_empty()) }
}

/// Tells it.
pub(super) fn tell(index: &Index, run: &Path, wanted: &Wanted, look: Look) -> Result<Value, RunFileError> {
    let story: Story = story::tell(run, wanted)?;
    Ok(Value::Array(story.records.iter().take(10).map(|r| record(index, r, look)).collect()))
}

fn record(index: &Index, r: &Record, look: Look) -> Value {
    let entity = index.head.entities.iter().find(|e| e.name == r.entity);
    let field = |name: &str| entity.and_then(|e| e.fields.iter().find(|f| f.name == name));
    let label = |name: &str| field(name).map_or(name, |f| look.text(&f.label, &f.name)).to_owned();
    let named = entity.and_then(|e| e.fields.iter().find(|f| f.name.contains("name")));
    let standing = |s: &story::Standing| {
        json!({
            "row": s.row, "file": look.plain(&s.file), "sheet": look.plain(&s.sheet), "line": s.line, "system": look.plain(&s.system),
            "code": look.plain(&s.code), "fate": s.fate, "rule": s.rule, "batch": look.plain(&s.batch), "into": look.plain(&s.into_place),
            "relation": s.relation,
        })
    };
    let change = |c: &story::Change| {
        let shown = |text: &str| look.value(field(&c.field), text);
        json!({ "row": c.row, "field": label(&c.field), "rule": c.rule, "before": shown(&c.before), "after": shown(&c.after), "from": look.plain(&c.from) })
    };
    let finding = |f: &story::Finding| {
        let at = field(&f.field);
        json!({
            "row": f.row, "severity": f.severity, "title": look.plain(&f.title), "rule": f.rule, "field": label(&f.field),
            "value": look.value(at, &f.value), "expected": look.about(at, &f.expected), "suggestion": look.value(at, &f.suggestion),
        })
    };
    let said = |f: &FieldEvidence| {
        let level = level_word(&f.level, look.lang).unwrap_or(&f.level).to_owned();
        let bits = if f.bits.is_finite() { format!("{:+.1}", f.bits) } else { "−∞".to_owned() };
        format!("{} {} {bits}", compared_label(entity, &f.field, look), look.plain(&level))
    };
    let pair = |d: &story::Duplicate| {
        json!({
            "decision": d.decision, "probability": d.probability, "evidence": evidence(&d.evidence).iter().map(said).collect::<Vec<_>>().join("; "),
            "left": look.plain(&d.left), "left_name": look.value(named, &d.left_name),
            "right": look.plain(&d.right), "right_name": look.value(named, &d.right_name),
        })
    };
    let part = |n: usize, lines: Vec<Value>| json!({ "count": n, "lines": lines });
    json!({
        "entity": entity.map_or(r.entity.as_str(), |e| look.text(&e.label, &e.name)),
        "new_code": look.plain(&r.new_code),
        "standings": part(r.standings.len(), r.standings.iter().take(SHOWN).map(standing).collect()),
        "changes": part(r.changes.len(), r.changes.iter().take(SHOWN).map(change).collect()),
        "findings": part(r.findings.len(), r.findings.iter().take(SHOWN).map(finding).collect()),
        "duplicates": part(r.duplicates.len(), r.duplicates.iter().take(SHOWN).map(pair).collect()),
    })
}
