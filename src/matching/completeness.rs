//! How many pairs of one thing never met in a block: estimated from how many fields let those meet that did.

use super::field::Field;
use super::score::Scored;
use rayon::prelude::*;

/// Pairs looked at.
const LOOKED_AT: usize = 20_000;

/// Estimates the share of pairs of one thing that are among the candidates, by the fields in which found pairs share a key (Chao 1984): where
/// many met in one field only, many have met in none. Fields are not independent, so that this is rather too high than too low. `None` where
/// pairs are too few to say, or hardly ever meet in two fields.
pub fn completeness(fields: &[Field], same: &[Scored]) -> Option<f64> {
    let step = same.len().div_ceil(LOOKED_AT).max(1);
    let met = |p: &Scored| fields.iter().filter(|f| f.meet(p.left, p.right)).count();
    let counts: Vec<usize> = same.par_iter().step_by(step).map(met).collect();
    let of = |n: usize| counts.iter().filter(|c| **c == n).count() as f64;
    let (once, twice, all) = (of(0) + of(1), of(2), counts.len() as f64);
    // The form without bias, which stands where no pair met twice.
    let unseen = once * (once - 1.0).max(0.0) / (2.0 * (twice + 1.0));
    (all >= 20.0 && twice >= 5.0).then(|| all / (all + unseen))
}
