//! What a record is called across exports: its system, its code, and the names that people know it by.

use super::map::SYSTEM;
use crate::model::{Table, TextColumn};
use crate::plan::{EntitySpec, FieldSpec, FieldType};
use crate::report::{Masking, mask_example};
use crate::review::Partner;

/// Between the parts of a natural key, and between names.
const AND: &str = " / ";

/// The columns of one table that identify its records.
pub(super) struct Identity<'a> {
    spec: &'a EntitySpec,
    system: Option<TextColumn>,
    code: Vec<TextColumn>,
    names: Vec<(&'a FieldSpec, TextColumn)>,
}

impl<'a> Identity<'a> {
    /// Finds the columns; the table must be normalised, since codes and names are compared with those of other runs.
    pub fn of(spec: &'a EntitySpec, table: &Table) -> Self {
        let keys = spec.key.iter().chain(spec.natural_key.iter().filter(|_| spec.key.is_none()));
        let named = |f: &&FieldSpec| matches!(f.kind, FieldType::CompanyName | FieldType::Description | FieldType::Specification);
        Self {
            spec,
            system: table.column(SYSTEM),
            code: keys.filter_map(|k| table.column(k)).collect(),
            names: spec.fields.iter().filter(named).take(2).filter_map(|f| Some((f, table.column(&f.name)?))).collect(),
        }
    }

    /// Gives the name of the entity.
    pub fn entity(&self) -> &str {
        self.spec.entity.as_str()
    }

    /// Gives system and code of a record; one without a code goes by its names.
    pub fn partner(&self, position: usize) -> Partner {
        let code = joined(self.code.iter().map(|c| c.text(position)));
        let code = if code.is_empty() { joined(self.names.iter().map(|(_, c)| c.text(position))) } else { code };
        Partner { system: self.system.as_ref().map_or("", |s| s.text(position)).to_owned(), code }
    }

    /// Gives the names of a record as people may see them.
    pub fn name(&self, position: usize) -> String {
        let shown: Vec<String> = self.names.iter().map(|(f, c)| mask_example(c.text(position), f.personal, Masking::Masked)).collect();
        joined(shown.iter().map(String::as_str))
    }

    /// Gives a value of a field as people may see it.
    pub fn seen(&self, field: &str, value: &str) -> String {
        mask_example(value, self.spec.field(field).and_then(|f| f.personal), Masking::Masked)
    }

    /// Gives a text about a field, such as what was expected there, as people may see it.
    pub fn about(&self, field: &str, text: &str) -> String {
        crate::report::mask_text_about(text, self.spec.field(field).and_then(|f| f.personal), Masking::Masked)
    }
}

fn joined<'t>(parts: impl Iterator<Item = &'t str>) -> String {
    parts.filter(|p| !p.is_empty()).collect::<Vec<_>>().join(AND)
}
