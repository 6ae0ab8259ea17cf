//! The keys under which the values of a field meet others, laid end to end.

use super::chance::mix;
use super::compare::Keys;

/// The keys of all values of a field, end to end.
#[derive(Debug, Default)]
pub struct KeyTable {
    hashes: Vec<u64>,
    ends: Vec<usize>,
    coarse: Vec<u64>,
}

impl KeyTable {
    /// Adds the keys of the next value, each once, and makes them the field's own.
    pub fn add(&mut self, keys: &mut Keys, seed: u64) {
        keys.hashes.iter_mut().for_each(|k| *k = mix(*k ^ seed));
        keys.hashes.sort_unstable();
        keys.hashes.dedup();
        self.hashes.extend_from_slice(&keys.hashes);
        self.ends.push(self.hashes.len());
        self.coarse.push(keys.coarse.map_or(0, |k| mix(k ^ seed ^ 1)));
    }

    /// Gives both one after the other.
    pub fn and(mut self, more: Self) -> Self {
        let before = self.hashes.len();
        self.hashes.extend(more.hashes);
        self.ends.extend(more.ends.iter().map(|e| e + before));
        self.coarse.extend(more.coarse);
        self
    }

    /// Gives the keys of a value.
    pub fn of(&self, value: u32) -> &[u64] {
        let v = value as usize;
        let start = v.checked_sub(1).and_then(|p| self.ends.get(p)).copied().unwrap_or(0);
        self.ends.get(v).and_then(|e| self.hashes.get(start..*e)).unwrap_or_default()
    }

    /// Counts all keys.
    pub fn len(&self) -> usize {
        self.hashes.len()
    }

    /// Takes the coarse keys, one a value; 0 where there is none.
    pub fn into_coarse(self) -> Vec<u64> {
        self.coarse
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_has_its_own_keys_each_once() {
        let table = |texts: &[&str]| {
            let mut out = KeyTable::default();
            for t in texts {
                let mut keys = Keys::default();
                t.split(' ').for_each(|w| keys.add(0, w));
                out.add(&mut keys, 7);
            }
            out
        };
        let both = table(&["a b a", ""]).and(table(&["b"]));
        assert_eq!((both.of(0).len(), both.of(1).len(), both.len()), (2, 0, 3));
        assert!(both.of(0).contains(&both.of(2)[0]) && both.of(3).is_empty());
    }
}
