//! Which dialect a text is written in: every candidate reads a sample, and the one under which it looks most like a table wins.
//!
//! The score follows CleverCSV (van den Burg, Nazábal and Sutton, "Wrangling messy CSV files by detecting row and type patterns",
//! 2019): regular row lengths times recognisable cells.

use super::dialect::Dialect;
use super::records::Records;
use crate::read::layout::kind::{Kind, kind_of};
use crate::read::options::{Quote, ReadOptions};
use std::collections::BTreeMap;

/// Bytes and records of the text that are looked at.
const SAMPLE: usize = 128 << 10;
const SAMPLE_ROWS: usize = 400;

/// What was found out about a text's dialect.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) dialect: Dialect,
    /// Cells of a regular record.
    pub(crate) cells: usize,
    /// Why the delimiter is thought to be that.
    pub(crate) why: String,
    pub(crate) quote_why: String,
}

/// Candidates with how willingly each is believed.
const DELIMITERS: &[(&str, f64)] = &[
    (",", 1.0),
    (";", 1.0),
    ("\t", 1.0),
    ("|", 1.0),
    ("^", 0.95),
    ("~", 0.95),
    ("||", 1.02),
    ("+|", 1.02),
    ("~|", 1.02),
    ("|~", 1.02),
    ("@@", 0.95),
    ("##", 0.95),
    ("::", 0.9),
    (";;", 1.0),
    ("\t\t", 0.9),
    ("\u{1}", 1.0),
    ("\u{1f}", 1.0),
    ("，", 0.9),
    ("；", 0.9),
    ("¦", 0.95),
    ("§", 0.9),
    ("、", 0.6),
    ("#", 0.6),
    ("*", 0.5),
    ("&", 0.5),
    ("=", 0.4),
    (":", 0.5),
    (" ", 0.55),
];

/// Decides the dialect of a text.
pub(crate) fn detect(text: &str, options: &ReadOptions) -> Found {
    let sample = sample(text);
    let lone_cr = lone_cr(sample);
    let (quote, quote_why) = quote(sample, options);
    let escape = quote.and_then(|q| escape(sample, q));
    let base = Dialect { delimiter: Vec::new(), quote, escape, skip_space: false, lone_cr, line_feed: true };
    if let Some(asked) = &options.delimiter {
        let delimiter = asked.replace("\\t", "\t").into_bytes();
        return finish(Dialect { delimiter, ..base }, sample, "asked for".into(), quote_why);
    }
    if let Some(delimiter) = declared(text) {
        return finish(Dialect { delimiter, ..base }, sample, "declared by the line sep=".into(), quote_why);
    }
    let mut best: Option<(f64, Dialect)> = None;
    for &(delimiter, belief) in DELIMITERS {
        if !sample.contains(delimiter) {
            continue;
        }
        let plain = Dialect { delimiter: delimiter.as_bytes().to_vec(), ..base.clone() };
        let spaced = quote.map(|q| format!("{delimiter} {}", char::from(q))).filter(|_| delimiter != " ");
        let spaced = spaced
            .filter(|s| sample.contains(s.as_str()) && opens_after_space(sample, &plain))
            .map(|_| Dialect { skip_space: true, ..plain.clone() });
        // Where carriage returns end lines, line feeds alone may be inside cells.
        let feeds = (lone_cr && sample.contains('\n')).then(|| Dialect { line_feed: false, ..plain.clone() });
        for dialect in [Some(plain), spaced, feeds].into_iter().flatten() {
            let score = score(sample, &dialect) * belief;
            if best.as_ref().is_none_or(|b| score > b.0) {
                best = Some((score, dialect));
            }
        }
    }
    match best {
        Some((score, dialect)) if score >= 0.25 => {
            let why = format!("gives the most regular table of recognisable cells (score {score:.2})");
            finish(dialect, sample, why, quote_why)
        }
        _ => finish(base, sample, "no delimiter gives regular records: one column".into(), quote_why),
    }
}

fn finish(mut dialect: Dialect, sample: &str, why: String, quote_why: String) -> Found {
    dialect.skip_space = dialect.skip_space || spaced(sample, &dialect);
    let records = Records::cut(sample.to_owned(), dialect.clone(), None);
    let cells = usual_width(&widths(&records)).map_or(1, |w| w.0);
    Found { dialect, cells, why, quote_why }
}

