//! The keys under which the values of a field meet others, laid end to end.

use super::chance::mix;
use super::compare::Keys;

/// The keys of all values of a field, end to end.
#[derive(Debug, Default)]
pub struct KeyTable {
    hashes: Vec<u64>,
    ends: Vec<usize>,
    joints: Joints,
}

/// The keys of all values of a field that meet only together with those of another.
#[derive(Debug, Default)]
pub struct Joints {
    /// One a value; 0 where there is none.
    coarse: Vec<u64>,
    near: Vec<u64>,
    ends: Vec<usize>,
}

impl Joints {
    /// Gives the coarse key of a value.
    pub fn coarse(&self, value: u32) -> Option<&u64> {
        self.coarse.get(value as usize).filter(|k| **k != 0)
    }

    /// Gives the windows in which a value lies.
    pub fn near(&self, value: u32) -> &[u64] {
        run(&self.near, &self.ends, value)
    }

    fn add(&mut self, keys: &Keys, seed: u64) {
        self.coarse.push(keys.coarse.map_or(0, |k| mix(k ^ seed ^ 1)));
        self.near.extend(keys.near.iter().map(|k| mix(*k ^ seed ^ 2)));
        self.ends.push(self.near.len());
    }

    fn extend(&mut self, more: Self) {
        let before = self.near.len();
        self.coarse.extend(more.coarse);
        self.near.extend(more.near);
        self.ends.extend(more.ends.iter().map(|e| e + before));
    }
}

/// Gives what belongs to a value of lists that are laid end to end.
fn run<'a>(all: &'a [u64], ends: &[usize], value: u32) -> &'a [u64] {
    let v = value as usize;
    let start = v.checked_sub(1).and_then(|p| ends.get(p)).copied().unwrap_or(0);
    ends.get(v).and_then(|e| all.get(start..*e)).unwrap_or_default()
}

impl KeyTable {
    /// Adds the keys of the next value, each once, and makes them the field's own.
    pub fn add(&mut self, keys: &mut Keys, seed: u64) {
        keys.hashes.iter_mut().for_each(|k| *k = mix(*k ^ seed));
        keys.hashes.sort_unstable();
        keys.hashes.dedup();
        self.hashes.extend_from_slice(&keys.hashes);
        self.ends.push(self.hashes.len());
        self.joints.add(keys, seed);
    }

    /// Gives both one after the other.
    pub fn and(mut self, more: Self) -> Self {
        let before = self.hashes.len();
        self.hashes.extend(more.hashes);
        self.ends.extend(more.ends.iter().map(|e| e + before));
        self.joints.extend(more.joints);
        self
    }

    /// Gives the keys of a value.
    pub fn of(&self, value: u32) -> &[u64] {
        run(&self.hashes, &self.ends, value)
    }

    /// Counts all keys.
    pub fn len(&self) -> usize {
        self.hashes.len()
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
