//! Edit distances with a limit: computation ends as soon as the limit is out of reach.

/// Gives the optimal string alignment distance (insertions, deletions, substitutions, swaps of neighbours), or `None` where it is more than `limit`.
///
/// Only the band of cells that can stay within the limit is computed, so the cost is length x limit (Ukkonen 1985).
pub fn distance_within<T: PartialEq>(a: &[T], b: &[T], limit: usize) -> Option<usize> {
    let (a, b) = trim(a, b);
    let (a, b) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if b.len() - a.len() > limit {
        return None;
    }
    if a.is_empty() {
        return Some(b.len());
    }
    if limit <= 1 {
        return within_one(a, b, limit);
    }
    if b.len() < SHORT { banded(a, b, limit, &mut [0; 3 * SHORT]) } else { banded(a, b, limit, &mut vec![0; 3 * (b.len() + 1)]) }
}

/// Texts shorter than this are computed without allocation.
const SHORT: usize = 48;

/// Decides for at most one slip, where beginning and end are cut off and neither text is empty: one substitution or one swap is left.
fn within_one<T: PartialEq>(a: &[T], b: &[T], limit: usize) -> Option<usize> {
    let one = match (a, b) {
        ([_], [_]) => true,
        ([p, q], [r, s]) => p == s && q == r,
        _ => false,
    };
    (one && limit == 1).then_some(1)
}

/// Says whether at most one insertion, deletion, substitution or swap of neighbours turns one text into the other.
pub fn one_slip(a: &[char], b: &[char]) -> bool {
    distance_within(a, b, 1).is_some()
}

/// Cuts off what both begin and end with.
fn trim<'a, T: PartialEq>(a: &'a [T], b: &'a [T]) -> (&'a [T], &'a [T]) {
    let head = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (a.get(head..).unwrap_or_default(), b.get(head..).unwrap_or_default());
    let tail = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    (a.get(..a.len() - tail).unwrap_or_default(), b.get(..b.len() - tail).unwrap_or_default())
}

#[expect(clippy::indexing_slicing, reason = "rows are b.len() + 1 long and the band stays inside them")]
fn banded<T: PartialEq>(a: &[T], b: &[T], limit: usize, space: &mut [usize]) -> Option<usize> {
    let far = limit + 1;
    let (before, rest) = space.split_at_mut(b.len() + 1);
    let (last, rest) = rest.split_at_mut(b.len() + 1);
    let mut rows = [before, last, &mut rest[..=b.len()]];
    rows[0].fill(far);
    rows[1].iter_mut().enumerate().for_each(|(j, d)| *d = j.min(far));
    for i in 1..=a.len() {
        // Row i-2, row i-1 and the one to be filled.
        let [before, last, row] = &mut rows;
        let (from, to) = (i.saturating_sub(limit).max(1), (i + limit).min(b.len()));
        row.fill(far);
        row[0] = i.min(far);
        let mut best = row[0];
        for j in from..=to {
            let mut d = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            d = d.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                d = d.min(before[j - 2] + 1);
            }
            row[j] = d.min(far);
            best = best.min(row[j]);
        }
        if best > limit {
            return None;
        }
        rows.rotate_left(1);
    }
    rows[1].last().copied().filter(|d| *d <= limit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn chars(s: &str) -> Vec<char> {
        s.chars().collect()
    }

    #[test]
    fn slips_of_one_key_are_found() {
        for (a, b, yes) in
            [("有公限司", "有限公司", true), ("abc", "abc", true), ("abcd", "abd", true), ("ab", "xy", false), ("", "a", true)]
        {
            assert_eq!(one_slip(&chars(a), &chars(b)), yes, "{a} {b}");
        }
    }

    proptest! {
        #[test]
        fn agrees_with_the_full_computation(a in "[ab中c]{0,9}", b in "[ab中c]{0,9}", limit in 0usize..6) {
            let full = strsim::osa_distance(&a, &b);
            prop_assert_eq!(distance_within(&chars(&a), &chars(&b), limit), (full <= limit).then_some(full));
        }
    }
}