/// Takes whole lines from the beginning.
fn sample(text: &str) -> &str {
    if text.len() <= SAMPLE {
        return text;
    }
    let mut end = SAMPLE;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = text.get(..end).unwrap_or(text);
    head.rfind(['\n', '\r']).and_then(|i| head.get(..=i)).unwrap_or(head)
}

/// Says whether carriage returns alone end lines: where there are no line feeds, or hardly any.
fn lone_cr(sample: &str) -> bool {
    let bytes = sample.as_bytes();
    let (mut alone, mut feeds) = (0usize, 0usize);
    for i in memchr::memchr2_iter(b'\r', b'\n', bytes) {
        match bytes.get(i) {
            Some(b'\n') => feeds += 1,
            _ if bytes.get(i + 1) != Some(&b'\n') => alone += 1,
            _ => {}
        }
    }
    alone > 0 && alone * 4 >= feeds
}

/// Finds the delimiter that the first line declares as Excel reads it: `sep=;`.
fn declared(text: &str) -> Option<Vec<u8>> {
    let line = text.lines().next()?.trim_matches(['"', '\u{feff}', '\r']);
    let value = line.get(..4).filter(|p| p.eq_ignore_ascii_case("sep=")).and_then(|_| line.get(4..))?;
    (value.chars().count() == 1).then(|| value.as_bytes().to_vec())
}

/// Decides the quote: the sign that cells begin and end with.
fn quote(sample: &str, options: &ReadOptions) -> (Option<u8>, String) {
    match options.quote {
        Some(Quote::Off) => return (None, "asked for".into()),
        Some(Quote::Char(c)) => return (Some(c), "asked for".into()),
        None => {}
    }
    let double = enclosures(sample, '"');
    let single = enclosures(sample, '\'');
    if single >= 3 && double == 0 {
        return (Some(b'\''), format!("{single} cells begin and end with it"));
    }
    if double > 0 {
        (Some(b'"'), format!("{double} cells begin and end with it"))
    } else {
        (Some(b'"'), "usual; the sample has none".into())
    }
}

/// Counts places where the quote opens after a boundary and closes before one.
fn enclosures(sample: &str, quote: char) -> usize {
    let boundary = |c: Option<char>| c.is_none_or(|c| matches!(c, ',' | ';' | '\t' | '|' | '\n' | '\r' | '^' | '~' | ' '));
    let mut count = 0;
    for line in sample.lines() {
        let chars: Vec<char> = line.chars().collect();
        let at = |i: Option<usize>| i.and_then(|i| chars.get(i)).copied();
        let mut open = false;
        for (i, &c) in chars.iter().enumerate().filter(|(_, c)| **c == quote) {
            let (before, after) = (at(i.checked_sub(1)), at(Some(i + 1)));
            let strict = |c: Option<char>| boundary(c) && c != Some(' ');
            let spaced = before == Some(' ') && i >= 2 && strict(at(Some(i - 2)));
            if open && strict(after) && before.is_some_and(|b| b != c || i > 1) {
                count += 1;
                open = false;
            } else if (strict(before) || spaced) && after.is_some() {
                open = true;
            }
        }
    }
    count
}

/// Finds a backslash that escapes quotes: one that stands before a quote which does not end a cell.
fn escape(sample: &str, quote: u8) -> Option<u8> {
    let bytes = sample.as_bytes();
    let (mut inside, mut at_end) = (0usize, 0usize);
    for i in memchr::memchr_iter(b'\\', bytes) {
        if bytes.get(i + 1) != Some(&quote) || i.checked_sub(1).and_then(|j| bytes.get(j)) == Some(&b'\\') {
            continue;
        }
        match bytes.get(i + 2) {
            None | Some(b',' | b';' | b'\t' | b'|' | b'\n' | b'\r') => at_end += 1,
            _ => inside += 1,
        }
    }
    (inside > 0 && inside >= at_end || inside * 2 > at_end && inside > 2).then_some(b'\\')
}

