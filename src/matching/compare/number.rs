//! Numbers: how far apart, relative to the larger.

use super::{Compare, Keys, Level, level};

const LEVELS: &[Level] = &[
    level("missing"),
    level("far"),
    level("within half"),
    level("within 25 %"),
    level("within 15 %"),
    level("within 10 %"),
    level("within 3 %"),
    level("equal"),
];

/// The width of a window in which near numbers meet: an eighth of a number.
const WINDOW: f64 = 0.12;

/// Parsed numbers.
#[derive(Debug)]
pub struct Numbers {
    values: Vec<Option<f64>>,
}

/// Reads a number with currency signs, units and thousands separators around it; approximate, for comparing only.
pub fn read_number(text: &str) -> Option<f64> {
    let kept: String = text.chars().filter(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | 'e' | 'E' | '+')).collect();
    let kept = kept.trim_matches(|c: char| !c.is_ascii_digit() && c != '-');
    kept.parse::<f64>().ok().filter(|x| x.is_finite())
}

impl Numbers {
    /// Takes the distinct folded values.
    pub fn new(values: &[&str]) -> Self {
        Self { values: values.iter().map(|v| read_number(v)).collect() }
    }

    fn at(&self, v: u32) -> Option<f64> {
        self.values.get(v as usize).copied().flatten()
    }
}

impl Compare for Numbers {
    fn levels(&self) -> &'static [Level] {
        LEVELS
    }

    fn level(&self, a: u32, b: u32) -> u8 {
        let (Some(x), Some(y)) = (self.at(a), self.at(b)) else { return 0 };
        let span = x.abs().max(y.abs());
        let apart = if span == 0.0 { 0.0 } else { (x - y).abs() / span };
        match apart {
            d if d < 1e-9 => 7,
            d if d <= 0.03 => 6,
            d if d <= 0.10 => 5,
            d if d <= 0.15 => 4,
            d if d <= 0.25 => 3,
            d if d <= 0.50 => 2,
            _ => 1,
        }
    }

    fn cheap(&self) -> bool {
        true
    }

    fn keys(&self, value: u32, keys: &mut Keys) {
        if let Some(x) = self.at(value) {
            keys.set_coarse(&format!("{x}"));
            if x != 0.0 {
                let step = x.abs().ln() / WINDOW;
                keys.add_near(step.floor() as i64, 0);
                keys.add_near((step + 0.5).floor() as i64, 1);
            }
        }
    }
}
