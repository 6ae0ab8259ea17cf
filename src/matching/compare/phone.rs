//! Phone numbers: the subscriber's digits, with or without area, country and extension.

use super::brief::Brief;
use super::{Compare, Keys, Level, level, may_be_close, pairs_of};

const LEVELS: &[Level] =
    &[level("missing"), level("different"), level("same beginning"), level("one slip"), level("without area"), level("equal")];

#[derive(Debug, Default)]
struct Phone {
    /// National digits without leading zero, country or extension.
    digits: Brief,
    /// Whether only the leading digits are certain (`1.39608E+10`).
    cut: bool,
}

/// Folded numbers.
#[derive(Debug)]
pub struct Phones {
    values: Vec<Phone>,
}

fn read(text: &str) -> Phone {
    if text.contains('e')
        && let Some((mantissa, exponent)) = text.split_once("e+")
    {
        let all: Vec<char> = mantissa.chars().filter(char::is_ascii_digit).collect();
        let len = exponent.trim().parse::<usize>().unwrap_or(0) + 1;
        let kept = all.len().min(len);
        return Phone { digits: all.into_iter().take(kept).collect(), cut: true };
    }
    let main = text.split(['x', '#', '转', ';', ',']).find(|p| p.chars().filter(char::is_ascii_digit).count() >= 5).unwrap_or(text);
    let mut digits: String = without_extension(main).chars().filter(char::is_ascii_digit).collect();
    for country in ["0086", "86"] {
        if digits.len() > 11 && digits.starts_with(country) {
            digits = digits.split_off(country.len());
        }
    }
    Phone { digits: digits.trim_start_matches('0').chars().collect(), cut: false }
}

/// Drops a third group after a landline's area and number: `0571-8888-801`.
fn without_extension(text: &str) -> String {
    let groups: Vec<&str> = text.split('-').collect();
    match groups.as_slice() {
        [area, number, ext] if area.trim_start_matches(['+', '(', ' ']).starts_with('0') && number.len() >= 6 && ext.len() <= 5 => {
            format!("{area}-{number}")
        }
        _ => text.to_owned(),
    }
}

impl Phones {
    /// Takes the distinct folded values.
    pub fn new(values: &[&str]) -> Self {
        Self { values: values.iter().map(|v| read(v)).collect() }
    }
}

impl Compare for Phones {
    fn levels(&self) -> &'static [Level] {
        LEVELS
    }

    fn level(&self, a: u32, b: u32) -> u8 {
        let (Some(x), Some(y)) = (self.values.get(a as usize), self.values.get(b as usize)) else { return 0 };
        if x.digits.len() < 4 || y.digits.len() < 4 {
            return 0;
        }
        if x.cut || y.cut {
            let n = x.digits.len().min(y.digits.len()).saturating_sub(1);
            return if x.digits.same_start(&y.digits, n) { 2 } else { 1 };
        }
        if x.digits == y.digits {
            return 5;
        }
        let n = x.digits.len().min(y.digits.len());
        if n >= 7 && x.digits.same_end(&y.digits, n) {
            return 4;
        }
        if x.digits.distance_within(&y.digits, 1).is_some() { 3 } else { 1 }
    }

    fn sketch(&self, value: u32) -> u64 {
        self.values.get(value as usize).filter(|p| !p.cut && p.digits.len() >= 4).map_or(0, |p| pairs_of(p.digits.chars()))
    }

    fn at_most(&self, a: u64, b: u64) -> u8 {
        if may_be_close(a, b, 1) { 4 } else { 1 }
    }

    fn keys(&self, value: u32, keys: &mut Keys) {
        let Some(p) = self.values.get(value as usize) else { return };
        if p.digits.len() >= 7 {
            keys.add_chars(0, p.digits.chars().skip(p.digits.len() - 7));
            keys.add_chars(1, p.digits.chars().take(7));
        }
    }

    fn family(&self, value: u32) -> u64 {
        let text: String = self.values.get(value as usize).map(|p| p.digits.chars().collect()).unwrap_or_default();
        if text.len() < 4 { u64::from(value) } else { super::hash(text.as_bytes(), 0) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_number_agree() {
        let p = Phones::new(&[
            "+86 18366545051",
            "183-6654-5051",
            "0574-71294848-819",
            "(0574)71294848",
            "71294848",
            "1.83665e+10",
            "18366545052",
        ]);
        for (a, b, l) in [(0, 1, 5), (2, 3, 5), (3, 4, 4), (1, 5, 2), (0, 6, 3), (0, 2, 1)] {
            assert_eq!(p.level(a, b), l, "{a} {b}");
        }
    }
}
