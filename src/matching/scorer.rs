//! The model laid out for speed: the weight of a pair, its vetoes and its evidence.

use super::field::{Comparison, Field, Held};
use super::model::Model;
use rayon::prelude::*;
use std::cmp::Ordering;

/// The most that the rarity of a shared value can add to a field's weight, in bits.
const RAREST: f64 = 4.0;
/// Groups of others at most.
const GROUPS: usize = 16;

/// One field laid out: log2 of m, and of u per group, by level.
struct Laid<'a> {
    field: &'a Field,
    m: Vec<f64>,
    u: Vec<[f64; GROUPS]>,
    veto: Vec<bool>,
    /// The most that equal values can add.
    best_equal: f64,
    /// The most that any level up to one can add.
    best_to: Vec<f64>,
    /// The level of values that have nothing in common.
    apart: u8,
}

/// The most fields of a model.
const FIELDS: usize = 64;
/// The bound of a pair of which a value is missing: the level of all comparisons for that.
const MISSING: u8 = 0;
/// The bound of a pair of equal values; no comparison has so many levels.
const EQUAL: u8 = u8::MAX;

/// Scores pairs.
pub struct Scorer<'a> {
    fields: Vec<Laid<'a>>,
    /// What the records hold, record by record in the order of `fields`: a pair touches two short runs of memory.
    held: Vec<Held>,
    prior: f64,
    shares: [f64; GROUPS],
    groups: usize,
}

/// What one field adds.
struct Part {
    level: u8,
    m: f64,
    rarity: f64,
    veto: bool,
}

impl<'a> Scorer<'a> {
    /// Lays out a model over the fields, the most telling first.
    pub fn new(model: &Model, fields: &'a [Field]) -> Self {
        let groups = model.others.len().clamp(1, GROUPS);
        let mut laid: Vec<Laid<'_>> = fields.iter().filter_map(|f| lay(f, model)).collect();
        laid.sort_by(|a, b| b.reach().total_cmp(&a.reach()).then_with(|| a.field.spec.name.cmp(&b.field.spec.name)));
        laid.truncate(FIELDS);
        let mut shares = [f64::NEG_INFINITY; GROUPS];
        for (s, o) in shares.iter_mut().zip(&model.others) {
            *s = o.share.max(1e-300).log2();
        }
        let n = fields.first().map_or(0, |f| f.ids.len());
        let width = laid.len();
        let one = |i: usize| laid.get(i % width).map_or_else(Held::default, |l| l.field.held((i / width) as u32));
        let held = (0..n * width).into_par_iter().map(one).collect();
        Self { fields: laid, held, prior: model.prior.log2(), shares, groups }
    }

    /// Gives the total weight of a pair, or `None` as soon as it cannot reach `floor` or a veto forbids it.
    pub fn weight(&self, a: u32, b: u32, floor: f64) -> Option<f64> {
        let (x, y) = (self.held(a), self.held(b));
        let mut rest = [0.0; FIELDS + 1];
        let mut most = 0.0;
        let mut bounds = [MISSING; FIELDS];
        for (i, ((laid, p), q)) in self.fields.iter().zip(x).zip(y).enumerate().rev() {
            let bound = laid.bound(*p, *q);
            most += laid.most(bound);
            if let (Some(slot), Some(b)) = (rest.get_mut(i), bounds.get_mut(i)) {
                (*slot, *b) = (most, bound);
            }
        }
        let mut same = self.prior;
        let mut rarity = 0.0;
        let mut other = self.shares;
        for (i, (((laid, p), q), bound)) in self.fields.iter().zip(x).zip(y).zip(bounds).enumerate() {
            // The others are at least as likely as the first group alone, so this is the most that can still be reached.
            if same + f64::max(rarity, 0.0) - other.first().copied().unwrap_or(0.0) + rest.get(i).copied().unwrap_or(0.0) < floor {
                return None;
            }
            if bound == MISSING {
                continue;
            }
            let part = laid.part_within((a, *p), (b, *q), bound);
            if part.veto {
                return None;
            }
            same += part.m;
            rarity += part.rarity;
            if let Some(u) = laid.u.get(usize::from(part.level)) {
                for (o, x) in other.iter_mut().zip(u).take(self.groups) {
                    *o += x;
                }
            }
        }
        let total = same + rarity - log2_sum(other.get(..self.groups).unwrap_or_default());
        (total >= floor).then_some(total)
    }

