//! Candidates: records that share a key meet in a block; blocks are bounded and never held as pairs.

use super::field::{Comparison, Field};
use rayon::prelude::*;

/// Block sizes that are tried as a bound, from generous to strict.
const BOUNDS: [usize; 13] = [1500, 1000, 700, 500, 300, 200, 120, 80, 50, 30, 20, 12, 6];
/// Effective values from which windows of a field part the records.
const WIDE: f64 = 30.0;
/// Sets of fields that are looked at window by window, at most.
const MOST_WINDOWS: usize = 2;
/// In a block over the bound each record meets this many that stand before it.
const WINDOW: usize = 3;

/// An index from records to blocks and back.
#[derive(Debug, Default)]
pub struct Blocks {
    /// Members of all blocks, each block ascending.
    members: Vec<u32>,
    /// Where each block ends in `members`.
    ends: Vec<usize>,
    /// Blocks of each record, one after the other.
    of_record: Vec<u32>,
    /// Where the blocks of each record end.
    record_ends: Vec<usize>,
    /// The largest block of which all pairs are compared.
    pub bound: usize,
    /// Pairs in all blocks, counted once for each block they share.
    pub expected: f64,
}

impl Blocks {
    /// Builds blocks over `n` records so that they hold about `budget` pairs at most.
    pub fn build(fields: &[Field], n: usize, budget: f64) -> Self {
        let mut entries = entries(fields, n);
        entries.par_sort_unstable();
        entries.dedup();
        let (bound, expected) = bound(&entries, budget);
        let mut out = Self { bound, expected, ..Self::default() };
        let mut owners: Vec<(u32, u32)> = Vec::with_capacity(entries.len());
        out.members.reserve(entries.len());
        for block in entries.chunk_by(|a, b| a.0 == b.0).filter(|b| b.len() > 1 && b.len() <= out.bound * 40) {
            let id = out.ends.len() as u32;
            out.members.extend(block.iter().map(|e| e.1));
            out.ends.push(out.members.len());
            owners.extend(block.iter().map(|e| (e.1, id)));
        }
        drop(entries);
        owners.par_sort_unstable();
        let mut at = 0;
        for r in 0..n as u32 {
            at += owners.get(at..).unwrap_or_default().iter().take_while(|(o, _)| *o == r).count();
            out.record_ends.push(at);
        }
        out.of_record = owners.into_par_iter().map(|o| o.1).collect();
        out.members.shrink_to_fit();
        out
    }

    /// Collects the candidates of a record that stand before it, ascending, each once.
    pub fn before(&self, record: u32, out: &mut Vec<u32>) {
        out.clear();
        let r = record as usize;
        let start = r.checked_sub(1).and_then(|p| self.record_ends.get(p)).copied().unwrap_or(0);
        let end = self.record_ends.get(r).copied().unwrap_or(start);
        for b in self.of_record.get(start..end).unwrap_or_default() {
            let block = self.block(*b as usize);
            let place = block.partition_point(|m| *m < record);
            let from = if block.len() <= self.bound { 0 } else { place.saturating_sub(WINDOW) };
            out.extend_from_slice(block.get(from..place).unwrap_or_default());
        }
        out.sort_unstable();
        out.dedup();
    }

    fn block(&self, b: usize) -> &[u32] {
        let start = b.checked_sub(1).and_then(|p| self.ends.get(p)).copied().unwrap_or(0);
        self.ends.get(b).and_then(|e| self.members.get(start..*e)).unwrap_or_default()
    }

    /// Counts blocks.
    pub fn len(&self) -> usize {
        self.ends.len()
    }
}

/// Gives (key, record) of all fields, and of pairs of fields where single ones are too coarse.
fn entries(fields: &[Field], n: usize) -> Vec<(u64, u32)> {
    let keys: Vec<Vec<super::compare::Keys>> = fields.iter().map(Field::keys).collect();
    let pairs = coarse_pairs(fields, n);
    let windows = windows(fields);
    let parts: Vec<Vec<(u64, u32)>> = (0..n as u32)
        .into_par_iter()
        .fold(Vec::new, |mut out, r| {
            let of = |f: usize| fields.get(f).and_then(|x| x.value(r)).and_then(|v| keys.get(f)?.get(v as usize));
            for f in 0..fields.len() {
                out.extend(of(f).into_iter().flat_map(|k| k.hashes.iter().map(|h| (*h, r))));
            }
            for (f, g) in &pairs {
                if let (Some(a), Some(b)) = (of(*f).and_then(|k| k.coarse), of(*g).and_then(|k| k.coarse)) {
                    out.push((super::chance::mix(a ^ b.rotate_left(17)), r));
                }
            }
            for (f, g, h) in &windows {
                let near = |f: usize| of(f).map(|k| k.near.as_slice()).unwrap_or_default();
                let joined = near(*f).iter().flat_map(|a| near(*g).iter().map(move |b| super::chance::mix(a ^ b.rotate_left(17))));
                match h {
                    Some(h) => {
                        out.extend(joined.flat_map(|ab| near(*h).iter().map(move |c| (super::chance::mix(ab ^ c.rotate_left(31)), r))))
                    }
                    None => out.extend(joined.map(|ab| (ab, r))),
                }
            }
            out
        })
        .collect();
    let mut out = Vec::with_capacity(parts.iter().map(Vec::len).sum());
    parts.into_iter().for_each(|mut p| out.append(&mut p));
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
fn windows(fields: &[Field]) -> Vec<(usize, usize, Option<usize>)> {
    let of =
        |c: Comparison| fields.iter().enumerate().filter(move |(_, f)| f.spec.comparison == c && distinctness(f) > WIDE).map(|(i, _)| i);
    let text = of(Comparison::Words).next();
    of(Comparison::Day).flat_map(|d| of(Comparison::Number).map(move |n| (d, n, text))).take(MOST_WINDOWS).collect()
}

/// Gives the effective number of values: one over the chance that two records share a family.
fn distinctness(field: &Field) -> f64 {
    let filled = field.filled.max(1) as f64;
    let same: f64 =
        field.ids.iter().filter_map(|i| i.checked_sub(1)).filter_map(|v| field.frequency.get(v as usize)).map(|f| f64::from(*f)).sum();
    filled * filled / same.max(1.0)
}

/// Gives the most generous bound whose blocks hold at most `budget` pairs, and how many those are.
fn bound(entries: &[(u64, u32)], budget: f64) -> (usize, f64) {
    let mut cost = [0.0f64; BOUNDS.len()];
    for block in entries.chunk_by(|a, b| a.0 == b.0) {
        let s = block.len();
        for (c, b) in cost.iter_mut().zip(BOUNDS) {
            *c += if s <= b { (s * (s - 1) / 2) as f64 } else { (s * WINDOW) as f64 };
        }
    }
    BOUNDS.iter().zip(cost).find(|(_, c)| *c <= budget).map_or((6, budget), |(b, c)| (*b, c))
}
