//! One-to-one linking: where a list holds each thing once, a record of the other list matches at most one in it.

use super::labels::CERTAIN;
use super::records::Records;
use super::score::Scored;
use std::collections::{HashMap, HashSet};

/// Bits by which a pair below certainty must be better than any other of its records.
const MARGIN: f64 = 0.7;

/// The two best weights of each record.
struct Rivals(HashMap<u32, (f64, f64)>);

impl Rivals {
    fn of(pairs: &[Scored]) -> Self {
        let mut best: HashMap<u32, (f64, f64)> = HashMap::new();
        for p in pairs {
            for r in [p.left, p.right] {
                let b = best.entry(r).or_insert((f64::NEG_INFINITY, f64::NEG_INFINITY));
                *b = if p.weight > b.0 { (p.weight, b.0) } else { (b.0, b.1.max(p.weight)) };
            }
        }
        Self(best)
    }

    fn none_near(&self, p: &Scored) -> bool {
        [p.left, p.right].iter().all(|r| self.0.get(r).is_some_and(|b| b.0 == p.weight && b.1 < p.weight - MARGIN))
    }
}

/// The share of linked records with a twin in their own list from which a list does not hold each thing once.
const TWINS: f64 = 0.2;
/// Links a linked record from which they tell of a model that takes neighbours for one thing, not of lists that hold things twice.
const CROWD: f64 = 3.0;
/// Bits by which the links of twins to one record differ at most: neighbours in a catalogue differ by more.
const ALIKE: f64 = 3.0;

/// Judges of two lists whether each holds each thing once: whether linked records have twins in their own list, as much alike as half of the
/// links are, that one record of the other list is linked to about as well. `inside` are the pairs within lists.
pub fn unique_lists(links: &[Scored], inside: &[Scored], records: &Records) -> [bool; 2] {
    let side = |r: u32| usize::from(records.side.as_ref().and_then(|s| s.get(r as usize)).copied().unwrap_or(0).min(1));
    let mut linked: HashMap<u32, HashMap<u32, f64>> = HashMap::new();
    for p in links {
        linked.entry(p.left).or_default().insert(p.right, p.weight);
        linked.entry(p.right).or_default().insert(p.left, p.weight);
    }
    let alike = |p: &&Scored| {
        let (Some(x), Some(y)) = (linked.get(&p.left), linked.get(&p.right)) else { return false };
        x.iter().any(|(other, w)| y.get(other).is_some_and(|v| (w - v).abs() < ALIKE))
    };
    let twins: HashSet<u32> = inside.iter().filter(alike).flat_map(|p| [p.left, p.right]).collect();
    let mut counts = [(0usize, 0usize); 2];
    for r in linked.keys() {
        if let Some(c) = counts.get_mut(side(*r)) {
            *c = (c.0 + 1, c.1 + usize::from(twins.contains(r)));
        }
    }
    // Where every record is linked to many, the links are neighbours rather than twins.
    let crowded = counts.iter().any(|(all, _)| links.len() as f64 > CROWD * *all as f64);
    counts.map(|(all, with)| crowded || with < 3 || (with as f64) < TWINS * all as f64)
}

/// Gives the weight that half of the links reach, each record counted with its best link.
pub fn usual_weight(links: &[Scored]) -> Option<f64> {
    let mut kept: Vec<f64> = one_to_one(links, f64::NEG_INFINITY, f64::NEG_INFINITY, &|_| true)
        .into_iter()
        .filter_map(|i| links.get(i))
        .map(|p| p.weight)
        .filter(|w| *w < CERTAIN)
        .collect();
    kept.sort_by(f64::total_cmp);
    kept.get(kept.len() / 2).copied()
}

/// Keeps, from the best pair down, each pair whose two records are still free (unique mapping clustering, Papadakis et al. 2021).
///
/// A pair below `sure` is kept only down to `floor`, and only where neither record has another pair nearly as good: that one thing is there
/// once in each list is itself evidence. Only records that are `bound` are held to one match, and pairs that people called the same are kept
/// in any case. Gives the kept positions in `pairs`, ascending.
pub fn one_to_one(pairs: &[Scored], sure: f64, floor: f64, bound: &dyn Fn(u32) -> bool) -> Vec<usize> {
    let rivals = Rivals::of(pairs);
    let mut order: Vec<usize> = (0..pairs.len()).collect();
    order.retain(|i| pairs.get(*i).is_some_and(|p| p.weight >= sure || (p.weight >= floor && rivals.none_near(p))));
    order.sort_by(|a, b| match (pairs.get(*a), pairs.get(*b)) {
        (Some(x), Some(y)) => y.weight.total_cmp(&x.weight).then((x.left, x.right).cmp(&(y.left, y.right))),
        _ => a.cmp(b),
    });
    let mut taken: HashSet<u32> = HashSet::new();
    let mut kept: Vec<usize> = order
        .into_iter()
        .filter(|i| {
            let Some(p) = pairs.get(*i) else { return false };
            let free = p.weight >= CERTAIN || (!taken.contains(&p.left) && !taken.contains(&p.right));
            if free {
                taken.extend([p.left, p.right].into_iter().filter(|r| bound(*r)));
            }
            free
        })
        .collect();
    kept.sort_unstable();
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_without_number_are_no_twins() {
        let p = |left, right| Scored { left, right, weight: 9.0 };
        let records =
            |n: u32| Records { columns: Vec::new(), n: n as usize * 2, side: Some((0..n * 2).map(|r| u8::from(r >= n)).collect()) };
        let links = |n: u32, each: u32| -> Vec<Scored> { (0..n).flat_map(|a| (0..each).map(move |k| p(a, n + (a + k) % n))).collect() };
        let inside = |n: u32| -> Vec<Scored> { (n..2 * n - 1).map(|b| p(b, b + 1)).collect() };
        assert_eq!(unique_lists(&links(20, 2), &inside(20), &records(20)), [true, false]);
        assert_eq!(unique_lists(&links(20, 8), &inside(20), &records(20)), [true, true]);
    }

    #[test]
    fn each_record_is_matched_once_and_the_best_pair_wins() {
        let p = |left, right, weight| Scored { left, right, weight };
        let all = &|_: u32| true;
        assert_eq!(one_to_one(&[p(0, 10, 5.0), p(0, 11, 9.0), p(1, 10, 4.0), p(1, 11, 8.0)], 0.0, 0.0, all), [1, 2]);
        assert_eq!(one_to_one(&[p(0, 10, 5.0), p(1, 10, 4.0)], 4.5, 4.5, all), [0]);
        assert_eq!(one_to_one(&[p(0, 10, 1.0), p(1, 10, 0.9), p(2, 12, 1.0)], 4.5, 0.5, all), [2]);
        let left_only = &|r: u32| r < 10;
        assert_eq!(one_to_one(&[p(0, 10, 5.0), p(0, 11, 9.0), p(1, 11, 8.0)], 0.0, 0.0, left_only), [1, 2]);
    }
}
