//! The profile of one column, made of what one pass counted.

use super::scan::{EXAMPLES, Hints, Scan};
use super::sketch::Counter;
use super::value::Style;
use super::{FEWEST_ROWS, LONGEST, NoteView, keys, pattern, proof, range, scheme};
use crate::model::TextColumn;
use crate::model::profile::{
    Cell, ColumnProfile, Counted, Damage, KeyKind, LengthBin, Lengths, PatternCount, Personal, PersonalKind, Proof, TypeCount, Value,
    ValueType,
};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Most frequent values and patterns listed.
const TOP: usize = 10;
const PATTERNS: usize = 8;
/// Longer values are no keys.
const LONGEST_KEY: u32 = 60;
/// Bins of lengths.
const BINS: u32 = 12;

/// What a column is seen with.
pub(super) struct ColumnView<'a> {
    pub name: &'a str,
    pub position: usize,
    pub values: &'a TextColumn,
    pub lines: &'a [u32],
    pub notes: &'a [NoteView<'a>],
    pub as_of: Date,
}

impl ColumnView<'_> {
    /// Profiles the column.
    pub fn profile(&self) -> ColumnProfile {
        let hints = Hints::of(self.name, self.values);
        let scan = Scan::of(self.values, &hints);
        let mut p = self.counts(&scan);
        p.proofs = self.proofs(&scan, &hints);
        p.personal = self.personal(&scan, &hints);
        p.dates = self.dates(&mut p, &scan, hints.style);
        self.keys(&mut p, &scan);
        self.schemes(&mut p, &scan);
        self.numbers(&mut p, &scan, hints.style);
        p.off_type = off_type(&p);
        p.damage = self.damage();
        p
    }

    fn counts(&self, scan: &Scan) -> ColumnProfile {
        let filled = scan.filled();
        let distinct = scan.values.distinct().min(filled);
        let top = self.values_of(&scan.values, TOP);
        let (patterns, other_patterns) = self.patterns(scan, filled);
        let types = types(scan);
        ColumnProfile {
            name: self.name.to_owned(),
            position: self.position as u64 + 1,
            rows: self.values.len() as u64,
            filled,
            missing: scan.missing,
            placeholders: self.values.len() as u64 - filled - scan.missing,
            placeholder_words: self.values_of(&scan.placeholders, EXAMPLES),
            distinct,
            distinct_is_estimate: !scan.values.is_exact(),
            unique_ratio: if filled == 0 { 0.0 } else { (distinct as f64 / filled as f64 * 1e4).floor() / 1e4 },
            kind: types.first().map(|t| t.kind),
            types,
            lengths: lengths(&scan.lengths),
            patterns,
            other_patterns,
            near_constant: filled >= 10 && top.first().is_some_and(|t| t.count * 100 >= filled * 99),
            top_error: scan.values.error(),
            top,
            ..ColumnProfile::default()
        }
    }

    fn text(&self, row: u32) -> String {
        self.values.text(row as usize).chars().take(LONGEST).collect()
    }

    fn values_of(&self, counter: &Counter, most: usize) -> Vec<Value> {
        counter.ranked().into_iter().take(most).map(|s| Value { value: self.text(s.first), count: s.count }).collect()
    }

    /// Gives exact patterns where a few of them say nearly all, rough ones otherwise.
    fn patterns(&self, scan: &Scan, filled: u64) -> (Vec<PatternCount>, u64) {
        let first = |counter: &Counter| counter.ranked().into_iter().take(PATTERNS).collect::<Vec<_>>();
        let (exact, rough) = (first(&scan.exact_patterns), first(&scan.rough_patterns));
        let said: u64 = exact.iter().map(|s| s.count).sum();
        let (seen, write): (_, fn(&str) -> String) = if said * 5 >= filled * 4 { (exact, pattern::exact) } else { (rough, pattern::rough) };
        let said: u64 = seen.iter().map(|s| s.count).sum();
        let list = seen.into_iter().map(|s| {
            let text = self.values.text(s.first as usize);
            PatternCount { pattern: write(text), count: s.count, example: self.text(s.first) }
        });
        (list.collect(), filled - said)
    }

    fn proofs(&self, scan: &Scan, hints: &Hints) -> Vec<Proof> {
        let one = |(tally, kind): (&super::scan::Tally, &usize)| {
            let reasons = tally.reasons.iter().map(|(r, n)| Counted { code: r.as_str(), count: *n }).collect();
            let examples = tally.wrong.iter().map(|row| range::cell(self.values, self.lines, *row)).collect();
            let name = proof::KINDS.get(*kind).map_or("", |k| k.name);
            Proof {
                kind: name,
                valid: tally.valid,
                doubtful: tally.doubtful,
                invalid: tally.invalid,
                other: tally.other,
                reasons,
                examples,
            }
        };
        scan.proofs.iter().zip(&hints.proofs).map(one).collect()
    }

    fn personal(&self, scan: &Scan, hints: &Hints) -> Vec<Personal> {
        let found = scan.personal.iter().zip(&hints.personal).filter(|(n, _)| **n > 0);
        let mut out: Vec<Personal> = found.map(|(n, held)| Personal { kind: held.kind(), count: *n }).collect();
        // The kind that most values are decides how they are masked.
        out.sort_by_key(|p| (std::cmp::Reverse(p.count), p.kind));
        out
    }

    /// Gives the range of days; whole numbers count as days where nearly all of them can be.
    fn dates(&self, p: &mut ColumnProfile, scan: &Scan, style: Style) -> Option<crate::model::profile::Dates> {
        let whole = scan.of_type(ValueType::Integer);
        let compact = scan.compact_days >= 3 && scan.compact_days * 10 >= whole * 9;
        if compact {
            move_to_dates(p, scan.compact_days);
        }
        let days = p.types.iter().find(|t| t.kind == ValueType::Date).map_or(0, |t| t.count);
        (days > 0 && days * 10 >= p.filled * 3).then(|| range::dates(self.values, self.lines, scan, style, compact, self.as_of))
    }

    fn keys(&self, p: &mut ColumnProfile, scan: &Scan) {
        if p.rows < FEWEST_ROWS {
            return;
        }
        let codes = matches!(p.kind, Some(ValueType::Code | ValueType::Integer)) && p.personal.is_empty();
        // Whole numbers that are nearly all different may just as well be quantities or postcodes.
        let share = if p.kind == Some(ValueType::Integer) { 98 } else { 95 };
        let nearly = p.filled * 100 >= p.rows * 95 && p.distinct * 100 >= p.filled * share;
        // Amounts and days may all be different, and are no key.
        let measure = matches!(p.kind, Some(ValueType::Decimal | ValueType::Percent | ValueType::Date | ValueType::Boolean));
        let exact = scan.values.is_exact();
        // Persons and remarks may be unique for a while; nobody refers to them.
        let prose = !p.personal.is_empty() || p.lengths.as_ref().is_some_and(|l| l.max > LONGEST_KEY);
        if !nearly || measure || prose {
            return;
        }
        let repeats = if exact && p.distinct == p.filled { Default::default() } else { keys::repeats(self.values, self.lines) };
        if !exact {
            // Sorting the fingerprints of all rows has said exactly what the estimate only said nearly.
            p.distinct = p.filled - repeats.rows;
            p.distinct_is_estimate = false;
        }
        p.key = match (p.filled == p.rows && repeats.rows == 0, codes) {
            (true, _) => KeyKind::Unique,
            (false, true) => KeyKind::Suspected,
            (false, false) => KeyKind::No,
        };
        p.repeats = (p.key == KeyKind::Suspected && repeats.rows > 0).then_some(repeats);
    }

    /// Codes follow schemes; amounts, proven codes, phone numbers and days do not.
    fn schemes(&self, p: &mut ColumnProfile, scan: &Scan) {
        let codes = scan.of_type(ValueType::Code);
        let whole = scan.of_type(ValueType::Integer);
        let made = (codes + whole) * 10 >= p.filled * 9 && codes * 20 >= p.filled;
        if !made || codes == 0 || !p.proofs.is_empty() || !p.personal.is_empty() || p.dates.is_some() {
            return;
        }
        let found = scheme::summarise(self.values, &scan.shapes.ranked());
        p.mixed_schemes = found.mixed && (p.distinct > 20 || p.key != KeyKind::No);
        p.schemes = found.listed;
    }

    fn numbers(&self, p: &mut ColumnProfile, scan: &Scan, style: Style) {
        let count: u64 = [ValueType::Integer, ValueType::Decimal, ValueType::Percent].iter().map(|k| scan.of_type(*k)).sum();
        if count * 5 < p.filled * 4
            || count == 0
            || p.dates.is_some()
            || !p.proofs.is_empty()
            || !p.personal.is_empty()
            || !p.schemes.is_empty()
        {
            return;
        }
        let measures = p.key == KeyKind::No && p.filled >= 12;
        p.numbers = range::numbers(self.values, self.lines, scan, style, measures);
    }

    fn damage(&self) -> Vec<Damage> {
        let mut by: BTreeMap<&'static str, Damage> = BTreeMap::new();
        for n in self.notes.iter().filter(|n| n.column == Some(self.position) && n.count > 0) {
            let d = by.entry(n.code).or_insert(Damage { code: n.code, count: 0, examples: Vec::new() });
            d.count += n.count;
            if let (Some(line), true) = (n.line, d.examples.len() < EXAMPLES) {
                let cut = |t: &str| t.chars().take(LONGEST).collect();
                d.examples.push(Cell { line, value: cut(n.value), suggestion: cut(n.suggestion) });
            }
        }
        by.into_values().collect()
    }
}

