//! Learning without labels: u from pairs drawn at random and from candidates that are none, m by expectation maximisation.

use super::block::Blocks;
use super::chance::Chance;
use super::field::Field;
use super::model::{LearntField, LearntLevel, Model};
use super::records::Records;
use rayon::prelude::*;
use std::collections::HashMap;

/// Pairs drawn at random for u.
const DRAWN: usize = 400_000;
/// Candidate pairs looked at for m, about.
const LOOKED_AT: f64 = 3_000_000.0;
const ROUNDS: usize = 15;
const TURNS: usize = 5;

/// A comparison vector: four bits a field.
type Vector = u128;

/// What training works on.
pub struct Sample {
    /// Distinct comparison vectors of candidates with how often each occurs, ordered.
    vectors: Vec<(Vector, f64)>,
    /// Per field and level: share among pairs drawn at random where both have a value.
    drawn: Vec<Vec<f64>>,
    /// All pairs there are.
    pairs: f64,
    /// All candidates, estimated from those looked at.
    pub candidates: f64,
}

/// Compares a pair in all fields.
pub fn vector(fields: &[Field], a: u32, b: u32) -> Vector {
    fields.iter().enumerate().fold(0, |v, (i, f)| v | (Vector::from(f.level(a, b)) << (4 * i)))
}

fn level_of(v: Vector, field: usize) -> usize {
    (v >> (4 * field) & 15) as usize
}

impl Sample {
    /// Looks at candidates of an evenly spread part of the records, and at random pairs.
    pub fn take(fields: &[Field], records: &Records, blocks: &Blocks, candidates: f64) -> Self {
        let step = ((candidates / LOOKED_AT).ceil() as usize).max(1);
        let looked: HashMap<Vector, u32> = (0..records.n as u32)
            .into_par_iter()
            .filter(|r| super::chance::mix(u64::from(*r)).is_multiple_of(step as u64))
            .fold(HashMap::new, |mut counts: HashMap<Vector, u32>, r| {
                let mut others = Vec::new();
                blocks.before(r, &mut others);
                for o in others.into_iter().filter(|o| records.comparable(r as usize, *o as usize)) {
                    *counts.entry(vector(fields, o, r)).or_default() += 1;
                }
                counts
            })
            .reduce(HashMap::new, |mut a, b| {
                for (v, n) in b {
                    *a.entry(v).or_default() += n;
                }
                a
            });
        let mut vectors: Vec<(Vector, f64)> = looked.into_iter().map(|(v, n)| (v, f64::from(n) * step as f64)).collect();
        vectors.sort_unstable_by_key(|(v, _)| *v);
        let candidates = vectors.iter().map(|(_, n)| n).sum();
        Self { vectors, drawn: draw(fields, records), pairs: records.pairs().max(1.0), candidates }
    }
}

/// Compares pairs drawn at random.
fn draw(fields: &[Field], records: &Records) -> Vec<Vec<f64>> {
    let mut chance = Chance::new(20_261_123);
    let wanted = DRAWN.min((records.pairs() * 4.0) as usize);
    let pairs: Vec<(u32, u32)> = (0..wanted)
        .map(|_| (chance.below(records.n), chance.below(records.n)))
        .filter(|(a, b)| a != b && records.comparable(*a, *b))
        .map(|(a, b)| (a as u32, b as u32))
        .collect();
    fields
        .par_iter()
        .map(|f| {
            let mut counts = vec![0.0; f.compare().levels().len()];
            for (a, b) in &pairs {
                if let Some(c) = counts.get_mut(usize::from(f.level(*a, *b))) {
                    *c += 1.0;
                }
            }
            normalised(&counts)
        })
        .collect()
}

/// Gives shares of the levels above "missing".
fn normalised(counts: &[f64]) -> Vec<f64> {
    let total: f64 = counts.iter().skip(1).sum();
    counts.iter().enumerate().map(|(i, c)| if i == 0 || total == 0.0 { 0.0 } else { c / total }).collect()
}

