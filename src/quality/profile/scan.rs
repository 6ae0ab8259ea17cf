//! One pass over a column: ranges of rows side by side, merged in the order of the rows, so that the number of threads changes nothing.

use super::pattern;
use super::proof::{self, KINDS, Proven};
use super::scheme;
use super::sketch::{Counter, Seen, fingerprint};
use super::value::{Fill, Style, Typed, fill, typed};
use crate::domain::codes::Reason;
use crate::domain::personal::{self, Held};
use crate::domain::{date, number};
use crate::model::TextColumn;
use crate::model::profile::ValueType;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::ops::Range;

/// Rows of a range; fixed, so that results do not depend on who takes which.
pub(super) const RANGE: usize = 100_000;
/// Ranges counted before they are merged; bounds the memory that partial results take.
const AT_ONCE: usize = 16;
/// Different values counted exactly.
const VALUES: usize = 1 << 20;
/// Different patterns and schemes counted exactly.
const PATTERNS: usize = 1 << 14;
/// Values looked at before the pass, evenly spread over the rows.
const SAMPLE: usize = 4_000;
/// Examples kept of whatever is wrong.
pub(super) const EXAMPLES: usize = 5;

/// What a sample says about a column before every value is looked at.
#[derive(Clone, Debug, Default)]
pub(super) struct Hints {
    pub style: Style,
    /// Positions in [`KINDS`].
    pub proofs: Vec<usize>,
    pub personal: Vec<Held>,
}

impl Hints {
    /// Looks at values spread evenly over the column.
    pub fn of(name: &str, column: &TextColumn) -> Self {
        let step = column.len().div_ceil(SAMPLE).max(1);
        let values: Vec<&str> = (0..column.len()).step_by(step).filter_map(|i| column.get(i)).filter(|v| fill(v) == Fill::Filled).collect();
        let style = Style { number: number::survey(values.iter().copied()).style(), date: date::survey(values.iter().copied()).order() };
        Self { style, proofs: proof::plausible(&values), personal: personal::held(name, &values) }
    }
}

/// What one kind of code says of the values.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    pub valid: u64,
    pub doubtful: u64,
    pub invalid: u64,
    pub other: u64,
    pub reasons: BTreeMap<Reason, u64>,
    /// Rows of the first wrong ones.
    pub wrong: Vec<u32>,
}

/// What one pass counts.
#[derive(Clone, Debug)]
pub(super) struct Scan {
    pub missing: u64,
    pub placeholders: Counter,
    pub values: Counter,
    pub types: BTreeMap<ValueType, u64>,
    /// Whole numbers that could be days written as eight digits.
    pub compact_days: u64,
    pub lengths: BTreeMap<u32, u64>,
    pub exact_patterns: Counter,
    pub rough_patterns: Counter,
    pub shapes: Counter,
    pub proofs: Vec<Tally>,
    pub personal: Vec<u64>,
}

impl Scan {
    fn new(hints: &Hints) -> Self {
        Self {
            missing: 0,
            placeholders: Counter::new(PATTERNS),
            values: Counter::new(VALUES),
            types: BTreeMap::new(),
            compact_days: 0,
            lengths: BTreeMap::new(),
            exact_patterns: Counter::new(PATTERNS),
            rough_patterns: Counter::new(PATTERNS),
            shapes: Counter::new(PATTERNS),
            proofs: vec![Tally::default(); hints.proofs.len()],
            personal: vec![0; hints.personal.len()],
        }
    }

    /// Looks at every value of a column.
    pub fn of(column: &TextColumn, hints: &Hints) -> Self {
        let ranges = ranges(column.len());
        let mut whole = Self::new(hints);
        for some in ranges.chunks(AT_ONCE) {
            let parts: Vec<Self> = some.par_iter().map(|r| Self::range(column, hints, r.clone())).collect();
            parts.into_iter().for_each(|part| whole.merge(part));
        }
        whole
    }

