//! The model laid out for speed: the weight of a pair, its vetoes and its evidence.

use super::field::Field;
use super::model::Model;

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
}

/// Scores pairs.
pub struct Scorer<'a> {
    fields: Vec<Laid<'a>>,
    /// The best that fields from this one on can still add over "nothing in common".
    rest: Vec<f64>,
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
        let mut rest = vec![0.0];
        for l in laid.iter().rev() {
            rest.push(rest.last().copied().unwrap_or(0.0) + l.best());
        }
        rest.reverse();
        let mut shares = [f64::NEG_INFINITY; GROUPS];
        for (s, o) in shares.iter_mut().zip(&model.others) {
            *s = o.share.max(1e-300).log2();
        }
        Self { fields: laid, rest, prior: model.prior.log2(), shares, groups }
    }

    /// Gives the total weight of a pair, or `None` as soon as it cannot reach `floor` or a veto forbids it.
    pub fn weight(&self, a: u32, b: u32, floor: f64) -> Option<f64> {
        let mut same = self.prior;
        let mut rarity = 0.0;
        let mut other = self.shares;
        for (laid, rest) in self.fields.iter().zip(self.rest.iter().skip(1)) {
            let part = laid.part(a, b);
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
            // The others are at least as likely as the first group alone, so this is the most that can still be reached.
            if same + rarity.max(0.0) - other.first().copied().unwrap_or(0.0) + rest < floor {
                return None;
            }
        }
        let total = same + rarity - log2_sum(other.get(..self.groups).unwrap_or_default());
        (total >= floor).then_some(total)
    }

    /// Says whether some field forbids the pair.
    pub fn vetoed(&self, a: u32, b: u32) -> bool {
        self.fields.iter().any(|l| l.veto.contains(&true) && l.part(a, b).veto)
    }

    /// Gives the evidence of a pair, field by field: level and weight against the group of others it most resembles; the strongest first.
    pub fn evidence(&self, a: u32, b: u32) -> Vec<(&'a Field, u8, f64)> {
        let parts: Vec<Part> = self.fields.iter().map(|l| l.part(a, b)).collect();
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
    Some(Laid { field, m, u: u.collect(), veto: learnt.levels.iter().map(|l| l.veto).collect() })
}

impl Laid<'_> {
    fn part(&self, a: u32, b: u32) -> Part {
        let level = self.field.level(a, b);
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

    fn best(&self) -> f64 {
        let top = self.field.top() as u8;
        self.weights().fold(0.0, f64::max) + if self.field.compare().by_rarity(top) { RAREST } else { 0.0 }
    }

    fn reach(&self) -> f64 {
        self.weights().fold(0.0, f64::max) - self.weights().fold(0.0, f64::min)
    }
}