fn types(scan: &Scan) -> Vec<TypeCount> {
    let mut out: Vec<TypeCount> = scan.types.iter().map(|(kind, count)| TypeCount { kind: *kind, count: *count }).collect();
    out.sort_by_key(|t| (std::cmp::Reverse(t.count), t.kind));
    out
}

fn move_to_dates(p: &mut ColumnProfile, days: u64) {
    let mut counts: BTreeMap<ValueType, u64> = p.types.iter().map(|t| (t.kind, t.count)).collect();
    if let Some(n) = counts.get_mut(&ValueType::Integer) {
        *n -= days.min(*n);
    }
    *counts.entry(ValueType::Date).or_default() += days;
    p.types = counts.into_iter().filter(|(_, n)| *n > 0).map(|(kind, count)| TypeCount { kind, count }).collect();
    p.types.sort_by_key(|t| (std::cmp::Reverse(t.count), t.kind));
    p.kind = p.types.first().map(|t| t.kind);
}

/// Counts values that are neither number nor day in a column where most are one of the two. Codes, names and phone numbers may mix.
fn off_type(p: &ColumnProfile) -> u64 {
    if p.personal.iter().any(|x| !matches!(x.kind, PersonalKind::Address | PersonalKind::BirthDate))
        || !p.proofs.is_empty()
        || !p.schemes.is_empty()
    {
        return 0;
    }
    let of = |kinds: &[ValueType]| p.types.iter().filter(|t| kinds.contains(&t.kind)).map(|t| t.count).sum::<u64>();
    let numbers = of(&[ValueType::Integer, ValueType::Decimal, ValueType::Percent]);
    let days = of(&[ValueType::Date]);
    // Whole numbers beside many codes are codes of another kind, such as postcodes of several countries.
    let amounts = of(&[ValueType::Decimal, ValueType::Percent]) > 0;
    let numeric = if amounts { numbers * 2 > p.filled } else { numbers * 5 >= p.filled * 4 };
    if numeric || days * 2 > p.filled { p.filled - numbers.max(days) } else { 0 }
}

