//! Where rows say that they are: province and city, from the address or from fields of their own. Read once for all checks.

use super::Subject;
use crate::domain::address::{Division, Divisions, Place, parse};
use crate::domain::fold::has_han;
use crate::model::TextColumn;
use foldhash::{HashMap, HashMapExt};
use rayon::prelude::*;
use std::borrow::Cow;

/// Rows that one task reads.
const RANGE: usize = 8192;
/// Texts remembered in one range; addresses hardly repeat, provinces and cities do.
const REMEMBERED: usize = 1024;

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
        if has_han(text) { Self::of(&parse(text, table)) } else { Self::default() }
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
    distinct: Vec<Division>,
    /// Province and city of every row, by their place in `distinct`, from 1; 0: not certain.
    rows: Vec<(u16, u16)>,
}

impl Locations {
    /// Reads where every row is: by its address, or, where that does not say, by its province and city.
    pub(super) fn read(height: usize, columns: Whereabouts<'_>, table: &Divisions) -> Self {
        let parts: Vec<Vec<Location<'_>>> = (0..height.div_ceil(RANGE))
            .into_par_iter()
            .map(|part| read_range(part * RANGE..((part + 1) * RANGE).min(height), columns, table))
            .collect();
        let (mut distinct, mut rows): (Vec<Division>, _) = (Vec::new(), Vec::with_capacity(height));
        let mut numbers: HashMap<&str, u16> = HashMap::new();
        for location in parts.iter().flatten() {
            let [province, city] = [location.province, location.city].map(|division| {
                let Some(division) = division else { return 0 };
                *numbers.entry(division.name.as_str()).or_insert_with(|| {
                    distinct.push(division.clone());
                    u16::try_from(distinct.len()).unwrap_or(0)
                })
            });
            rows.push((province, city));
        }
        Self { distinct, rows }
    }

    /// Gives where a row is.
    pub(super) fn at(&self, row: usize) -> Location<'_> {
        let (province, city) = self.rows.get(row).copied().unwrap_or_default();
        let division = |n: u16| self.distinct.get(usize::from(n).checked_sub(1)?);
        Location { province: division(province), city: division(city) }
    }
}

fn read_range<'t>(range: std::ops::Range<usize>, columns: Whereabouts<'_>, table: &'t Divisions) -> Vec<Location<'t>> {
    let mut seen: HashMap<String, Location<'t>> = HashMap::new();
    let mut remembered = |text: &str| match seen.get(text) {
        Some(location) => *location,
        None => {
            let location = Location::read(text, table);
            if seen.len() < REMEMBERED {
                seen.insert(text.to_owned(), location);
            }
            location
        }
    };
    range
        .map(|row| {
            let text = |c: Option<&TextColumn>| c.and_then(|c| c.get(row)).unwrap_or("").to_owned();
            let by_address = remembered(&text(columns.address));
            if by_address.province.is_some() {
                return by_address;
            }
            let fields = text(columns.province) + &text(columns.city);
            if fields.is_empty() { by_address } else { remembered(&fields) }
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
        let short = |row: usize| read.at(row).province.map(|p| p.short.clone());
        assert_eq!((short(0), short(1), short(2)), (Some("江苏".into()), Some("浙江".into()), None));
        assert_eq!(read.at(0).city.map(|c| c.short.as_str()), Some("苏州"));
    }
}
