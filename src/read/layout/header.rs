//! Which row names the columns: the one that differs in kind from the rows below it and fills the columns that they fill.

use super::kind::{Kind, kind_of};
use super::lexicon::{labelled_value, names_a_column};
use super::{Grid, blank_text, filled};
use std::collections::BTreeSet;

/// Where the header stands among the rows looked at.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct HeaderFound {
    /// Rows above it.
    pub(crate) preamble: usize,
    /// Rows of the header; 0: there is none.
    pub(crate) rows: usize,
    /// How much the header differs from the rows below, from -1 to 1.
    pub(crate) contrast: f64,
    /// Share of its cells that are usual names of columns.
    pub(crate) words: f64,
    /// Why.
    pub(crate) why: String,
}

/// Rows that are looked at, and rows above a header at most.
const WINDOW: usize = 160;
const DEEPEST: usize = 80;
/// Rows of data that are compared with a header.
const BODY: usize = 40;

/// Finds the header among `rows` (numbers of non-blank rows in order).
pub(crate) fn find(grid: &dyn Grid, rows: &[usize]) -> HeaderFound {
    let window = rows.get(..WINDOW).unwrap_or(rows);
    let fills: Vec<usize> = window.iter().map(|&r| filled(grid, r)).collect();
    let usual = usual_fill(&fills);
    let full = |f: usize| f * 2 >= usual && (f >= 2 || usual < 2);
    let Some(first) = fills.iter().position(|&f| full(f)) else {
        return HeaderFound { preamble: 0, rows: 0, contrast: 0.0, words: 0.0, why: "no row is filled".into() };
    };
    let mut best: Option<Candidate> = None;
    for h in (first..window.len().min(DEEPEST)).filter(|&h| fills.get(h).is_some_and(|&f| full(f))).take(6) {
        if h > first && continues(grid, window, h) {
            continue;
        }
        let candidate = Candidate::judge(grid, window, h, first);
        if best.as_ref().is_none_or(|b| candidate.score > b.score + 1e-9) {
            best = Some(candidate);
        }
    }
    let none = |why: &str| HeaderFound { preamble: first, rows: 0, contrast: -1.0, words: 0.0, why: why.into() };
    let Some(best) = best else { return none("no row is filled") };
    if best.looks_like_data() {
        return none("the first full row is of the same kinds as the rows below it");
    }
    // Rows of data above a header would be lost as titles: without a usual header word, as many full rows above as below are data.
    let above = fills.iter().take(best.at).skip(first).filter(|&&f| full(f)).count();
    if best.words == 0.0 && above > 0 && window.len() - best.at - 1 <= above {
        return none("the rows above the only candidate are as full, and it names no column");
    }
    let (from, to) = extent(grid, window, &best, first);
    HeaderFound { preamble: from, rows: to - from, contrast: best.contrast, words: best.words, why: best.why() }
}

/// Says whether the row at `h` of the window is more of the same as the row above it: values of the same kinds in the same columns.
fn continues(grid: &dyn Grid, window: &[usize], h: usize) -> bool {
    let (Some(&above), Some(&row)) = (window.get(h - 1), window.get(h)) else { return false };
    let (mut typed, mut same) = (0usize, 0usize);
    for c in 0..grid.width(row) {
        let kind = kind_of(&grid.cell(row, c));
        if kind.numeric() || kind.temporal() || kind == Kind::Link {
            typed += 1;
            let up = kind_of(&grid.cell(above, c));
            same += usize::from(up == kind || up.numeric() && kind.numeric() || up.temporal() && kind.temporal());
        }
    }
    typed > 0 && same * 2 > typed
}

/// The number of cells that a row of data fills: the median of the fuller half.
fn usual_fill(fills: &[usize]) -> usize {
    let mut sorted = fills.to_vec();
    sorted.sort_unstable();
    sorted.get(sorted.len() * 2 / 3).copied().unwrap_or(0)
}

/// A row that may be the header, compared with the rows below it.
struct Candidate {
    at: usize,
    score: f64,
    contrast: f64,
    fill: f64,
    words: f64,
    typed_columns: usize,
    repeats: usize,
    cells: usize,
}

impl Candidate {
    fn judge(grid: &dyn Grid, window: &[usize], h: usize, first: usize) -> Self {
        let row = window.get(h).copied().unwrap_or(0);
        let body: Vec<usize> = window.iter().skip(h + 1).take(BODY).copied().collect();
        let width = body.iter().map(|&r| grid.width(r)).chain([grid.width(row)]).max().unwrap_or(0);
        let (mut sum, mut used, mut cells, mut hits, mut typed_columns, mut repeats) = (0.0, 0usize, 0usize, 0usize, 0usize, 0usize);
        let mut names = BTreeSet::new();
        for c in 0..width {
            let column = ColumnKinds::of(grid, &body, c);
            let cell = grid.cell(row, c);
            if column.filled == 0 && blank_text(&cell) {
                continue;
            }
            used += 1;
            if blank_text(&cell) {
                continue;
            }
            cells += 1;
            names.insert(cell.trim().to_owned());
            hits += usize::from(names_a_column(&cell));
            typed_columns += usize::from(column.typed());
            let repeated = column.values.contains(cell.trim());
            repeats += usize::from(repeated);
            sum += column.contrast(&cell) - if repeated { 0.6 } else { 0.0 };
        }
        let used = used.max(1) as f64;
        let (contrast, fill) = (sum / used, cells as f64 / used);
        let words = hits as f64 / cells.max(1) as f64;
        let distinct = names.len() as f64 / cells.max(1) as f64;
        let alone = if body.is_empty() { 0.2 } else { 0.0 };
        let score = 1.5 * contrast + fill + 0.8 * words + 0.4 * distinct - 0.05 * (h - first) as f64 - alone;
        Self { at: h, score, contrast, fill, words, typed_columns, repeats, cells }
    }

