//! Brings values into one form: a normaliser a file, named by the rule packs field by field and applied in their order.
//!
//! Every changed cell is reported with the names of the normalisers that changed it. What cannot be brought into form stays as it is and
//! becomes a finding; so does what was taken out of a cell. The codes of these findings stand in [`NOTICES`].

mod cell;
mod column;
mod context;
mod legacy_marker;
mod notice;
mod run;
mod survey;
mod value;

pub use cell::{Note, Outcome};
pub use context::{Context, Tables};
pub use notice::{NOTICES, Notice, Report};
pub use run::{Normalised, run, run_by_source};
pub use survey::{Evidence, Survey};

use crate::model::Text;
use crate::plan::FieldType;

/// A way of bringing values into form.
#[derive(Clone, Copy)]
pub struct Normaliser {
    /// The name that rule packs use.
    pub name: &'static str,
    /// What it does, in Chinese and English.
    pub does: (&'static str, &'static str),
    /// Why, in Chinese and English.
    pub why: (&'static str, &'static str),
    /// A value before and after; the tests hold it true.
    pub example: (&'static str, &'static str),
    /// What is lost from the cell, though never from `changes.csv`.
    pub loses: Loss,
    /// What it wants to know of the whole column.
    pub evidence: Evidence,
    /// Built-in checks that report the same failures; a field that has one of them gets no second finding for the same cell.
    pub checked_by: &'static [&'static str],
    apply: fn(&str, &Context<'_>) -> Outcome,
}

impl Normaliser {
    /// Brings one value into form.
    pub fn apply(&self, value: &str, context: &Context<'_>) -> Outcome {
        (self.apply)(value, context)
    }

    /// Says what it does.
    pub fn text(&self) -> Text {
        Text::new(self.does.0, self.does.1)
    }

    /// Says why.
    pub fn reason(&self) -> Text {
        Text::new(self.why.0, self.why.1)
    }
}

impl std::fmt::Debug for Normaliser {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Normaliser").field("name", &self.name).finish_non_exhaustive()
    }
}

/// What a normaliser may lose from a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// Nothing but the way of writing.
    Nothing,
    /// Something that a person might want to know.
    Information,
}

/// All normalisers, in the order in which `rules list` shows them.
pub const NORMALISERS: &[Normaliser] = &[
    value::clean_text::NORMALISER,
    value::fold_width::NORMALISER,
    value::simplify_chinese::NORMALISER,
    value::strip_code_decoration::NORMALISER,
    value::upper_code::NORMALISER,
    value::code_key::NORMALISER,
    value::company_name::NORMALISER,
    value::person_name::NORMALISER,
    value::material_name::NORMALISER,
    value::size_notation::NORMALISER,
    value::order_spec::NORMALISER,
    value::tax_id::NORMALISER,
    value::bank_account::NORMALISER,
    value::repair_code::NORMALISER,
    value::phone::NORMALISER,
    value::email::NORMALISER,
    value::address::NORMALISER,
    value::postcode::NORMALISER,
    value::date::NORMALISER,
    value::decimal::NORMALISER,
    value::integer::NORMALISER,
    value::tax_rate::NORMALISER,
    value::unit::NORMALISER,
    value::currency::NORMALISER,
    value::country::NORMALISER,
    value::flag::NORMALISER,
    value::status::NORMALISER,
    value::category::NORMALISER,
    value::trade_terms::NORMALISER,
];

/// Gives the names of all normalisers.
pub fn names() -> Vec<&'static str> {
    NORMALISERS.iter().map(|n| n.name).collect()
}

/// Finds a normaliser by its name.
pub fn find(name: &str) -> Option<&'static Normaliser> {
    NORMALISERS.iter().find(|n| n.name == name)
}

