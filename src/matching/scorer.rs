//! The model laid out for speed: the weight of a pair, its vetoes and its evidence.

use super::field::{Comparison, Field};
use super::glance::{Glances, Seen};
use super::model::Model;
use std::cmp::Ordering;

/// The most that the rarity of a shared value can add to a field's weight, in bits.
const RAREST: f64 = 4.0;
/// Groups of others at most.
const GROUPS: usize = 16;

/// One field laid out: log2 of m, and of u per group, by level.
struct Laid<'a> {
    field: &'a Field,
    /// Its place among the fields.
    at: usize,
    m: Vec<f64>,
    u: Vec<[f64; GROUPS]>,
    veto: Vec<bool>,
    /// The most that any level up to one can add.
    best_to: Vec<f64>,
    /// The most that each level can add.
    best_at: Vec<f64>,
    /// What equal values add, by the number of records that hold them.
    equal: Vec<f64>,
}

/// The most fields of a model.
const FIELDS: usize = 32;
/// What equal values add is laid out for those that fewer records hold, and from there on for one of so many steps that double it.
const LAID_OUT: u32 = 1024;
const STEPS: u32 = 16;
/// How often it doubles until it is beyond every number of records.
const DOUBLINGS: u32 = u32::BITS - LAID_OUT.ilog2();
/// Bits by which a bound may be wrong for being summed up in another order than the weight.
const ROUNDING: f64 = 1e-6;

