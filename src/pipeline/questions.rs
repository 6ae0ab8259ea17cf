//! What a run asks people: a question for every finding about a record, told apart by content.

use super::identity::Identity;
use super::state::Run;
use crate::model::{Entity, Finding, Place, RowId};
use crate::review::{Asked, Question, QuestionId, Questions, Subject};
use std::collections::HashMap;

/// The records of one entity, as they were when they were checked.
struct Known<'a> {
    identity: Identity<'a>,
    at: HashMap<RowId, usize>,
    columns: HashMap<&'a str, crate::model::TextColumn>,
}

impl Run<'_> {
    /// Gives the questions of the run, and for each finding the one that asks about it.
    pub(super) fn questions(&self) -> (Questions, Vec<Option<QuestionId>>) {
        let known: HashMap<&Entity, Known<'_>> = self.entities.iter().filter_map(|e| Some((&e.entity, self.known(e)?))).collect();
        let mut questions = Questions::default();
        let asked = self.findings.iter().map(|(entity, f)| question(known.get(entity.as_ref()?)?, f).map(|q| questions.add(q))).collect();
        (questions, asked)
    }

    fn known(&self, e: &super::entity::EntityRun) -> Option<Known<'_>> {
        let spec = self.plan.entity(&e.entity)?;
        let rows = e.clean.rows().iter().enumerate().map(|(i, r)| (*r, i));
        let columns = spec.fields.iter().filter_map(|f| Some((&*f.name, e.clean.column(&f.name)?)));
        Some(Known { identity: Identity::of(spec, &e.clean), at: rows.collect(), columns: columns.collect() })
    }
}

/// Makes the question of a finding; there is none about files and the run.
fn question(known: &Known<'_>, finding: &Finding) -> Option<Question> {
    let Place::Row(row, field) = &finding.at else { return None };
    let i = *known.at.get(row)?;
    let own = known.identity.partner(i);
    let asked = Asked {
        row: Some(row.0),
        other_row: finding.other.map(|o| o.0),
        by_rule: finding.rule.as_str().to_owned(),
        expected: known.identity.about(field.as_deref().unwrap_or(""), &finding.expected),
    };
    let entity = known.identity.entity();
    if let Some(other) = finding.other {
        let j = *known.at.get(&other)?;
        let (one, two) = (known.identity.name(i), known.identity.name(j));
        let subject = Subject::pair(entity, (own, &one), (known.identity.partner(j), &two));
        return Some(Question { subject, suggestion: String::new(), asked });
    }
    let field = field.as_deref().unwrap_or("");
    let value = known.columns.get(field).map_or("", |c| c.text(i));
    let subject = Subject {
        entity: entity.to_owned(),
        system: own.system,
        code: own.code,
        other: None,
        rule: finding.rule.as_str().to_owned(),
        field: field.to_owned(),
        seen: known.identity.seen(field, value),
    };
    // A suggestion about a record is advice and no value.
    let suggestion = if field.is_empty() { String::new() } else { finding.suggestion.to_string() };
    Some(Question { subject, suggestion, asked })
}