/// Says whether one space follows nearly every delimiter, so that it belongs to it.
fn spaced(sample: &str, dialect: &Dialect) -> bool {
    if dialect.delimiter.is_empty() || dialect.delimiter == b" " {
        return false;
    }
    let records = Records::cut(sample.to_owned(), dialect.clone(), None);
    let (mut with, mut all) = (0usize, 0usize);
    for row in records.walk(0, SAMPLE_ROWS) {
        for &span in row.spans().iter().skip(1) {
            let content = row.content(span);
            all += 1;
            with += usize::from(!span.is_literal() && content.starts_with(' ') && !content.starts_with("  "));
        }
    }
    all > 0 && with * 20 >= all * 19
}

fn widths(records: &Records) -> Vec<usize> {
    records.walk(0, SAMPLE_ROWS).filter(|r| !blank(r.spans())).map(|r| r.spans().len()).collect()
}

fn blank(spans: &[super::records::Span]) -> bool {
    spans.iter().all(|s| s.is_empty())
}

/// Gives the width that most records have (the larger one of equals), and their number.
fn usual_width(widths: &[usize]) -> Option<(usize, usize)> {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for &w in widths {
        *counts.entry(w).or_default() += 1;
    }
    counts.into_iter().max_by_key(|&(w, n)| (n, w))
}

/// Says whether a cell begins with a space and a quote; inside a quoted cell these are content.
fn opens_after_space(sample: &str, plain: &Dialect) -> bool {
    let records = Records::cut(sample.to_owned(), plain.clone(), None);
    let quote = plain.quote.map(char::from);
    let opens = |cell: &str| cell.strip_prefix(' ').is_some_and(|c| c.chars().next() == quote);
    records.walk(0, SAMPLE_ROWS).any(|r| r.spans().iter().any(|&s| !s.is_literal() && opens(&r.content(s))))
}

/// Scores a dialect from 0 to 1.
fn score(sample: &str, dialect: &Dialect) -> f64 {
    let records = Records::cut(sample.to_owned(), dialect.clone(), None);
    let all = widths(&records);
    // Titles above and notes below a table do not speak against a delimiter.
    let wide: Vec<usize> = all.iter().copied().filter(|&w| w > 1).collect();
    let Some((usual, count)) = usual_width(&wide) else { return 0.0 };
    let first = all.iter().position(|&w| w == usual).unwrap_or(0);
    let last = all.iter().rposition(|&w| w == usual).unwrap_or(0);
    let inside = (last + 1 - first).max(1);
    let outside = all.len() - inside;
    let regular = count as f64 / (inside as f64 + 0.3 * outside as f64);
    let (mut clean, mut cells, mut stray) = (0.0, 0usize, 0usize);
    for row in records.walk(0, SAMPLE_ROWS).filter(|r| r.spans().len() == usual) {
        stray += usize::from(row.mended());
        for &span in row.spans() {
            cells += 1;
            clean += cleanness(&row.content(span), span.is_literal());
        }
    }
    let clean = clean / cells.max(1) as f64;
    let gain = 1.0 - 1.0 / usual as f64;
    let few = if count < 2 { 0.7 } else { 1.0 };
    let broken = 1.0 - 0.5 * stray as f64 / count.max(1) as f64;
    regular * regular.sqrt() * clean * (0.4 + 0.6 * gain) * few * broken
}

/// Judges one cell: recognisable kinds are clean, cells that still hold what looks like delimiters are not.
fn cleanness(cell: &str, quoted: bool) -> f64 {
    let kind = kind_of(cell);
    match kind {
        Kind::Empty => 0.8,
        Kind::Integer | Kind::Date | Kind::Time | Kind::DateTime | Kind::Link => 1.0,
        Kind::Decimal => 0.97,
        _ if quoted => 0.95,
        _ => {
            let signs = cell.bytes().filter(|b| matches!(b, b';' | b'\t' | b'|')).count() * 2
                + cell.matches(['"', ',', '^', '~']).count()
                + usize::from(cell.starts_with(' '));
            let base: f64 = if matches!(kind, Kind::Label | Kind::Code) { 0.95 } else { 0.85 };
            (base - 0.2 * signs as f64).max(0.1)
        }
    }
}
