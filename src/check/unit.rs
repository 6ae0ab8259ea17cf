//! Units as checks read them.

use super::case::Case;
use crate::domain::unit::{Unit, UnitTable};
use rust_decimal::Decimal;
use std::borrow::Cow;

/// Gives the plan's table of units, or the one compiled in where the plan has none.
pub(super) fn units(case: &Case<'_>) -> Cow<'static, UnitTable> {
    let own = case.subject.plan.table("units");
    if own.rows.is_empty() { Cow::Borrowed(UnitTable::standard()) } else { Cow::Owned(UnitTable::parse(&own.header, &own.rows)) }
}

/// Says whether a unit is counted in whole pieces.
pub(super) fn is_whole(unit: &Unit) -> bool {
    unit.dimension == "count" && unit.factor.is_none_or(|f| f == Decimal::ONE)
}
