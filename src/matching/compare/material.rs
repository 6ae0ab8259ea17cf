//! Descriptions of materials, by their attributes; a conflict is a veto.

use super::{Compare, Keys, Level, level, veto};
use crate::domain::material::{Attribute, Likeness, Material, likeness};
use rayon::prelude::*;

const LEVELS: &[Level] = &[level("missing"), veto("conflict"), level("vague"), level("one-sided"), level("compatible"), level("equal")];

/// Descriptions taken apart.
#[derive(Debug)]
pub struct Materials {
    values: Vec<Material>,
}

impl Materials {
    /// Takes the distinct folded values.
    pub fn new(values: &[&str]) -> Self {
        Self { values: values.par_iter().map(|v| Material::parse(v)).collect() }
    }
}

impl Compare for Materials {
    fn levels(&self) -> &'static [Level] {
        LEVELS
    }

    fn level(&self, a: u32, b: u32) -> u8 {
        let (Some(x), Some(y)) = (self.values.get(a as usize), self.values.get(b as usize)) else { return 0 };
        match likeness(x, y) {
            Likeness::Conflict => 1,
            // A description that tells nothing apart is no evidence, however often it meets.
            Likeness::Vague => 0,
            Likeness::OneSided => 3,
            Likeness::Compatible => 4,
            Likeness::Equal => 5,
        }
    }

    fn keys(&self, value: u32, keys: &mut Keys) {
        let Some(m) = self.values.get(value as usize) else { return };
        keys.add(0, &m.flat);
        let noun = m.nouns.concat();
        let of = |a: Attribute| m.values(a).collect::<Vec<_>>().join(" ");
        let models = of(Attribute::Model).replace(' ', "");
        if models.len() >= 4 {
            keys.add(1, &models);
        }
        let size = [Attribute::Size, Attribute::Thread, Attribute::Length, Attribute::Number].map(of).join("|");
        if size.len() > 4 {
            keys.add(2, &format!("{noun} {size}"));
            keys.add(3, &format!("{size}|{}", of(Attribute::Grade)));
        }
        keys.set_coarse(&m.flat);
    }

    fn family_is_equality(&self) -> bool {
        false
    }

    fn family(&self, value: u32) -> u64 {
        super::hash(self.values.get(value as usize).map_or("", |m| m.flat.as_str()).as_bytes(), 0)
    }
}
