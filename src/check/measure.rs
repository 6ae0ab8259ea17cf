//! What records are measured in: units of one dimension convert by themselves, others by the factor that the record declares.

use super::case::Case;
use super::doc::{Kind, Parameter};
use super::quantity::number;
use super::unit::units;
use crate::domain::unit::UnitTable;
use crate::model::TextColumn;
use rust_decimal::Decimal;
use std::borrow::Cow;

/// The parameters that name the columns, for checks that convert as a courtesy.
pub(super) const WITH: Parameter =
    Parameter::new("with", Kind::Text, "被引用记录的基本单位字段", "the field of the base unit of the record referred to");
pub(super) const AUX: Parameter = Parameter::new(
    "aux",
    Kind::Text,
    "被引用记录的辅助单位字段：换算率只对它有效",
    "the field of its alternative unit, for which alone the factor holds",
);
pub(super) const FACTOR: Parameter = Parameter::new(
    "factor",
    Kind::Text,
    "被引用记录的换算率字段：1 个辅助单位等于多少基本单位",
    "the field of its factor: how many base units make one alternative unit",
);

/// The columns that say how a record is measured.
pub(super) struct Measures {
    units: Cow<'static, UnitTable>,
    base: TextColumn,
    aux: Option<TextColumn>,
    factor: Option<TextColumn>,
}

/// A unit as a record has it.
pub(super) struct InBase<'m> {
    /// The record's base unit as it is written.
    pub(super) base: &'m str,
    /// How many base units one unit is; `None`: it cannot be converted.
    pub(super) times: Option<Decimal>,
}

impl Measures {
    /// Takes the columns that the parameters `with`, `aux` and `factor` name; `None` where there is no base unit.
    pub(super) fn of(case: &Case<'_>, column: impl Fn(&str) -> Option<TextColumn>) -> Option<Self> {
        let named = |parameter: &str| case.params.text(parameter).and_then(&column);
        Some(Self { units: units(case), base: named("with")?, aux: named("aux"), factor: named("factor") })
    }

    /// Gives what a unit is in the base unit of a record; `None` where either is unknown.
    pub(super) fn in_base(&self, unit: &str, record: usize) -> Option<InBase<'_>> {
        let base = self.base.get(record)?;
        if unit == base {
            return Some(InBase { base, times: Some(Decimal::ONE) });
        }
        let (from, to) = (self.units.get(unit)?, self.units.get(base)?);
        let declared = || {
            let own = self.aux.as_ref().is_none_or(|c| c.get(record).and_then(|a| self.units.get(a)).is_some_and(|a| a.code == from.code));
            self.factor.as_ref().filter(|_| own)?.get(record).and_then(number).filter(|f| *f > Decimal::ZERO)
        };
        Some(InBase { base, times: from.in_terms_of(to).or_else(declared) })
    }
}