/// Scores pairs.
pub struct Scorer<'a> {
    fields: Vec<Laid<'a>>,
    glances: &'a Glances<'a>,
    /// The places of the fields in the order in which they are looked at: what costs nothing first, then the most telling.
    order: Vec<usize>,
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
    pub fn new(model: &Model, fields: &'a [Field], glances: &'a Glances<'a>) -> Self {
        let groups = model.others.len().clamp(1, GROUPS);
        let mut laid: Vec<Laid<'_>> = fields.iter().enumerate().filter_map(|(at, f)| lay(f, at, model)).collect();
        laid.sort_by(|a, b| b.reach().total_cmp(&a.reach()).then_with(|| a.field.spec.name.cmp(&b.field.spec.name)));
        laid.truncate(FIELDS);
        let mut shares = [f64::NEG_INFINITY; GROUPS];
        for (s, o) in shares.iter_mut().zip(&model.others) {
            *s = o.share.max(1e-300).log2();
        }
        let mut order: Vec<usize> = (0..laid.len()).collect();
        order.sort_by_key(|i| laid.get(*i).is_none_or(|l| !glances.cheap(l.at)));
        Self { fields: laid, glances, order, prior: model.prior.log2(), shares, groups }
    }

    /// Fetches what is known of records that are scored next.
    pub fn fetch(&self, records: &[u32]) {
        self.glances.fetch(records);
    }

    /// Gives the total weight of a pair, or `None` as soon as it cannot reach `floor` or a veto forbids it.
    ///
    /// A pair is bounded by what its values are seen to be at a glance, then by sketches, and only then value by value.
    pub fn weight(&self, a: u32, b: u32, floor: f64) -> Option<f64> {
        let least = floor - ROUNDING;
        let mut seen = [Seen::Level(0); FIELDS];
        // The others are at least as likely as the first group alone, so this is the most that can be reached.
        let mut most = self.prior - self.shares.first().copied().unwrap_or(0.0);
        let (x, y) = (self.glances.row(a), self.glances.row(b));
        for (slot, laid) in seen.iter_mut().zip(&self.fields) {
            *slot = self.glances.at_first(laid.at, x.number(laid.at), y.number(laid.at));
            most += laid.most(*slot);
        }
        let closer = |laid: &Laid<'a>| self.glances.closer(laid.at, x, y);
        let look = |laid: &Laid<'a>| Seen::Level(self.glances.look(laid.at, x.number(laid.at), y.number(laid.at)));
        if most < least || !self.narrow(&mut seen, &mut most, least, closer) || !self.narrow(&mut seen, &mut most, least, look) {
            return None;
        }
        self.total(&seen, a, b).filter(|total| *total >= floor)
    }

    /// Looks closer where it is not known how far two values agree; says whether the pair can still reach a weight.
    fn narrow(&self, seen: &mut [Seen; FIELDS], most: &mut f64, least: f64, look: impl Fn(&Laid<'a>) -> Seen) -> bool {
        for place in &self.order {
            let (Some(slot), Some(laid)) = (seen.get_mut(*place), self.fields.get(*place)) else { continue };
            if let Seen::UpTo(_) = slot {
                let now = look(laid);
                *most += laid.most(now) - laid.most(*slot);
                *slot = now;
                if *most < least {
                    return false;
                }
            }
        }
        true
    }

    /// Adds up what the fields say; `None` where one forbids the pair.
    fn total(&self, seen: &[Seen; FIELDS], a: u32, b: u32) -> Option<f64> {
        let (mut same, mut rarity, mut other) = (self.prior, 0.0, self.shares);
        for (laid, seen) in self.fields.iter().zip(seen) {
            let part = laid.part(*seen, a, b);
            if part.veto {
                return None;
            }
            if part.level == 0 {
                continue;
            }
            same += part.m;
            rarity += part.rarity;
            if let Some(u) = laid.u.get(usize::from(part.level)) {
                for (o, x) in other.iter_mut().zip(u).take(self.groups) {
                    *o += x;
                }
            }
        }
        Some(same + rarity - log2_sum(other.get(..self.groups).unwrap_or_default()))
    }

    fn parts(&self, a: u32, b: u32) -> impl Iterator<Item = (&Laid<'a>, Part)> {
        let (x, y) = (self.glances.row(a), self.glances.row(b));
        self.fields.iter().map(move |l| (l, l.part(Seen::Level(self.glances.level(l.at, x, y)), a, b)))
    }

    /// Gives the bits that pairs across two clusters must weigh on average for both to be joined: what firms are called, and where they
    /// are, changes with time, so that two records of one may disagree; records of one person even more, who also moves and marries and is
    /// written down in haste; what a part is does not change.
    pub fn coherence(&self) -> f64 {
        let compares = |c: &[Comparison]| self.fields.iter().any(|l| c.contains(&l.field.spec.comparison));
        match () {
            () if compares(&[Comparison::Material]) => 1.0,
            () if compares(&[Comparison::Person]) && !compares(&[Comparison::Company, Comparison::Organisation]) => -1.25,
            () => -1.0,
        }
    }

    /// Says whether some field forbids the pair.
    pub fn vetoed(&self, a: u32, b: u32) -> bool {
        self.parts(a, b).any(|(_, p)| p.veto)
    }

    /// Gives the evidence of a pair, field by field: its place, level and weight against the group of others it most resembles; the strongest first.
    pub fn evidence(&self, a: u32, b: u32) -> Vec<(usize, &'a Field, u8, f64)> {
        let parts: Vec<Part> = self.parts(a, b).map(|(_, p)| p).collect();
        let likely = |g: usize| {
            self.shares.get(g).copied().unwrap_or(f64::NEG_INFINITY)
                + self.fields.iter().zip(&parts).map(|(l, p)| l.other(p, g)).sum::<f64>()
        };
        let group = (0..self.groups).max_by(|x, y| likely(*x).total_cmp(&likely(*y))).unwrap_or(0);
        let weigh = |(l, p): (&Laid<'a>, &Part)| {
            (l.at, l.field, p.level, if p.veto { f64::NEG_INFINITY } else { p.m + p.rarity - l.other(p, group) })
        };
        let mut all: Vec<_> = self.fields.iter().zip(&parts).map(weigh).filter(|(_, _, level, _)| *level != 0).collect();
        all.sort_by(|x, y| y.3.abs().total_cmp(&x.3.abs()).then_with(|| x.1.spec.name.cmp(&y.1.spec.name)));
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

fn lay<'a>(field: &'a Field, at: usize, model: &Model) -> Option<Laid<'a>> {
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
    let mut laid = Laid { field, at, m, u: u.collect(), veto, best_to: Vec::new(), best_at: Vec::new(), equal: Vec::new() };
    laid.best_at = (0..laid.m.len()).map(|l| laid.reachable(l, l)).collect();
    laid.best_to = (0..=field.top()).map(|l| laid.reachable(0, if l == field.top() { usize::MAX } else { l })).collect();
    laid.equal = (0..LAID_OUT).chain((0..DOUBLINGS * STEPS).map(stepped)).map(|held| laid.equal(held)).collect();
    Some(laid)
}