    /// Counts the values of a range, then looks at each different one once.
    fn range(column: &TextColumn, hints: &Hints, rows: Range<usize>) -> Self {
        let mut scan = Self::new(hints);
        for (row, value) in (rows.start..).zip(column.part(rows)) {
            match value {
                Some(text) => scan.values.add(fingerprint(text), 1, row as u32),
                None => scan.missing += 1,
            }
        }
        for seen in scan.values.in_order() {
            let text = column.text(seen.first as usize);
            match fill(text) {
                Fill::Filled => scan.look(text, seen, hints),
                Fill::Missing => {
                    scan.values.remove(fingerprint(text));
                    scan.missing += seen.count;
                }
                Fill::Placeholder => {
                    scan.values.remove(fingerprint(text));
                    scan.placeholders.add(fingerprint(text.trim()), seen.count, seen.first);
                }
            }
        }
        scan
    }

    fn look(&mut self, text: &str, seen: Seen, hints: &Hints) {
        let Seen { count, first } = seen;
        let Typed { kind, compact_day } = typed(text, hints.style);
        *self.types.entry(kind).or_default() += count;
        self.compact_days += if compact_day { count } else { 0 };
        *self.lengths.entry(text.chars().count() as u32).or_default() += count;
        let (exact, rough) = pattern::fingerprints(text);
        self.exact_patterns.add(exact, count, first);
        self.rough_patterns.add(rough, count, first);
        if matches!(kind, ValueType::Code | ValueType::Integer)
            && let Some(shape) = scheme::fingerprint(text)
        {
            self.shapes.add(shape, count, first);
        }
        for (tally, kind) in self.proofs.iter_mut().zip(&hints.proofs) {
            let Some(kind) = KINDS.get(*kind) else { continue };
            match proof::judge(kind, text) {
                Proven::Valid => tally.valid += count,
                Proven::Doubtful(_) => tally.doubtful += count,
                Proven::Other => tally.other += count,
                Proven::Invalid(reason) => {
                    tally.invalid += count;
                    *tally.reasons.entry(reason).or_default() += count;
                    if tally.wrong.len() < EXAMPLES {
                        tally.wrong.push(first);
                    }
                }
            }
        }
        for (n, held) in self.personal.iter_mut().zip(&hints.personal) {
            *n += if held.has(text) { count } else { 0 };
        }
    }

    fn merge(&mut self, other: Self) {
        self.missing += other.missing;
        self.placeholders.merge(other.placeholders);
        self.values.merge(other.values);
        add(&mut self.types, other.types);
        self.compact_days += other.compact_days;
        add(&mut self.lengths, other.lengths);
        self.exact_patterns.merge(other.exact_patterns);
        self.rough_patterns.merge(other.rough_patterns);
        self.shapes.merge(other.shapes);
        for (mine, theirs) in self.proofs.iter_mut().zip(other.proofs) {
            mine.valid += theirs.valid;
            mine.doubtful += theirs.doubtful;
            mine.invalid += theirs.invalid;
            mine.other += theirs.other;
            add(&mut mine.reasons, theirs.reasons);
            mine.wrong.extend(theirs.wrong);
            mine.wrong.truncate(EXAMPLES);
        }
        self.personal.iter_mut().zip(other.personal).for_each(|(mine, theirs)| *mine += theirs);
    }

    /// Counts values of a type.
    pub fn of_type(&self, kind: ValueType) -> u64 {
        self.types.get(&kind).copied().unwrap_or(0)
    }

    /// Counts values that say something.
    pub fn filled(&self) -> u64 {
        self.types.values().sum()
    }
}

fn add<K: Ord>(mine: &mut BTreeMap<K, u64>, theirs: BTreeMap<K, u64>) {
    for (key, n) in theirs {
        *mine.entry(key).or_default() += n;
    }
}

/// Cuts rows into ranges.
pub(super) fn ranges(rows: usize) -> Vec<Range<usize>> {
    (0..rows).step_by(RANGE).map(|from| from..(from + RANGE).min(rows)).collect()
}
