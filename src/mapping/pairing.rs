//! Which column becomes which field, given how well each fits each.

use super::assign::assign;
use super::candidate::{Column, LEAST};
use crate::plan::EntitySpec;

/// Takes back what values alone suggest where two columns without headers fit a field equally well: that would be a guess.
pub(super) fn drop_ties(scores: &mut [Vec<f64>], columns: &[Column], has_header: bool) {
    let untold: Vec<usize> = (0..scores.len()).filter(|i| !has_header || columns.get(*i).is_some_and(|c| c.header.is_blank())).collect();
    for field in 0..scores.first().map_or(0, Vec::len) {
        let of = |scores: &[Vec<f64>], i: usize| scores.get(i).and_then(|s| s.get(field)).copied().unwrap_or(0.0);
        let best = untold.iter().map(|i| of(scores, *i)).fold(0.0, f64::max);
        let close: Vec<usize> = untold.iter().copied().filter(|i| of(scores, *i) >= best - 0.04).collect();
        if best > 0.0 && best <= 1.2 && close.len() > 1 {
            for i in close {
                if let Some(s) = scores.get_mut(i).and_then(|s| s.get_mut(field)) {
                    *s = 0.0;
                }
            }
        }
    }
}

/// Takes back what a column hardly means beside what it surely means: 计划单价 is no 单价 only because another column is the cost already.
pub(super) fn drop_weak(entity: usize, scores: &mut [Vec<f64>], columns: &[Column]) {
    for (row, column) in scores.iter_mut().zip(columns) {
        let best = row.iter().copied().fold(0.0, f64::max);
        let same = |f: usize| column.likeness.get(entity).and_then(|l| l.get(f)).is_some_and(|l| l.same);
        for (_, s) in row.iter_mut().enumerate().filter(|(f, s)| **s < 0.92 * best && (**s < 0.6 * best || !same(*f))) {
            *s = 0.0;
        }
    }
}

/// Pairs columns with fields so that the whole is best: first those with values, then those without get what is left.
pub(super) fn pair(spec: &EntitySpec, scores: &[Vec<f64>], columns: &[Column]) -> Vec<Option<usize>> {
    let mut fields = vec![None; scores.len()];
    for with_values in [true, false] {
        let taken: Vec<usize> = fields.iter().copied().flatten().collect();
        let open = |c: usize| columns.get(c).is_some_and(|k| (k.shape.filled > 0) == with_values);
        // A column that may be two fields is rather the one that must be there.
        let due = |f: usize| if spec.fields.get(f).is_some_and(|f| f.required) { 1.4 } else { 1.0 };
        let weight = |c: usize, f: usize, s: f64| if open(c) && !taken.contains(&f) { worth(s, c) * due(f) } else { 0.0 };
        let weights: Vec<Vec<f64>> =
            scores.iter().enumerate().map(|(c, row)| row.iter().enumerate().map(|(f, s)| weight(c, f, *s)).collect()).collect();
        for (slot, field) in fields.iter_mut().zip(assign(&weights)) {
            *slot = slot.or(field);
        }
    }
    fields
}

/// Gives what a pair is worth. Squares keep one sure pair from being broken up for two doubtful ones; the small slope prefers columns
/// further left.
fn worth(score: f64, column: usize) -> f64 {
    if score < LEAST { 0.0 } else { score * score * (1.0 - 1e-6 * column as f64) }
}
