//! Company names, by their anatomy.

use super::{Compare, Keys, Level, level, veto};
use crate::domain::company::{Company, Likeness, Outline, likeness};
use crate::domain::similarity::sound_key;
use rayon::prelude::*;

const LEVELS: &[Level] = &[
    level("missing"),
    veto("conflict"),
    level("different"),
    level("similar"),
    level("abbreviated"),
    level("related"),
    level("shortened"),
    level("close"),
    level("trade varies"),
    level("same"),
    level("equal"),
];

/// Names taken apart.
#[derive(Debug)]
pub struct Companies {
    values: Vec<Company>,
    /// Per value what tells at a glance that two names have nothing in common.
    sketches: Vec<u64>,
    /// Per value the characters that tell most names of two firms apart.
    outlines: Vec<Outline>,
    /// Whether many names are short ones, which must be sought by their characters.
    abbreviated: bool,
}

impl Companies {
    /// Takes the distinct folded values.
    pub fn new(values: &[&str]) -> Self {
        let values: Vec<Company> = values.par_iter().map(|v| Company::parse(v)).collect();
        let short = values.iter().filter(|c| c.is_short()).count();
        Self {
            abbreviated: short * 8 > values.len() && values.len() < 200_000,
            outlines: values.par_iter().map(Outline::of).collect(),
            sketches: values.par_iter().map(Company::sketch).collect(),
            values,
        }
    }
}

impl Compare for Companies {
    fn levels(&self) -> &'static [Level] {
        LEVELS
    }

    fn level(&self, a: u32, b: u32) -> u8 {
        if a == b {
            return 10;
        }
        if self.outlines.get(a as usize).zip(self.outlines.get(b as usize)).is_some_and(|(x, y)| x.differs(y)) {
            return 2;
        }
        let (Some(x), Some(y)) = (self.values.get(a as usize), self.values.get(b as usize)) else { return 0 };
        match likeness(x, y) {
            Likeness::Conflict => 1,
            Likeness::Different => 2,
            Likeness::Similar => 3,
            Likeness::Abbreviated => 4,
            Likeness::Related => 5,
            Likeness::Shortened => 6,
            Likeness::Close => 7,
            Likeness::Varied => 8,
            Likeness::Same => 9,
            Likeness::Equal => 10,
        }
    }

    fn sketch(&self, value: u32) -> u64 {
        self.sketches.get(value as usize).copied().unwrap_or(0)
    }

    fn at_most(&self, a: u64, b: u64) -> u8 {
        if a & b == 0 && a != 0 && b != 0 { 2 } else { 10 }
    }

    fn apart(&self) -> u8 {
        2
    }

    fn keys(&self, value: u32, keys: &mut Keys) {
        let Some(c) = self.values.get(value as usize) else { return };
        if c.body.is_empty() {
            let words = c.latin.as_ref().map(|l| l.words.clone()).unwrap_or_default();
            for w in &words {
                keys.add(4, w);
            }
            keys.add(5, &words.concat());
            return;
        }
        keys.add_chars(0, c.body.iter().copied());
        keys.add_chars(1, c.core.iter().copied());
        let core: String = c.core.iter().collect();
        let sound = sound_key(&core);
        keys.add(2, &sound);
        keys.set_coarse(&sound);
        // What abbreviations keep: the first character with each later one.
        if self.abbreviated {
            let starts = [c.whole.first(), c.body.first()];
            for (_, s) in starts.iter().enumerate().filter(|(i, s)| *i == 0 || starts.first() != Some(*s)) {
                let later = c.whole.iter().skip(1).take(16);
                later.filter_map(|l| s.map(|s| [*s, *l])).for_each(|pair| keys.add_chars(6, pair));
            }
        }
        if c.body.len() >= 4 {
            keys.add_slips(3, &c.body);
        }
    }

    fn family_is_equality(&self) -> bool {
        false
    }

    fn family(&self, value: u32) -> u64 {
        let text: String = self.values.get(value as usize).map(|c| c.body.iter().collect()).unwrap_or_default();
        super::hash(text.as_bytes(), 0)
    }

    fn telling(&self) -> u8 {
        9
    }

    fn by_rarity(&self, level: u8) -> bool {
        level >= 7
    }
}
