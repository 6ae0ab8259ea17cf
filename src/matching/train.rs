//! Learning without labels: a mixture of pairs of one thing and several groups of pairs of different things, by expectation maximisation.
//!
//! Plain expectation maximisation settles on whatever explains most pairs, such as "same town". Three things hold it: u comes from pairs drawn
//! at random and from candidates that are no match; m of a field is learnt only among pairs that agree fully in another, telling field (the
//! training blocks of Splink, all at once); and what goes together in pairs of different things is explained by groups of its own, learnt from
//! pairs that a veto shows to be different. Where the model of two lists still claims more pairs than there can be, relatives are told
//! apart by a class of their own (see `relatives`).

use super::compare::Level;
use super::counts::{Counts, bump};
use super::field::Field;
use super::known::Known;
use super::model::{LearntField, LearntLevel, Model, Others, RELATIVES};
use super::records::Records;
use super::relatives::{Tally, overclaimed};
use super::sample::{MUTUAL, Sample, Vector, level_of, normalised};
use super::shape::{Shape, agrees, anchors, vetoed, with_strong};
use super::smooth::{pool, smooth_m, smooth_u};
use rayon::prelude::*;

const ROUNDS: usize = 40;
/// Distinct vectors that one thread counts at a time.
const COUNTED_AT_ONCE: usize = 2048;
/// Share of near misses that no veto caught among pairs of different things that agree in a telling field.
const NEAR_MISSES: f64 = 0.02;
/// Share of the matches that is taken to be coincidence when u is learnt.
const DOUBT: f64 = 1.0;
/// The same where coincidences are kept apart otherwise: by vetoes, or because each thing is there once in each list.
const SMALL_DOUBT: f64 = 0.05;
/// Share of the pairs with one full name of a firm or body that are two of them, at most: a registered name is given once. Left to itself, learning
/// cannot tell a firm that has moved from two firms of one name.
const NAMESAKES: f64 = 0.02;
/// Groups of others at most, with the general one.
const GROUPS: usize = 12;

/// Chances per field and level.
type Chances = Vec<Vec<f64>>;

/// A group of pairs of different things.
#[derive(Clone, Debug)]
struct Group {
    /// The field that they agree in; `None` for the general group.
    field: Option<usize>,
    /// Whether they are relatives: candidates that are different, whatever they agree in.
    relatives: bool,
    share: f64,
    u: Chances,
}

/// The state of learning.
struct Mixture<'a> {
    sample: &'a Sample,
    shapes: Vec<Shape>,
    m: Chances,
    prior: f64,
    doubt: f64,
    /// Whether pairs of two lists are marked whose records are each other's only best candidate.
    paired: bool,
    /// Fields, alone or together, in which agreement makes pairs telling enough to teach the other fields.
    anchors: Vec<Vec<usize>>,
    /// The first group has nothing in common.
    groups: Vec<Group>,
}

/// Learns the model from a sample.
pub fn learn(fields: &[Field], sample: &Sample, records: &Records) -> Model {
    let shapes: Vec<Shape> = fields.iter().map(|f| Shape::of(f, records)).collect();
    let shapes = with_strong(shapes);
    let alone = shapes.iter().filter(|s| s.filled > 0.05 && s.company < 0.2 * s.filled * sample.records).count() <= 1;
    let mut mixture = Mixture::new(sample, shapes, records);
    if let Some((field, odds)) = mixture.shapes.iter().enumerate().find_map(|(i, s)| s.known.map(|o| (i, o))) {
        let known = Known::of(sample, &mixture.shapes, (field, odds), records);
        mixture = mixture.with_known(known);
    // One field alone cannot teach itself: the lean guess stands against pairs drawn at random.
    } else if !alone {
        mixture.settle();
        if mixture.paired && overclaimed(mixture.claimed(), sample) {
            mixture = Mixture::new(sample, mixture.shapes, records).with_relatives();
            mixture.settle();
        }
    }
    mixture.model(fields)
}

