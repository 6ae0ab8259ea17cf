//! Where rows say that they are: province and city, from the address or from fields of their own. Read once for all checks.

use super::Subject;
use super::memo::Memo;
use crate::domain::address::{Division, Divisions, Place, locate};
use crate::domain::fold::has_han;
use crate::model::TextColumn;
use rayon::prelude::*;
use std::borrow::Cow;
use std::num::NonZeroU32;

/// Rows that one task reads.
const RANGE: usize = 8192;

/// Gives the plan's divisions of China, or those compiled in where the plan has none.
pub(super) fn divisions(subject: &Subject<'_>) -> Cow<'static, Divisions> {
    let own = subject.plan.table("divisions");
    if own.rows.is_empty() {
        return Cow::Borrowed(Divisions::standard());
    }
    let former = subject.plan.table("division_renames");
    Cow::Owned(Divisions::parse(&own.header, &own.rows).with_former(&former.header, &former.rows))
}

/// Province and city, as far as they are certain.
#[derive(Clone, Copy, Default)]
pub(super) struct Location<'t> {
    /// The province.
    pub(super) province: Option<&'t Division>,
    /// The city.
    pub(super) city: Option<&'t Division>,
}

impl<'t> Location<'t> {
    /// Takes what is certain of a place that was read.
    pub(super) fn of(place: &Place<'t>) -> Self {
        if place.conflict.is_some() { Self::default() } else { Self { province: place.province, city: place.city } }
    }

    fn read(text: &str, table: &'t Divisions) -> Self {
        if has_han(text) { Self::of(&locate(text, table)) } else { Self::default() }
    }
}

/// The columns that say where rows are.
#[derive(Clone, Copy, Default)]
pub(super) struct Whereabouts<'a> {
    /// The address, which is looked at first.
    pub(super) address: Option<&'a TextColumn>,
    /// The province, for addresses that do not say theirs.
    pub(super) province: Option<&'a TextColumn>,
    /// The city, likewise.
    pub(super) city: Option<&'a TextColumn>,
}

/// The locations of all rows.
pub(super) struct Locations {
    /// Province and city of every row.
    rows: Vec<Numbers>,
}

/// Province and city by their numbers in the table of divisions, counted from 1.
#[derive(Clone, Copy, Default)]
struct Numbers {
    province: Option<NonZeroU32>,
    city: Option<NonZeroU32>,
}

impl Locations {
    /// Reads where every row is: by its address, or, where that does not say, by its province and city.
    pub(super) fn read(height: usize, columns: Whereabouts<'_>, table: &Divisions) -> Self {
        let parts: Vec<Vec<Numbers>> = (0..height.div_ceil(RANGE))
            .into_par_iter()
            .map(|part| read_range(part * RANGE..((part + 1) * RANGE).min(height), columns, table))
            .collect();
        Self { rows: parts.concat() }
    }

    /// Gives where a row is, by the table that the locations were read with.
    pub(super) fn at<'t>(&self, row: usize, table: &'t Divisions) -> Location<'t> {
        let Numbers { province, city } = self.rows.get(row).copied().unwrap_or_default();
        let division = |number: Option<NonZeroU32>| table.by_number(number?.get() - 1);
        Location { province: division(province), city: division(city) }
    }
}

fn text(column: Option<&TextColumn>, row: usize) -> &str {
    column.map_or("", |c| c.text(row))
}

fn read_range(range: std::ops::Range<usize>, columns: Whereabouts<'_>, table: &Divisions) -> Vec<Numbers> {
    let read = |text: &str| {
        let Location { province, city } = Location::read(text, table);
        let number = |division: Option<&Division>| NonZeroU32::new(table.number(division?)? + 1);
        Numbers { province: number(province), city: number(city) }
    };
    let (mut addresses, mut fields) = (Memo::new(), Memo::new());
    range
        .map(|row| {
            let address = text(columns.address, row);
            let by_address = if address.is_empty() { Numbers::default() } else { addresses.get(address, || read(address)) };
            if by_address.province.is_some() {
                return by_address;
            }
            let (province, city) = (text(columns.province, row), text(columns.city, row));
            if province.is_empty() && city.is_empty() {
                by_address
            } else {
                fields.get((province, city), || read(&[province, city].concat()))
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_speaks_before_the_fields() {
        let column = |values: &[&str]| -> TextColumn { values.iter().map(|v| Some(*v)).collect() };
        let (address, province) = (column(&["江苏省苏州市星湖街1号", "星湖街1号", "1 Main St"]), column(&["浙江", "浙江", ""]));
        let columns = Whereabouts { address: Some(&address), province: Some(&province), city: None };
        let read = Locations::read(3, columns, Divisions::standard());
        let short = |row: usize| read.at(row, Divisions::standard()).province.map(|p| p.short.clone());
        assert_eq!((short(0), short(1), short(2)), (Some("江苏".into()), Some("浙江".into()), None));
        assert_eq!(read.at(0, Divisions::standard()).city.map(|c| c.short.as_str()), Some("苏州"));
    }
}
