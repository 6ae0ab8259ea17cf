//! Few distinct values: equal or not, the rarer the better.

use super::{Compare, Keys, Level, level};

const LEVELS: &[Level] = &[level("missing"), level("different"), level("same")];

/// Values that are equal or not, after folding.
#[derive(Debug)]
pub struct Categories {
    values: Vec<String>,
}

impl Categories {
    /// Takes the distinct folded values.
    pub fn new(values: &[&str]) -> Self {
        Self { values: values.iter().map(|v| usual_name(v).to_owned()).collect() }
    }
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
        if a == b { 2 } else { 1 }
    }

    fn at_most(&self, _a: u64, _b: u64) -> u8 {
        1
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