/// Chances per field and level.
#[derive(Clone, Debug)]
struct Chances {
    m: Vec<Vec<f64>>,
    u: Vec<Vec<f64>>,
    prior: f64,
}

/// What is known of a field before learning.
struct Shape {
    /// Which levels forbid a match.
    vetoes: Vec<bool>,
    /// Whether records that agree in this field alone are often one thing: it divides the records finely.
    strong: bool,
}

/// Learns the model from a sample.
///
/// Expectation maximisation over all candidates settles on whatever explains most pairs, such as "same town". So m is learnt where duplicates
/// are frequent: among pairs that agree fully in one telling field, from all the other fields, with one set of chances for all such groups
/// (the training blocks of Splink, done at once). The prior and the tails of u then come from all candidates.
pub fn learn(fields: &[Field], sample: &Sample, records: &Records) -> Model {
    let shapes: Vec<Shape> = fields.iter().map(|f| shape(f, records)).collect();
    let groups = groups(fields, sample, &shapes);
    let mut now = first_guess(sample, &shapes, records);
    let mut priors = vec![0.5; groups.len()];
    for _ in 0..TURNS {
        for _ in 0..ROUNDS {
            learn_m(&groups, &shapes, &mut now, &mut priors);
        }
        population_round(sample, &shapes, &groups, &mut now);
    }
    let learnt = fields.iter().enumerate().map(|(i, f)| learnt_field(f, &now, i)).collect();
    Model { schema: 1, prior: now.prior, threshold: 0.0, review: 0.0, fields: learnt }
}

fn shape(field: &Field, records: &Records) -> Shape {
    let vetoes = field.compare().levels().iter().map(|l| l.veto).collect();
    let filled = field.filled as f64;
    let strong = filled * field.usual_share() < 40.0_f64.max(filled * 0.003) && filled > 0.03 * records.n as f64;
    Shape { vetoes, strong }
}

/// A group of candidates that agree fully in one field.
struct Group {
    field: usize,
    vectors: Vec<(Vector, f64)>,
}

fn groups(fields: &[Field], sample: &Sample, shapes: &[Shape]) -> Vec<Group> {
    let of = |(i, f): (usize, &Field)| {
        let top = f.compare().levels().len() - 1;
        let vectors = sample.vectors.iter().filter(|(v, _)| level_of(*v, i) == top).copied().collect();
        Group { field: i, vectors }
    };
    let strong = fields.iter().enumerate().filter(|(i, _)| shapes.get(*i).is_some_and(|s| s.strong));
    strong.map(of).filter(|g: &Group| g.vectors.iter().map(|v| v.1).sum::<f64>() >= 20.0).collect()
}

/// Begins with u as drawn and an m that leans to agreement.
fn first_guess(sample: &Sample, shapes: &[Shape], records: &Records) -> Chances {
    let smallest = 0.5 / sample.pairs;
    let u: Vec<Vec<f64>> = sample.drawn.iter().map(|d| floored(d, smallest)).collect();
    let m = shapes.iter().map(|s| leaning(&s.vetoes)).collect();
    Chances { m, u, prior: (0.3 * records.n as f64 / sample.pairs).min(0.1) }
}

/// A chance that doubles and more with each better level.
fn leaning(vetoes: &[bool]) -> Vec<f64> {
    let raw: Vec<f64> = vetoes.iter().enumerate().map(|(i, v)| if i == 0 || *v { 0.0 } else { 2.2f64.powi(i as i32) }).collect();
    let mut m = normalised(&raw);
    // The worst level is never rare: values differ for many reasons.
    if let Some(worst) = m.iter_mut().find(|x| **x > 0.0) {
        *worst += 0.05;
    }
    normalised(&m)
}

fn floored(shares: &[f64], smallest: f64) -> Vec<f64> {
    let raised: Vec<f64> = shares.iter().map(|s| s.max(smallest)).collect();
    normalised(&raised)
}

