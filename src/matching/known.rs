//! Learning from one field of which it is known how likely each of its levels makes a pair one thing.
//!
//! Where the title of goods stands almost alone, learning without labels has nothing to hold on to: price and maker agree among the variants of
//! one series as they do among matches, so that it settles on series. How much of two titles is shared says about as much in one
//! table as in another; with that given, the other fields are learnt from what they look like among likely and unlikely pairs of similar titles.

use super::counts::bump;
use super::records::Records;
use super::relatives::Tally;
use super::sample::{MUTUAL, Sample, Vector, level_of, normalised};
use super::shape::Shape;
use super::smooth::{pool, smooth_m, smooth_u};

/// Log2 odds by the known field above which pairs of different things are relatives, beside which the other fields are judged.
const RELATED: f64 = -5.0;
/// Pairs that each level is taken to have at least.
const LEAST: f64 = 1e-3;
/// How much of the guess is mixed into what is learnt of the other fields.
const MIXED: f64 = 0.02;

/// What the known field says of all.
pub(super) struct Known {
    /// The chance that two records are one thing.
    pub(super) prior: f64,
    /// The chance that they are candidates and different.
    pub(super) share: f64,
    /// Chances of levels among pairs of one thing.
    pub(super) m: Vec<Vec<f64>>,
    /// Chances of levels among candidates that are different.
    pub(super) u: Vec<Vec<f64>>,
}

impl Known {
    /// Learns from candidates; `odds` are those of the levels after "missing" of the known field.
    pub(super) fn of(sample: &Sample, shapes: &[Shape], (field, odds): (usize, &[f64]), records: &Records) -> Self {
        let offset = if records.side.is_some() { 0.0 } else { rareness(sample, field, odds) };
        let of_level = |l: usize| l.checked_sub(1).and_then(|l| odds.get(l)).map(|o| o + offset);
        let chance = |l: usize| of_level(l).map_or(0.0, |o| 1.0 / (1.0 + (-o).exp2()));
        let related = |l: usize| l.checked_sub(1).and_then(|l| odds.get(l)).is_some_and(|o| *o > RELATED);
        let mut same = Tally::new(shapes.len());
        let (mut other, mut beside) = (same.clone(), same.clone());
        for (v, n) in &sample.vectors {
            let (v, l): (Vector, usize) = (*v & !MUTUAL, level_of(*v, field));
            same.add(v, n * chance(l));
            other.add(v, n * (1.0 - chance(l)));
            if related(l) {
                beside.add(v, n * (1.0 - chance(l)));
            }
        }
        for (v, decided) in &sample.labels {
            let v = *v & !MUTUAL;
            if *decided {
                same.add(v, 1.0);
            } else {
                other.add(v, 1.0);
                beside.add(v, 1.0);
            }
        }
        for l in 1..=odds.len() {
            bump(&mut same.levels, field, l, LEAST * chance(l));
            bump(&mut other.levels, field, l, LEAST * (1.0 - chance(l)));
        }
        let learnt = shapes.iter().enumerate().map(|(i, shape)| {
            let row = |t: &Tally| t.levels.get(i).copied().unwrap_or_default();
            let cut = |row: [f64; 16]| row.into_iter().take(shape.vetoes.len()).collect::<Vec<f64>>();
            if i == field {
                return (normalised(&cut(row(&same))), normalised(&cut(row(&other))));
            }
            let drawn = sample.drawn.get(i).map_or(&[][..], Vec::as_slice);
            let (mut m, u) = (smooth_m(&row(&same), shape, MIXED), smooth_u(&row(&beside), drawn));
            shape.spread(&mut m);
            pool(&mut m, &u, &shape.vetoes);
            (m, u)
        });
        let (m, u) = learnt.unzip();
        let prior = (same.pairs / sample.pairs).clamp(1e-12, 0.5);
        Self { prior, share: (other.pairs / sample.pairs).max(1e-15), m, u }
    }
}

/// Pairs that agree almost fully, a record, from which one list holds many things several times, as those of offers do.
const OFFERS: f64 = 0.2;
/// The best levels of a known field, which are agreement almost in full.
const ALMOST: usize = 2;

/// Gives the bits by which a list that holds few things twice makes each pair less likely to be one of them: what nearly agrees there is
/// variants.
fn rareness(sample: &Sample, field: usize, odds: &[f64]) -> f64 {
    let from = (odds.len() + 1).saturating_sub(ALMOST);
    let almost: f64 = sample.vectors.iter().filter(|(v, _)| level_of(*v, field) >= from).map(|(_, n)| n).sum();
    let r = (almost + 0.5) / sample.records;
    (r / OFFERS).log2().min(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A title of three levels after "missing", and a maker of two.
    fn shapes() -> Vec<Shape> {
        [4, 3].map(Shape::plain).into()
    }

    #[test]
    fn weights_are_the_odds_given_and_makers_tell_little_among_similar_titles() {
        // Titles: 1 nothing, 2 half, 3 all shared. The maker is the same (2) wherever titles are similar, and else hardly ever.
        let vectors = vec![(0x11, 9_000.0), (0x21, 900.0), (0x22, 300.0), (0x13, 5.0), (0x23, 95.0)];
        let sample = Sample {
            vectors,
            drawn: vec![vec![0.0, 0.99, 0.009, 0.001], vec![0.0, 0.99, 0.01]],
            labels: Vec::new(),
            records: 1_000.0,
            pairs: 499_500.0,
            candidates: 10_300.0,
        };
        let records = Records { columns: Vec::new(), n: 1_000, side: Some(vec![0; 1_000]) };
        let known = Known::of(&sample, &shapes(), (0, &[-10.0, -2.0, 3.0]), &records);
        let weight = |f: usize, l: usize| (known.prior * known.m[f][l] / (known.share * known.u[f][l])).log2();
        for (l, odds) in [(1, -10.0), (2, -2.0), (3, 3.0)] {
            assert!((weight(0, l) - odds).abs() < 0.1, "{l} {}", weight(0, l));
        }
        let maker = (known.m[1][2] / known.u[1][2]).log2();
        assert!((0.0..1.0).contains(&maker), "{maker}");
    }

    #[test]
    fn in_a_list_that_holds_few_things_twice_similar_titles_are_variants() {
        let sample = |equal: f64| Sample {
            vectors: vec![(0x1, 9_000.0), (0x2, 900.0), (0x3, equal)],
            drawn: Vec::new(),
            labels: Vec::new(),
            records: 1_000.0,
            pairs: 499_500.0,
            candidates: 10_000.0,
        };
        let odds = [-10.0, -2.0, 0.0, 3.0];
        assert_eq!(rareness(&sample(300.0), 0, &odds), 0.0);
        assert!(rareness(&sample(2.0), 0, &odds) < -6.0);
    }
}
