//! What people should know about merged records: where a survivor's values come from, and where its members contradict each other.

use super::state::Run;
use crate::domain::codes::taxpayer;
use crate::domain::fold::fold_key;
use crate::matching::survive::Survival;
use crate::model::{Finding, Place, RowId, RuleCode, Table, TextColumn};
use crate::plan::{Effect, EntitySpec, FieldSpec, FieldType};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The notice about members that contradict each other.
const CONFLICT: &str = "survivor-conflict";

impl Run<'_> {
    /// Remembers from which member every changed field of a survivor comes: `table` is as it was before merging.
    pub(super) fn remember_origins(&mut self, table: &Table, clusters: &[Vec<usize>], survival: &Survival) {
        let survivors: BTreeMap<RowId, RowId> = survival.merged.iter().copied().collect();
        let rows = table.rows();
        let mut members: BTreeMap<RowId, Vec<usize>> = BTreeMap::new();
        for &position in clusters.iter().flatten() {
            let Some(row) = rows.get(position) else { continue };
            members.entry(survivors.get(row).copied().unwrap_or(*row)).or_default().push(position);
        }
        let mut columns: BTreeMap<Arc<str>, Option<TextColumn>> = BTreeMap::new();
        for change in &survival.changes {
            let column = columns.entry(change.field.clone()).or_insert_with(|| table.column(&change.field));
            let has = |p: &&usize| column.as_ref().is_some_and(|c| c.text(**p) == &*change.after);
            let from = members.get(&change.row).and_then(|m| m.iter().find(has)).and_then(|p| rows.get(*p));
            if let Some(from) = from {
                self.value_origins.insert((change.row, change.field.clone()), *from);
            }
        }
    }

    /// Notes clusters whose members contradict each other where the plan does not leave it to survivorship, and does to their survivors what
    /// the notice says.
    pub(super) fn review_conflicts(
        &mut self,
        position: usize,
        spec: &EntitySpec,
        table: &Table,
        clusters: &[Vec<usize>],
        survival: &Survival,
    ) {
        if spec.survivorship.review.is_empty() && spec.survivorship.conflicts.is_none() {
            return;
        }
        let gone: BTreeSet<RowId> = survival.merged.iter().map(|(row, _)| *row).collect();
        let fields = compared(spec, table);
        let mut effects = Vec::new();
        for cluster in clusters {
            let rows: Vec<RowId> = cluster.iter().filter_map(|&p| table.rows().get(p).copied()).collect();
            let Some(&survivor) = rows.iter().find(|r| !gone.contains(r)) else { continue };
            let found: Vec<(&Arc<str>, Vec<&str>)> =
                fields.iter().map(|(f, c)| (&f.name, contradicting(f.kind, c, cluster))).filter(|(_, values)| values.len() > 1).collect();
            let mut effect = Effect::Note;
            for (field, values) in found.iter().filter(|(f, _)| spec.survivorship.review.contains(f)) {
                effect = self.notice(
                    &spec.entity,
                    CONFLICT,
                    Place::Row(survivor, Some((*field).clone())),
                    values.first().unwrap_or(&""),
                    &values.join(" / "),
                );
            }
            if spec.survivorship.conflicts.is_some_and(|most| found.len() > most) {
                let names: Vec<&str> = found.iter().map(|(f, _)| &***f).collect();
                let rule = RuleCode::new(CONFLICT);
                effect = self.plan.rule(Some(&spec.entity), &rule).map_or(Effect::Note, |r| r.effect);
                self.find(
                    Some(&spec.entity),
                    Finding::at(&rule, Place::Row(survivor, None), &found.len().to_string()).expecting(&names.join(", ")),
                );
            }
            effects.push((survivor, RuleCode::new(CONFLICT), effect));
        }
        self.settle(position, &effects);
    }
}

/// Gives the columns in which a contradiction says something: neither codes of the old systems nor dates, numbers of changes and remarks.
fn compared<'a>(spec: &'a EntitySpec, table: &Table) -> Vec<(&'a FieldSpec, TextColumn)> {
    let review = &spec.survivorship.review;
    let telling = |f: &&FieldSpec| {
        review.contains(&f.name)
            || Some(&f.name) != spec.key.as_ref() && !matches!(f.kind, FieldType::Date | FieldType::Flag | FieldType::Text)
    };
    spec.fields.iter().filter(telling).filter_map(|f| Some((f, table.column(&f.name)?))).collect()
}

/// Gives the distinct values that the members of a cluster have, in their order; ways of writing do not count, nor does it whether a tax number
/// is the old one or the credit code that took its place.
fn contradicting<'c>(kind: FieldType, column: &'c TextColumn, cluster: &[usize]) -> Vec<&'c str> {
    let key = |value: &str| match kind {
        FieldType::TaxId => taxpayer::join_key(value).map_or_else(|| fold_key(value), str::to_owned),
        _ => fold_key(value),
    };
    let mut seen = BTreeSet::new();
    cluster.iter().filter_map(|&p| column.get(p)).filter(|v| seen.insert(key(v))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_of_writing_are_no_contradiction() {
        let column: TextColumn = [Some("ABC-1"), None, Some("abc-1"), Some("XYZ"), Some("ABC-1")].into_iter().collect();
        assert_eq!(contradicting(FieldType::Code, &column, &[0, 1, 2]), ["ABC-1"]);
        assert_eq!(contradicting(FieldType::Code, &column, &[0, 1, 3, 4]), ["ABC-1", "XYZ"]);
        let ids: TextColumn = [Some("440301192203821"), Some("914403001922038216"), Some("91440300192317458F")].into_iter().collect();
        assert_eq!(contradicting(FieldType::TaxId, &ids, &[0, 1]), ["440301192203821"]);
        assert_eq!(contradicting(FieldType::TaxId, &ids, &[0, 1, 2]).len(), 2);
    }
}
