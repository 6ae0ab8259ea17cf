//! What the cells of each column of a table usually look like, learned from its regular records.

use super::records::Records;
use crate::read::layout::kind::{Kind, kind_of};
use foldhash::fast::FixedState;
use std::collections::HashMap;

/// Regular records that a model is learned from.
const SAMPLE: usize = 2_000;
/// Fewer records than this say too little.
const FEWEST: usize = 4;

/// How often something was there; never gone through, so that its order does not matter.
type Counts = HashMap<String, usize, FixedState>;

/// How likely a text is in each column.
#[derive(Debug)]
pub(super) struct Model {
    columns: Vec<Column>,
    pub(super) records: usize,
}

#[derive(Debug, Default)]
struct Column {
    all: usize,
    blank: usize,
    kinds: [usize; Kind::COUNT],
    /// Forms with runs of letters and digits shortened (`A-9`), and with their lengths (`AA-9999`).
    loose: Counts,
    exact: Counts,
    lengths: [usize; 16],
    /// Classes of the first and the last character.
    firsts: [usize; 5],
    lasts: [usize; 5],
    values: Counts,
}

/// What of a text counts in whatever column it stands.
#[derive(Debug)]
pub(super) struct Look<'t> {
    text: &'t str,
    kind: Kind,
    loose: String,
    exact: String,
    length: usize,
    first: usize,
    last: usize,
}

impl<'t> Look<'t> {
    pub(super) fn at(text: &'t str) -> Self {
        let text = text.trim();
        Self {
            text,
            kind: kind_of(text),
            loose: form(text, true),
            exact: form(text, false),
            length: length_class(text),
            first: class(text.chars().next()),
            last: class(text.chars().next_back()),
        }
    }
}

impl Model {
    /// Learns from the records in `rows` that have `width` cells; `None` where there are too few.
    pub(super) fn learn(records: &Records, rows: std::ops::Range<usize>, width: usize, skip: impl Fn(usize) -> bool) -> Option<Self> {
        let mut model = Self { columns: (0..width).map(|_| Column::default()).collect(), records: 0 };
        for row in records.walk(rows.start, rows.end).filter(|r| r.spans().len() == width && !r.mended() && !skip(r.row())).take(SAMPLE) {
            model.records += 1;
            for (column, &span) in model.columns.iter_mut().zip(row.spans()) {
                column.learn(&row.content(span));
            }
        }
        (model.records >= FEWEST).then_some(model)
    }

    pub(super) fn width(&self) -> usize {
        self.columns.len()
    }

    /// Gives the log-likelihood of a text in a column; 0 would be certain.
    pub(super) fn fit(&self, column: usize, text: &str) -> f64 {
        self.fit_look(column, &Look::at(text))
    }

    /// Gives the same of a text that was looked at before.
    pub(super) fn fit_look(&self, column: usize, look: &Look<'_>) -> f64 {
        self.columns.get(column).map_or(-20.0, |c| c.fit(look))
    }

    /// Says whether a text contradicts a column: of a form that the column, which has few forms, never has.
    pub(super) fn contradicts(&self, column: usize, text: &str) -> bool {
        self.columns.get(column).is_some_and(|c| c.contradicts(text))
    }

    /// Says whether a column tells its values by their form.
    pub(super) fn telling(&self, column: usize) -> bool {
        self.columns.get(column).is_some_and(Column::telling)
    }
}

impl Column {
    fn learn(&mut self, text: &str) {
        self.all += 1;
        let t = text.trim();
        if t.is_empty() {
            self.blank += 1;
            return;
        }
        if let Some(n) = self.kinds.get_mut(kind_of(t) as usize) {
            *n += 1;
        }
        if let Some(n) = self.lengths.get_mut(length_class(t)) {
            *n += 1;
        }
        for (counts, edge) in [(&mut self.firsts, class(t.chars().next())), (&mut self.lasts, class(t.chars().next_back()))] {
            if let Some(n) = counts.get_mut(edge) {
                *n += 1;
            }
        }
        *self.loose.entry(form(t, true)).or_default() += 1;
        *self.exact.entry(form(t, false)).or_default() += 1;
        if self.values.len() < 500 {
            *self.values.entry(t.to_owned()).or_default() += 1;
        }
    }

