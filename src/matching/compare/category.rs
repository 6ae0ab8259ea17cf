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
        Self { values: values.iter().map(|v| (*v).to_owned()).collect() }
    }
}

impl Compare for Categories {
    fn levels(&self) -> &'static [Level] {
        LEVELS
    }

    fn level(&self, a: u32, b: u32) -> u8 {
        if a == b { 2 } else { 1 }
    }

    fn keys(&self, value: u32, keys: &mut Keys) {
        if let Some(v) = self.values.get(value as usize) {
            keys.set_coarse(v);
        }
    }
}
