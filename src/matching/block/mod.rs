//! Candidates: records that share a key meet in a block; blocks are bounded and never held as pairs.

mod repeated;

use super::field::{Comparison, Field};
use super::keys::Joints;
use rayon::prelude::*;
use repeated::Repeated;
use std::collections::HashSet;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

/// Block sizes that are tried as a bound, from generous to strict.
const BOUNDS: [usize; 13] = [1500, 1000, 700, 500, 300, 200, 120, 80, 50, 30, 20, 12, 6];
/// Effective values from which windows of a field part the records.
const WIDE: f64 = 30.0;
/// Sets of fields that are looked at window by window, at most.
const MOST_WINDOWS: usize = 2;
/// In a block over the bound each record meets this many that stand before it.
const WINDOW: usize = 3;
/// Blocks that one thread enters for their records at a time.
const INDEXED_AT_ONCE: usize = 4096;
/// Records of which one thread collects keys at a time.
const ENTERED_AT_ONCE: usize = 8192;
/// Blocks larger than so many bounds are left out: hardly any pair of one thing would be among those that meet.
const TOO_LARGE: usize = 8;

/// An index from records to blocks and back.
#[derive(Debug, Default)]
pub struct Blocks {
    /// Members of all blocks, each block ascending; the first of each is marked.
    members: Vec<u32>,
    /// Where each record stands in `members`, one record after the other; marked where the block is one over the bound.
    of_record: Vec<u32>,
    /// Where the blocks of each record end.
    record_ends: Vec<u32>,
    /// The largest block of which all pairs are compared.
    pub bound: usize,
    /// How many blocks there are.
    count: usize,
    /// Pairs in all blocks, counted once for each block they share.
    pub expected: f64,
}

impl Blocks {
    /// Builds blocks over `n` records so that they hold about `budget` pairs at most.
    pub fn build(fields: &[Field], n: usize, budget: f64) -> Self {
        let mut out = Members::default();
        let mut costs = Costs::default();
        let (pairs, windows) = (coarse_pairs(fields, n), windows(fields));
        let joined: HashSet<usize> = pairs.iter().flat_map(|(f, g)| [*f, *g]).chain(windows.iter().flatten().copied()).collect();
        let joints: Vec<Joints> = fields
            .iter()
            .enumerate()
            .map(|(i, field)| {
                let keys = field.keys();
                let of = |r: u32| field.value(r).map_or(&[][..], |v| keys.of(v)).iter().copied();
                out.add(entries(n, keys.len(), &of), &mut costs);
                if joined.contains(&i) { keys.into_joints() } else { Joints::default() }
            })
            .collect();
        for (f, g) in pairs {
            let part = |f: usize, r: u32| joints.get(f)?.coarse(fields.get(f)?.value(r)?);
            let of = |r: u32| part(f, r).zip(part(g, r)).map(|(a, b)| super::chance::mix(a ^ b.rotate_left(17))).into_iter();
            out.add(entries(n, n, &of), &mut costs);
        }
        for window in windows {
            let near = |f: usize, r: u32| joints.get(f).zip(fields.get(f).and_then(|x| x.value(r))).map_or(&[][..], |(j, v)| j.near(v));
            // All fields of a window must be near: each further one divides what the ones before it have in common.
            let of = |r: u32| {
                let both = |keys: Vec<u64>, f: &usize| {
                    keys.iter().flat_map(|k| near(*f, r).iter().map(move |x| super::chance::mix(k ^ x.rotate_left(17)))).collect()
                };
                window.iter().fold(vec![0], both).into_iter()
            };
            out.add(entries(n, 4 * n, &of), &mut costs);
        }
        let (bound, expected) = costs.bound(budget);
        out.leave_out_large(bound);
        Self::index(out, n, bound, expected)
    }

