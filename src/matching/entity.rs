//! Finds the duplicates of one entity of a plan in a table.

use super::prudence::doubt;
use super::{Column, Label, Options, Outcome, Records, Report, Values, dedupe};
use crate::model::{Decision, Duplicates, MatchPair, RowId, Table, Watch};
use crate::plan::{EntitySpec, MatchSpec};
use std::collections::BTreeMap;

/// Duplicates with what was learnt on the way.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Pairs and clusters by row.
    pub duplicates: Duplicates,
    /// The learnt model, to be kept with the run; null where the entity declares no matching.
    pub learnt: serde_json::Value,
    /// Figures for the report; `None` where the entity declares no matching.
    pub stats: Option<Report>,
}

/// Finds duplicates of an entity by its declared matching; empty where it declares none. Labels are what people decided about pairs, by
/// position in the table.
pub fn find(spec: &EntitySpec, table: &Table, labels: Vec<Label>, watch: &dyn Watch) -> Found {
    let Some(matching) = &spec.matching else { return Found::default() };
    let records = records(matching, table);
    if records.columns.is_empty() || records.n < 2 {
        return Found::default();
    }
    let options = Options { threshold: Some(matching.threshold), review: Some(matching.review), labels, ..Options::default() };
    let outcome = dedupe(&records, &options, watch);
    Found {
        duplicates: doubt(matching, duplicates(&outcome, table.rows())),
        learnt: serde_json::to_value(&outcome.model).unwrap_or_default(),
        stats: Some(outcome.report),
    }
}

/// Takes the declared fields out of the table.
fn records(matching: &MatchSpec, table: &Table) -> Records {
    let column = |field: &crate::plan::MatchField| {
        let values: Values = table.column(&field.field)?.iter().map(|v| v.unwrap_or("")).collect();
        Some(Column { name: field.field.to_string(), kind: field.kind, values })
    };
    Records { columns: matching.fields.iter().filter_map(column).collect(), n: table.height(), side: None }
}

/// Turns positions into row ids, smaller id first.
fn duplicates(outcome: &Outcome, rows: &[RowId]) -> Duplicates {
    let row = |i: u32| rows.get(i as usize).copied().expect("positions are inside the table");
    let mut out: Vec<MatchPair> = outcome
        .pairs
        .iter()
        .filter(|p| p.decision != Decision::Different)
        .map(|p| {
            let (a, b) = (row(p.left), row(p.right));
            MatchPair {
                left: a.min(b),
                right: a.max(b),
                weight: p.weight,
                probability: p.probability,
                decision: p.decision,
                evidence: outcome.evidence(p),
            }
        })
        .collect();
    out.sort_by_key(|p| (p.left, p.right));
    let mut sets: BTreeMap<u32, Vec<RowId>> = BTreeMap::new();
    for (i, c) in outcome.clusters.iter().enumerate() {
        sets.entry(*c).or_default().push(row(i as u32));
    }
    let mut clusters: Vec<Vec<RowId>> = sets.into_values().filter(|s| s.len() > 1).collect();
    for c in &mut clusters {
        c.sort_unstable();
    }
    clusters.sort();
    Duplicates { pairs: out, clusters }
}
