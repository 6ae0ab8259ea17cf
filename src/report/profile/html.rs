//! The profile as one self-contained page: it opens offline, prints, follows the reader's light or dark, and runs no script.

use super::told::{self, Tone};
use crate::model::Lang;
use crate::model::profile::{Cell, ColumnProfile, FileProfile, LeftOut, Profile, TableProfile, ValueType};
use crate::report::ReportError;
use crate::report::figures;
use crate::report::html::chart::{Segment, percent, stacked};
use crate::report::html::{STYLE, environment, policy, shown, value};
use crate::report::words::Words;
use minijinja::{Value, context};
use serde::Serialize;

const OWN_STYLE: &str = include_str!("../templates/profile.css");

const TEMPLATES: [(&str, &str); 3] = [
    ("profile", include_str!("../templates/profile.html")),
    ("profile_column", include_str!("../templates/profile_column.html")),
    ("parts", include_str!("../templates/parts.html")),
];

/// Columns shown per table; more are only counted.
const COLUMNS: usize = 300;

/// Renders the page.
///
/// # Errors
/// If the template fails, which the tests rule out.
pub fn html(profile: &Profile, lang: Lang) -> Result<String, ReportError> {
    let w = Words::of(lang);
    let style = format!("{STYLE}{OWN_STYLE}");
    let left_out = |files: &[LeftOut]| -> Vec<[String; 2]> {
        files.iter().map(|f| [shown(&f.path), shown(&told::named(w, "profile_note", &f.reason))]).collect()
    };
    let page = context! {
        w => value(w.all()),
        policy => policy(&style, None),
        style => Value::from_safe_string(style),
        privacy => w.get("profile", if profile.raw { "raw" } else { "masked" }),
        formula => w.fill("profile", "formula", &[("grades", &told::grades(w))]),
        as_of => w.fill("profile", "as_of", &[("day", &profile.as_of)]),
        version => w.fill("profile", "program", &[("version", &profile.version)]),
        files => value(profile.files.iter().enumerate().map(|(i, f)| file(i, f, w)).collect::<Vec<_>>()),
        unreadable => value(left_out(&profile.unreadable)),
        ignored => value(left_out(&profile.ignored)),
    };
    Ok(environment(&TEMPLATES)?.get_template("profile")?.render(page)?)
}

#[derive(Serialize)]
struct FileView {
    id: String,
    path: String,
    /// The path's last part.
    short: String,
    grade: &'static str,
    grade_words: String,
    points: u32,
    points_words: String,
    rows: String,
    columns: String,
    about: String,
    reasons: Vec<ReasonView>,
    tables: Vec<TableView>,
}

#[derive(Serialize)]
struct ReasonView {
    points: u32,
    width: String,
    what: String,
    extent: String,
    places: String,
}

#[derive(Serialize)]
struct TableView {
    name: String,
    facts: Vec<String>,
    relations: Vec<Remark>,
    columns: Vec<ColumnView>,
    more: Option<String>,
}

#[derive(Serialize)]
struct Remark {
    class: &'static str,
    text: String,
}

#[derive(Serialize)]
struct ColumnView {
    name: String,
    position: u64,
    fill: String,
    fill_bar: Vec<Segment>,
    missing: String,
    types: Vec<Segment>,
    kind: String,
    distinct: String,
    length: String,
    lengths: Vec<Bin>,
    pattern: String,
    remarks: Vec<Remark>,
    details: Vec<Detail>,
}

/// One bar of a histogram, in percent of its box.
#[derive(Serialize)]
struct Bin {
    x: String,
    y: String,
    width: String,
    height: String,
    title: String,
}

/// A list below a column: values with bars, or facts in words.
#[derive(Serialize)]
struct Detail {
    title: String,
    note: String,
    lines: Vec<Bar>,
}

#[derive(Serialize)]
struct Bar {
    text: String,
    count: String,
    share: String,
    width: String,
    example: String,
}

fn file(at: usize, f: &FileProfile, w: &Words) -> FileView {
    let d = &f.difficulty;
    let most = d.reasons.iter().map(|r| r.points).max().unwrap_or(1).max(1);
    let reasons = d.reasons.iter().map(|r| {
        let (what, extent, places) = told::reason(r, w);
        ReasonView { points: r.points, width: percent(f64::from(r.points) * 100.0 / f64::from(most)), what, extent, places }
    });
    FileView {
        id: format!("f{}", at + 1),
        path: shown(&f.path),
        short: shown(f.path.rsplit('/').next().unwrap_or_default()),
        grade: d.grade.as_str(),
        grade_words: w.get("profile_grade", d.grade.as_str()).to_owned(),
        points: d.points,
        points_words: w.fill("profile", "of_points", &[("points", &d.points.to_string())]),
        rows: figures::count(f.tables.iter().map(|t| t.rows).sum()),
        columns: figures::count(f.tables.iter().map(|t| t.columns.len() as u64).sum()),
        about: format!("{} · {} B · sha256 {}", f.format, figures::count(f.bytes), f.sha256.get(..16).unwrap_or_default()),
        reasons: reasons.collect(),
        tables: f.tables.iter().map(|t| table(t, w)).collect(),
    }
}