impl<'a> Mixture<'a> {
    fn new(sample: &'a Sample, shapes: Vec<Shape>, records: &Records) -> Self {
        let floor = 0.5 / sample.pairs;
        let u: Chances = sample.drawn.iter().map(|d| normalised(&d.iter().map(|s| s.max(floor)).collect::<Vec<_>>())).collect();
        let m = shapes.iter().map(Shape::leaning).collect();
        let anchors = anchors(sample, &shapes);
        let grouped = (0..shapes.len()).filter(|f| shapes.get(*f).is_some_and(|s| s.grouped));
        let mut groups: Vec<Group> = grouped.filter_map(|f| vetoed_group(f, sample, &shapes, &u)).collect();
        groups.sort_by(|a, b| b.share.total_cmp(&a.share).then(a.field.cmp(&b.field)));
        groups.truncate(GROUPS - 1);
        groups.insert(0, Group { field: None, relatives: false, share: 1.0, u });
        let prior = (0.3 * records.n as f64 / sample.pairs).min(0.1);
        let kept_apart = records.side.is_some() || shapes.iter().any(|s| s.vetoes.contains(&true));
        let doubt = if kept_apart { SMALL_DOUBT } else { DOUBT };
        // Where vetoes keep relatives apart, they need no pairing, which overlooks things that a list holds twice.
        let paired = !shapes.iter().any(|s| s.vetoes.contains(&true)) && sample.vectors.iter().any(|(v, _)| v & MUTUAL != 0);
        Self { sample, shapes, m, prior, doubt, paired, anchors, groups }
    }

    /// Adds the group of relatives, which looks like all candidates at first.
    fn with_relatives(mut self) -> Self {
        if let Some(first) = self.groups.first() {
            let found = Tally::of_candidates(self.sample, self.shapes.len());
            let u = found.levels.iter().zip(&first.u).map(|(row, base)| smooth_u(row, base)).collect();
            self.groups.push(Group { field: None, relatives: true, share: found.pairs / self.sample.pairs, u });
        }
        self
    }

    /// Takes over what one field that is known says of all.
    fn with_known(mut self, known: Known) -> Self {
        self.prior = known.prior;
        self.m = known.m;
        self.groups = vec![Group { field: None, relatives: true, share: known.share, u: known.u }];
        self
    }

    /// Learns until nothing much moves.
    fn settle(&mut self) {
        for _ in 0..ROUNDS {
            self.round();
        }
        if self.groups.iter().any(|g| g.field.is_some()) {
            self.refine_groups();
            for _ in 0..ROUNDS / 2 {
                self.round();
            }
        }
    }

    /// Gives the number of candidates that are one thing by what was learnt.
    fn claimed(&self) -> f64 {
        let logs = Logs::of(self);
        self.sample.vectors.iter().map(|(v, n)| n * logs.same(*v)).sum()
    }

    /// One round: responsibilities of all candidates, then new chances.
    fn round(&mut self) {
        let logs = Logs::of(self);
        let paired = self.paired;
        let part = |vectors: &[(Vector, f64)]| {
            let mut counts = Counts::new(self.shapes.len());
            for (v, n) in vectors {
                let agreed: Vec<&[usize]> =
                    self.anchors.iter().map(Vec::as_slice).filter(|a| a.iter().all(|f| agrees(*v, *f, &self.shapes))).collect();
                let (same, related) = logs.chances(*v);
                counts.add(*v, *n, same, &agreed, paired);
                if logs.relatives.is_some() {
                    counts.related.add(*v, n * related);
                }
            }
            counts
        };
        let parts: Vec<Counts> = self.sample.vectors.par_chunks(COUNTED_AT_ONCE).map(part).collect();
        let mut counts = parts.into_iter().fold(Counts::new(self.shapes.len()), Counts::and);
        for (v, same) in &self.sample.labels {
            counts.decided(*v, *same);
        }
        self.prior = (counts.matches / self.sample.pairs).clamp(1e-12, 0.5);
        for (i, (m, shape)) in self.m.iter_mut().zip(&self.shapes).enumerate() {
            // A field that alone is telling has no other group to learn from; all candidates teach it, with more caution.
            let taught = self.anchors.iter().any(|a| !a.contains(&i));
            let (row, mixed) = if taught { (counts.anchored.get(i), 0.02) } else { (counts.same.get(i), 0.3) };
            if let Some(row) = row {
                *m = smooth_m(row, shape, mixed);
                shape.spread(m);
            }
        }
        self.learn_u(&counts);
        self.learn_relatives(&counts.related);
        self.make_monotone();
    }

