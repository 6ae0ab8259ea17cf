//! Writes countries by their ISO 3166 codes.

use crate::normalise::notice::UNKNOWN_COUNTRY;
use crate::normalise::{Context, Evidence, Loss, Normaliser, Note, Outcome};

pub(in crate::normalise) const NORMALISER: Normaliser = Normaliser {
    name: "country",
    does: ("国家和地区改为 ISO 3166 两字母代码。", "Writes countries by their ISO 3166 codes of two letters."),
    why: ("中文名、英文名和三字母代码并存。", "Names in several languages and codes of three letters stand side by side."),
    example: ("Deutschland", "DE"),
    loses: Loss::Nothing,
    evidence: Evidence::None,
    checked_by: &["in_table"],
    apply: |value: &str, context: &Context<'_>| match context.tables.countries.read(value, &context.tables.synonyms) {
        Some(code) => Outcome::of(value, code.into()),
        None => Outcome::Failed(Note::new(&UNKNOWN_COUNTRY)),
    },
};
