//! Columns of grades, strength classes or standards: equal in any system of names, or in conflict.

use super::{Compare, Keys, Level, level, veto};
use crate::domain::material::{Attribute, Material};

const LEVELS: &[Level] = &[level("missing"), veto("conflict"), level("different"), level("equal")];

#[derive(Debug, PartialEq)]
struct Grade {
    name: String,
    /// Whether it is a known grade or class, which contradicts any other.
    known: bool,
}

/// Grades and standards under their usual name.
#[derive(Debug)]
pub struct Grades {
    values: Vec<Grade>,
}

impl Grades {
    /// Takes the distinct folded values.
    pub fn new(values: &[&str]) -> Self {
        Self { values: values.iter().map(|v| read(v)).collect() }
    }
}

fn read(value: &str) -> Grade {
    let m = Material::parse(value);
    let of = |a: Attribute| m.values(a).collect::<Vec<_>>().join("+");
    for a in [Attribute::Grade, Attribute::Strength] {
        let name = of(a);
        if !name.is_empty() && m.nouns.iter().all(|n| name == *n || n.contains('钢')) {
            return Grade { name, known: true };
        }
    }
    let standard = of(Attribute::Standard);
    Grade { name: if standard.is_empty() { m.flat } else { standard }, known: false }
}

impl Compare for Grades {
    fn levels(&self) -> &'static [Level] {
        LEVELS
    }

    fn level(&self, a: u32, b: u32) -> u8 {
        let (Some(x), Some(y)) = (self.values.get(a as usize), self.values.get(b as usize)) else { return 0 };
        match x.name == y.name {
            true => 3,
            false if x.known && y.known => 1,
            false => 2,
        }
    }

    fn keys(&self, value: u32, keys: &mut Keys) {
        if let Some(g) = self.values.get(value as usize) {
            keys.set_coarse(&g.name);
        }
    }

    fn family(&self, value: u32) -> u64 {
        super::hash(self.values.get(value as usize).map_or("", |g| g.name.as_str()).as_bytes(), 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_one_grade_agree_and_other_grades_conflict() {
        let g = Grades::new(&["304", "SUS304", "06Cr19Ni10", "316", "8.8级", "45#", "45号钢", "GB/T 5783-2016", "GB/T5783", "304不锈钢"]);
        for (a, b, l) in [(0, 1, 3), (1, 2, 3), (0, 3, 1), (0, 4, 1), (5, 6, 3), (7, 8, 3), (0, 9, 3)] {
            assert_eq!(g.level(a, b), l, "{a} {b}");
        }
    }
}