    fn filled(&self) -> usize {
        self.all - self.blank
    }

    fn fit(&self, look: &Look<'_>) -> f64 {
        let all = self.all as f64 + 1.0;
        if look.text.is_empty() {
            return ((self.blank as f64 + 0.05) / all).ln();
        }
        let filled = self.filled() as f64;
        let share = |n: usize| (n as f64 + 0.02) / (filled + 1.0);
        let kind = share(self.kinds.get(look.kind as usize).copied().unwrap_or(0));
        // A number among numbers is never of a strange form.
        let (least, seldom) = if self.alike(look.kind) { (0.2, 0.1) } else { (0.0, 0.0) };
        let loose = share(self.loose.get(&look.loose).copied().unwrap_or(0)).max(least);
        let exact = share(self.exact.get(&look.exact).copied().unwrap_or(0)).max(seldom);
        let edges =
            share(self.firsts.get(look.first).copied().unwrap_or(0)).ln() + share(self.lasts.get(look.last).copied().unwrap_or(0)).ln();
        let near = [look.length.checked_sub(1), Some(look.length + 1)];
        let near = near.into_iter().flatten().filter_map(|c| self.lengths.get(c)).sum::<usize>();
        let length = share(self.lengths.get(look.length).copied().unwrap_or(0)) + 0.3 * share(near);
        let seen = if self.values.get(look.text).is_some_and(|&n| n > 0) { 1.0 } else { 0.0 };
        // Where every value has a form of its own the form says nothing about a new value.
        let forms = 1.0 - (self.loose.len() as f64 / (filled + 1.0)).min(1.0);
        let exacts = 1.0 - (self.exact.len() as f64 / (filled + 1.0)).min(1.0);
        ((filled + 0.05) / all).ln() + kind.ln() + forms * loose.ln() + exacts * exact.ln() + 0.5 * length.ln() + 0.5 * edges + seen
    }

    fn telling(&self) -> bool {
        self.filled() >= 3 && self.loose.len() <= 2 + self.filled() / 12
    }

    fn contradicts(&self, text: &str) -> bool {
        let t = text.trim();
        if t.is_empty() {
            return self.blank == 0 && self.all >= 8;
        }
        if self.filled() == 0 {
            return self.all >= 8;
        }
        if self.telling() {
            return !self.loose.contains_key(&form(t, true)) && !self.alike(kind_of(t));
        }
        self.kinds.get(kind_of(t) as usize).is_none_or(|&n| n == 0) && self.filled() >= 8
    }

    /// Numbers are alike whatever their signs and separators.
    fn alike(&self, kind: Kind) -> bool {
        let count = |k: Kind| self.kinds.get(k as usize).copied().unwrap_or(0);
        kind.numeric() && (count(Kind::Integer) + count(Kind::Decimal)) * 10 >= self.filled() * 9
    }
}

/// Gives the class of a character: digit, capital, letter, white space, or anything else.
pub(super) fn class(c: Option<char>) -> usize {
    match c {
        Some('0'..='9') => 0,
        Some(c) if c.is_uppercase() => 1,
        Some(c) if c.is_alphabetic() => 2,
        Some(c) if c.is_whitespace() => 3,
        _ => 4,
    }
}

fn length_class(text: &str) -> usize {
    let n = text.chars().count();
    // Twice the logarithm: 1, 2, 3-4, 5-6, 7-8, 9-11 ...
    ((n as f64).log2() * 2.0).round().clamp(0.0, 15.0) as usize
}

/// Gives the form of a text: `9` for digits, `A` and `a` for letters, `中` for others; with `loose`, runs count once.
fn form(text: &str, loose: bool) -> String {
    let mut out = String::new();
    let mut last = '\0';
    for c in text.chars().take(120) {
        let class = match c {
            '0'..='9' => '9',
            'A'..='Z' => 'A',
            'a'..='z' => 'a',
            c if c.is_alphabetic() => '中',
            c => c,
        };
        if !(loose && class == last && class.is_alphanumeric()) {
            out.push(class);
        }
        last = class;
    }
    out
}
