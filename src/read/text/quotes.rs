//! Lines whose quotes do not pair up: which reading breaks the fewest rules and gives the expected number of cells.

use super::dialect::Dialect;
use super::records::Span;

/// Readings that break more rules than this are not believed.
const TOO_BROKEN: f64 = 4.0;

/// Work per line is bounded: beyond it the line is left to the strict reading.
const MOST_WORK: u64 = 2_000_000;
/// Bytes that are looked at in the time in which one reading is weighed.
const BYTES: u64 = 4;

/// What is left of the work that lines of a text may take together, in cells weighed and bytes looked at.
#[derive(Debug)]
pub(super) struct Allowance(u64);

impl Allowance {
    /// Allows what the quotes of so much text take where its lines are of a length that people write, and more of short texts.
    pub(super) fn for_text(bytes: usize) -> Self {
        Self(50_000_000 + 200 * bytes as u64)
    }

    /// Allows so much.
    pub(super) fn of(work: u64) -> Self {
        Self(work)
    }

    /// Takes work off; says whether there was so much left.
    pub(super) fn take(&mut self, work: u64) -> bool {
        let left = self.0.checked_sub(work);
        self.0 = left.unwrap_or(self.0);
        left.is_some()
    }
}

/// Splits one line into cells with stray quotes as content, by dynamic programming over its delimiters.
///
/// With `expected` the reading must have that many cells; where that fails and `must` is set, any number is taken.
/// Gives `None` where no reading is good enough, or it would take more work than is allowed. Spans are relative to the line.
pub(super) fn split(line: &[u8], dialect: &Dialect, expected: Option<usize>, must: bool, allowance: &mut Allowance) -> Option<Vec<Span>> {
    let edges = Edges::of(line, dialect)?;
    let found = expected.and_then(|n| edges.best(Some(n), allowance)).filter(|(cost, _)| *cost <= TOO_BROKEN);
    let found = found.or_else(|| must.then(|| edges.best(None, allowance)).flatten());
    found.map(|(_, spans)| spans)
}

/// Gives the cheapest reading of a line as exactly `cells` cells, and what it costs.
pub(super) fn read(line: &[u8], dialect: &Dialect, cells: usize, allowance: &mut Allowance) -> Option<(f64, Vec<Span>)> {
    Edges::of(line, dialect)?.best(Some(cells), allowance)
}

/// Where cells of a line may begin and end.
struct Edges<'a> {
    line: &'a [u8],
    dialect: &'a Dialect,
    quote: u8,
    /// Begin of the i-th smallest cell.
    begins: Vec<usize>,
    /// Its end.
    ends: Vec<usize>,
    /// Its end without white space before it, back to the beginning of the line where there is nothing else.
    solid: Vec<usize>,
}

/// A cell that may begin at an edge: the edge after it, what it costs, and its content.
type Candidate = (usize, f64, Span);

impl<'a> Edges<'a> {
    fn of(line: &'a [u8], dialect: &'a Dialect) -> Option<Self> {
        let quote = dialect.quote?;
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
        let (mut solid, mut at, mut filled) = (Vec::with_capacity(ends.len()), 0, 0);
        for &end in &ends {
            let piece = line.get(at..end).unwrap_or(&[]);
            filled = piece.iter().rposition(|b| !b.is_ascii_whitespace()).map_or(filled, |i| at + i + 1);
            solid.push(filled);
            at = end;
        }
        Some(Self { line, dialect, quote, begins, ends, solid })
    }

    /// Says what weighing takes with so many cells to spare: each quoted cell is looked through once, and tried at each edge behind it.
    fn work(&self, spare: usize) -> u64 {
        let quoted = self.begins.iter().filter(|&&b| self.line.get(b) == Some(&self.quote)).count() as u64;
        let (edges, bytes) = (self.begins.len() as u64, self.line.len() as u64);
        (quoted + 1).saturating_mul(edges.saturating_mul(spare as u64 + 1).max(bytes / BYTES))
    }