    /// Gives what a record holds, field by field.
    fn held(&self, record: u32) -> &[Held] {
        let width = self.fields.len();
        self.held.get(record as usize * width..).and_then(|h| h.get(..width)).unwrap_or_default()
    }

    fn parts(&self, a: u32, b: u32) -> impl Iterator<Item = (&Laid<'a>, Part)> {
        let held = self.held(a).iter().zip(self.held(b));
        self.fields.iter().zip(held).map(move |(l, (p, q))| (l, l.part((a, *p), (b, *q))))
    }

    /// Gives the bits that pairs across two clusters must weigh on average for both to be joined: what firms are called, and where they
    /// are, changes with time, so that two records of one may disagree; what a part is does not change.
    pub fn coherence(&self) -> f64 {
        if self.fields.iter().any(|l| l.field.spec.comparison == Comparison::Material) { 1.0 } else { -1.0 }
    }

    /// Says whether some field forbids the pair.
    pub fn vetoed(&self, a: u32, b: u32) -> bool {
        self.parts(a, b).any(|(_, p)| p.veto)
    }

    /// Gives the evidence of a pair, field by field: level and weight against the group of others it most resembles; the strongest first.
    pub fn evidence(&self, a: u32, b: u32) -> Vec<(&'a Field, u8, f64)> {
        let parts: Vec<Part> = self.parts(a, b).map(|(_, p)| p).collect();
        let likely = |g: usize| {
            self.shares.get(g).copied().unwrap_or(f64::NEG_INFINITY)
                + self.fields.iter().zip(&parts).map(|(l, p)| l.other(p, g)).sum::<f64>()
        };
        let group = (0..self.groups).max_by(|x, y| likely(*x).total_cmp(&likely(*y))).unwrap_or(0);
        let weigh =
            |(l, p): (&Laid<'a>, &Part)| (l.field, p.level, if p.veto { f64::NEG_INFINITY } else { p.m + p.rarity - l.other(p, group) });
        let mut all: Vec<_> = self.fields.iter().zip(&parts).map(weigh).filter(|(_, level, _)| *level != 0).collect();
        all.sort_by(|x, y| y.2.abs().total_cmp(&x.2.abs()).then_with(|| x.0.spec.name.cmp(&y.0.spec.name)));
        all
    }
}

/// The way to the weight of a pair: where it starts, what each field adds, and what is taken away again.
pub struct Way<'a> {
    /// The group of others that the pair most resembles.
    pub group: usize,
    /// The prior over that group, in bits.
    pub start: f64,
    /// Per field: level, and weight over that group; minus infinity is a veto.
    pub fields: Vec<(&'a Field, u8, f64)>,
    /// What the other groups explain, in bits; never positive.
    pub rest: f64,
}

impl<'a> Scorer<'a> {
    /// Gives the way to the weight of a pair; its steps add up to it. Fields stand in the order of their weight.
    pub fn way(&self, a: u32, b: u32) -> Way<'a> {
        let parts: Vec<Part> = self.parts(a, b).map(|(_, p)| p).collect();
        let of = |g: usize| {
            self.shares.get(g).copied().unwrap_or(f64::NEG_INFINITY)
                + self.fields.iter().zip(&parts).filter(|(_, p)| p.level != 0).map(|(l, p)| l.other(p, g)).sum::<f64>()
        };
        let groups: Vec<f64> = (0..self.groups).map(of).collect();
        let group = (0..self.groups).max_by(|x, y| groups.get(*x).partial_cmp(&groups.get(*y)).unwrap_or(Ordering::Equal)).unwrap_or(0);
        let likely = groups.get(group).copied().unwrap_or(0.0);
        let weigh = |(l, p): (&Laid<'a>, &Part)| match () {
            () if p.level == 0 => (l.field, 0, 0.0),
            () if p.veto => (l.field, p.level, f64::NEG_INFINITY),
            () => (l.field, p.level, p.m + p.rarity - l.other(p, group)),
        };
        let mut fields: Vec<_> = self.fields.iter().zip(&parts).map(weigh).collect();
        fields.sort_by(|x, y| y.2.abs().total_cmp(&x.2.abs()).then_with(|| x.0.spec.name.cmp(&y.0.spec.name)));
        let start = self.prior - self.shares.get(group).copied().unwrap_or(0.0);
        Way { group, start, fields, rest: likely - log2_sum(&groups) }
    }
}

