//! Which columns say together where a thing is on the globe: latitude and longitude apart, or both in one.

use super::compare::read_spot;
use super::records::{Column, Records};
use crate::domain::similarity::fold;

const LATITUDES: [&str; 3] = ["latitude", "lat", "纬度"];
const LONGITUDES: [&str; 5] = ["longitude", "lon", "lng", "long", "经度"];
/// Values looked at in a column.
const LOOKED_AT: usize = 1000;

/// Gives the columns that hold spots, the latitude before the longitude; empty where there are none, or, of two lists, in one only.
pub fn spot_columns(records: &Records) -> Vec<&Column> {
    let headed = |words: &[&str]| records.columns.iter().find(|c| words.contains(&fold(&c.name).as_str()) && numbers(c));
    let apart = match (headed(&LATITUDES), headed(&LONGITUDES)) {
        (Some(lat), Some(lon)) => vec![lat, lon],
        _ => Vec::new(),
    };
    let whole = records.columns.iter().filter(|c| mostly(c, &|v| read_spot(&fold(v)).is_some() && is_precise(v)));
    let columns: Vec<&Column> = apart.into_iter().chain(whole).collect();
    let filled = |side: u8| {
        let here = |i: usize| records.side.as_ref().is_none_or(|s| s.get(i) == Some(&side));
        columns.iter().any(|c| c.values.iter().enumerate().any(|(i, v)| !v.is_empty() && here(i)))
    };
    if filled(0) && (records.side.is_none() || filled(1)) { columns } else { Vec::new() }
}

/// Says whether a value has three decimals at least, which sizes and shares hardly have.
fn is_precise(value: &str) -> bool {
    value.split_once('.').is_some_and(|(_, decimals)| decimals.chars().take(3).filter(char::is_ascii_digit).count() == 3)
}

fn numbers(column: &Column) -> bool {
    mostly(column, &|v| v.parse::<f64>().is_ok_and(|x| x.abs() <= 180.0))
}

fn mostly(column: &Column, is: &dyn Fn(&str) -> bool) -> bool {
    let looked: Vec<&str> = column.values.iter().filter(|v| !v.is_empty()).take(LOOKED_AT).collect();
    looked.iter().filter(|v| is(v)).count() * 10 > looked.len() * 9
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::MatchKind;

    #[test]
    fn spots_are_found_apart_and_whole() {
        let column =
            |name: &str, values: [&str; 4]| Column { name: name.into(), kind: MatchKind::Number, values: values.into_iter().collect() };
        let lat = column("Latitude", ["31.2304", "39.9042", "", ""]);
        let lon = column("Longitude", ["121.4737", "116.4074", "", ""]);
        let whole = column("position", ["", "", "31.2304; 121.4737", "39.9042; 116.4074"]);
        let size = column("size", ["10.5 20.5", "30 40", "50.25 60", "10 20"]);
        let names = |columns: Vec<Column>, side| {
            let records = Records { columns, n: 4, side };
            spot_columns(&records).iter().map(|c| c.name.clone()).collect::<Vec<_>>()
        };
        let all = vec![size.clone(), lon.clone(), whole.clone(), lat.clone()];
        assert_eq!(names(all, Some(vec![0, 0, 1, 1])), ["Latitude", "Longitude", "position"]);
        assert!(names(vec![lat.clone(), lon.clone(), size.clone()], Some(vec![0, 0, 1, 1])).is_empty());
        assert_eq!(names(vec![lat, lon], None), ["Latitude", "Longitude"]);
        assert!(names(vec![size], None).is_empty());
    }
}