    /// Gives the cheapest reading, with exactly `cells` cells where that is asked.
    fn best(&self, cells: Option<usize>, allowance: &mut Allowance) -> Option<(f64, Vec<Span>)> {
        let n = self.begins.len();
        let spare = cells.map_or(Some(0), |c| n.checked_sub(c))?;
        let work = self.work(spare);
        if work > MOST_WORK || !allowance.take(work) {
            return None;
        }
        // state[i][d]: cheapest reading of the first i smallest cells, d of them spared by joining (0 when the count is free).
        let spared = |i: usize, j: usize| if cells.is_some() { j - i - 1 } else { 0 };
        let mut state = vec![vec![(f64::INFINITY, 0usize); spare + 1]; n + 1];
        state.first_mut()?.first_mut()?.0 = 0.0;
        for i in 0..n {
            let here = state.get(i)?.clone();
            for (j, cost, _) in self.cells_from(i) {
                let slots = state.get_mut(j)?.iter_mut().skip(spared(i, j));
                for (slot, before) in slots.zip(&here) {
                    if before.0 + cost < slot.0 {
                        *slot = (before.0 + cost, i);
                    }
                }
            }
        }
        let total = state.get(n)?.get(spare)?.0;
        if !total.is_finite() {
            return None;
        }
        let (mut spans, mut at, mut d) = (Vec::new(), n, spare);
        while at > 0 {
            let from = state.get(at)?.get(d)?.1;
            let (_, _, span) = self.cells_from(from).into_iter().find(|c| c.0 == at)?;
            spans.push(span);
            d = d.checked_sub(spared(from, at))?;
            at = from;
        }
        spans.reverse();
        Some((total, spans))
    }

    /// Gives the cells that may begin at edge `i`, the smallest first.
    fn cells_from(&self, i: usize) -> Vec<Candidate> {
        let (Some(&begin), Some(&end)) = (self.begins.get(i), self.ends.get(i)) else { return Vec::new() };
        if self.line.get(begin) != Some(&self.quote) {
            return vec![self.plain(i, begin, end)];
        }
        let mut inside = Inside::of(self.line, begin, self.quote, self.dialect);
        let smallest = inside.up_to(self.solid.get(i).copied().unwrap_or(end)).map(|(cost, span)| (i + 1, cost, span));
        let mut cells = vec![smallest.unwrap_or_else(|| self.plain(i, begin, end))];
        for (j, &solid) in self.solid.iter().enumerate().skip(i + 1) {
            cells.extend(inside.up_to(solid).map(|(cost, span)| (j + 1, cost + 0.1, span)));
        }
        cells
    }

    /// Judges a cell that is not enclosed in quotes, whatever quotes it has.
    fn plain(&self, i: usize, begin: usize, end: usize) -> Candidate {
        let text = self.line.get(begin..end).unwrap_or(&[]);
        let cost = match (text.first() == Some(&self.quote), text.last() == Some(&self.quote)) {
            _ if !text.contains(&self.quote) => 0.0,
            (true, _) => 1.5,
            (false, true) => 1.2,
            (false, false) => 0.6,
        };
        (i + 1, cost, Span::new(begin, end.max(begin)))
    }
}

/// Goes once through what stands behind an opening quote, and judges the cells that end further and further on.
struct Inside<'a> {
    line: &'a [u8],
    dialect: &'a Dialect,
    quote: u8,
    begin: usize,
    /// Where it is, from the byte behind the opening quote, and what was found before.
    at: usize,
    cost: f64,
    escaped: bool,
}

impl<'a> Inside<'a> {
    fn of(line: &'a [u8], begin: usize, quote: u8, dialect: &'a Dialect) -> Self {
        Self { line, dialect, quote, begin, at: begin + 1, cost: 0.0, escaped: false }
    }

    /// Judges the cell up to `end`, which no later call precedes, as one that the quote encloses: what its inner quotes cost, and its content.
    fn up_to(&mut self, end: usize) -> Option<(f64, Span)> {
        let close = end.checked_sub(1).filter(|&c| c > self.begin && self.line.get(c) == Some(&self.quote))?;
        while self.at < close && (self.at + 1 < close || self.width() == 1) {
            match self.width() {
                1 => self.cost += self.stray(self.at),
                _ => self.escaped = true,
            }
            self.at += self.width();
        }
        // What escapes the closing quote: an escape may not reach out of the cell, and of two quotes the first is a stray one.
        let mut cost = self.cost;
        if self.at < close {
            if self.line.get(self.at) != Some(&self.quote) {
                return None;
            }
            cost += self.stray(self.at);
        } else if self.at > close {
            return None;
        }
        let span = Span::new(self.begin + 1, close).literal();
        Some((cost, if self.escaped { span.escaped() } else { span }))
    }

    /// Counts the bytes of the character or escape at hand.
    fn width(&self) -> usize {
        let here = self.line.get(self.at);
        let escapes = here.is_some_and(|&b| b != self.quote && self.dialect.escape == Some(b));
        let doubled = here == Some(&self.quote) && self.line.get(self.at + 1) == Some(&self.quote);
        if escapes || doubled { 2 } else { 1 }
    }