    fn looks_like_data(&self) -> bool {
        self.contrast < 0.0 && self.words < 0.5
            || self.typed_columns > 0 && self.contrast < 0.08 && self.words < 0.2
            || self.repeats * 2 > self.cells && self.words < 0.5
    }

    fn why(&self) -> String {
        format!(
            "names {:.0} % of the columns, contrast with the values below {:.2}, {:.0} % usual header words",
            self.fill * 100.0,
            self.contrast,
            self.words * 100.0
        )
    }
}

/// The kinds of the values of one column.
struct ColumnKinds {
    counts: [usize; Kind::COUNT],
    filled: usize,
    values: BTreeSet<String>,
}

impl ColumnKinds {
    fn of(grid: &dyn Grid, body: &[usize], column: usize) -> Self {
        let mut kinds = Self { counts: [0; Kind::COUNT], filled: 0, values: BTreeSet::new() };
        for &r in body {
            let cell = grid.cell(r, column);
            let kind = kind_of(&cell);
            if kind != Kind::Empty {
                kinds.filled += 1;
                kinds.values.insert(cell.trim().to_owned());
            }
            if let Some(n) = kinds.counts.get_mut(kind as usize) {
                *n += 1;
            }
        }
        kinds
    }

    fn count(&self, kind: Kind) -> usize {
        self.counts.get(kind as usize).copied().unwrap_or(0)
    }

    /// Gives the family of kinds that most values have.
    fn family(&self) -> Option<Kind> {
        let numeric = self.count(Kind::Integer) + self.count(Kind::Decimal);
        let temporal = self.count(Kind::Date) + self.count(Kind::Time) + self.count(Kind::DateTime);
        let families =
            [(numeric, Kind::Integer), (temporal, Kind::Date), (self.count(Kind::Code), Kind::Code), (self.count(Kind::Link), Kind::Link)];
        families.into_iter().find(|(n, _)| *n > 0 && *n * 10 >= self.filled * 6).map(|f| f.1)
    }

    fn typed(&self) -> bool {
        self.family().is_some()
    }

    /// Says how much a cell differs from the values: 1 a name above values of another kind, -1 a value like them.
    fn contrast(&self, cell: &str) -> f64 {
        let kind = kind_of(cell);
        let short = cell.chars().count() <= 60;
        let Some(family) = self.family() else {
            return match kind {
                Kind::Label => 0.15,
                Kind::Text if short => 0.05,
                Kind::Text => -0.2,
                // Field names of databases end in digits: `NAME1`.
                Kind::Code if short => -0.05,
                _ if self.filled == 0 => 0.0,
                _ => -0.3,
            };
        };
        let same = match family {
            Kind::Integer => kind.numeric(),
            Kind::Date => kind.temporal(),
            Kind::Code => kind == Kind::Code && self.values.iter().any(|v| shape(v) == shape(cell)),
            other => kind == other,
        };
        match kind {
            _ if same => -1.0,
            Kind::Label => 1.0,
            Kind::Text if short => 0.8,
            Kind::Text => 0.2,
            Kind::Code => 0.4,
            _ => -0.2,
        }
    }
}

/// Gives the form of a text: letters and digits each as one sign.
fn shape(text: &str) -> String {
    let form = |c: char| match c {
        '0'..='9' => '9',
        c if c.is_alphabetic() => 'a',
        c => c,
    };
    text.trim().chars().map(form).collect()
}

/// Widens a header over neighbouring rows that complete it; gives its first row and the row after its last.
fn extent(grid: &dyn Grid, window: &[usize], best: &Candidate, first: usize) -> (usize, usize) {
    let (mut from, mut to) = (best.at, best.at + 1);
    while from > first.saturating_sub(2) && from > 0 && to - from < 3 {
        let (Some(&upper), Some(&lower)) = (window.get(from - 1), window.get(from)) else { break };
        if upper + 1 != lower || !completes(grid, upper, lower) {
            break;
        }
        from -= 1;
    }
    while to - from < 3 {
        let (Some(&upper), Some(&lower)) = (window.get(to - 1), window.get(to)) else { break };
        if upper + 1 != lower || to + 1 >= window.len() || !(completes(grid, upper, lower) && names_only(grid, window, to)) {
            break;
        }
        to += 1;
    }
    (from, to)
}

/// Says whether two adjacent rows name columns together: each fills columns that the other leaves blank, with names only.
fn completes(grid: &dyn Grid, upper: usize, lower: usize) -> bool {
    let width = grid.width(upper).max(grid.width(lower));
    let (mut above_only, mut below_only, mut up) = (0, 0, 0);
    for c in 0..width {
        let (a, b) = (grid.cell(upper, c), grid.cell(lower, c));
        let (a_blank, b_blank) = (blank_text(&a), blank_text(&b));
        up += usize::from(!a_blank);
        above_only += usize::from(!a_blank && b_blank);
        below_only += usize::from(a_blank && !b_blank);
        for cell in [&a, &b] {
            if !blank_text(cell)
                && (labelled_value(cell) || !matches!(kind_of(cell), Kind::Label | Kind::Text | Kind::Code) || cell.chars().count() > 60)
            {
                return false;
            }
        }
    }
    up >= 2 && below_only >= 1 && (above_only >= 1 || below_only >= 2)
}

/// Says whether the row at `at` of the window differs in kind from what stands below it.
fn names_only(grid: &dyn Grid, window: &[usize], at: usize) -> bool {
    let candidate = Candidate::judge(grid, window, at, at);
    candidate.typed_columns > 0 && candidate.contrast > 0.25 || candidate.words >= 0.5 && candidate.contrast > 0.05
}