    /// Finds the blocks of each record.
    fn index(Members { mut members, ends }: Members, n: usize, bound: usize, expected: f64) -> Self {
        let next: Vec<AtomicU32> = std::iter::repeat_with(AtomicU32::default).take(n).collect();
        let add = |record: &u32| next.get(*record as usize).map(|count| count.fetch_add(1, Relaxed));
        members.par_iter().for_each(|m| {
            add(m);
        });
        let mut total = 0;
        for slot in &next {
            // Where the next block of the record goes; its end once all are there.
            total += slot.swap(total, Relaxed);
        }
        let of_record: Vec<AtomicU32> = std::iter::repeat_with(AtomicU32::default).take(total as usize).collect();
        // In which order the blocks of one record are noted does not matter: its candidates are ordered whenever they are collected.
        ends.par_chunks(INDEXED_AT_ONCE).enumerate().for_each(|(chunk, some)| {
            let mut start = (chunk * INDEXED_AT_ONCE).checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or(0);
            for end in some {
                let mark = if end - start > bound { MARK } else { 0 };
                for (place, m) in members.get(start..*end).unwrap_or_default().iter().enumerate() {
                    if let Some(slot) = add(m).and_then(|at| of_record.get(at as usize)) {
                        slot.store((start + place) as u32 | mark, Relaxed);
                    }
                }
                start = *end;
            }
        });
        for start in std::iter::once(0).chain(ends.iter().copied()) {
            members.get_mut(start).into_iter().for_each(|first| *first |= MARK);
        }
        let of_record = of_record.into_iter().map(AtomicU32::into_inner).collect();
        let record_ends = next.into_iter().map(AtomicU32::into_inner).collect();
        Self { members, of_record, record_ends, bound, count: ends.len(), expected }
    }

    /// Collects the candidates of a record that stand before it, ascending, each once.
    pub fn before(&self, record: u32, out: &mut Vec<u32>) {
        out.clear();
        let r = record as usize;
        let start = r.checked_sub(1).and_then(|p| self.record_ends.get(p)).copied().unwrap_or(0);
        let end = self.record_ends.get(r).copied().unwrap_or(start);
        for at in self.of_record.get(start as usize..end as usize).unwrap_or_default() {
            let mut left = if at & MARK == 0 { usize::MAX } else { WINDOW };
            let mut here = (at & !MARK) as usize;
            // Back from the record to the first of its block, which is marked.
            while left > 0 && here > 0 && self.members.get(here).is_some_and(|m| m & MARK == 0) {
                here -= 1;
                left -= 1;
                out.extend(self.members.get(here).map(|m| m & !MARK));
            }
        }
        out.sort_unstable();
        out.dedup();
    }

    /// Counts blocks.
    pub fn len(&self) -> usize {
        self.count
    }
}

/// Marks the first member of a block, and places in blocks over the bound; records and places are numbered below it.
const MARK: u32 = 1 << 31;

/// The members of blocks while these are made.
#[derive(Debug, Default)]
struct Members {
    /// Members of all blocks, each block ascending.
    members: Vec<u32>,
    /// Where each block ends.
    ends: Vec<usize>,
}

impl Members {
    /// Adds the blocks of keys that no other has; entries are ordered.
    fn add(&mut self, entries: Vec<(u64, u32)>, costs: &mut Costs) {
        for block in entries.chunk_by(|a, b| a.0 == b.0).filter(|b| b.len() > 1) {
            costs.count(block.len());
            let room = (self.members.len() + block.len()) < MARK as usize;
            if room && block.len() <= BOUNDS.iter().max().map_or(0, |b| b * TOO_LARGE) {
                self.members.extend(block.iter().map(|e| e.1));
                self.ends.push(self.members.len());
            }
        }
    }

    /// Leaves out what is too large for the bound.
    fn leave_out_large(&mut self, bound: usize) {
        let (mut start, mut kept) = (0, 0);
        let most = bound * TOO_LARGE;
        let members = &mut self.members;
        self.ends.retain_mut(|end| {
            let block = start..*end;
            start = *end;
            if block.len() > most {
                return false;
            }
            let length = block.len();
            members.copy_within(block, kept);
            kept += length;
            *end = kept;
            true
        });
        self.members.truncate(kept);
        self.members.shrink_to_fit();
        self.ends.shrink_to_fit();
    }
}