fn log_ratios(now: &Chances, shapes: &[Shape]) -> Vec<Vec<f64>> {
    let ratio = |m: &f64, u: &f64, veto: &bool| if *veto { -60.0 } else if *m == 0.0 && *u == 0.0 { 0.0 } else { (m / u).ln() };
    let of = |((m, u), s): ((&Vec<f64>, &Vec<f64>), &Shape)| m.iter().zip(u).zip(&s.vetoes).map(|((m, u), v)| ratio(m, u, v)).collect();
    now.m.iter().zip(&now.u).zip(shapes).map(of).collect()
}

fn total(weights: &[Vec<f64>], v: Vector, without: Option<usize>) -> f64 {
    weights.iter().enumerate().filter(|(i, _)| Some(*i) != without).map(|(i, w)| w.get(level_of(v, i)).copied().unwrap_or(0.0)).sum()
}

/// One round over the groups: each has its own prior, all share the chances of the other fields.
fn learn_m(groups: &[Group], shapes: &[Shape], now: &mut Chances, priors: &mut [f64]) {
    let weights = log_ratios(now, shapes);
    let mut same = vec![[0.0; 16]; shapes.len()];
    for (g, prior) in groups.iter().zip(priors.iter_mut()) {
        let odds = (*prior / (1.0 - *prior)).ln();
        let (mut matches, mut all) = (0.0, 0.0);
        for (v, n) in &g.vectors {
            let p = 1.0 / (1.0 + (-(odds + total(&weights, *v, Some(g.field)))).exp());
            matches += n * p;
            all += n;
            for (i, counts) in same.iter_mut().enumerate().filter(|(i, _)| *i != g.field) {
                if let Some(c) = counts.get_mut(level_of(*v, i)) {
                    *c += n * p;
                }
            }
        }
        *prior = (matches / f64::max(all, 1.0)).clamp(0.02, 0.98);
    }
    for (i, (counts, shape)) in same.iter().zip(shapes).enumerate() {
        let only = groups.iter().all(|g| g.field == i);
        // A field that alone is strong has no other group to learn from; the population teaches it later.
        if let (false, Some(m)) = (only, now.m.get_mut(i)) {
            *m = smooth_m(counts, &shape.vetoes, 0.02);
        }
    }
    make_monotone(now, shapes);
}

/// One look at the whole population: the prior, u (candidates one by one, the rest as drawn), and m of fields that no group taught.
fn population_round(sample: &Sample, shapes: &[Shape], groups: &[Group], now: &mut Chances) {
    let weights = log_ratios(now, shapes);
    let totals: Vec<f64> = sample.vectors.iter().map(|(v, _)| total(&weights, *v, None)).collect();
    for _ in 0..ROUNDS {
        let odds = (now.prior / (1.0 - now.prior)).ln();
        let matches: f64 = sample.vectors.iter().zip(&totals).map(|((_, n), t)| n / (1.0 + (-(odds + t)).exp())).sum();
        now.prior = (matches / sample.pairs).clamp(1e-12, 0.5);
    }
    let odds = (now.prior / (1.0 - now.prior)).ln();
    let (mut same, mut other) = (vec![[0.0; 16]; shapes.len()], vec![[0.0; 16]; shapes.len()]);
    for ((v, n), t) in sample.vectors.iter().zip(&totals) {
        let p = 1.0 / (1.0 + (-(odds + t)).exp());
        for (i, (s, o)) in same.iter_mut().zip(&mut other).enumerate() {
            if let (Some(s), Some(o)) = (s.get_mut(level_of(*v, i)), o.get_mut(level_of(*v, i))) {
                *s += n * p;
                *o += n * (1.0 - p);
            }
        }
    }
    let rest = (sample.pairs - sample.candidates).max(0.0);
    for (i, shape) in shapes.iter().enumerate() {
        if let (Some(u), Some(o), Some(d)) = (now.u.get_mut(i), other.get(i), sample.drawn.get(i)) {
            *u = population(o, d, rest, shape.vetoes.len(), 0.5 / sample.pairs);
        }
        if let (true, Some(m), Some(s)) = (groups.iter().all(|g| g.field == i), now.m.get_mut(i), same.get(i)) {
            *m = smooth_m(s, &shape.vetoes, 0.3);
        }
    }
    make_monotone(now, shapes);
}