/// Gives log2 of a sum of powers of two.
fn log2_sum(logs: &[f64]) -> f64 {
    let top = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if top == f64::NEG_INFINITY { top } else { top + logs.iter().map(|x| (x - top).exp2()).sum::<f64>().log2() }
}

fn lay<'a>(field: &'a Field, model: &Model) -> Option<Laid<'a>> {
    let learnt = model.fields.iter().find(|l| l.spec == field.spec)?;
    let bits = |x: f64| x.max(1e-300).log2();
    let m = learnt.levels.iter().enumerate().map(|(i, l)| if i == 0 { 0.0 } else { bits(l.m) }).collect();
    let u = learnt.levels.iter().enumerate().map(|(i, l)| {
        let mut row = [0.0; GROUPS];
        for (slot, u) in row.iter_mut().zip(&l.u).filter(|_| i > 0) {
            *slot = bits(*u);
        }
        row
    });
    let veto = learnt.levels.iter().map(|l| l.veto).collect();
    let mut laid = Laid { field, m, u: u.collect(), veto, best_equal: 0.0, best_to: Vec::new(), apart: field.compare().apart() };
    laid.best_equal = laid.reachable(field.top(), usize::MAX);
    laid.best_to = (0..=field.top()).map(|l| laid.reachable(0, if l == field.top() { usize::MAX } else { l })).collect();
    Some(laid)
}

impl Laid<'_> {
    fn part(&self, a: (u32, Held), b: (u32, Held)) -> Part {
        self.part_within(a, b, self.bound(a.1, b.1))
    }

    fn part_within(&self, (a, p): (u32, Held), (b, q): (u32, Held), bound: u8) -> Part {
        // Values that can have nothing in common are not looked at.
        let level = if bound == self.apart { bound } else { self.field.level_held(p, q) };
        let i = usize::from(level);
        let m = self.m.get(i).copied().unwrap_or(0.0);
        let rare = level != 0 && self.weight(i) > 0.0 && self.field.compare().by_rarity(level.min(self.field.top() as u8));
        Part {
            level,
            m,
            rarity: if rare { self.field.rarity(a, b, level).clamp(-8.0, RAREST).max(-self.weight(i)) } else { 0.0 },
            veto: self.veto.get(i).copied().unwrap_or(false),
        }
    }

    fn other(&self, part: &Part, group: usize) -> f64 {
        self.u.get(usize::from(part.level)).and_then(|u| u.get(group)).copied().unwrap_or(0.0)
    }

    /// Gives the weight of a level over "nothing in common".
    fn weight(&self, level: usize) -> f64 {
        self.m.get(level).copied().unwrap_or(0.0) - self.u.get(level).and_then(|u| u.first()).copied().unwrap_or(0.0)
    }

    fn weights(&self) -> impl Iterator<Item = f64> {
        (0..self.m.len()).filter(|i| !self.veto.get(*i).copied().unwrap_or(false)).map(|i| self.weight(i))
    }

    /// Gives the most that levels between two can add.
    fn reachable(&self, from: usize, to: usize) -> f64 {
        let top = self.field.top();
        let rare = |l: usize| if self.field.compare().by_rarity(l.min(top) as u8) { RAREST } else { 0.0 };
        let levels = (from..self.m.len()).filter(|l| *l <= to && !self.veto.get(*l).copied().unwrap_or(false));
        levels.map(|l| self.weight(l) + if self.weight(l) > 0.0 { rare(l) } else { 0.0 }).fold(f64::NEG_INFINITY, f64::max)
    }

    /// Gives the best level that what two records hold can reach, without a look at the values.
    fn bound(&self, p: Held, q: Held) -> u8 {
        match () {
            () if p.id == 0 || q.id == 0 => MISSING,
            () if p.kin == q.kin => EQUAL,
            () => self.field.compare().at_most(p.sketch, q.sketch),
        }
    }

    /// Gives the most that a level up to a bound can add.
    fn most(&self, bound: u8) -> f64 {
        match bound {
            MISSING => 0.0,
            EQUAL => self.best_equal,
            level => self.best_to.get(usize::from(level)).copied().unwrap_or(f64::MAX),
        }
    }

    fn reach(&self) -> f64 {
        self.weights().fold(0.0, f64::max) - self.weights().fold(0.0, f64::min)
    }
}
