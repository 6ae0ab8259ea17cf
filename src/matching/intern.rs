//! Numbers distinct texts, and what else is told apart by a hash.

use foldhash::fast::FixedState;
use rayon::prelude::*;
use std::hash::BuildHasher;

/// Numbers found by their hashes: what they stand for is kept by whoever asks.
#[derive(Debug)]
pub struct Numbers {
    /// 0 where free, else the upper half of a hash and 1 + the number: most that fall on one place are told apart without a look further.
    slots: Vec<u64>,
}

impl Numbers {
    /// Makes room for so many numbers at most.
    pub fn new(most: usize) -> Self {
        Self { slots: vec![0; (2 * most).next_power_of_two().max(2)] }
    }

    /// Gives the number that was found under this hash and that `is` right, or else `next`, which is found from now on.
    pub fn number(&mut self, hash: u64, next: u32, is: impl Fn(u32) -> bool) -> u32 {
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            match self.slots.get_mut(at) {
                Some(0) | None => break,
                Some(slot) if (*slot ^ hash) >> 32 == 0 && is(*slot as u32 - 1) => return *slot as u32 - 1,
                Some(_) => at = (at + 1) & mask,
            }
        }
        if let Some(slot) = self.slots.get_mut(at) {
            *slot = hash >> 32 << 32 | u64::from(next + 1);
        }
        next
    }
}

/// Texts that are hashed before they are numbered.
const HASHED_AT_ONCE: usize = 1 << 16;

/// Distinct texts with the number of each text.
#[derive(Debug, Default)]
pub struct Interned<'t> {
    /// Per text: 0 where it is empty, else 1 + its number.
    pub ids: Vec<u32>,
    /// The texts that differ, by number.
    pub distinct: Vec<&'t str>,
}

impl<'t> Interned<'t> {
    /// Numbers distinct texts in order of their first occurrence; an empty text is missing.
    pub fn of(texts: &[&'t str]) -> Self {
        let mut numbers = Numbers::new(texts.len());
        let (mut ids, mut distinct): (Vec<u32>, Vec<&str>) = (Vec::with_capacity(texts.len()), Vec::with_capacity(texts.len()));
        let mut hashes: Vec<u64> = Vec::new();
        for texts in texts.chunks(HASHED_AT_ONCE) {
            hashes.clear();
            hashes.par_extend(texts.par_iter().map(|t| FixedState::default().hash_one(t)));
            for (text, hash) in texts.iter().zip(&hashes) {
                if text.is_empty() {
                    ids.push(0);
                    continue;
                }
                let found = numbers.number(*hash, distinct.len() as u32, |n| distinct.get(n as usize) == Some(text));
                if found as usize == distinct.len() {
                    distinct.push(text);
                }
                ids.push(found + 1);
            }
        }
        Self { ids, distinct }
    }

    /// Gives the same texts in another order, numbered by their first occurrence in that.
    pub fn ordered(self, order: &[u32]) -> Self {
        let mut new = vec![0u32; self.distinct.len()];
        let mut distinct = Vec::with_capacity(self.distinct.len());
        let mut number = |record: &u32| {
            let Some(old) = self.ids.get(*record as usize).and_then(|id| id.checked_sub(1)) else { return 0 };
            let (Some(slot), Some(text)) = (new.get_mut(old as usize), self.distinct.get(old as usize)) else { return 0 };
            if *slot == 0 {
                distinct.push(*text);
                *slot = distinct.len() as u32;
            }
            *slot
        };
        Self { ids: order.iter().map(&mut number).collect(), distinct }
    }
}

/// Gives for each value the first one of its family.
pub fn first_of_each(families: &[u64]) -> Vec<u32> {
    if families.iter().enumerate().all(|(v, f)| *f == v as u64) {
        return (0..families.len() as u32).collect();
    }
    let mut numbers = Numbers::new(families.len());
    let first =
        |(v, family): (usize, &u64)| numbers.number(super::chance::mix(*family), v as u32, |n| families.get(n as usize) == Some(family));
    families.iter().enumerate().map(first).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashMap;

    #[test]
    fn texts_are_numbered_as_they_first_occur_in_the_order_asked_for() {
        let all = Interned::of(&["b", "", "a", "b", "c"]);
        assert_eq!((&*all.ids, &*all.distinct), (&[1, 0, 2, 1, 3][..], &["b", "a", "c"][..]));
        let turned = all.ordered(&[4, 3, 2, 1, 0]);
        assert_eq!((&*turned.ids, &*turned.distinct), (&[1, 2, 3, 0, 2][..], &["c", "b", "a"][..]));
    }

    #[test]
    fn hashes_that_collide_are_told_apart() {
        let mut numbers = Numbers::new(3);
        let mut seen: Vec<&str> = Vec::new();
        for (text, number) in [("a", 0), ("b", 1), ("a", 0), ("c", 2), ("b", 1)] {
            let found = numbers.number(7, seen.len() as u32, |n| seen[n as usize] == text);
            assert_eq!(found, number);
            if found as usize == seen.len() {
                seen.push(text);
            }
        }
    }

    proptest! {
        #[test]
        fn families_are_found_as_a_map_finds_them(families in proptest::collection::vec(0u64..20, 0..40)) {
            let mut first: HashMap<u64, u32> = HashMap::new();
            let expected: Vec<u32> = families.iter().enumerate().map(|(v, f)| *first.entry(*f).or_insert(v as u32)).collect();
            prop_assert_eq!(first_of_each(&families), expected);
        }
    }
}