/// Gives m from expected counts, with some of the leaning guess mixed in so that no level is impossible.
fn smooth_m(counts: &[f64], vetoes: &[bool], mixed: f64) -> Vec<f64> {
    let guess = leaning(vetoes);
    let total: f64 = counts.iter().zip(vetoes).skip(1).filter(|(_, v)| !**v).map(|(c, _)| c).sum();
    let weight = 2.0 + mixed * total;
    let of = |(i, ((c, v), g)): (usize, ((&f64, &bool), &f64))| if i == 0 || *v { 0.0 } else { c + weight * g };
    normalised(&counts.iter().zip(vetoes).zip(&guess).enumerate().map(of).collect::<Vec<_>>())
}

/// Gives u over all pairs that are none: candidates counted, the rest estimated from pairs drawn.
fn population(other: &[f64], drawn: &[f64], rest: f64, levels: usize, smallest: f64) -> Vec<f64> {
    let present: f64 = other.iter().skip(1).sum::<f64>() + rest;
    let raw: Vec<f64> = (0..levels)
        .map(|l| if l == 0 { 0.0 } else { (other.get(l).copied().unwrap_or(0.0) + rest * drawn.get(l).copied().unwrap_or(0.0)) / present.max(1.0) })
        .collect();
    floored(&raw, smallest)
}

/// Makes better levels weigh at least as much as worse ones, by pooling neighbours (isotonic regression on the log ratio).
fn make_monotone(chances: &mut Chances, shapes: &[Shape]) {
    for ((m, u), shape) in chances.m.iter_mut().zip(&mut chances.u).zip(shapes) {
        let mut pools: Vec<(f64, f64, Vec<usize>)> = Vec::new();
        for (l, (pm, pu)) in m.iter().zip(u.iter()).enumerate().skip(1) {
            if shape.vetoes.get(l).copied().unwrap_or(false) {
                continue;
            }
            pools.push((*pm, *pu, vec![l]));
            while let [.., a, b] = pools.as_slice()
                && a.0 * b.1 > b.0 * a.1
            {
                let (pm, pu, ls) = (a.0 + b.0, a.1 + b.1, a.2.iter().chain(&b.2).copied().collect());
                pools.truncate(pools.len() - 2);
                pools.push((pm, pu, ls));
            }
        }
        for (pm, pu, ls) in pools.into_iter().filter(|p| p.2.len() > 1) {
            let share: f64 = ls.iter().filter_map(|l| u.get(*l)).sum();
            for l in ls {
                // Each keeps its share of u and takes the pool's ratio.
                if let (Some(mm), Some(uu)) = (m.get_mut(l), u.get(l)) {
                    *mm = uu / share * pm * (share / pu);
                }
            }
        }
    }
}

fn learnt_field(field: &Field, now: &Chances, i: usize) -> LearntField {
    let zero = Vec::new();
    let (m, u) = (now.m.get(i).unwrap_or(&zero), now.u.get(i).unwrap_or(&zero));
    let levels = field.compare().levels().iter().enumerate().map(|(l, level)| {
        let (m, u) = (m.get(l).copied().unwrap_or(0.0), u.get(l).copied().unwrap_or(0.0));
        let weight = if l == 0 || level.veto { 0.0 } else { (m / u).log2() };
        LearntLevel { name: level.name.to_owned(), m, u, weight, veto: level.veto }
    });
    LearntField { spec: field.spec.clone(), levels: levels.collect() }
}
