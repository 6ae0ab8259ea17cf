//! What training works on: distinct comparison vectors of candidates with their counts, and pairs drawn at random.

use super::block::Blocks;
use super::chance::Chance;
use super::field::Field;
use super::glance::Glances;
use super::labels::Labels;
use super::records::Records;
use foldhash::fast::FixedState;
use rayon::prelude::*;
use std::collections::{HashMap, HashSet};

/// Pairs drawn at random for u.
const DRAWN: usize = 400_000;
/// Candidate pairs looked at for m, about.
const LOOKED_AT: f64 = 3_000_000.0;
/// The same among more than `MANY` records, of which a smaller share holds as many pairs of one thing.
const LOOKED_AT_OF_MANY: f64 = 1_200_000.0;
const MANY: usize = 200_000;

/// Candidates at most, each counted once for each block it shares, whose records are paired.
const PAIRED: f64 = 20_000_000.0;

/// A comparison vector: four bits a field.
pub type Vector = u128;

/// Comparison vectors of candidates and shares of levels among pairs drawn at random.
pub struct Sample {
    /// Distinct comparison vectors of candidates with how often each occurs, ordered.
    pub vectors: Vec<(Vector, f64)>,
    /// Per field and level: share among pairs drawn at random where both have a value.
    pub drawn: Vec<Vec<f64>>,
    /// Pairs that people have decided: comparison vector, and whether they are one thing.
    pub labels: Vec<(Vector, bool)>,
    /// All records.
    pub records: f64,
    /// All pairs there are.
    pub pairs: f64,
    /// All candidates, estimated from those looked at.
    pub candidates: f64,
}

/// Compares a pair in all fields.
pub fn vector(glances: &Glances<'_>, a: u32, b: u32) -> Vector {
    let (a, b) = (glances.row(a), glances.row(b));
    (0..glances.fields()).fold(0, |v, i| v | (Vector::from(glances.level(i, a, b)) << (4 * i)))
}

/// Marks the vector of a pair whose records are each other's only best candidate: it says nothing about pairs of different things.
pub const MUTUAL: Vector = 1 << 127;

/// Gives the level of one field in a vector.
pub fn level_of(v: Vector, field: usize) -> usize {
    (v >> (4 * field) & 15) as usize
}

impl Sample {
    /// Looks at candidates of an evenly spread part of the records, and at random pairs.
    pub fn take(fields: &[Field], glances: &Glances<'_>, records: &Records, blocks: &Blocks, labels: &Labels) -> Self {
        let wanted = if records.n > MANY { LOOKED_AT_OF_MANY } else { LOOKED_AT };
        let step = ((blocks.expected / wanted).ceil() as u64).max(1);
        let mutual =
            if records.side.is_some() && blocks.expected < PAIRED { mutual_best(fields, glances, records, blocks) } else { HashSet::new() };
        let looked: HashMap<Vector, u32, FixedState> = (0..records.n as u32)
            .into_par_iter()
            .filter(|r| super::chance::mix(u64::from(*r)).is_multiple_of(step))
            .fold(HashMap::default, |mut counts: HashMap<Vector, u32, FixedState>, r| {
                let mut others = Vec::new();
                blocks.before(r, &mut others);
                glances.fetch(&others);
                for o in others.into_iter().filter(|o| records.comparable(r as usize, *o as usize) && !labels.decided(*o, r)) {
                    let mark = if mutual.contains(&(o, r)) { MUTUAL } else { 0 };
                    *counts.entry(vector(glances, o, r) | mark).or_default() += 1;
                }
                counts
            })
            .reduce(HashMap::default, |mut a, b| {
                for (v, n) in b {
                    *a.entry(v).or_default() += n;
                }
                a
            });
        let mut vectors: Vec<(Vector, f64)> = looked.into_iter().map(|(v, n)| (v, f64::from(n) * step as f64)).collect();
        vectors.sort_unstable_by_key(|(v, _)| *v);
        let labels = labels.sorted().into_iter().map(|(a, b, same)| (vector(glances, a, b), same)).collect();
        let candidates = vectors.iter().map(|(_, n)| n).sum();
        Self {
            vectors,
            drawn: draw(fields, glances, records, blocks),
            labels,
            pairs: records.pairs().max(1.0),
            records: records.n as f64,
            candidates,
        }
    }
}