    /// Learns u over all pairs that are no match: candidates counted, the rest estimated from pairs drawn.
    fn learn_u(&mut self, counts: &Counts) {
        let rest = (self.sample.pairs - self.sample.candidates).max(0.0);
        let Some(first) = self.groups.first_mut() else { return };
        // Agreement that is nearly always a match in what was learnt may yet be less so than it seems: this holds the circle back in which
        // rare agreement makes matches, and matches make agreement rare among others.
        let doubt: f64 = self.doubt * self.prior * self.sample.pairs;
        let rows = counts.other.iter().zip(&counts.same);
        for ((((u, (row, same)), drawn), m), shape) in first.u.iter_mut().zip(rows).zip(&self.sample.drawn).zip(&self.m).zip(&self.shapes) {
            let of = |(l, (((d, c), m), s)): (usize, (((&f64, &f64), &f64), &f64))| {
                // Where many records bear one name, most of its pairs were never candidates, and are drawn as if they were of two things.
                let others = c + rest * d;
                let namesakes = if shape.registered.is_some_and(|full| l >= full) { NAMESAKES * (others + s) } else { f64::INFINITY };
                (others.min(namesakes) + doubt * m).max(0.5)
            };
            *u = normalised(&drawn.iter().zip(row).zip(m).zip(same).enumerate().map(of).collect::<Vec<_>>());
        }
    }

    /// Learns what relatives look like from those among the candidates.
    fn learn_relatives(&mut self, found: &Tally) {
        if let Some((first, rest)) = self.groups.split_first_mut()
            && let Some(group) = rest.iter_mut().find(|g| g.relatives)
        {
            group.share = (found.pairs / self.sample.pairs).max(1e-15);
            group.u = found.levels.iter().zip(&first.u).map(|(row, base)| smooth_u(row, base)).collect();
        }
    }

    /// Learns the groups of pairs of different things once more, from vetoed pairs and from those that are no match by what has been learnt.
    fn refine_groups(&mut self) {
        let logs = Logs::of(self);
        let Some((first, rest)) = self.groups.split_first_mut() else { return };
        for group in rest {
            let Some(field) = group.field else { continue };
            let mut rows = vec![[0.0; 16]; self.shapes.len()];
            let mut found = 0.0;
            for (v, n) in self.sample.vectors.iter().filter(|(v, _)| agrees(*v, field, &self.shapes)) {
                let other = n * if vetoed(*v, &self.shapes) { 1.0 } else { 1.0 - logs.same(*v) };
                found += other;
                for i in 0..self.shapes.len() {
                    bump(&mut rows, i, level_of(*v, i), other);
                }
            }
            group.share = (found / self.sample.pairs).max(1e-15);
            group.u = rows.iter().zip(&first.u).map(|(row, base)| smooth_u(row, base)).collect();
        }
    }

    /// Makes better levels weigh at least as much as worse ones over the first group.
    fn make_monotone(&mut self) {
        if let Some(first) = self.groups.first() {
            for ((m, u), shape) in self.m.iter_mut().zip(&first.u).zip(&self.shapes) {
                pool(m, u, &shape.vetoes);
            }
        }
    }

    fn model(&self, fields: &[Field]) -> Model {
        let name = |g: &Group| match g.field.and_then(|f| fields.get(f)) {
            Some(f) => f.spec.name.clone(),
            None if g.relatives => RELATIVES.to_owned(),
            None => "nothing".to_owned(),
        };
        let others = self.groups.iter().map(|g| Others { name: name(g), share: g.share }).collect();
        let at = |c: &Chances, i: usize, l: usize| c.get(i).and_then(|r| r.get(l)).copied().unwrap_or(0.0);
        let learnt = fields.iter().enumerate().map(|(i, f)| {
            let level = |(l, level): (usize, &Level)| LearntLevel {
                name: level.name.to_owned(),
                m: at(&self.m, i, l),
                u: self.groups.iter().map(|g| at(&g.u, i, l)).collect(),
                veto: level.veto,
            };
            LearntField { spec: f.spec.clone(), levels: f.levels().iter().enumerate().map(level).collect() }
        });
        Model { schema: 1, prior: self.prior, threshold: 0.0, review: 0.0, lone: None, others, fields: learnt.collect() }
    }
}

/// Logarithms of all chances, for one round.
struct Logs {
    prior: f64,
    m: Chances,
    groups: Vec<(f64, Chances)>,
    /// The place of relatives among the groups.
    relatives: Option<usize>,
}

impl Logs {
    fn of(now: &Mixture<'_>) -> Self {
        let ln = |rows: &Chances| {
            rows.iter().map(|r| r.iter().enumerate().map(|(l, x)| if l == 0 { 0.0 } else { x.max(1e-300).ln() }).collect()).collect()
        };
        let groups = now.groups.iter().map(|g| (g.share.ln(), ln(&g.u))).collect();
        Self { prior: now.prior.ln(), m: ln(&now.m), groups, relatives: now.groups.iter().position(|g| g.relatives) }
    }

    /// Gives the chance that a pair is one thing.
    fn same(&self, v: Vector) -> f64 {
        self.chances(v).0
    }

