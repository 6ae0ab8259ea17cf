//! Spots on the globe, as latitude and longitude in degrees: how many metres lie between them.

use super::{Compare, Keys, Level, level};

const LEVELS: &[Level] = &[
    level("missing"),
    level("far"),
    level("within 30 km"),
    level("within 5 km"),
    level("within 2 km"),
    level("within 1 km"),
    level("within 500 m"),
    level("within 200 m"),
    level("within 75 m"),
    level("within 25 m"),
    level("same spot"),
];
/// Metres apart at most, from the widest level down.
const WITHIN: [f64; 9] = [30_000.0, 5_000.0, 2_000.0, 1_000.0, 500.0, 200.0, 75.0, 25.0, 2.0];
/// Metres in a degree of latitude.
const DEGREE: f64 = 111_195.0;
/// Degrees of the cells in which neighbours meet: some 450 m.
const CELL: f64 = 0.004;

/// Spots as (latitude, longitude).
#[derive(Debug)]
pub struct Spots {
    values: Vec<Option<(f64, f64)>>,
}

/// Reads two numbers in degrees with a comma, a semicolon or a space between them, the latitude first unless only the other order can be.
pub fn read_spot(text: &str) -> Option<(f64, f64)> {
    let text = text.trim_matches(|c: char| matches!(c, '(' | ')'));
    let mut parts = text.split(|c: char| matches!(c, ',' | ';') || c.is_whitespace()).filter(|p| !p.is_empty());
    let (x, y) = (parts.next()?.parse::<f64>().ok()?, parts.next()?.parse::<f64>().ok()?);
    let (lat, lon) = if x.abs() > 90.0 { (y, x) } else { (x, y) };
    // Somebody who does not know where a thing is writes zeros.
    (parts.next().is_none() && lat.abs() <= 90.0 && lon.abs() <= 180.0 && (lat != 0.0 || lon != 0.0)).then_some((lat, lon))
}

/// Gives the metres between two spots that are not far from each other, on a plane.
fn metres((lat, lon): (f64, f64), (lat2, lon2): (f64, f64)) -> f64 {
    let wide = (lon - lon2).abs();
    let wide = wide.min(360.0 - wide) * ((lat + lat2) / 2.0).to_radians().cos();
    (lat - lat2).hypot(wide) * DEGREE
}

impl Spots {
    /// Takes the distinct folded values.
    pub fn new(values: &[&str]) -> Self {
        Self { values: values.iter().map(|v| read_spot(v)).collect() }
    }

    fn at(&self, value: u32) -> Option<(f64, f64)> {
        self.values.get(value as usize).copied().flatten()
    }
}

impl Compare for Spots {
    fn levels(&self) -> &'static [Level] {
        LEVELS
    }

    fn level(&self, a: u32, b: u32) -> u8 {
        match (self.at(a), self.at(b)) {
            (Some(x), Some(y)) => {
                let apart = metres(x, y);
                1 + WITHIN.iter().take_while(|most| apart <= **most).count() as u8
            }
            _ => 0,
        }
    }

    fn keys(&self, value: u32, keys: &mut Keys) {
        let Some((lat, lon)) = self.at(value) else { return };
        // In one of four grids, each half a cell aside, near spots lie in one cell.
        for (grid, (up, aside)) in [(0.0, 0.0), (0.0, 0.5), (0.5, 0.0), (0.5, 0.5)].into_iter().enumerate() {
            keys.add(grid as u8, &format!("{} {}", (lat / CELL + up).floor(), (lon / CELL + aside).floor()));
        }
        keys.set_coarse(&format!("{} {}", (lat / CELL / 3.0).floor(), (lon / CELL / 3.0).floor()));
    }

    fn telling(&self) -> u8 {
        9
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spots_are_read_in_the_usual_spellings() {
        for (text, spot) in [
            ("40.47; -80.04", Some((40.47, -80.04))),
            ("40.47 -80.04", Some((40.47, -80.04))),
            ("(121.5,31.2)", Some((31.2, 121.5))),
            ("0 0", None),
            ("40.47", None),
            ("12 main street", None),
            ("1 2 3", None),
        ] {
            assert_eq!(read_spot(text), spot, "{text}");
        }
    }

    #[test]
    fn neighbours_are_told_from_places_far_away() {
        let s = Spots::new(&["31.2304 121.4737", "31.2304 121.47371", "31.2309 121.4741", "31.25 121.5", "39.9 116.4"]);
        for (a, b, l) in [(0, 1, 10), (0, 2, 8), (0, 3, 3), (0, 4, 1)] {
            assert_eq!(s.level(a, b), l, "{a} {b}");
        }
    }
}