/// Finds the pairs of two lists whose records are each other's only best candidate by a rough score: the sum of their levels.
fn mutual_best(fields: &[Field], glances: &Glances<'_>, records: &Records, blocks: &Blocks) -> HashSet<(u32, u32)> {
    let rough = |v: Vector| -> f64 {
        let of = |(i, f): (usize, &Field)| (level_of(v, i).min(f.top()) as f64 / f.top() as f64).powi(2) * f.weight_of_agreement();
        fields.iter().enumerate().map(of).sum()
    };
    let scored: Vec<(u32, u32, f64)> = (0..records.n as u32)
        .into_par_iter()
        .map_init(Vec::new, |others, r| {
            blocks.before(r, others);
            let across = others.iter().filter(|o| records.comparable(r as usize, **o as usize));
            across.map(|&o| (o, r, rough(vector(glances, o, r)))).collect::<Vec<_>>()
        })
        .flatten_iter()
        .collect();
    let mut best: HashMap<u32, (f64, u32)> = HashMap::new();
    for (a, b, s) in &scored {
        for r in [a, b] {
            let slot = best.entry(*r).or_insert((f64::NEG_INFINITY, 0));
            *slot = if *s > slot.0 {
                (*s, 1)
            } else if *s == slot.0 {
                (*s, slot.1 + 1)
            } else {
                *slot
            };
        }
    }
    scored.iter().filter(|(a, b, s)| [a, b].iter().all(|r| best.get(r) == Some(&(*s, 1)))).map(|(a, b, _)| (*a, *b)).collect()
}

/// Compares pairs drawn at random that are no candidates: among few records many a random pair is a match.
fn draw(fields: &[Field], glances: &Glances<'_>, records: &Records, blocks: &Blocks) -> Vec<Vec<f64>> {
    let mut chance = Chance::new(20_261_123);
    let wanted = DRAWN.min((records.pairs() * 4.0) as usize);
    let pairs: Vec<(u32, u32)> = (0..wanted)
        .map(|_| (chance.below(records.n), chance.below(records.n)))
        .filter(|(a, b)| a != b && records.comparable(*a, *b))
        .map(|(a, b)| (a.min(b) as u32, a.max(b) as u32))
        .collect();
    let few = records.pairs() < 2e9;
    let pairs: Vec<(u32, u32)> = pairs
        .into_par_iter()
        .map_init(Vec::new, |others, (a, b)| {
            blocks.before(if few { b } else { 0 }, others);
            (others.binary_search(&a).is_err(), (a, b))
        })
        .filter(|(outside, _)| *outside)
        .map(|(_, pair)| pair)
        .collect();
    let none = || vec![[0u32; 16]; fields.len()];
    // Pair by pair, so that what is known of two records is fetched once for all fields.
    let add = |mut counts: Vec<[u32; 16]>, (a, b): &(u32, u32)| {
        let v = vector(glances, *a, *b);
        counts.iter_mut().enumerate().for_each(|(i, row)| row.get_mut(level_of(v, i)).into_iter().for_each(|n| *n += 1));
        counts
    };
    let both = |mut counts: Vec<[u32; 16]>, more: Vec<[u32; 16]>| {
        counts.iter_mut().flatten().zip(more.iter().flatten()).for_each(|(n, m)| *n += m);
        counts
    };
    let counts = pairs.par_iter().fold(none, add).reduce(none, both);
    let shares = |(f, row): (&Field, &[u32; 16])| normalised(&row.iter().take(f.levels().len()).map(|n| f64::from(*n)).collect::<Vec<_>>());
    fields.iter().zip(&counts).map(shares).collect()
}

/// Gives shares of the levels above "missing".
pub fn normalised(counts: &[f64]) -> Vec<f64> {
    let total: f64 = counts.iter().skip(1).sum();
    counts.iter().enumerate().map(|(i, c)| if i == 0 || total == 0.0 { 0.0 } else { c / total }).collect()
}