fn table(t: &TableProfile, w: &Words) -> TableView {
    let more = t.columns.len().saturating_sub(COLUMNS);
    TableView {
        name: told::table_name(t, w),
        facts: told::facts(t, w),
        relations: told::relations(t, w).into_iter().map(remark).collect(),
        columns: t.columns.iter().take(COLUMNS).map(|c| column(c, w)).collect(),
        more: (more > 0).then(|| w.fill("profile", "more_columns", &[("n", &figures::count(more as u64))])),
    }
}

fn remark((tone, text): (Tone, String)) -> Remark {
    Remark { class: tone.class(), text }
}

fn column(c: &ColumnProfile, w: &Words) -> ColumnView {
    let counts = [("missing", figures::count(c.missing)), ("placeholders", figures::count(c.placeholders))];
    let with: Vec<(&str, &str)> = counts.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let parts = [
        ("filled", w.get("profile", "fill").to_owned(), c.filled),
        ("placeholder", w.get("profile", "placeholders").to_owned(), c.placeholders),
    ];
    let types: Vec<(&'static str, String, u64)> =
        c.types.iter().map(|t| (type_class(t.kind), told::named(w, "profile_type", t.kind.as_str()), t.count)).collect();
    let pattern = c.patterns.first().map(|p| format!("{} {}", told::shown(&p.pattern), figures::share(p.count, c.filled)));
    ColumnView {
        name: shown(&c.name),
        position: c.position,
        fill: figures::share(c.filled, c.rows),
        fill_bar: stacked(&parts, c.rows),
        missing: if c.missing + c.placeholders == 0 { String::new() } else { w.fill("profile", "missing", &with) },
        types: stacked(&types, c.filled),
        kind: c.kind.map(|k| told::named(w, "profile_type", k.as_str())).unwrap_or_default(),
        distinct: told::distinct(c, w),
        length: told::length(c),
        lengths: histogram(c),
        pattern: pattern.unwrap_or_default(),
        remarks: told::flags(c, w).into_iter().map(remark).collect(),
        details: details(c, w),
    }
}

fn type_class(kind: ValueType) -> &'static str {
    match kind {
        ValueType::Text => "t-text",
        ValueType::Code => "t-code",
        ValueType::Integer => "t-integer",
        ValueType::Decimal => "t-decimal",
        ValueType::Percent => "t-percent",
        ValueType::Date => "t-date",
        ValueType::Boolean => "t-boolean",
    }
}

fn histogram(c: &ColumnProfile) -> Vec<Bin> {
    let bins = c.lengths.as_ref().map(|l| l.histogram.as_slice()).unwrap_or_default();
    let most = bins.iter().map(|b| b.count).max().unwrap_or(1).max(1);
    let width = 100.0 / bins.len().max(1) as f64;
    let one = |(i, b): (usize, &crate::model::profile::LengthBin)| {
        // Few of many must still be seen.
        let height = if b.count == 0 { 0.0 } else { (b.count as f64 * 100.0 / most as f64).max(4.0) };
        Bin {
            x: percent(i as f64 * width),
            y: percent(100.0 - height),
            width: percent(width * 0.86),
            height: percent(height),
            title: format!("{}–{}: {}", b.from, b.to, figures::count(b.count)),
        }
    };
    bins.iter().enumerate().map(one).collect()
}

