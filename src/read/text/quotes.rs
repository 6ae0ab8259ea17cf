//! Lines whose quotes do not pair up: which reading breaks the fewest rules and gives the expected number of cells.

use super::dialect::Dialect;
use super::records::Span;

/// Readings that break more rules than this are not believed.
const TOO_BROKEN: f64 = 4.0;

/// Work per line is bounded: beyond it the line is left to the strict reading.
const MOST_WORK: usize = 2_000_000;

/// Splits one line into cells with stray quotes as content, by dynamic programming over its delimiters.
///
/// With `expected` the reading must have that many cells; where that fails and `must` is set, any number is taken.
/// Gives `None` where no reading is good enough. Spans are relative to the line.
pub(super) fn split(line: &[u8], dialect: &Dialect, expected: Option<usize>, must: bool) -> Option<Vec<Span>> {
    let quote = dialect.quote?;
    let edges = Edges::of(line, dialect);
    let found = expected.and_then(|n| edges.best(line, quote, dialect, Some(n))).filter(|(cost, _)| *cost <= TOO_BROKEN);
    let found = found.or_else(|| must.then(|| edges.best(line, quote, dialect, None)).flatten());
    found.map(|(_, spans)| spans)
}

/// Gives the cheapest reading of a line as exactly `cells` cells, and what it costs.
pub(super) fn read(line: &[u8], dialect: &Dialect, cells: usize) -> Option<(f64, Vec<Span>)> {
    Edges::of(line, dialect).best(line, dialect.quote?, dialect, Some(cells))
}

/// Where cells may begin and end.
struct Edges {
    /// Begin of the i-th smallest cell.
    begins: Vec<usize>,
    /// Its end.
    ends: Vec<usize>,
}

impl Edges {
    fn of(line: &[u8], dialect: &Dialect) -> Self {
        let width = dialect.delimiter.len().max(1);
        let (mut begins, mut ends) = (vec![0], Vec::new());
        let mut i = 0;
        while i < line.len() {
            if dialect.delimits(line, i) {
                ends.push(i);
                i += width;
                begins.push(i);
            } else {
                i += 1;
            }
        }
        ends.push(line.len());
        if dialect.skip_space {
            for b in begins.iter_mut().skip(1) {
                if line.get(*b) == Some(&b' ') {
                    *b += 1;
                }
            }
        }
        Self { begins, ends }
    }

    /// Gives the cheapest reading, with exactly `cells` cells where that is asked.
    fn best(&self, line: &[u8], quote: u8, dialect: &Dialect, cells: Option<usize>) -> Option<(f64, Vec<Span>)> {
        let n = self.begins.len();
        let layers = cells.unwrap_or(1);
        let quoted = self.begins.iter().filter(|&&b| line.get(b) == Some(&quote)).count();
        if layers > n || (quoted + 1).saturating_mul(n).saturating_mul(layers) > MOST_WORK {
            return None;
        }
        // state[k][i]: cheapest reading of the first i smallest cells as k cells (k = 0 or 1 when the count is free).
        let layer_of = |k: usize| if cells.is_some() { k } else { 0 };
        let mut state = vec![vec![(f64::INFINITY, 0usize); n + 1]; layers + 1];
        if let Some(s) = state.first_mut().and_then(|l| l.first_mut()) {
            s.0 = 0.0;
        }
        for i in 0..n {
            for (j, cost, _) in self.cells_from(i, line, quote, dialect) {
                for k in 0..layers {
                    let before = state.get(layer_of(k)).and_then(|l| l.get(i)).map_or(f64::INFINITY, |s| s.0);
                    let to = layer_of(k + 1);
                    if let Some(slot) = state.get_mut(to).and_then(|l| l.get_mut(j))
                        && before + cost < slot.0
                    {
                        *slot = (before + cost, i);
                    }
                }
            }
        }
        let last = layer_of(layers);
        let total = state.get(last)?.get(n)?.0;
        if !total.is_finite() {
            return None;
        }
        let (mut spans, mut at, mut k) = (Vec::new(), n, last);
        while at > 0 {
            let from = state.get(k)?.get(at)?.1;
            let (_, _, span) = self.cells_from(from, line, quote, dialect).into_iter().find(|c| c.0 == at)?;
            spans.push(span);
            at = from;
            k = if cells.is_some() { k.checked_sub(1)? } else { 0 };
        }
        spans.reverse();
        Some((total, spans))
    }

    /// Gives the cells that may begin at edge `i`: the edge after them, what they cost, and their content.
    fn cells_from(&self, i: usize, line: &[u8], quote: u8, dialect: &Dialect) -> Vec<(usize, f64, Span)> {
        let mut cells = Vec::new();
        let (Some(&begin), Some(&end)) = (self.begins.get(i), self.ends.get(i)) else { return cells };
        cells.push(alone(i + 1, begin, end, line, quote, dialect));
        if line.get(begin) == Some(&quote) {
            for j in i + 1..self.begins.len() {
                let Some(&end) = self.ends.get(j) else { break };
                if let Some((cost, span)) = enclosed(begin, end, line, quote, dialect) {
                    cells.push((j + 1, cost + 0.1, span));
                }
            }
        }
        cells
    }
}

/// Judges a cell without delimiters inside.
fn alone(next: usize, begin: usize, end: usize, line: &[u8], quote: u8, dialect: &Dialect) -> (usize, f64, Span) {
    let text = line.get(begin..end).unwrap_or(&[]);
    let plain = Span::new(begin, end.max(begin));
    if !text.contains(&quote) {
        return (next, 0.0, plain);
    }
    if let Some((cost, span)) = enclosed(begin, end, line, quote, dialect) {
        return (next, cost, span);
    }
    let cost = match (text.first() == Some(&quote), text.last() == Some(&quote)) {
        (true, _) => 1.5,
        (false, true) => 1.2,
        (false, false) => 0.6,
    };
    (next, cost, plain)
}

/// Judges a cell that begins and ends with the quote: content, and what its inner quotes cost.
fn enclosed(begin: usize, end: usize, line: &[u8], quote: u8, dialect: &Dialect) -> Option<(f64, Span)> {
    let text = line.get(begin..end)?;
    let trimmed = text.trim_ascii_end();
    if trimmed.len() < 2 || trimmed.first() != Some(&quote) || trimmed.last() != Some(&quote) {
        return None;
    }
    let inner = trimmed.get(1..trimmed.len() - 1)?;
    let (mut cost, mut escaped, mut i) = (0.0, false, 0);
    while let Some(&b) = inner.get(i) {
        let escapes = dialect.escape.is_some_and(|e| e == b && e != quote);
        if escapes || (b == quote && inner.get(i + 1) == Some(&quote)) {
            escaped = true;
            i += 2;
        } else {
            if b == quote {
                let beside = dialect.delimits(inner, i + 1) || dialect.delimiter_ends_at(inner, i);
                cost += if beside { 3.0 } else { 1.0 };
            }
            i += 1;
        }
    }
    // An escape may not reach out of the cell.
    if i > inner.len() {
        return None;
    }
    let span = Span::new(begin + 1, begin + trimmed.len() - 1).literal();
    Some((cost, if escaped { span.escaped() } else { span }))
}