/// Gives the normalisers of a field whose pack names none.
pub fn usual(kind: FieldType) -> &'static [&'static str] {
    match kind {
        FieldType::Code => &["clean_text", "strip_code_decoration", "upper_code"],
        FieldType::Text => &["clean_text"],
        FieldType::CompanyName => &["clean_text", "company_name"],
        FieldType::PersonName => &["clean_text", "person_name"],
        FieldType::Description => &["clean_text", "material_name"],
        FieldType::Specification => &["clean_text", "size_notation"],
        FieldType::TaxId => &["clean_text", "strip_code_decoration", "tax_id"],
        FieldType::BankAccount => &["clean_text", "strip_code_decoration", "bank_account"],
        FieldType::Phone => &["clean_text", "phone"],
        FieldType::Email => &["clean_text", "email"],
        FieldType::Address => &["clean_text", "address"],
        FieldType::Postcode => &["clean_text", "postcode"],
        FieldType::Date => &["clean_text", "date"],
        FieldType::Decimal => &["clean_text", "decimal"],
        FieldType::Integer => &["clean_text", "integer"],
        FieldType::Unit => &["clean_text", "unit"],
        FieldType::Currency => &["clean_text", "currency"],
        FieldType::Country => &["clean_text", "country"],
        FieldType::Flag => &["clean_text", "flag"],
        FieldType::Category => &["clean_text", "category"],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_usual_ones_exist() {
        let names = names();
        for (i, name) in names.iter().enumerate() {
            assert!(!names[..i].contains(name), "{name} stands twice");
        }
        for name in usual(FieldType::Code).iter().chain(usual(FieldType::Category)).chain(usual(FieldType::TaxId)) {
            assert!(find(name).is_some(), "{name}");
        }
    }

    #[test]
    fn every_example_is_true() {
        for n in NORMALISERS {
            let (before, after) = n.example;
            let actual = value::tests::apply(n, FieldType::Text, "material_source", before);
            assert_eq!(actual.value(before), after, "{}", n.name);
            assert!(!n.does.0.is_empty() && !n.does.1.is_empty() && !n.why.0.is_empty() && !n.why.1.is_empty(), "{}", n.name);
        }
    }

    /// Values as they stand in exports, in pieces that are put together at random.
    const PIECES: [&str; 40] = [
        "苏州",
        "市",
        "宏达",
        "机械",
        "有限公司",
        "（停用）",
        "(",
        ")",
        "分公司",
        "螺栓",
        "M8",
        "×",
        "x",
        "*",
        "20",
        "φ",
        "304",
        "不锈钢",
        "GB/T",
        "5783",
        " ",
        "\u{3000}",
        "-",
        "/",
        ".",
        ",",
        "，",
        "１２",
        "Ａ",
        "a",
        "0",
        "00123",
        "2024",
        "年",
        "3",
        "月",
        "%",
        "@",
        "+86",
        "KG",
    ];

    proptest::proptest! {
        #[test]
        fn a_second_time_changes_nothing(picks in proptest::collection::vec(0..PIECES.len(), 1..9), free in "\\PC{0,6}", put in 0..3usize) {
            let mut value: String = picks.iter().map(|i| PIECES[*i]).collect();
            if put == 0 {
                value.push_str(&free);
            }
            let kinds = [FieldType::Text, FieldType::Code, FieldType::CompanyName, FieldType::Description, FieldType::Specification, FieldType::TaxId,
                FieldType::Phone, FieldType::Address, FieldType::Date, FieldType::Decimal, FieldType::Unit, FieldType::Category];
            for kind in kinds {
                let chain = |value: &str| usual(kind).iter().filter_map(|n| find(n)).fold(value.to_owned(), |v, n| {
                    value::tests::apply(n, kind, "material_source", &v).value(&v).to_owned()
                });
                let once = chain(&value);
                // What is left of an ornament may be a word for nothing, and goes the next time.
                if crate::domain::blank::is_blank_word(&once, crate::domain::blank::Blank::Spoken) {
                    continue;
                }
                proptest::prop_assert_eq!(chain(&once), once, "{:?} of {:?}", kind, value);
            }
        }
    }
}
