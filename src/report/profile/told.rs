//! The wording that text and page share: what is noteworthy about a column, what a table is, why a file is hard to migrate.

use crate::model::profile::{ColumnProfile, Counted, DifficultyReason, Grade, KeyKind, TableProfile};
use crate::report::figures;
use crate::report::visible::{clip, one_line};
use crate::report::words::Words;

/// How serious a remark is; names a style class too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tone {
    Good,
    Plain,
    Warn,
    Bad,
}

impl Tone {
    /// Gives the style class.
    pub fn class(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Plain => "plain",
            Self::Warn => "warning",
            Self::Bad => "error",
        }
    }
}

/// The longest value shown among words.
const SHORT: usize = 40;
/// Things named in a list.
const NAMED: usize = 4;

/// Gives other people's text on one line, without anything that acts on a screen.
pub(super) fn shown(text: &str) -> String {
    clip(&one_line(text), SHORT).into_owned()
}

/// Gives the words for a stable code, or the code where there are none.
pub(super) fn named(w: &Words, section: &str, code: &str) -> String {
    w.find(section, code).unwrap_or(code).to_owned()
}

/// Gives counted codes as a list: `total line 2, short row 1`.
pub(super) fn list(w: &Words, section: &str, counted: &[Counted]) -> String {
    let one = |c: &Counted| format!("{} {}", named(w, section, c.code), figures::count(c.count));
    joined(w, counted.iter().map(one).collect())
}

/// Joins names, the first few of them in full.
pub(super) fn joined(w: &Words, names: Vec<String>) -> String {
    let more = names.len().saturating_sub(NAMED);
    let mut shown: Vec<String> = names.into_iter().take(NAMED).collect();
    if more > 0 {
        shown.push(w.fill("profile", "and_more", &[("n", &figures::count(more as u64))]));
    }
    shown.join(w.get("language", "comma"))
}

/// Gives what is noteworthy about a column, in the order in which a reader wants it.
pub(super) fn flags(c: &ColumnProfile, w: &Words) -> Vec<(Tone, String)> {
    let fill = |key: &str, with: &[(&str, &str)]| w.fill("profile_flag", key, with);
    let n = figures::count;
    let mut out = Vec::new();
    match c.key {
        KeyKind::Unique => out.push((Tone::Good, fill("unique", &[]))),
        KeyKind::Suspected => out.push((Tone::Warn, fill("suspected", &[]))),
        KeyKind::No => {}
    }
    if let Some(r) = &c.repeats {
        out.push((Tone::Bad, fill("repeated", &[("rows", &n(r.rows)), ("values", &n(r.values))])));
    }
    if !c.damage.is_empty() {
        let counted: Vec<Counted> = c.damage.iter().map(|d| Counted { code: d.code, count: d.count }).collect();
        out.push((Tone::Bad, fill("damage", &[("list", &list(w, "profile_damage", &counted))])));
    }
    if c.mixed_schemes {
        let schemes = c.schemes.iter().map(|s| format!("{} {}", shown(&s.scheme), figures::share(s.count, c.filled))).collect();
        out.push((Tone::Warn, fill("mixed_schemes", &[("n", &n(c.schemes.len() as u64)), ("list", &joined(w, schemes))])));
    }
    if let Some(p) = c.proofs.first() {
        let (kind, of) = (named(w, "profile_proof", p.kind), n(p.valid + p.doubtful + p.invalid));
        out.push(match p.invalid {
            0 => (Tone::Good, fill("right_codes", &[("kind", &kind), ("of", &of)])),
            wrong => (Tone::Bad, fill("wrong_codes", &[("kind", &kind), ("invalid", &n(wrong)), ("of", &of)])),
        });
    }
    if c.off_type > 0 {
        out.push((Tone::Warn, fill("off_type", &[("n", &n(c.off_type))])));
    }
    values(c, w, &mut out);
    out
}

/// Adds what is noteworthy about the values themselves.
fn values(c: &ColumnProfile, w: &Words, out: &mut Vec<(Tone, String)>) {
    let fill = |key: &str, with: &[(&str, &str)]| w.fill("profile_flag", key, with);
    if let Some(numbers) = c.numbers.as_ref().filter(|n| n.outliers > 0) {
        let example = numbers.outlier_examples.first().map(|e| shown(&e.value)).unwrap_or_default();
        out.push((Tone::Warn, fill("outliers", &[("n", &figures::count(numbers.outliers)), ("example", &example)])));
    }
    if let Some(dates) = c.dates.as_ref().filter(|d| !d.odd.is_empty()) {
        out.push((Tone::Warn, fill("odd_days", &[("list", &list(w, "profile_odd", &dates.odd))])));
    }
    match c.filled {
        0 if c.rows > 0 => out.push((Tone::Plain, fill("empty", &[]))),
        filled if filled * 2 < c.rows => out.push((Tone::Plain, fill("low_fill", &[]))),
        _ => {}
    }
    if c.near_constant {
        out.push((Tone::Plain, fill("constant", &[])));
    }
    if !c.personal.is_empty() {
        let kinds = c.personal.iter().map(|p| named(w, "profile_personal", p.kind.as_str())).collect();
        out.push((Tone::Plain, fill("personal", &[("kinds", &joined(w, kinds))])));
    }
}