/// Gives (key, record), ordered, of those keys that more than one record has; there are about `keys` different ones.
fn entries<I: Iterator<Item = u64>>(n: usize, keys: usize, of: &(impl Fn(u32) -> I + Sync)) -> Vec<(u64, u32)> {
    let shared = Repeated::new(keys);
    (0..n as u32).into_par_iter().for_each(|r| of(r).for_each(|k| shared.note(k)));
    let repeated = |r: u32| of(r).filter(|k| shared.perhaps(*k)).map(move |k| (k, r));
    let starts: Vec<u32> = (0..n as u32).step_by(ENTERED_AT_ONCE).collect();
    let part = |start: &u32| (*start..(n as u32).min(start + ENTERED_AT_ONCE as u32)).flat_map(repeated).collect::<Vec<_>>();
    let parts: Vec<Vec<(u64, u32)>> = starts.par_iter().map(part).collect();
    let mut out = Vec::with_capacity(parts.iter().map(Vec::len).sum());
    parts.into_iter().for_each(|p| out.extend(p));
    out.par_sort_unstable();
    out
}

/// Chooses pairs of fields whose coarse keys together divide the records finely; all of them where records are few.
fn coarse_pairs(fields: &[Field], n: usize) -> Vec<(usize, usize)> {
    let spreads: Vec<f64> = fields.iter().map(distinctness).collect();
    let spread = |f: usize| spreads.get(f).copied().unwrap_or(1.0);
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for f in 0..fields.len() {
        for g in f + 1..fields.len() {
            // The expected block of two independent fields: records over the product of their effective numbers of values.
            if n as f64 / (spread(f) * spread(g)) < 40.0 {
                pairs.push((f, g));
            }
        }
    }
    pairs.sort_by(|a, b| (spread(b.0) * spread(b.1)).total_cmp(&(spread(a.0) * spread(a.1))).then(a.cmp(b)));
    let most = if n <= 100_000 { 40 } else { 10 };
    pairs.truncate(most);
    pairs
}

/// Chooses fields that are all near where a thing is the same: the day and the amount of a payment, and how its text begins.
fn windows(fields: &[Field]) -> Vec<Vec<usize>> {
    let of =
        |c: Comparison| fields.iter().enumerate().filter(move |(_, f)| f.spec.comparison == c && distinctness(f) > WIDE).map(|(i, _)| i);
    let text = of(Comparison::Words).next();
    of(Comparison::Day)
        .flat_map(|d| of(Comparison::Number).map(move |n| [Some(d), Some(n), text].into_iter().flatten().collect()))
        .take(MOST_WINDOWS)
        .collect()
}

/// Gives the effective number of values: one over the chance that two records share a family.
fn distinctness(field: &Field) -> f64 {
    let filled = field.filled.max(1) as f64;
    let same: f64 =
        field.ids.iter().filter_map(|i| i.checked_sub(1)).filter_map(|v| field.frequency.get(v as usize)).map(|f| f64::from(*f)).sum();
    filled * filled / same.max(1.0)
}

/// What the blocks cost under each bound that is tried, in pairs.
#[derive(Default)]
struct Costs([f64; BOUNDS.len()]);

impl Costs {
    fn count(&mut self, size: usize) {
        for (c, b) in self.0.iter_mut().zip(BOUNDS) {
            *c += match size {
                s if s <= b => (s * (s - 1) / 2) as f64,
                s if s <= b * TOO_LARGE => (s * WINDOW) as f64,
                _ => 0.0,
            };
        }
    }

    /// Gives the most generous bound whose blocks hold at most `budget` pairs, and how many those are.
    fn bound(&self, budget: f64) -> (usize, f64) {
        BOUNDS.iter().zip(self.0).find(|(_, c)| *c <= budget).map_or((6, budget), |(b, c)| (*b, c))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn candidates_stand_before_a_record_in_its_blocks_each_once() {
        let members = Members { members: vec![0, 2, 3, 1, 2, 0, 1, 2, 3, 4, 5], ends: vec![3, 5, 11] };
        let blocks = Blocks::index(members, 7, 3, 0.0);
        let before = |record: u32| {
            let mut out = vec![9];
            blocks.before(record, &mut out);
            out
        };
        // The block of six is over the bound: of it only the three before a record count.
        let expected: [&[u32]; 7] = [&[], &[0], &[0, 1], &[0, 1, 2], &[1, 2, 3], &[2, 3, 4], &[]];
        assert_eq!([0, 1, 2, 3, 4, 5, 6].map(before), expected);
        assert_eq!(blocks.len(), 3);
    }
}