fn lengths(counts: &BTreeMap<u32, u64>) -> Option<Lengths> {
    let (min, max) = (*counts.keys().next()?, *counts.keys().next_back()?);
    let half = counts.values().sum::<u64>().div_ceil(2);
    let mut below = 0;
    let median = counts.iter().find(|(_, n)| {
        below += **n;
        below >= half
    });
    let width = (max - min + 1).div_ceil(BINS);
    let mut bins: Vec<LengthBin> = (0..(max - min + 1).div_ceil(width))
        .map(|i| LengthBin { from: min + i * width, to: (min + (i + 1) * width - 1).min(max), count: 0 })
        .collect();
    for (length, n) in counts {
        if let Some(bin) = bins.get_mut(((length - min) / width) as usize) {
            bin.count += n;
        }
    }
    Some(Lengths { min, median: median.map_or(min, |(l, _)| *l), max, histogram: bins })
}

#[cfg(test)]
mod tests {
    use super::super::testing::column;
    use super::*;

    #[test]
    fn fill_placeholders_and_distinct_values_are_counted() {
        let p = column("unit", &["kg", "", "N/A", "无", "kg", "pc", "N/A"]);
        assert_eq!((p.rows, p.filled, p.missing, p.placeholders, p.distinct), (7, 3, 1, 3, 2));
        assert_eq!(p.placeholder_words[0], Value { value: "N/A".into(), count: 2 });
        assert_eq!(p.top, [Value { value: "kg".into(), count: 2 }, Value { value: "pc".into(), count: 1 }]);
        assert_eq!(p.unique_ratio, 0.6666);
    }

