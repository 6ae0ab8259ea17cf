//! The normalisers of single values, one a file.

pub(super) mod address;
pub(super) mod bank_account;
pub(super) mod category;
pub(super) mod clean_text;
pub(super) mod code_key;
pub(super) mod company_name;
pub(super) mod country;
pub(super) mod currency;
pub(super) mod date;
pub(super) mod decimal;
pub(super) mod email;
pub(super) mod flag;
pub(super) mod fold_width;
pub(super) mod integer;
pub(super) mod material_name;
pub(super) mod order_spec;
pub(super) mod person_name;
pub(super) mod phone;
pub(super) mod postcode;
pub(super) mod repair_code;
pub(super) mod simplify_chinese;
pub(super) mod size_notation;
pub(super) mod status;
pub(super) mod strip_code_decoration;
pub(super) mod tax_id;
pub(super) mod tax_rate;
pub(super) mod trade_terms;
pub(super) mod unit;
pub(super) mod upper_code;

#[cfg(test)]
pub(super) mod tests {
    use crate::model::TextColumn;
    use crate::normalise::{Context, Normaliser, Outcome, Survey, Tables};
    use crate::plan::{FieldSpec, FieldType};
    use std::borrow::Cow;

    /// Gives the tables compiled into the program.
    pub(in crate::normalise) fn standard_tables() -> Tables {
        use crate::domain::{country::Countries, marker::Markers, phone::AreaCodes, synonym::Synonyms, unit::UnitTable};
        Tables {
            units: Cow::Borrowed(UnitTable::standard()),
            synonyms: Cow::Borrowed(Synonyms::standard()),
            areas: Cow::Borrowed(AreaCodes::standard()),
            countries: Cow::Borrowed(Countries::standard()),
            markers: Cow::Borrowed(Markers::standard()),
        }
    }

    /// Applies a normaliser to the last value of a column of a field.
    pub(in crate::normalise) fn apply_in(normaliser: &Normaliser, kind: FieldType, field_name: &str, column: &[&str]) -> Outcome {
        let texts: TextColumn = column.iter().map(|v| Some(*v)).collect();
        let survey = Survey::of(&texts, 0..texts.len(), &[normaliser]);
        let context = Context { field: &FieldSpec::bare(field_name, kind), tables: &standard_tables(), column: &survey };
        normaliser.apply(column.last().unwrap(), &context)
    }

    /// Applies a normaliser to the only value of a column.
    pub(in crate::normalise) fn apply(normaliser: &Normaliser, kind: FieldType, field_name: &str, value: &str) -> Outcome {
        apply_in(normaliser, kind, field_name, &[value])
    }

    /// Writes an outcome as `value`, `value !code` (with a note) or `!code` (unchanged, with a note or a failure).
    pub(in crate::normalise) fn show(outcome: &Outcome, before: &str) -> String {
        match outcome {
            Outcome::Unchanged => before.to_owned(),
            Outcome::Changed(after) => after.clone(),
            Outcome::Failed(note) | Outcome::Noted(None, note) => format!("!{}", note.notice.code),
            Outcome::Noted(Some(after), note) => format!("{after} !{}", note.notice.code),
        }
    }

    /// Checks one value in a column of its own.
    pub(in crate::normalise) fn check(normaliser: &Normaliser, kind: FieldType, input: &str, expected: &str) {
        assert_eq!(show(&apply(normaliser, kind, "field", input), input), expected, "{} of {input:?}", normaliser.name);
    }

    /// Checks the last value of a column.
    pub(in crate::normalise) fn check_in(normaliser: &Normaliser, field_name: &str, column: &[&str], expected: &str) {
        let input = column.last().unwrap();
        assert_eq!(show(&apply_in(normaliser, FieldType::Text, field_name, column), input), expected, "{} in {column:?}", normaliser.name);
    }
}
