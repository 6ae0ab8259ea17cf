//! What people may see, in their language: values masked where they are personal, invisible characters shown, long texts cut.

use super::entry::Entry;
use super::index::Index;
use crate::model::{Lang, Text};
use crate::plan::FieldType;
use crate::report::{Masking, mask_example, mask_text_about, visible};
use crate::review::{RecordsEntity, RecordsField, RecordsRule, RecordsSource};

/// Characters of one value that are shown at most.
const LONGEST: usize = 4_000;

/// How one reader sees a run.
#[derive(Clone, Copy, Debug)]
pub(super) struct Look {
    /// The language.
    pub lang: Lang,
    /// Whether personal data is shown.
    pub masking: Masking,
}

impl Look {
    /// Gives a text of ours.
    pub fn text<'t>(&self, text: &'t Text, otherwise: &'t str) -> &'t str {
        Some(text.get(self.lang)).filter(|t| !t.is_empty()).unwrap_or(otherwise)
    }

    /// Shows a value of a field.
    pub fn value(&self, field: Option<&RecordsField>, text: &str) -> String {
        // What is masked already stays as it is, and an own code of eleven digits is no phone number.
        let done = self.masking == Masking::Masked && text.contains('*');
        let code = field.is_some_and(|f| f.kind == FieldType::Code && f.personal.is_none());
        if done || code {
            return cut(&visible(text));
        }
        cut(&visible(&mask_example(text, field.and_then(|f| f.personal), self.masking)))
    }

    /// Shows a text about a field, such as what was expected there.
    pub fn about(&self, field: Option<&RecordsField>, text: &str) -> String {
        if text.contains('*') {
            return cut(&visible(text));
        }
        cut(&visible(&mask_text_about(text, field.and_then(|f| f.personal), self.masking)))
    }

    /// Shows a text of the data that is no value of a field: a file, a sheet, a code.
    pub fn plain(&self, text: &str) -> String {
        cut(&visible(text))
    }
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
    }
}

impl Index {
    /// Gives the description of a question's entity.
    pub fn entity(&self, entry: &Entry) -> Option<&RecordsEntity> {
        self.head.entities.get(entry.entity?)
    }

    /// Gives the description of the field that a question is about.
    pub fn field(&self, entry: &Entry) -> Option<&RecordsField> {
        self.entity(entry)?.fields.iter().find(|f| f.name == entry.subject.field)
    }

    /// Gives the rule that asked.
    pub fn rule(&self, entry: &Entry) -> Option<&RecordsRule> {
        self.entity(entry)?.rules.iter().find(|r| r.code == entry.asked.by_rule)
    }

    /// Gives the source table of a record.
    pub fn source(&self, row: u32) -> Option<&RecordsSource> {
        self.head.sources.get(self.records.spot(row)?.source as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::PersonalData;

    fn field(kind: FieldType, personal: Option<PersonalData>) -> RecordsField {
        RecordsField { name: "x".into(), label: Text::default(), kind, personal }
    }

    #[test]
    fn personal_values_are_masked_once_and_codes_never() {
        let masked = Look { lang: Lang::En, masking: Masking::Masked };
        let raw = Look { masking: Masking::Raw, ..masked };
        let phone = field(FieldType::Phone, Some(PersonalData::Phone));
        assert_eq!(masked.value(Some(&phone), "13812345678"), "138****5678");
        assert_eq!(masked.value(Some(&phone), "138****5678"), "138****5678");
        assert_eq!(raw.value(Some(&phone), "13812345678"), "13812345678");
        assert_eq!(masked.value(Some(&field(FieldType::Code, None)), "13812345678"), "13812345678");
        assert_eq!(masked.value(None, "call 13812345678"), "call 138****5678");
        assert_eq!(masked.plain("a\u{202e}b"), "a⟨U+202E⟩b");
        assert_eq!(masked.plain(&"x".repeat(LONGEST + 5)).chars().count(), LONGEST + 1);
    }
}
