//! What a normaliser knows beside the value: the field, the lookup tables, and what the whole column says.

use super::survey::Survey;
use crate::domain::country::Countries;
use crate::domain::marker::Markers;
use crate::domain::phone::AreaCodes;
use crate::domain::synonym::Synonyms;
use crate::domain::unit::UnitTable;
use crate::plan::{CodeTable, FieldSpec, Plan};
use std::borrow::Cow;

/// The lookup tables of a run: the project's where it has its own, otherwise those compiled into the program.
#[derive(Clone, Debug)]
pub struct Tables {
    /// Units of measure (`units`).
    pub units: Cow<'static, UnitTable>,
    /// Words for values (`value_synonyms`).
    pub synonyms: Cow<'static, Synonyms>,
    /// Area codes (`area_codes`).
    pub areas: Cow<'static, AreaCodes>,
    /// Countries (`countries`).
    pub countries: Cow<'static, Countries>,
    /// Markers in names (`legacy_markers`).
    pub markers: Cow<'static, Markers>,
}

impl Tables {
    /// Takes the tables out of a plan.
    pub fn of(plan: &Plan) -> Self {
        let units = plan.table("units");
        let synonyms = plan.table("value_synonyms");
        let areas = plan.table("area_codes");
        let countries = plan.table("countries");
        let markers = plan.table("legacy_markers");
        Self {
            units: own(units, UnitTable::parse, UnitTable::standard),
            synonyms: own(synonyms, Synonyms::parse, Synonyms::standard),
            areas: own(areas, AreaCodes::parse, AreaCodes::standard),
            countries: own(countries, Countries::parse, Countries::standard),
            markers: own(markers, Markers::parse, Markers::standard),
        }
    }
}

fn own<T: Clone>(table: &CodeTable, parse: fn(&[String], &[Vec<String>]) -> T, standard: fn() -> &'static T) -> Cow<'static, T> {
    if table.rows.is_empty() { Cow::Borrowed(standard()) } else { Cow::Owned(parse(&table.header, &table.rows)) }
}

/// What a normaliser knows beside the value.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The field.
    pub field: &'a FieldSpec,
    /// The lookup tables.
    pub tables: &'a Tables,
    /// What the whole column says.
    pub column: &'a Survey,
}