/// Gives what a table is: size, encoding, header, lines set aside.
pub(super) fn facts(t: &TableProfile, w: &Words) -> Vec<String> {
    let fill = |key: &str, with: &[(&str, &str)]| w.fill("profile", key, with);
    let columns = w.counted("columns", t.columns.len() as u64);
    let mut out = vec![fill("size", &[("rows", &w.counted("rows", t.rows)), ("columns", &columns)])];
    out.push(match t.header_line {
        Some(line) => fill("header_line", &[("line", &line.to_string())]),
        None => fill("no_header", &[]),
    });
    if t.preamble_lines > 0 {
        out.push(fill("preamble", &[("n", &figures::count(t.preamble_lines))]));
    }
    if t.hidden {
        out.push(fill("hidden", &[]));
    }
    if let Some(delimiter) = &t.delimiter {
        let mark = if delimiter == "\t" { "\\t".to_owned() } else { shown(delimiter) };
        out.push(format!("{} {mark}", shown(&t.encoding)));
    }
    if !t.set_aside.is_empty() {
        out.push(fill("set_aside", &[("list", &list(w, "profile_note", &t.set_aside))]));
    }
    if !t.notes.is_empty() {
        out.push(fill("line_notes", &[("list", &list(w, "profile_note", &t.notes))]));
    }
    out
}

/// Gives what a table's columns say together: keys, repeated rows, columns that determine each other.
pub(super) fn relations(t: &TableProfile, w: &Words) -> Vec<(Tone, String)> {
    let fill = |key: &str, with: &[(&str, &str)]| w.fill("profile", key, with);
    let mut out = Vec::new();
    let keys: Vec<String> = t.keys.iter().map(|k| k.columns.iter().map(|c| shown(c)).collect::<Vec<_>>().join(" + ")).collect();
    let suspected = t.columns.iter().filter(|c| c.key == KeyKind::Suspected).map(|c| shown(&c.name)).collect::<Vec<_>>();
    if !keys.is_empty() {
        out.push((Tone::Good, fill("key", &[("columns", &joined(w, keys))])));
    } else if !suspected.is_empty() {
        out.push((Tone::Warn, fill("suspected_key", &[("columns", &joined(w, suspected))])));
    } else if t.rows > 0 {
        out.push((Tone::Warn, fill("no_key", &[])));
    }
    if let Some([first, second]) = t.repeated_rows.examples.first().map(|e| e.lines.as_slice()) {
        let lines = fill("lines", &[("first", &first.to_string()), ("second", &second.to_string())]);
        out.push((Tone::Bad, fill("repeated_rows", &[("rows", &w.counted("rows", t.repeated_rows.rows)), ("lines", &lines)])));
    }
    if !t.one_to_one.is_empty() {
        let pairs = t.one_to_one.iter().map(|[a, b]| format!("{} = {}", shown(a), shown(b))).collect();
        out.push((Tone::Plain, fill("one_to_one", &[("pairs", &joined(w, pairs))])));
    }
    out
}

/// Says which sums of points make which grade.
pub(super) fn grades(w: &Words) -> String {
    let [_, moderate, hard, very_hard] = Grade::ALL.map(|g| g.least().to_string());
    w.fill("profile", "grades", &[("moderate", &moderate), ("hard", &hard), ("very_hard", &very_hard)])
}

/// Gives a reason in words: what, how many of how many, where.
pub(in crate::report) fn reason(r: &DifficultyReason, w: &Words) -> (String, String, String) {
    let extent = w.fill("profile", "concerned", &[("count", &figures::count(r.count)), ("of", &figures::count(r.of))]);
    let places = r.at.iter().map(|p| shown(p)).collect::<Vec<_>>();
    (named(w, "profile_reason", r.code), extent, joined(w, places))
}

/// Gives the name of a table beside its file: the sheet and the number where there are several.
pub(super) fn table_name(t: &TableProfile, w: &Words) -> String {
    let number = if t.table_no > 1 { format!(" #{}", t.table_no) } else { String::new() };
    let name = t.sheet.as_deref().map(shown).unwrap_or_default();
    let name = format!("{name}{number}");
    if name.is_empty() { w.get("profile", "columns").to_owned() } else { name }
}

/// Gives the number of different values, said as an estimate where it is one.
pub(super) fn distinct(c: &ColumnProfile, w: &Words) -> String {
    let n = figures::count(c.distinct);
    if c.distinct_is_estimate { w.fill("profile", "estimate", &[("n", &n)]) } else { n }
}

/// Gives lengths as `7` or `2–9`.
pub(super) fn length(c: &ColumnProfile) -> String {
    match &c.lengths {
        Some(l) if l.min == l.max => l.min.to_string(),
        Some(l) => format!("{}–{}", l.min, l.max),
        None => String::new(),
    }
}
