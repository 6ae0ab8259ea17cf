//! Few distinct values: equal or not, the rarer the better.

use super::{Compare, Keys, Level, level};
use crate::domain::unit::{Unit, UnitTable};

const LEVELS: &[Level] = &[level("missing"), level("different"), level("of one dimension"), level("same")];

/// Values that are equal or not, after folding.
#[derive(Debug)]
pub struct Categories {
    values: Vec<String>,
    /// What each value measures, where the column is one of units.
    dimensions: Vec<Option<&'static str>>,
    /// Whether the column is one of units.
    measuring: bool,
}

impl Categories {
    /// Takes the distinct folded values.
    pub fn new(values: &[&str]) -> Self {
        let dimensions = dimensions(values);
        let measuring = dimensions.iter().any(Option::is_some);
        Self { values: values.iter().map(|v| usual_name(v).to_owned()).collect(), dimensions, measuring }
    }
}

/// Gives what units measure; nothing where not nearly all values are units, since a class may be called `M`.
fn dimensions(values: &[&str]) -> Vec<Option<&'static str>> {
    let units: Vec<Option<&Unit>> = values.iter().map(|v| UnitTable::standard().get(v)).collect();
    let known = units.iter().flatten().count();
    if known * 10 < values.len() * 9 {
        return vec![None; values.len()];
    }
    // A set, a sheet and a box are counted as pieces are, whatever is in them.
    let measured = |u: &'static Unit| if u.dimension == "package" { "count" } else { u.dimension.as_str() };
    units.into_iter().map(|u| u.map(measured)).collect()
}

/// Gives the usual name of a unit or brand, so that `PCS` and 个, or `OMRON` and 欧姆龙, are one.
fn usual_name(folded: &str) -> &str {
    const UNITS: [(&str, &[&str]); 8] = [
        ("个", &["个", "只", "件", "枚", "支", "pcs", "pc", "ea", "each", "piece", "pce", "st"]),
        ("kg", &["kg", "千克", "公斤", "kgs"]),
        ("m", &["m", "米", "meter", "metre", "mtr"]),
        ("套", &["套", "set", "sets"]),
        ("张", &["张", "块", "sheet"]),
        ("台", &["台", "unit"]),
        ("箱", &["箱", "ctn", "carton", "case"]),
        ("盒", &["盒", "box"]),
    ];
    let unit = UNITS.iter().find(|(_, names)| names.contains(&folded)).map(|(u, _)| *u);
    unit.or_else(|| crate::domain::company::brand(folded)).unwrap_or_else(|| folded.trim_end_matches(['省', '市']))
}

impl Compare for Categories {
    fn levels(&self) -> &'static [Level] {
        LEVELS
    }

    fn level(&self, a: u32, b: u32) -> u8 {
        // Equal ones are of one family.
        let of = |v: u32| self.dimensions.get(v as usize).copied().flatten();
        match of(a) {
            _ if a == b => 3,
            Some(x) if of(b) == Some(x) => 2,
            _ => 1,
        }
    }

    fn at_most(&self, _a: u64, _b: u64) -> u8 {
        if self.measuring { 2 } else { 1 }
    }

    fn keys(&self, value: u32, keys: &mut Keys) {
        if let Some(v) = self.values.get(value as usize) {
            keys.set_coarse(v);
        }
    }

    fn family(&self, value: u32) -> u64 {
        super::hash(self.values.get(value as usize).map_or("", String::as_str).as_bytes(), 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_of_one_dimension_differ_less_than_others_and_classes_are_no_units() {
        let c = Categories::new(&["套", "个", "kg", "m"]);
        assert_eq!([c.level(0, 1), c.level(0, 2), c.level(2, 3)], [2, 1, 1]);
        let classes = Categories::new(&["m", "kg", "启用", "停用"]);
        assert_eq!(classes.level(0, 1), 1);
    }
}
