//! Which keys more than one record has, in a few bits a key: most keys stand alone and need not be sorted to see it.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// Bits a key, so that about one lonely key in ten is not seen to be.
const BITS: usize = 8;

/// Two bits for each place that keys fall on: noted once, noted again. What it says does not depend on the order of notes.
pub struct Repeated {
    once: Vec<AtomicU64>,
    again: Vec<AtomicU64>,
}

impl Repeated {
    /// Makes room for about so many different keys.
    pub fn new(keys: usize) -> Self {
        let words = (keys * BITS / 64).next_power_of_two();
        let empty = || std::iter::repeat_with(AtomicU64::default).take(words).collect();
        Self { once: empty(), again: empty() }
    }

    fn place(&self, key: u64) -> (usize, u64) {
        ((key >> 6) as usize & (self.once.len() - 1), 1 << (key & 63))
    }

    /// Notes a key of a record.
    pub fn note(&self, key: u64) {
        let (word, bit) = self.place(key);
        if self.once.get(word).is_some_and(|w| w.fetch_or(bit, Relaxed) & bit != 0) {
            self.again.get(word).map(|w| w.fetch_or(bit, Relaxed));
        }
    }

    /// Says whether a key may have been noted twice; it never denies one that was.
    pub fn perhaps(&self, key: u64) -> bool {
        let (word, bit) = self.place(key);
        self.again.get(word).is_some_and(|w| w.load(Relaxed) & bit != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::chance::mix;

    #[test]
    fn what_was_noted_twice_is_known_and_little_else() {
        let repeated = Repeated::new(10_000);
        (0..10_000).chain(0..1000).for_each(|k| repeated.note(mix(k)));
        assert!((0..1000).all(|k| repeated.perhaps(mix(k))));
        assert!((1000..10_000).filter(|k| repeated.perhaps(mix(*k))).count() < 2000);
    }
}
