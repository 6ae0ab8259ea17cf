//! Names of firms, bodies and persons in any script: words weighted by rarity and matched by spelling or sound, whatever their order; what is
//! written in other letters is compared as it would be in Latin ones. Legal forms, articles and spaces do not part two names.

use super::{Compare, Keys, Level, Words};
use crate::domain::company::{Kinship, Latin, Member};
use crate::domain::similarity::{distance_within, romanise, sound_key, tokens};
use rayon::prelude::*;

/// The level of names that are equal but for form, article, spaces and points.
const SAME_BUT_FORM: u8 = 8;
/// The level of names that are one slip apart.
const ONE_SLIP: u8 = 7;
/// Letters from which one slip in the whole name says little.
const LONG: usize = 8;
/// The best level of names that numbers or countries part, as those of one family.
const RELATIVES: u8 = 2;
/// The best level of names of which one has a country or form that the other does not have.
const DOUBTFUL: u8 = 5;

/// Names as weighted words, and as the letters of what tells them apart.
#[derive(Debug)]
pub struct Names {
    words: Words,
    cores: Vec<Box<[char]>>,
    members: Vec<Member>,
}

impl Names {
    /// Takes the distinct folded values.
    pub fn new(values: &[&str]) -> Self {
        let latin: Vec<_> = values.par_iter().map(|v| romanise(v)).collect();
        let lists: Vec<_> = latin.par_iter().map(|v| tokens(v)).collect();
        let told = |v: &std::borrow::Cow<'_, str>| {
            let name = Latin::parse(v);
            (name.words.concat().chars().collect(), Member::of(&name))
        };
        let (cores, members) = latin.par_iter().map(told).unzip();
        Self { words: Words::of_names(lists), cores, members }
    }
}

impl Compare for Names {
    fn levels(&self) -> &'static [Level] {
        self.words.levels()
    }

    fn level(&self, a: u32, b: u32) -> u8 {
        let level = self.words.level(a, b);
        let (Some(x), Some(y)) = (self.cores.get(a as usize), self.cores.get(b as usize)) else { return level };
        let level = match self.members.get(a as usize).zip(self.members.get(b as usize)).map(|(x, y)| x.kinship(y)) {
            Some(Kinship::Relatives) => return level.min(RELATIVES),
            Some(Kinship::Doubtful) => return level.min(DOUBTFUL),
            _ => level,
        };
        match level {
            0 | SAME_BUT_FORM.. => level,
            _ if x.len() > 2 && x == y => SAME_BUT_FORM,
            _ if x.len().min(y.len()) >= LONG && distance_within(x, y, 1).is_some() => level.max(ONE_SLIP),
            _ => level,
        }
    }

    fn keys(&self, value: u32, keys: &mut Keys) {
        self.words.keys(value, keys);
        let Some(bag) = self.words.bags.get(value as usize) else { return };
        // Rare words after their sound: two of them together are rare again.
        let mut rare: Vec<_> = bag.tokens.iter().collect();
        rare.sort_by(|a, b| b.bits.total_cmp(&a.bits).then(a.token.cmp(&b.token)));
        let sounds: Vec<&str> =
            rare.iter().take(4).filter_map(|t| self.words.vocabulary.sounds.get(t.token as usize)).map(String::as_str).collect();
        for (i, p) in sounds.iter().enumerate() {
            for q in sounds.iter().skip(i + 1) {
                keys.add(4, &if p < q { format!("{p} {q}") } else { format!("{q} {p}") });
            }
        }
        if let [one] = sounds.as_slice() {
            keys.add(5, one);
        }
        let letters: String = self.cores.get(value as usize).map(|c| c.iter().collect()).unwrap_or_default();
        keys.add(6, &letters);
        keys.set_coarse(&sound_key(&letters));
    }

    fn telling(&self) -> u8 {
        SAME_BUT_FORM
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::similarity::fold;

    #[test]
    fn spellings_of_one_name_agree_in_any_script() {
        let given = [
            "Siemens Aktiengesellschaft",
            "Siemens AG",
            "Vanderbilt Corp",
            "Van der Bilt Corp.",
            "Vladimir Putin",
            "Владимир Путин",
            "Toyota Motor Corporation",
            "Tayota Motor Corporation",
            "Mitsubishi Heavy Industries",
            "Deutsche Bank",
        ];
        let folded: Vec<String> = given.iter().map(|n| fold(n)).collect();
        let n = Names::new(&folded.iter().map(String::as_str).collect::<Vec<_>>());
        for (a, b) in [(0, 1), (2, 3), (4, 5)] {
            assert_eq!(n.level(a, b), SAME_BUT_FORM + u8::from((a, b) == (4, 5)), "{} {}", given[a as usize], given[b as usize]);
        }
        assert!(n.level(6, 7) >= ONE_SLIP);
        assert_eq!([n.level(6, 8), n.level(8, 9), n.level(0, 9)], [1, 1, 1]);
    }
}