    #[test]
    fn lengths_fall_into_bins() {
        let p = column("x", &["a", "bb", "bb", "ccc", &"d".repeat(25)]);
        let l = p.lengths.unwrap();
        assert_eq!((l.min, l.median, l.max), (1, 2, 25));
        let bins: Vec<_> = l.histogram.iter().map(|b| (b.from, b.to, b.count)).collect();
        assert_eq!(bins.first(), Some(&(1, 3, 4)));
        assert_eq!(bins.last(), Some(&(25, 25, 1)));
        assert_eq!(bins.len(), 9);
    }

    #[test]
    fn a_key_is_unique_or_suspected_with_its_repeats() {
        assert_eq!(column("code", &["A1", "A2", "A3"]).key, KeyKind::Unique);
        let mut codes: Vec<String> = (0..40).map(|i| format!("K{i:03}")).collect();
        codes.push("K007".into());
        let p = column("code", &codes.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(p.key, KeyKind::Suspected);
        let repeats = p.repeats.unwrap();
        assert_eq!((repeats.values, repeats.rows), (1, 1));
        assert_eq!((repeats.examples[0].value.as_str(), repeats.examples[0].lines.as_slice()), ("K007", [9, 42].as_slice()));
        assert_eq!(column("price", &["1.5", "2.5", "3.5"]).key, KeyKind::No);
        assert_eq!(column("one", &["A1"]).key, KeyKind::No);
    }

    #[test]
    fn off_types_stand_out_in_numbers_and_days() {
        assert_eq!(column("qty", &["1", "2", "3", "4", "5", "viele"]).off_type, 1);
        assert_eq!(column("day", &["2024-01-05", "2024-01-06", "2024-01-07", "soon"]).off_type, 1);
        assert_eq!(column("postcode", &["12345", "12346", "12347", "S-844 67", "WA1 1DP"]).off_type, 0);
        assert_eq!(column("spec", &["M8", "5", "M10 x", "rot"]).off_type, 0);
    }

    #[test]
    fn eight_digits_are_days_where_nearly_all_of_them_can_be() {
        let p = column("created", &["20240105", "20240106", "20231231"]);
        assert_eq!((p.kind, p.dates.unwrap().max.as_deref()), (Some(ValueType::Date), Some("2024-01-06")));
        assert_eq!(column("number", &["20240105", "20249999", "20248888"]).kind, Some(ValueType::Integer));
    }

    #[test]
    fn wrong_check_digits_are_shown_with_their_line() {
        let p = column("tax", &["914403001922038216", "914403001922038216", "914403001922038217", "test"]);
        let proof = &p.proofs[0];
        assert_eq!((proof.kind, proof.valid, proof.invalid, proof.other), ("uscc", 2, 1, 1));
        assert_eq!(proof.examples[0].line, 4);
        assert_eq!(proof.reasons, [Counted { code: "check-digit", count: 1 }]);
    }

    #[test]
    fn damage_of_the_reader_is_counted_by_kind() {
        let values: TextColumn = ["126", "x"].map(Some).into_iter().collect();
        let note = |line, column, count| NoteView { code: "leading-zeros-lost", line, column, value: "126", suggestion: "000126", count };
        let notes = [note(Some(5), Some(0), 1), note(None, Some(0), 7), note(Some(6), Some(1), 1)];
        let view =
            ColumnView { name: "code", position: 0, values: &values, lines: &[5, 6], notes: &notes, as_of: Date::constant(2026, 1, 1) };
        let cell = Cell { line: 5, value: "126".into(), suggestion: "000126".into() };
        assert_eq!(view.profile().damage, [Damage { code: "leading-zeros-lost", count: 8, examples: vec![cell] }]);
    }

    #[test]
    fn one_value_in_a_hundred_is_nearly_constant() {
        let mut values = vec!["CN"; 199];
        values.push("DE");
        assert!(column("country", &values).near_constant);
        assert!(!column("country", &["CN", "CN"]).near_constant);
    }
}