    /// Says what the byte at a place costs, which is nothing unless it is a quote.
    fn stray(&self, at: usize) -> f64 {
        if self.line.get(at) != Some(&self.quote) {
            return 0.0;
        }
        let before = self.line.get(self.begin + 1..at).unwrap_or(&[]);
        let beside = self.dialect.delimits(self.line, at + 1) || self.dialect.delimiter_ends_at(before, before.len());
        if beside { 3.0 } else { 1.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn dialect(delimiter: &str, escape: Option<u8>) -> Dialect {
        Dialect { delimiter: delimiter.into(), escape, ..Dialect::default() }
    }

    /// Judges a cell as a whole: slow, and without anything to remember from the cells before.
    fn enclosed(begin: usize, end: usize, line: &[u8], quote: u8, dialect: &Dialect) -> Option<(f64, Span)> {
        let trimmed = line.get(begin..end)?.trim_ascii_end();
        let inner = trimmed.strip_prefix(&[quote])?.strip_suffix(&[quote])?;
        let (mut cost, mut escaped, mut i) = (0.0, false, 0);
        while let Some(&b) = inner.get(i) {
            let escapes = dialect.escape.is_some_and(|e| e == b && e != quote);
            if escapes || (b == quote && inner.get(i + 1) == Some(&quote)) {
                escaped = true;
                i += 2;
                continue;
            }
            if b == quote {
                let beside = dialect.delimits(inner, i + 1) || dialect.delimiter_ends_at(inner, i);
                cost += if beside { 3.0 } else { 1.0 };
            }
            i += 1;
        }
        let span = Span::new(begin + 1, begin + trimmed.len() - 1).literal();
        (i <= inner.len()).then_some((cost, if escaped { span.escaped() } else { span }))
    }

    proptest! {
        #[test]
        fn cells_are_judged_on_the_way_as_they_are_as_a_whole(
            line in "[\"\"\",;\\\\a \t]{0,24}",
            delimiter in prop_oneof![Just(","), Just(";"), Just(" "), Just("\t"), Just(",;")],
            escaping: bool,
        ) {
            let (line, dialect) = (line.as_bytes(), dialect(delimiter, escaping.then_some(b'\\')));
            let edges = Edges::of(line, &dialect).unwrap();
            for (i, &begin) in edges.begins.iter().enumerate() {
                let behind = (i..edges.ends.len()).filter_map(|j| {
                    let (cost, span) = enclosed(begin, edges.ends[j], line, b'"', &dialect)?;
                    Some((j + 1, if j > i { cost + 0.1 } else { cost }, span))
                });
                let mut expected: Vec<Candidate> = behind.collect();
                if expected.first().is_none_or(|c| c.0 != i + 1) {
                    expected.insert(0, edges.plain(i, begin, edges.ends[i]));
                }
                prop_assert_eq!(edges.cells_from(i), expected);
            }
        }
    }

    #[test]
    fn a_line_is_split_by_the_quotes_that_pair_up() {
        let split = |line: &str, cells: usize| {
            let spans = split(line.as_bytes(), &dialect(",", None), Some(cells), false, &mut Allowance::of(10_000))?;
            Some(spans.into_iter().map(|s| s.resolve(line, &dialect(",", None))).collect::<Vec<_>>())
        };
        assert_eq!(split(r#""10" pipe","a, b",c"#, 3).unwrap(), [r#"10" pipe"#, "a, b", "c"]);
        assert_eq!(split(r#"1,"8 inch,2.5"#, 3).unwrap(), ["1", "\"8 inch", "2.5"]);
        assert_eq!(split("a,b", 3), None);
    }

    #[test]
    fn a_line_whose_readings_are_more_than_is_allowed_is_left_alone() {
        // Every cell opens a quote, and none closes: each may reach to the end.
        let line = "\"abcdefg,".repeat(4_000);
        let mut allowance = Allowance::for_text(line.len());
        assert_eq!(split(line.as_bytes(), &dialect(",", None), Some(4_000), true, &mut allowance), None);
        let few = "\"a,".repeat(2);
        let cost = Edges::of(few.as_bytes(), &dialect(",", None)).unwrap().work(0);
        let mut allowance = Allowance::of(cost * 2 - 1);
        let mut found = || split(few.as_bytes(), &dialect(",", None), Some(3), false, &mut allowance).is_some();
        assert_eq!((found(), found()), (true, false));
    }
}
