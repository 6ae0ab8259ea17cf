//! What the binary formats share: how they store numbers, errors and the formats of cells.
//!
//! Source: [MS-XLS] 2.5.217 (RkNumber), 2.5.10 (BErr); ECMA-376 Part 1, 18.8.30 (built-in number formats).

use super::number_format::NumberFormat;
use std::collections::HashMap;

/// The number formats of a workbook: format codes by number, and which one each cell style has.
#[derive(Debug, Default)]
pub(super) struct Formats {
    codes: HashMap<u16, NumberFormat>,
    styles: Vec<u16>,
}

const PLAIN: NumberFormat = NumberFormat::Plain { decimals: 0 };

impl Formats {
    /// Notes a format code.
    pub(super) fn define(&mut self, number: u16, code: &str) {
        self.codes.insert(number, NumberFormat::parse(code));
    }

    /// Notes the next cell style.
    pub(super) fn style(&mut self, number: u16) {
        if !self.codes.contains_key(&number) {
            self.define(number, built_in(number));
        }
        self.styles.push(number);
    }

    /// Says what a person reads in a cell of this style.
    pub(super) fn show(&self, style: usize, value: f64, epoch_1904: bool) -> String {
        self.styles.get(style).map_or_else(|| PLAIN.show(value, epoch_1904), |&number| self.show_as(number, value, epoch_1904))
    }

    /// Says what a person reads in a cell with the format of this number.
    pub(super) fn show_as(&self, number: u16, value: f64, epoch_1904: bool) -> String {
        self.codes.get(&number).unwrap_or(&PLAIN).show(value, epoch_1904)
    }
}

/// Gives the code of a format that files do not spell out; those from 27 on are the ones of East Asian versions.
fn built_in(number: u16) -> &'static str {
    match number {
        1 => "0",
        2 => "0.00",
        3 | 5 | 6 | 37 | 38 | 41 | 42 => "#,##0",
        4 | 7 | 8 | 39 | 40 | 43 | 44 => "#,##0.00",
        9 => "0%",
        10 => "0.00%",
        11 => "0.00E+00",
        12 | 13 => "# ?/?",
        14..=17 | 27..=31 | 36 | 50..=54 | 57 | 58 => "yyyy-mm-dd",
        18..=21 | 32..=35 | 45 | 47 | 55 | 56 => "hh:mm:ss",
        22 => "yyyy-mm-dd hh:mm",
        46 => "[h]:mm:ss",
        _ => "General",
    }
}

/// Unpacks a number of thirty bits and two flags.
pub(super) fn rk(stored: u32) -> f64 {
    let value = if stored & 2 != 0 { f64::from(stored.cast_signed() >> 2) } else { f64::from_bits(u64::from(stored & !3) << 32) };
    if stored & 1 != 0 { value / 100.0 } else { value }
}

/// Names an error value.
pub(super) fn error_name(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        0x2A => "#N/A",
        0x2B => "#GETTING_DATA",
        _ => "#ERROR!",
    }
}

/// Shows a truth value.
pub(super) fn truth(value: bool) -> &'static str {
    if value { "TRUE" } else { "FALSE" }
}

/// Little-endian numbers of a record; what lies beyond its end is nothing.
pub(super) trait Fields {
    fn byte(&self, at: usize) -> Option<u8>;
    fn half(&self, at: usize) -> Option<u16>;
    fn word(&self, at: usize) -> Option<u32>;
    fn double(&self, at: usize) -> Option<f64>;
}

fn array<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..at.checked_add(N)?)?.try_into().ok()
}

impl Fields for [u8] {
    fn byte(&self, at: usize) -> Option<u8> {
        self.get(at).copied()
    }

    fn half(&self, at: usize) -> Option<u16> {
        array(self, at).map(u16::from_le_bytes)
    }

    fn word(&self, at: usize) -> Option<u32> {
        array(self, at).map(u32::from_le_bytes)
    }

    fn double(&self, at: usize) -> Option<f64> {
        array(self, at).map(f64::from_le_bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_numbers_are_whole_or_hundredths_or_doubles() {
        assert_eq!(rk(123 << 2 | 2), 123.0);
        assert_eq!(rk(12_345 << 2 | 3), 123.45);
        assert_eq!(rk((-7i32 << 2).cast_unsigned() | 2), -7.0);
        assert_eq!(rk((1.5f64.to_bits() >> 32) as u32), 1.5);
    }

    #[test]
    fn styles_without_a_code_have_the_built_in_format() {
        let mut formats = Formats::default();
        formats.define(164, "000000");
        [0, 9, 14, 164].into_iter().for_each(|n| formats.style(n));
        let shown: Vec<String> = (0..5).map(|s| formats.show(s, 45.0, false)).collect();
        assert_eq!(shown, ["45", "4500%", "1900-02-14", "000045", "45"]);
    }
}
