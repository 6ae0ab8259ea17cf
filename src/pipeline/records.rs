//! Writes the records that questions are about, for people who decide: side by side, with those that they were merged with.

use super::entity::EntityRun;
use super::state::Run;
use crate::model::{Entity, RowId, RuleCode, Severity, TextColumn};
use crate::plan::EntitySpec;
use crate::review::{Questions, RecordLine, RecordsEntity, RecordsField, RecordsHead, RecordsRule, RecordsSource};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{self, Write};

/// What is asked about one entity.
#[derive(Default)]
struct Asked<'q> {
    rows: BTreeSet<RowId>,
    rules: BTreeSet<&'q str>,
}

impl Run<'_> {
    /// Writes `records.jsonl`: a head, then each record that a question is about with all members of its cluster.
    pub(super) fn write_records(&self, questions: &Questions, out: &mut impl Write) -> io::Result<()> {
        let mut asked: BTreeMap<&str, Asked<'_>> = BTreeMap::new();
        for (_, q) in questions.iter() {
            let slot = asked.entry(&q.subject.entity).or_default();
            slot.rows.extend([q.asked.row, q.asked.other_row].into_iter().flatten().map(RowId));
            slot.rules.insert(&q.asked.by_rule);
        }
        let entities: Vec<(&EntityRun, &EntitySpec, Asked<'_>)> =
            self.entities.iter().filter_map(|e| Some((e, self.plan.entity(&e.entity)?, asked.remove(e.entity.as_str())?))).collect();
        let head = RecordsHead {
            schema: 1,
            project: self.plan.name.clone(),
            entities: entities.iter().map(|(_, spec, asked)| self.entity_head(spec, asked)).collect(),
            sources: self.sources_head(),
        };
        line(out, &head)?;
        (0..).zip(&entities).try_for_each(|(n, (e, spec, asked))| self.write_entity(n, e, spec, &asked.rows, out))
    }

    fn sources_head(&self) -> Vec<RecordsSource> {
        let source = |s: &crate::model::Source| RecordsSource {
            path: s.path.clone(),
            sheet: s.sheet.clone().unwrap_or_default(),
            system: s.system.clone(),
            owner: s.owner.clone(),
        };
        self.ledger.sources().map(|(_, s)| source(s)).collect()
    }

    fn entity_head(&self, spec: &EntitySpec, asked: &Asked<'_>) -> RecordsEntity {
        let field = |f: &crate::plan::FieldSpec| RecordsField {
            name: f.name.to_string(),
            label: f.label.clone(),
            kind: f.kind,
            personal: f.personal,
        };
        let rule = |code: &&str| {
            let spec = self.plan.rule(Some(&spec.entity), &RuleCode::new(code));
            RecordsRule {
                code: (*code).to_owned(),
                severity: spec.map_or(Severity::Warning, |r| r.severity),
                title: spec.map(|r| r.title.clone()).unwrap_or_default(),
                hint: spec.map(|r| r.hint.clone()).unwrap_or_default(),
            }
        };
        RecordsEntity {
            name: spec.entity.as_str().to_owned(),
            label: spec.label.clone(),
            key: spec.key.as_deref().map(str::to_owned),
            fields: spec.fields.iter().map(field).collect(),
            rules: asked.rules.iter().map(rule).collect(),
        }
    }

    fn write_entity(&self, n: u32, e: &EntityRun, spec: &EntitySpec, asked: &BTreeSet<RowId>, out: &mut impl Write) -> io::Result<()> {
        let clusters = self.clusters(&e.entity, asked);
        let mut rows = asked.clone();
        rows.extend(clusters.keys().copied());
        let survivors: BTreeSet<RowId> =
            clusters.keys().map(|r| self.ledger.survivor_of(*r)).filter(|r| clusters.contains_key(r)).collect();
        let chosen = self.chosen(&survivors);
        let at: HashMap<RowId, usize> = e.clean.rows().iter().enumerate().map(|(i, r)| (*r, i)).collect();
        let columns: Vec<(&str, Option<TextColumn>)> = spec.fields.iter().map(|f| (&*f.name, e.clean.column(&f.name))).collect();
        for row in rows {
            let Some(&i) = at.get(&row) else { continue };
            let origin = self.ledger.origin(row);
            let own = |column: &Option<TextColumn>| column.as_ref().map_or("", |c| c.text(i)).to_owned();
            let values: Vec<String> = columns.iter().map(|(_, c)| own(c)).collect();
            let cluster = clusters.get(&row).map(|first| first.0);
            let mut record =
                RecordLine { row: row.0, entity: n, source: origin.source.0, line: origin.line, cluster, survivor: false, values };
            line(out, &record)?;
            if survivors.contains(&row) {
                let value = |(field, own): (&(&str, _), String)| chosen.get(&(row, field.0)).map_or(own, |v| (*v).to_owned());
                record.values = columns.iter().zip(record.values).map(value).collect();
                record.survivor = true;
                line(out, &record)?;
            }
        }
        Ok(())
    }

    /// Gives the members of every cluster that a question touches, each with the first row of its cluster.
    fn clusters(&self, entity: &Entity, asked: &BTreeSet<RowId>) -> BTreeMap<RowId, RowId> {
        let of_entity = self.duplicates.iter().filter(|(e, _)| e == entity).flat_map(|(_, d)| &d.clusters);
        let touched = of_entity.filter(|c| c.iter().any(|r| asked.contains(r)));
        touched.filter_map(|c| Some((c, *c.first()?))).flat_map(|(c, first)| c.iter().map(move |r| (*r, first))).collect()
    }

    /// Gives the values that survivors took from others, or from a person.
    fn chosen(&self, survivors: &BTreeSet<RowId>) -> HashMap<(RowId, &str), &str> {
        let by_survival = self.changes.iter().filter(|c| survivors.contains(&c.row) && c.rule.as_str().starts_with("survivor-"));
        by_survival.map(|c| ((c.row, &*c.field), &*c.after)).collect()
    }
}

fn line(out: &mut impl Write, value: &impl serde::Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    out.write_all(b"\n")
}
