//! Jaro-Winkler similarity on decoded characters.

/// Gives the Jaro-Winkler similarity, 0 to 1 (Winkler 1990, prefix scale 0.1 over at most 4 characters).
pub fn jaro_winkler(a: &[char], b: &[char]) -> f64 {
    let jaro = jaro(a, b);
    let prefix = a.iter().zip(b).take(4).take_while(|(x, y)| x == y).count();
    jaro + 0.1 * prefix as f64 * (1.0 - jaro)
}

/// Flags of matched characters; texts are cut at 128 characters, which names never reach.
fn jaro(a: &[char], b: &[char]) -> f64 {
    let (a, b) = (a.get(..128).unwrap_or(a), b.get(..128).unwrap_or(b));
    if a.is_empty() || b.is_empty() {
        return if a.is_empty() && b.is_empty() { 1.0 } else { 0.0 };
    }
    let reach = (a.len().max(b.len()) / 2).saturating_sub(1);
    let (mut in_a, mut in_b, mut matches) = (0u128, 0u128, 0usize);
    for (i, x) in a.iter().enumerate() {
        let from = i.saturating_sub(reach);
        let near = b.iter().enumerate().skip(from).take(i + reach + 1 - from);
        if let Some((j, _)) = near.into_iter().find(|(j, y)| in_b >> j & 1 == 0 && *y == x) {
            in_a |= 1 << i;
            in_b |= 1 << j;
            matches += 1;
        }
    }
    if matches == 0 {
        return 0.0;
    }
    let flagged =
        |t: &[char], flags: u128| t.iter().enumerate().filter(move |(i, _)| flags >> i & 1 == 1).map(|(_, c)| *c).collect::<Vec<_>>();
    let swapped = flagged(a, in_a).iter().zip(flagged(b, in_b)).filter(|(x, y)| *x != y).count();
    let m = matches as f64;
    (m / a.len() as f64 + m / b.len() as f64 + (m - (swapped / 2) as f64) / m) / 3.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn agrees_with_the_reference(a in "[abc中文字]{0,12}", b in "[abc中文字]{0,12}") {
            let (x, y): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
            let expected = strsim::jaro(&a, &b) + 0.1 * (a.chars().zip(b.chars()).take(4).take_while(|(p, q)| p == q).count() as f64) * (1.0 - strsim::jaro(&a, &b));
            prop_assert!((jaro_winkler(&x, &y) - expected).abs() < 1e-9);
        }
    }
}
