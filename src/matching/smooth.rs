//! Chances from counts: no level is impossible, and better levels weigh at least as much as worse ones.

use super::sample::normalised;
use super::shape::Shape;

/// Gives m from expected counts, with some of the leaning guess mixed in so that no level is impossible.
pub(super) fn smooth_m(counts: &[f64], shape: &Shape, mixed: f64) -> Vec<f64> {
    let (guess, vetoes) = (shape.leaning(), &shape.vetoes);
    let total: f64 = counts.iter().zip(vetoes).skip(1).filter(|(_, v)| !**v).map(|(c, _)| c).sum();
    let weight = 2.0 + mixed * total;
    let of = |(i, ((c, v), g)): (usize, ((&f64, &bool), &f64))| if i == 0 || *v { 0.0 } else { c + weight * g };
    normalised(&counts.iter().zip(vetoes).zip(&guess).enumerate().map(of).collect::<Vec<_>>())
}

/// Gives u of a group from expected counts, with some of what is drawn mixed in.
pub(super) fn smooth_u(counts: &[f64], drawn: &[f64]) -> Vec<f64> {
    normalised(&counts.iter().zip(drawn).enumerate().map(|(l, (c, d))| if l == 0 { 0.0 } else { c + 5.0 * d + 1e-3 }).collect::<Vec<_>>())
}

/// Makes the ratio m / u rise with the level, by pooling neighbours (isotonic regression).
pub(super) fn pool(m: &mut [f64], u: &[f64], vetoes: &[bool]) {
    let mut pools: Vec<(f64, f64, Vec<usize>)> = Vec::new();
    for (l, (pm, pu)) in m.iter().zip(u).enumerate().skip(1) {
        if vetoes.get(l).copied().unwrap_or(false) {
            continue;
        }
        pools.push((*pm, *pu, vec![l]));
        while let [.., a, b] = pools.as_slice()
            && a.0 * b.1 > b.0 * a.1
        {
            let joined = (a.0 + b.0, a.1 + b.1, a.2.iter().chain(&b.2).copied().collect());
            pools.truncate(pools.len() - 2);
            pools.push(joined);
        }
    }
    for (pm, pu, levels) in pools.into_iter().filter(|p| p.2.len() > 1) {
        for l in levels {
            // Each takes the pool's ratio.
            if let (Some(mm), Some(uu)) = (m.get_mut(l), u.get(l)) {
                *mm = uu * pm / pu;
            }
        }
    }
}