/// Gives everything else about a column, in lists.
fn details(c: &ColumnProfile, w: &Words) -> Vec<Detail> {
    let p = |key: &str| w.get("profile", key).to_owned();
    let bar = |text: &str, count: u64, example: &str| Bar {
        text: shown(text),
        count: figures::count(count),
        share: figures::share(count, c.filled),
        width: percent(count as f64 * 100.0 / c.filled.max(1) as f64),
        example: shown(example),
    };
    let mut out = Vec::new();
    let mut add = |title: String, note: String, lines: Vec<Bar>| {
        if !lines.is_empty() || !note.is_empty() {
            out.push(Detail { title, note, lines });
        }
    };
    let error = (c.top_error > 0).then(|| w.fill("profile", "at_least", &[("n", &figures::count(c.top_error))]));
    add(p("top"), error.unwrap_or_default(), c.top.iter().map(|v| bar(&v.value, v.count, "")).collect());
    add(p("patterns"), String::new(), c.patterns.iter().map(|x| bar(&x.pattern, x.count, &x.example)).collect());
    add(p("schemes"), String::new(), c.schemes.iter().map(|x| bar(&x.scheme, x.count, &x.example)).collect());
    add(p("placeholders"), String::new(), c.placeholder_words.iter().map(|v| plain(&v.value, &figures::count(v.count))).collect());
    for x in &c.proofs {
        let counts = [x.valid, x.doubtful, x.invalid, x.other].map(figures::count);
        let [valid, doubtful, invalid, other] = counts.each_ref().map(String::as_str);
        let kind = told::named(w, "profile_proof", x.kind);
        let with = [("kind", kind.as_str()), ("valid", valid), ("doubtful", doubtful), ("invalid", invalid), ("other", other)];
        add(p("proofs"), w.fill("profile", "proof", &with), cells(&x.examples, w));
    }
    if let Some((note, examples)) = range(c, w) {
        add(p(if c.dates.is_some() { "days" } else { "numbers" }), note, cells(examples, w));
    }
    for r in c.repeats.iter() {
        let lines = |l: &[u32]| match l {
            [first, second] => w.fill("profile", "lines", &[("first", &first.to_string()), ("second", &second.to_string())]),
            _ => String::new(),
        };
        let note = w.fill("profile_flag", "repeated", &[("rows", &figures::count(r.rows)), ("values", &figures::count(r.values))]);
        add(p("examples"), note, r.examples.iter().map(|e| plain(&e.value, &lines(&e.lines))).collect());
    }
    for d in &c.damage {
        add(told::named(w, "profile_damage", d.code), figures::count(d.count), cells(&d.examples, w));
    }
    out
}

/// Words the range of numbers or days.
fn range<'c>(c: &'c ColumnProfile, w: &Words) -> Option<(String, &'c [Cell])> {
    if let Some(d) = &c.dates {
        let (min, max) = (d.min.as_deref().unwrap_or("–"), d.max.as_deref().unwrap_or("–"));
        let odd = told::list(w, "profile_odd", &d.odd);
        let range = w.fill("profile", "range", &[("min", min), ("max", max)]);
        return Some((if odd.is_empty() { range } else { format!("{range} · {odd}") }, &d.examples));
    }
    let n = c.numbers.as_ref()?;
    let number = |t: &str| figures::decimal(t);
    let range = w.fill("profile", "range", &[("min", &number(&n.min)), ("max", &number(&n.max))]);
    let key = if n.quartiles_are_estimates { "quartiles_estimated" } else { "quartiles" };
    let quartiles = w.fill("profile", key, &[("q1", &number(&n.q1)), ("median", &number(&n.median)), ("q3", &number(&n.q3))]);
    let signs = w.fill("profile", "signs", &[("negative", &figures::count(n.negative)), ("zero", &figures::count(n.zero))]);
    Some((format!("{range} · {quartiles} · {signs}"), &n.outlier_examples))
}

fn plain(text: &str, example: &str) -> Bar {
    Bar { text: shown(text), count: String::new(), share: String::new(), width: String::new(), example: example.to_owned() }
}

fn cells(cells: &[Cell], w: &Words) -> Vec<Bar> {
    let one = |c: &Cell| {
        let line = w.fill("profile", "line", &[("line", &c.line.to_string())]);
        plain(&c.value, &if c.suggestion.is_empty() { line } else { format!("{line} → {}", shown(&c.suggestion)) })
    };
    cells.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{masked, sample};
    use super::*;
    use crate::report::Masking;

    fn page(lang: Lang) -> String {
        html(&masked(sample::profile(), Masking::Masked), lang).unwrap()
    }

    #[test]
    fn everything_is_there_in_both_languages() {
        let en = page(Lang::En);
        for part in ["What is in the files", "Damaged cells", "41 of 100 points", "quartiles 10 · 20.5 · 30", "K-9{5}", "line 7"] {
            assert!(en.contains(part), "{part}");
        }
        for part in ["文件概况", "损坏的单元格", "四分位", "统一社会信用代码"] {
            assert!(page(Lang::Zh).contains(part), "{part}");
        }
    }

    #[test]
    fn the_page_loads_nothing_and_runs_nothing() {
        let text = page(Lang::En);
        for outside in ["http:", "https:", "src=", "@import", "url(", " style=", "onclick", "<link", "<script"] {
            assert!(!text.contains(outside), "{outside}");
        }
        assert!(text.contains("script-src &#x27;none&#x27;") && !OWN_STYLE.contains("</"));
        assert!(text.contains("&lt;script&gt;alert(1)&lt;&#x2f;script&gt;"), "names are escaped");
        assert!(!text.contains('\u{1b}') && !text.contains("13812345678") && text.contains("138****5678"));
    }
}
