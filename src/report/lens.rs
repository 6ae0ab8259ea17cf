//! Looks at a run the way its readers do: where a finding stands in their file, under which header, and what may be shown of it.

use super::mask::{Masking, mask, mask_about};
use super::names::{Record, name_field};
use super::scan::mask_shapes;
use super::visible::visible;
use super::words::Words;
use super::{EntityFinding, ReportInput};
use crate::model::{Dimension, Entity, Finding, Place, RowId, RuleCode, Severity, Source, SourceId};
use crate::plan::{CheckSpec, FieldSpec, FieldType};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A run with what the renderers look up again and again.
pub(super) struct Lens<'a> {
    /// The run.
    pub(super) input: &'a ReportInput<'a>,
    /// The words of its language.
    pub(super) words: &'static Words,
    /// Per source: field -> header as written.
    headers: Vec<BTreeMap<&'a str, &'a str>>,
}

/// Where a finding stands, in the terms of its owner.
#[derive(Clone, Copy)]
pub(super) struct Spot<'a> {
    /// The source table; `None` for findings about the run.
    pub(super) source: Option<(SourceId, &'a Source)>,
    /// 1-based line or row number.
    pub(super) line: Option<u32>,
    /// The row, where the finding is about one.
    pub(super) row: Option<RowId>,
    /// The field, where the finding is about one.
    pub(super) field: Option<&'a str>,
}

impl<'a> Spot<'a> {
    /// Gives the file, or an empty text.
    pub(super) fn path(&self) -> &'a str {
        self.source.map_or("", |(_, s)| s.path.as_str())
    }

    /// Gives the sheet, or an empty text.
    pub(super) fn sheet(&self) -> &'a str {
        self.source.and_then(|(_, s)| s.sheet.as_deref()).unwrap_or("")
    }

    /// Gives the owner, or an empty text.
    pub(super) fn owner(&self) -> &'a str {
        self.source.map_or("", |(_, s)| s.owner.as_str())
    }

    /// Gives the system tag, or an empty text.
    pub(super) fn system(&self) -> &'a str {
        self.source.map_or("", |(_, s)| s.system.as_str())
    }
}

impl<'a> Lens<'a> {
    /// Prepares the look-ups.
    pub(super) fn new(input: &'a ReportInput<'a>) -> Self {
        let mut inputs = BTreeMap::new();
        for i in &input.summary.inputs {
            inputs.entry((i.path.as_str(), i.sheet.as_deref())).or_insert(i);
        }
        let headers = |source: &Source| {
            let input = inputs.get(&(source.path.as_str(), source.sheet.as_deref()));
            let columns = input.into_iter().flat_map(|i| &i.mapping);
            columns.filter_map(|c| Some((c.field.as_deref()?, c.header.as_str()))).collect()
        };
        let headers = input.ledger.sources().map(|(_, s)| headers(s)).collect();
        Self { input, words: Words::of(input.lang), headers }
    }

    /// Says where a finding stands.
    pub(super) fn spot(&self, place: &'a Place) -> Spot<'a> {
        let ledger = self.input.ledger;
        match place {
            Place::Run => Spot { source: None, line: None, row: None, field: None },
            Place::Source(id, line) => Spot { source: Some((*id, ledger.source(*id))), line: *line, row: None, field: None },
            Place::Row(row, field) => {
                let at = ledger.origin(*row);
                let source = Some((at.source, ledger.source(at.source)));
                Spot { source, line: Some(at.line), row: Some(*row), field: field.as_deref() }
            }
        }
    }

    /// Says where a row stands.
    pub(super) fn row(&self, row: RowId) -> Spot<'a> {
        let at = self.input.ledger.origin(row);
        Spot { source: Some((at.source, self.input.ledger.source(at.source))), line: Some(at.line), row: Some(row), field: None }
    }

    /// Gives the header under which the owner sees a field; the field's label where the source has no such column.
    pub(super) fn header(&self, spot: &Spot<'a>, entity: Option<&Entity>) -> &'a str {
        let Some(field) = spot.field else { return "" };
        let written = spot.source.and_then(|(id, _)| self.headers.get(id.index())).and_then(|h| h.get(field).copied());
        written.filter(|h| !h.trim().is_empty()).unwrap_or_else(|| self.field_label(entity, field))
    }

    /// Gives the name of a field for people.
    pub(super) fn field_label(&self, entity: Option<&Entity>, field: &'a str) -> &'a str {
        self.field(entity, field).map(|f| f.label.get(self.input.lang)).filter(|l| !l.is_empty()).unwrap_or(field)
    }

    /// Gives the name of an entity for people.
    pub(super) fn entity_label<'t>(&self, name: &'t str) -> &'t str
    where
        'a: 't,
    {
        let spec = self.input.plan.entities.iter().find(|e| e.entity.as_str() == name);
        spec.map(|e| e.label.get(self.input.lang)).filter(|l| !l.is_empty()).unwrap_or(name)
    }

    /// Gives the specification of a field.
    pub(super) fn field(&self, entity: Option<&Entity>, field: &str) -> Option<&'a FieldSpec> {
        entity.and_then(|e| self.input.plan.entity(e)).and_then(|e| e.field(field))
    }

