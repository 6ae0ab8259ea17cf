//! One-to-one linking: where each list holds each thing once, a record matches at most one of the other list.

use super::score::Scored;
use std::collections::HashSet;

/// Keeps, from the best pair down, each pair whose two records are still free (unique mapping clustering, Papadakis et al. 2021).
///
/// Gives the kept positions in `pairs`, ascending.
pub fn one_to_one(pairs: &[Scored], floor: f64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..pairs.len()).collect();
    order.retain(|i| pairs.get(*i).is_some_and(|p| p.weight >= floor));
    order.sort_by(|a, b| match (pairs.get(*a), pairs.get(*b)) {
        (Some(x), Some(y)) => y.weight.total_cmp(&x.weight).then((x.left, x.right).cmp(&(y.left, y.right))),
        _ => a.cmp(b),
    });
    let mut taken: HashSet<u32> = HashSet::new();
    let mut kept: Vec<usize> = order
        .into_iter()
        .filter(|i| {
            let Some(p) = pairs.get(*i) else { return false };
            let free = !taken.contains(&p.left) && !taken.contains(&p.right);
            if free {
                taken.extend([p.left, p.right]);
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
    fn each_record_is_matched_once_and_the_best_pair_wins() {
        let p = |left, right, weight| Scored { left, right, weight };
        assert_eq!(one_to_one(&[p(0, 10, 5.0), p(0, 11, 9.0), p(1, 10, 4.0), p(1, 11, 8.0)], 0.0), [1, 2]);
        assert_eq!(one_to_one(&[p(0, 10, 5.0), p(1, 10, 4.0)], 4.5), [0]);
    }
}
