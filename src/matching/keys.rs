//! The keys under which the values of a field meet others, laid end to end in parts that one thread has collected.

use super::chance::mix;
use super::compare::Keys;
use rayon::prelude::*;

/// Values whose keys are collected by one thread, and stay together.
const PART: usize = 8192;

/// Lists of hashes, one a value.
#[derive(Debug, Default)]
struct Lists {
    hashes: Vec<u64>,
    ends: Vec<u32>,
}

impl Lists {
    fn add(&mut self, hashes: impl IntoIterator<Item = u64>) {
        self.hashes.extend(hashes);
        self.ends.push(self.hashes.len() as u32);
    }

    fn of(&self, at: usize) -> &[u64] {
        let start = at.checked_sub(1).and_then(|p| self.ends.get(p)).copied().unwrap_or(0);
        self.ends.get(at).and_then(|e| self.hashes.get(start as usize..*e as usize)).unwrap_or_default()
    }
}

/// The keys of all values of a field.
#[derive(Debug, Default)]
pub struct KeyTable {
    parts: Vec<Lists>,
    joints: Joints,
}

/// The keys of all values of a field that meet only together with those of another.
#[derive(Debug, Default)]
pub struct Joints {
    /// One a value; 0 where there is none.
    coarse: Vec<Vec<u64>>,
    near: Vec<Lists>,
}

impl Joints {
    /// Gives the coarse key of a value.
    pub fn coarse(&self, value: u32) -> Option<&u64> {
        let (part, at) = (value as usize / PART, value as usize % PART);
        self.coarse.get(part)?.get(at).filter(|k| **k != 0)
    }

    /// Gives the windows in which a value lies.
    pub fn near(&self, value: u32) -> &[u64] {
        let (part, at) = (value as usize / PART, value as usize % PART);
        self.near.get(part).map_or(&[], |p| p.of(at))
    }
}

impl KeyTable {
    /// Collects the keys of values, each once a value, and makes them a field's own; `keys` gives those of one value.
    pub fn collect(values: usize, seed: u64, keys: impl Fn(u32, &mut Keys) + Sync) -> Self {
        let part = |part: usize| {
            let (mut hashes, mut coarse, mut near, mut of) = (Lists::default(), Vec::new(), Lists::default(), Keys::default());
            for value in part * PART..values.min((part + 1) * PART) {
                of.clear();
                keys(value as u32, &mut of);
                of.hashes.iter_mut().for_each(|k| *k = mix(*k ^ seed));
                of.hashes.sort_unstable();
                of.hashes.dedup();
                hashes.add(of.hashes.iter().copied());
                coarse.push(of.coarse.map_or(0, |k| mix(k ^ seed ^ 1)));
                near.add(of.near.iter().map(|k| mix(*k ^ seed ^ 2)));
            }
            (hashes, (coarse, near))
        };
        let (parts, (coarse, near)) = (0..values.div_ceil(PART)).into_par_iter().map(part).unzip();
        Self { parts, joints: Joints { coarse, near } }
    }

    /// Gives the keys of a value.
    pub fn of(&self, value: u32) -> &[u64] {
        let (part, at) = (value as usize / PART, value as usize % PART);
        self.parts.get(part).map_or(&[], |p| p.of(at))
    }

    /// Counts all keys.
    pub fn len(&self) -> usize {
        self.parts.iter().map(|p| p.hashes.len()).sum()
    }

    /// Takes the keys that meet only together with those of another field.
    pub fn into_joints(self) -> Joints {
        self.joints
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_has_its_own_keys_each_once() {
        let texts = |v: u32| ["a b a", "", "b"].get(v as usize % 3).copied().unwrap_or_default();
        let most = 3 * PART as u32;
        let table = KeyTable::collect(most as usize, 7, |v, keys| texts(v).split(' ').for_each(|w| keys.add(0, w)));
        for start in [0, 3, most - 3] {
            let [first, second, third] = [start, start + 1, start + 2].map(|v| table.of(v));
            assert_eq!((first.len(), second.len(), third.len()), (2, 0, 1));
            assert!(first.contains(&third[0]));
        }
        assert_eq!((table.len(), table.of(most)), (3 * PART, &[][..]));
        assert_eq!(table.into_joints().coarse(0), None);
    }
}