    /// Gives what people may see of a value of a field.
    pub(super) fn value<'t>(&self, field: Option<&FieldSpec>, text: &'t str) -> Cow<'t, str> {
        if self.input.masking == Masking::Raw {
            return visible(text);
        }
        match field {
            Some(FieldSpec { personal: Some(kind), .. }) => shown(mask(*kind, text)),
            // An own code of eleven digits is no phone number; masked, nobody could find the record.
            Some(FieldSpec { kind: FieldType::Code, .. }) => visible(text),
            _ => self.free(text),
        }
    }

    /// Gives what people may see of the value of a finding. Some name a whole line: of its cells nobody knows which are personal, and so
    /// only the first, by which it is found again, is shown.
    pub(super) fn found<'t>(&self, field: Option<&FieldSpec>, finding: &'t Finding) -> Cow<'t, str> {
        let line = matches!(finding.rule.as_str(), "surplus-cells" | "missing-cells") && field.is_none();
        if !line || self.input.masking == Masking::Raw {
            return self.value(field, &finding.value);
        }
        let mut cells = finding.value.split([',', ';', '\t', '|']);
        let first = self.free(cells.next().unwrap_or("")).into_owned();
        Cow::Owned(format!("{first}, … ({})", 1 + cells.count()))
    }

    /// Gives what people may see of an example of a column, which the mapping may have masked already: stars are not masked again.
    pub(super) fn example<'t>(&self, field: Option<&FieldSpec>, text: &'t str) -> Cow<'t, str> {
        if text.contains('*') { self.free(text) } else { self.value(field, text) }
    }

    /// Gives what people may see of a text about a field, such as what was expected there.
    pub(super) fn about<'t>(&self, field: Option<&FieldSpec>, text: &'t str) -> Cow<'t, str> {
        match self.input.lang.pick(text) {
            Cow::Borrowed(text) => self.about_plain(field, text),
            Cow::Owned(text) => Cow::Owned(self.about_plain(field, &text).into_owned()),
        }
    }

    fn about_plain<'t>(&self, field: Option<&FieldSpec>, text: &'t str) -> Cow<'t, str> {
        match (self.input.masking, field) {
            (Masking::Masked, Some(FieldSpec { personal: Some(kind), .. })) => shown(mask_about(*kind, text)),
            (Masking::Masked, Some(FieldSpec { kind: FieldType::Code, .. })) => visible(text),
            _ => self.free(text),
        }
    }

    /// Gives what people may see of free text.
    pub(super) fn free<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match self.input.masking {
            Masking::Raw => visible(text),
            Masking::Masked => match mask_shapes(text) {
                Cow::Borrowed(text) => visible(text),
                Cow::Owned(text) => shown(text),
            },
        }
    }

    /// Gives what people may see of a record's name.
    pub(super) fn name<'t>(&self, record: &Record<'t>) -> Cow<'t, str> {
        let spec = record.entity.and_then(|e| self.input.plan.entity(e));
        self.value(spec.and_then(|s| name_field(s).and_then(|f| s.field(f))), record.name)
    }

    /// Gives the rule of a finding.
    pub(super) fn rule(&self, entity: Option<&Entity>, code: &RuleCode) -> Option<&'a CheckSpec> {
        self.input.plan.rule(entity, code)
    }

    /// Gives the severity of a finding; a rule that the plan does not know is a warning.
    pub(super) fn severity(&self, f: &EntityFinding<'_>) -> Severity {
        self.rule(f.entity, &f.finding.rule).map_or(Severity::Warning, |r| r.severity)
    }

    /// Gives the dimension of a finding.
    pub(super) fn dimension(&self, f: &EntityFinding<'_>) -> Option<Dimension> {
        self.rule(f.entity, &f.finding.rule).map(|r| r.dimension)
    }

    /// Gives the title of a rule, or its code.
    pub(super) fn title<'t>(&self, entity: Option<&Entity>, code: &'t RuleCode) -> &'t str
    where
        'a: 't,
    {
        self.rule(entity, code).map(|r| r.title.get(self.input.lang)).filter(|t| !t.is_empty()).unwrap_or(code.as_str())
    }

    /// Gives what to do about a rule's findings.
    pub(super) fn hint(&self, entity: Option<&Entity>, code: &RuleCode) -> &'a str {
        self.rule(entity, code).map_or("", |r| r.hint.get(self.input.lang))
    }
}

fn shown(text: String) -> Cow<'static, str> {
    match visible(&text) {
        Cow::Borrowed(_) => Cow::Owned(text),
        Cow::Owned(shown) => Cow::Owned(shown),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Lang;
    use crate::report::sample::Sample;

    #[test]
    fn a_whole_line_shows_its_first_cell_alone() {
        let sample = Sample::company();
        let list = sample.list();
        let mut input = sample.input(&list, Lang::En);
        let line = Finding::at(&RuleCode::new("surplus-cells"), Place::Run, "KH-24,傅环玲,12482146705994047");
        assert_eq!(Lens::new(&input).found(None, &line), "KH-24, … (3)");
        input.masking = Masking::Raw;
        assert_eq!(Lens::new(&input).found(None, &line), "KH-24,傅环玲,12482146705994047");
    }
}
