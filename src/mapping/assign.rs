//! The best one-to-one assignment of columns to fields.

/// Assigns rows to columns of a weight table so that the sum of weights is greatest; a pair of weight 0 or less is never made.
///
/// `weights[r][c]` is the worth of giving row `r` the column `c`; all rows are equally long. The answer gives each row its column. Exact and
/// deterministic: the Hungarian method with potentials (Kuhn 1955, in the O(n^2 m) form of Jonker and Volgenant 1987), on a square table that
/// holds one empty choice for every row.
pub(super) fn assign(weights: &[Vec<f64>]) -> Vec<Option<usize>> {
    let real = weights.first().map_or(0, Vec::len);
    let (rows, columns) = (weights.len(), real + weights.len());
    let cost = |r: usize, c: usize| -weights.get(r).and_then(|w| w.get(c)).copied().unwrap_or(0.0).max(0.0);
    let mut state = State { row_price: vec![0.0; rows + 1], column_price: vec![0.0; columns + 1], row_of: vec![0; columns + 1] };
    for row in 1..=rows {
        state.augment(row, columns, &cost);
    }
    let mut chosen = vec![None; rows];
    for (column, &row) in state.row_of.iter().enumerate().skip(1) {
        if let Some(slot) = row.checked_sub(1).and_then(|r| chosen.get_mut(r))
            && column <= real
            && cost(row - 1, column - 1) < 0.0
        {
            *slot = Some(column - 1);
        }
    }
    chosen
}

/// Prices of rows and columns and the row that each column is given to; 0 stands for none, so both count from 1.
struct State {
    row_price: Vec<f64>,
    column_price: Vec<f64>,
    row_of: Vec<usize>,
}

impl State {
    /// Gives `row` a column on the cheapest alternating path.
    #[expect(clippy::indexing_slicing, reason = "all indices are row or column numbers of the table")]
    fn augment(&mut self, row: usize, columns: usize, cost: &dyn Fn(usize, usize) -> f64) {
        let (mut slack, mut back, mut used) = (vec![f64::INFINITY; columns + 1], vec![0; columns + 1], vec![false; columns + 1]);
        self.row_of[0] = row;
        let mut at = 0;
        while self.row_of[at] != 0 {
            used[at] = true;
            let r = self.row_of[at];
            let (mut step, mut next) = (f64::INFINITY, 0);
            for c in (1..=columns).filter(|c| !used[*c]) {
                let reduced = cost(r - 1, c - 1) - self.row_price[r] - self.column_price[c];
                if reduced < slack[c] {
                    (slack[c], back[c]) = (reduced, at);
                }
                if slack[c] < step {
                    (step, next) = (slack[c], c);
                }
            }
            for c in 0..=columns {
                if used[c] {
                    self.row_price[self.row_of[c]] += step;
                    self.column_price[c] -= step;
                } else {
                    slack[c] -= step;
                }
            }
            at = next;
        }
        while at != 0 {
            self.row_of[at] = self.row_of[back[at]];
            at = back[at];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_sum_counts_not_the_first_choice() {
        assert_eq!(assign(&[vec![1.0, 0.9], vec![0.9, 0.0]]), [Some(1), Some(0)]);
        assert_eq!(assign(&[vec![1.0], vec![0.5]]), [Some(0), None]);
        assert_eq!(assign(&[vec![0.0, -1.0]]), [None]);
        assert_eq!(assign(&[]), Vec::<Option<usize>>::new());
        assert_eq!(assign(&[vec![], vec![]]), [None, None]);
    }

    fn worth(weights: &[Vec<f64>], chosen: &[Option<usize>]) -> f64 {
        chosen.iter().enumerate().filter_map(|(r, c)| c.map(|c| weights[r][c])).sum()
    }

    /// The best sum by trying everything.
    fn best(weights: &[Vec<f64>], row: usize, used: u32) -> f64 {
        let Some(w) = weights.get(row) else { return 0.0 };
        let skip = best(weights, row + 1, used);
        (0..w.len()).filter(|c| used >> c & 1 == 0).map(|c| w[c].max(0.0) + best(weights, row + 1, used | 1 << c)).fold(skip, f64::max)
    }

    proptest! {
        #[test]
        fn no_other_assignment_is_worth_more(weights in prop::collection::vec(prop::collection::vec(0_u8..20, 4), 0..6)) {
            let weights: Vec<Vec<f64>> = weights.iter().map(|r| r.iter().map(|v| f64::from(*v) / 10.0 - 0.4).collect()).collect();
            let chosen = assign(&weights);
            let mut columns: Vec<usize> = chosen.iter().flatten().copied().collect();
            columns.sort_unstable();
            columns.dedup();
            prop_assert_eq!(columns.len(), chosen.iter().flatten().count());
            prop_assert!((worth(&weights, &chosen) - best(&weights, 0, 0)).abs() < 1e-9);
        }
    }
}