/// Gives the place at which it is laid out what equal values add that so many records hold, or a few less: the fewer, the more it is.
fn laid_out(held: u32) -> usize {
    if held < LAID_OUT {
        return held as usize;
    }
    let doubled = held.ilog2() - LAID_OUT.ilog2();
    let step = (held >> (held.ilog2() - STEPS.ilog2())) - STEPS;
    (LAID_OUT + doubled * STEPS + step) as usize
}

/// Gives the least number of records of a place behind those of every number.
fn stepped(place: u32) -> u32 {
    (STEPS + place % STEPS) << (place / STEPS + LAID_OUT.ilog2() - STEPS.ilog2())
}

impl Laid<'_> {
    fn part(&self, seen: Seen, a: u32, b: u32) -> Part {
        let (level, rarity) = match seen {
            Seen::Equal(held) => (self.field.full(held), self.field.rarity_of_equal(held)),
            Seen::Level(level) | Seen::UpTo(level) => (level, if self.rare(level) { self.field.rarity(a, b, level) } else { 0.0 }),
        };
        let i = usize::from(level);
        Part {
            level,
            m: self.m.get(i).copied().unwrap_or(0.0),
            rarity: if self.rare(level) { rarity.clamp(-8.0, RAREST).max(-self.weight(i)) } else { 0.0 },
            veto: self.veto.get(i).copied().unwrap_or(false),
        }
    }

    /// Says whether a level weighs more for rarer values.
    fn rare(&self, level: u8) -> bool {
        level != 0 && self.weight(usize::from(level)) > 0.0 && self.field.compare().by_rarity(level.min(self.field.top() as u8))
    }

    /// Gives what equal values add that so many records hold.
    fn equal(&self, held: u32) -> f64 {
        let part = self.part(Seen::Equal(held), 0, 0);
        if part.veto { f64::NEG_INFINITY } else { self.weight(usize::from(part.level)) + part.rarity }
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

    /// Gives the most that a field can add that has been seen so far.
    fn most(&self, seen: Seen) -> f64 {
        match seen {
            Seen::Level(0) => 0.0,
            Seen::Level(level) => self.best_at.get(usize::from(level)).copied().unwrap_or(0.0),
            Seen::Equal(held) => self.equal.get(laid_out(held)).copied().unwrap_or(f64::MAX),
            Seen::UpTo(level) => self.best_to.get(usize::from(level)).copied().unwrap_or(f64::MAX),
        }
    }

    fn reach(&self) -> f64 {
        self.weights().fold(0.0, f64::max) - self.weights().fold(0.0, f64::min)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_many_records_hold_counts_as_what_hardly_fewer_do() {
        for held in (0..5000).chain([1 << 20, (1 << 20) + 77_777, 1 << 31, u32::MAX]) {
            let place = laid_out(held) as u32;
            let least = place.checked_sub(LAID_OUT).map_or(place, stepped);
            assert!(least <= held && held - least <= held / STEPS, "{held} {least}");
        }
        assert!(laid_out(u32::MAX) < (LAID_OUT + DOUBLINGS * STEPS) as usize);
    }
}