    /// Gives the chances that a pair is one thing, and that it is of relatives.
    fn chances(&self, v: Vector) -> (f64, f64) {
        let sum = |rows: &Chances| rows.iter().enumerate().map(|(i, r)| r.get(level_of(v, i)).copied().unwrap_or(0.0)).sum::<f64>();
        let own = self.prior + sum(&self.m);
        let odd = |(s, u): &(f64, Chances)| (s + sum(u) - own).min(700.0).exp();
        let odds: f64 = self.groups.iter().map(odd).sum();
        let related = self.relatives.and_then(|r| self.groups.get(r)).map_or(0.0, odd);
        (1.0 / (1.0 + odds), related / (1.0 + odds))
    }
}

/// Makes the group of pairs that agree in a field and are different, from those that a veto in another shows to be; `None` where these are few.
fn vetoed_group(field: usize, sample: &Sample, shapes: &[Shape], drawn: &Chances) -> Option<Group> {
    let mut rows = vec![[0.0; 16]; shapes.len()];
    let mut found = 0.0;
    let different = sample.labels.iter().filter(|l| !l.1).map(|l| (&l.0, &1.0));
    let vetoed = sample.vectors.iter().map(|(v, n)| (v, n)).filter(|(v, _)| vetoed(**v, shapes));
    for (v, n) in vetoed.chain(different).filter(|(v, _)| agrees(**v, field, shapes)) {
        found += n;
        for i in 0..shapes.len() {
            bump(&mut rows, i, level_of(*v, i), *n);
        }
    }
    if found < 20.0 {
        return None;
    }
    let mut unseen = 1.0;
    let mut u = Chances::new();
    for (i, ((row, base), shape)) in rows.iter().zip(drawn).zip(shapes).enumerate() {
        if i == field || !shape.vetoes.contains(&true) {
            u.push(smooth_u(row, base));
            continue;
        }
        let (chances, veto) = veto_u(base, &shape.vetoes);
        unseen *= 1.0 - veto;
        u.push(chances);
    }
    Some(Group { field: Some(field), relatives: false, share: found / (1.0 - unseen).max(0.05) / sample.pairs, u })
}

/// Gives u of a field that can veto, inside a group that was found by vetoes, and the chance of a veto: as drawn, or half and half where a
/// veto is never drawn because it needs near agreement.
fn veto_u(drawn: &[f64], vetoes: &[bool]) -> (Vec<f64>, f64) {
    let chance = |row: &[f64]| row.iter().zip(vetoes).filter(|(_, v)| **v).map(|(x, _)| x).sum::<f64>();
    let veto = chance(drawn);
    if veto >= 0.05 {
        return (drawn.to_vec(), veto);
    }
    // Those that no veto caught are near misses more often than pairs drawn at random.
    let worst = vetoes.iter().enumerate().skip(1).find(|(_, v)| !**v).map_or(1, |(i, _)| i);
    let near = |l: usize| if l > worst { NEAR_MISSES * 0.5f64.powi((l - worst) as i32) } else { 0.0 };
    let half: Vec<f64> = drawn.iter().zip(vetoes).enumerate().map(|(l, (x, v))| if *v { 1.0 } else { 0.9 * x + near(l) }).collect();
    let half = normalised(&half);
    let veto = chance(&half);
    (half, veto)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relatives_are_told_from_matches_where_a_model_claims_too_many() {
        let (matches, relatives, others) = (0x333 | MUTUAL, 0x133, 0x111);
        let sample = Sample {
            vectors: vec![(others, 20_000.0), (relatives, 5_000.0), (matches, 100.0)],
            drawn: vec![vec![0.0, 0.95, 0.04, 0.01]; 3],
            labels: Vec::new(),
            records: 1_100.0,
            pairs: 100_000.0,
            candidates: 25_100.0,
        };
        let records = Records { columns: Vec::new(), n: 1_100, side: Some((0..1_100).map(|r| u8::from(r >= 100)).collect()) };
        let shapes = || [4; 3].map(Shape::plain).into();
        let mut plain = Mixture::new(&sample, shapes(), &records);
        plain.settle();
        assert!(overclaimed(plain.claimed(), &sample), "{}", plain.claimed());
        let mut told = Mixture::new(&sample, shapes(), &records).with_relatives();
        told.settle();
        let logs = Logs::of(&told);
        let chances = [matches, relatives].map(|v| logs.same(v));
        assert!(chances[0] > 0.9 && chances[1] < 0.1, "{chances:?}");
    }
}
