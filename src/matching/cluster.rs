//! Clusters that cohere: no veto inside, and no chain of weak links.

use super::labels::{CERTAIN, Labels};
use super::score::Scored;
use super::scorer::Scorer;
use foldhash::fast::FixedState;
use std::collections::HashMap;

/// Pairs across two clusters that are looked at before they are joined.
const PROBES: usize = 24;

/// Joins records from the best pair down; two clusters are joined when pairs across them agree on average and none is vetoed.
///
/// Gives per record the number of its cluster: the smallest record in it.
///
/// What people have decided comes first: pairs that they called the same are joined without a question, and what they called different stays
/// apart.
pub fn cluster(n: usize, pairs: &[Scored], threshold: f64, scorer: &Scorer<'_>, labels: &Labels) -> Vec<u32> {
    let mut order: Vec<&Scored> = pairs.iter().filter(|p| p.weight >= threshold).collect();
    order.sort_by(|x, y| y.weight.total_cmp(&x.weight).then((x.left, x.right).cmp(&(y.left, y.right))));
    let least = threshold.min(0.0) + scorer.coherence();
    let mut of: Vec<u32> = (0..n as u32).collect();
    let mut members: HashMap<u32, Vec<u32>, FixedState> = HashMap::default();
    for pair in order {
        let (a, b) = (root(&of, pair.left), root(&of, pair.right));
        if a == b {
            continue;
        }
        let (keep, gone) = (a.min(b), a.max(b));
        let left = members.get(&keep).cloned().unwrap_or_else(|| vec![keep]);
        let right = members.get(&gone).cloned().unwrap_or_else(|| vec![gone]);
        let doubtful = pair.weight < CERTAIN;
        if doubtful && labels.part(&left, &right) {
            continue;
        }
        if doubtful && (left.len() > 1 || right.len() > 1) && !cohere((&left, &right), pair, threshold.max(0.0) + 6.0, least, scorer) {
            continue;
        }
        for r in &right {
            if let Some(slot) = of.get_mut(*r as usize) {
                *slot = keep;
            }
        }
        members.remove(&gone);
        let all = members.entry(keep).or_insert(left);
        all.extend(right);
    }
    of
}

fn root(of: &[u32], record: u32) -> u32 {
    of.get(record as usize).copied().unwrap_or(record)
}

/// Says whether pairs across two clusters support joining them: on average they weigh for it, `least` at least, each capped so that one
/// cannot carry all.
fn cohere((left, right): (&[u32], &[u32]), pair: &Scored, cap: f64, least: f64, scorer: &Scorer<'_>) -> bool {
    let (mut sum, mut count) = (0.0, 0usize);
    let all = left.len() * right.len();
    let step = all.div_ceil(PROBES).max(1);
    for k in (0..all).step_by(step) {
        let (Some(&a), Some(&b)) = (left.get(k / right.len()), right.get(k % right.len())) else { continue };
        let (a, b) = (a.min(b), a.max(b));
        if (a, b) != (pair.left, pair.right) {
            match scorer.weight(a, b, -60.0) {
                Some(w) => sum += w.clamp(-cap, cap),
                None if scorer.vetoed(a, b) => return false,
                None => sum -= cap,
            }
            count += 1;
        }
    }
    count == 0 || (sum + pair.weight.min(cap)) / (count + 1) as f64 >= least
}
