//! What is known of the fields before learning: their levels, how finely they divide the records, and which pairs can teach.

use super::field::{Comparison, Field};
use super::records::Records;
use super::sample::{Sample, Vector, level_of, normalised};

/// What is known of a field before learning.
pub(super) struct Shape {
    /// Which levels forbid a match.
    pub(super) vetoes: Vec<bool>,
    /// The first level of full agreement; further ones are of rarer values.
    pub(super) top: usize,
    /// The first level at which agreement tells enough to learn the other fields from.
    pub(super) telling: usize,
    /// Share of records by rarity of their value, for the levels from `top` on.
    pub(super) bands: Vec<f64>,
    /// Whether records that agree in this field alone are often one thing: it divides the records finely.
    pub(super) strong: bool,
    /// Whether pairs of different things that agree in this field are common enough to be a group of their own.
    pub(super) grouped: bool,
    /// How many others agree with a record by chance alone.
    pub(super) company: f64,
    /// Share of records that have a value.
    pub(super) filled: f64,
    /// The first level at which the registered name of a firm agrees; `None` where the field is no such name.
    pub(super) registered: Option<usize>,
    /// Log2 odds of the levels, where they are known.
    pub(super) known: Option<&'static [f64]>,
}

impl Shape {
    pub(super) fn of(field: &Field, records: &Records) -> Self {
        let vetoes = field.levels().iter().map(|l| l.veto).collect();
        let filled = field.filled as f64;
        let company = filled * field.usual_share();
        let share = filled / records.n.max(1) as f64;
        Self {
            company,
            registered: matches!(field.spec.comparison, Comparison::Company | Comparison::Organisation)
                .then(|| usize::from(field.compare().telling())),
            filled: share,
            known: field.compare().known(),
            vetoes,
            top: field.top(),
            telling: usize::from(field.compare().telling()),
            bands: field.band_shares(),
            strong: false,
            grouped: company < 40.0_f64.max(filled * 0.003) && share > 0.05,
        }
    }

    /// Gives a field of so many levels of which nothing is known, in which a record agrees with few others.
    #[cfg(test)]
    pub(super) fn plain(levels: usize) -> Self {
        let top = levels - 1;
        Self {
            vetoes: vec![false; levels],
            top,
            telling: top,
            bands: vec![1.0],
            strong: true,
            grouped: false,
            company: 1.0,
            filled: 1.0,
            registered: None,
            known: None,
        }
    }

    /// Parts the chance of full agreement by how common its values are: a thing is not doubled more or less often for being of a common
    /// kind. Left to itself, learning finds the matches among rare values first and then takes those among common ones for coincidence.
    pub(super) fn spread(&self, m: &mut [f64]) {
        let full = m.get_mut(self.top..).unwrap_or_default();
        let all: f64 = full.iter().sum();
        for (chance, band) in full.iter_mut().zip(&self.bands) {
            *chance = all * band.max(1e-6);
        }
    }

    /// Gives a chance that doubles and more with each better level.
    pub(super) fn leaning(&self) -> Vec<f64> {
        let lean = |(i, veto): (usize, &bool)| match i.checked_sub(self.top) {
            _ if i == 0 || *veto => 0.0,
            // The best level counts as much as it is common.
            Some(band) => 2.2f64.powi(self.top as i32) * self.bands.get(band).copied().unwrap_or(0.0).max(0.01),
            None => 2.2f64.powi(i as i32),
        };
        let mut m = normalised(&self.vetoes.iter().enumerate().map(lean).collect::<Vec<_>>());
        // The worst level is never rare: values differ for many reasons.
        if let Some(worst) = m.iter_mut().find(|x| **x > 0.0) {
            *worst += 0.05;
        }
        normalised(&m)
    }
}

/// Marks the telling fields: those in which a record agrees with few others, or hardly more than in the most telling one.
///
/// The bound does not grow with the number of records: a name that a hundred people bear teaches nothing.
pub(super) fn with_strong(mut shapes: Vec<Shape>) -> Vec<Shape> {
    let wide = |s: &&Shape| s.filled > 0.05;
    let least = shapes.iter().filter(wide).map(|s| s.company).fold(f64::INFINITY, f64::min);
    let limit = (2.0 * least).clamp(2.0, 60.0);
    for s in &mut shapes {
        s.strong = s.filled > 0.05 && s.company <= limit;
    }
    shapes
}

/// Says whether a pair agrees fully in a field.
pub(super) fn agrees(v: Vector, field: usize, shapes: &[Shape]) -> bool {
    shapes.get(field).is_some_and(|s| level_of(v, field) >= s.telling)
}

/// Says whether some field forbids that a pair is one thing.
pub(super) fn vetoed(v: Vector, shapes: &[Shape]) -> bool {
    shapes.iter().enumerate().any(|(i, s)| s.vetoes.get(level_of(v, i)).copied().unwrap_or(false))
}

/// Chooses what teaches: telling fields alone, and where these are few, pairs and triples of fields that together divide the records finely.
pub(super) fn anchors(sample: &Sample, shapes: &[Shape]) -> Vec<Vec<usize>> {
    let seen = |a: &[usize]| sample.vectors.iter().filter(|(v, _)| a.iter().all(|f| agrees(*v, *f, shapes))).map(|(_, n)| n).sum::<f64>();
    let mut out: Vec<Vec<usize>> =
        (0..shapes.len()).filter(|f| shapes.get(*f).is_some_and(|s| s.strong)).map(|f| vec![f]).filter(|a| seen(a) >= 20.0).collect();
    let weak: Vec<usize> = (0..shapes.len())
        .filter(|f| shapes.get(*f).is_some_and(|s| !s.strong && s.filled > 0.3 && s.company < 0.2 * s.filled * sample.records))
        .collect();
    let chance = |a: &[usize]| {
        a.iter().filter_map(|f| shapes.get(*f)).map(|s| s.company / (s.filled * sample.records)).product::<f64>() * sample.records
    };
    for size in [2, 3, 4] {
        if out.len() >= 3 {
            break;
        }
        let mut sets: Vec<Vec<usize>> =
            subsets(&weak, size).into_iter().filter(|a| chance(a) < 0.3 && !out.iter().any(|o| o.iter().all(|f| a.contains(f)))).collect();
        sets.sort_by(|a, b| chance(a).total_cmp(&chance(b)).then_with(|| a.cmp(b)));
        out.extend(sets.into_iter().filter(|a| seen(a) >= 10.0).take(8));
    }
    out
}

fn subsets(items: &[usize], size: usize) -> Vec<Vec<usize>> {
    if size == 0 {
        return vec![Vec::new()];
    }
    items
        .iter()
        .enumerate()
        .flat_map(|(i, x)| {
            let rest = subsets(items.get(i + 1..).unwrap_or_default(), size - 1);
            rest.into_iter().map(move |mut s| {
                s.insert(0, *x);
                s
            })
        })
        .collect()
}
