//! Records that have not the cells that their table has columns: put right where one reading alone fits the columns, held otherwise.

use super::dialect::Dialect;
use super::model::{Look, Model, class};
use super::quotes;
use super::records::{RecordRef, Records};
use super::work::{LONGEST_CUT, SURPLUS, Work, effort, joins};
use crate::read::assemble::{Fix, Fixes};
use crate::read::layout::blank_text;
use crate::read::layout::regions::Region;

/// By how much (in log-likelihood) the best reading must be ahead of the next for it to be certain.
const MARGIN: f64 = 2.0;
/// What joining, splitting, dropping and leaving out cost.
const JOIN: f64 = 1.5;
const SPLIT: f64 = 1.5;
const DROP: f64 = 0.5;
const PAD: f64 = 0.5;
/// What a quote left inside a cell costs.
const STRAY: f64 = 3.0;
/// Records beyond this number are not put right one by one: the table is not what it was taken for.
const MOST: usize = 20_000;
/// Says for every record with too few or too many cells what becomes of it.
pub(crate) fn mend(records: &Records, region: &Region, work: &mut Work) -> Fixes {
    let mut fixes = Fixes::new();
    let mut model: Option<Option<Model>> = None;
    for row in records.walk(region.from, region.to) {
        let spans = row.spans();
        if spans.len() == region.width && !row.odd() || region.aside.contains_key(&row.row()) || spans.iter().all(|s| s.is_empty()) {
            continue;
        }
        let model =
            model.get_or_insert_with(|| Model::learn(records, region.from..region.to, region.width, |r| region.aside.contains_key(&r)));
        let fix = match model {
            Some(model) if fixes.len() < MOST && work.cells.take(effort(&row, region.width)) => {
                Mender { model, dialect: records.dialect() }.mend(&row, work)
            }
            _ => by_count(&row, region.width),
        };
        if let Some(fix) = fix {
            fixes.insert(row.row(), fix);
        }
    }
    say_once(&mut fixes, region.to - region.from);
    for &row in &region.header {
        if let Some(fix) = header(records, row, region) {
            fixes.insert(row, fix);
        }
    }
    fixes
}

/// Leaves the first note of quotes inside cells alone where most records have some: there they are content, such as markup.
fn say_once(fixes: &mut Fixes, records: usize) {
    const ENOUGH: usize = 20;
    let stray: Vec<usize> = fixes.iter().filter(|(_, f)| **f == Fix::Note("stray-quote")).map(|(row, _)| *row).collect();
    if stray.len() >= ENOUGH && stray.len() * 2 > records.min(MOST) {
        stray.iter().skip(1).for_each(|row| drop(fixes.remove(row)));
    }
}

/// Judges by the number of cells alone, where too little is known about the columns.
fn by_count(row: &RecordRef<'_>, width: usize) -> Option<Fix> {
    let spans = row.spans();
    if spans.len() < width {
        return Some(Fix::Note("short-row"));
    }
    let surplus = spans.get(width..).unwrap_or(&[]);
    surplus.iter().any(|s| !blank_text(&row.content(*s))).then_some(Fix::Hold("surplus-cells"))
}

/// Drops the one blank cell by which a header is longer than all rows of data.
fn header(records: &Records, row: usize, region: &Region) -> Option<Fix> {
    let cells: Vec<String> = (0..records.spans(row).len()).map(|c| records.cell(row, c).into_owned()).collect();
    let blanks: Vec<usize> = (0..cells.len()).filter(|&c| cells.get(c).is_some_and(|t| blank_text(t))).collect();
    let [blank] = blanks.as_slice() else { return None };
    let data = records.walk(region.from, region.to).filter(|r| r.spans().len() + 1 == cells.len()).count();
    let all = records.walk(region.from, region.to).filter(|r| !r.spans().iter().all(|s| s.is_empty())).count();
    (data >= 1 && data * 10 >= all * 9 && *blank + 1 < cells.len()).then(|| {
        let kept = cells.iter().enumerate().filter(|(c, _)| c != blank).map(|(_, t)| t.clone()).collect();
        Fix::Cells("surplus-delimiter", kept, format!("{all} rows have one cell less than the header, which has one blank cell"))
    })
}

/// One reading of a record.
struct Reading {
    cells: Vec<String>,
    score: f64,
    code: &'static str,
}

struct Mender<'a> {
    model: &'a Model,
    dialect: &'a Dialect,
}

impl Mender<'_> {
    fn mend(&self, row: &RecordRef<'_>, work: &mut Work) -> Option<Fix> {
        let cells: Vec<(String, bool)> = row.spans().iter().map(|&s| (row.content(s).into_owned(), s.is_literal())).collect();
        let mut readings = match cells.len() {
            n if n > self.model.width() => self.shorten(&cells),
            n if n < self.model.width() => self.lengthen(&cells),
            _ => vec![self.as_it_stands(&cells)],
        };
        readings.extend(self.other_delimiters(row, cells.len(), work));
        readings.extend(self.beside_quotes(row, work));
        let width = self.model.width();
        let good = |r: &Reading| !(0..width).any(|c| r.cells.get(c).is_some_and(|t| self.model.contradicts(c, t)));
        if readings.iter().any(good) {
            readings.retain(|r| good(r) || r.code == "short-row");
        }
        readings.sort_by(|a, b| good(b).cmp(&good(a)).then(b.score.total_cmp(&a.score)));
        readings.dedup_by(|b, a| a.cells == b.cells);
        // Quoted cells are not joined, and long records not tried: no reading is no reason to lose a cell.
        let Some(best) = readings.first() else { return by_count(row, width) };
        if best.code == "stray-quote" {
            return Some(Fix::Note("stray-quote"));
        }
        let next = readings.iter().skip(1).find(|r| !same(&r.cells, &best.cells));
        let certain = next.is_none_or(|n| best.score - n.score >= MARGIN);
        let good = good(best);
        if best.code == "short-row" && good {
            return Some(Fix::Note("short-row"));
        }
        if best.code == "trailing" && (certain || good) {
            return Some(Fix::Cells("surplus-delimiter", best.cells.clone(), "the surplus cells at the end are blank".into()));
        }
        let told = (0..width).filter(|&c| self.model.telling(c) && best.cells.get(c).is_some_and(|t| !t.is_empty())).count();
        if certain && good && told > 0 && self.model.records >= 8 {
            let why = format!("the only reading that fits the columns ({told} of them tell their values by form)");
            return Some(Fix::Cells(best.code, best.cells.clone(), why));
        }
        if cells.len() == width {
            return Some(Fix::Note("stray-quote"));
        }
        let code = if cells.len() > width { "surplus-cells" } else { "missing-cells" };
        // A short record that fits as it stands is kept: exports leave out blank cells at the end.
        let padded = readings.iter().find(|r| r.code == "short-row");
        if padded.is_some_and(|p| !(0..width).any(|c| p.cells.get(c).is_some_and(|t| !t.is_empty() && self.model.contradicts(c, t))))
            && cells.len() > 1
        {
            return Some(Fix::Note("short-row"));
        }
        Some(Fix::Hold(code))
    }

    /// The reading of a record with as many cells as there are columns, but with quotes that neither open nor close a cell.
    fn as_it_stands(&self, cells: &[(String, bool)]) -> Reading {
        let stray = cells.iter().filter(|c| !c.1 && self.quoted(&c.0)).count();
        let cells: Vec<String> = cells.iter().map(|c| c.0.clone()).collect();
        Reading { score: self.score(&cells) - STRAY * stray as f64, cells, code: "stray-quote" }
    }

    fn quoted(&self, text: &str) -> bool {
        self.dialect.quote.is_some_and(|q| text.contains(char::from(q)))
    }

    fn score(&self, cells: &[String]) -> f64 {
        cells.iter().enumerate().map(|(c, t)| self.model.fit(c, t)).sum()
    }

    /// Readings of a record with too many cells: blank cells dropped, neighbours joined.
    fn shorten(&self, cells: &[(String, bool)]) -> Vec<Reading> {
        let surplus = cells.len() - self.model.width();
        if surplus > 1 {
            return self.shorten_much(cells, surplus);
        }
        let mut readings = Vec::new();
        let delimiter = self.delimiter();
        for i in 0..cells.len() {
            if cells.get(i).is_some_and(|c| c.0.trim().is_empty()) {
                let kept: Vec<String> = cells.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, c)| c.0.clone()).collect();
                let score = self.score(&kept) - DROP;
                let code = if i + 1 == cells.len() { "trailing" } else { "surplus-delimiter" };
                readings.push(Reading { cells: kept, score, code });
            }
            let (Some(left), Some(right)) = (cells.get(i), cells.get(i + 1)) else { continue };
            if left.1 || right.1 || left.0.is_empty() || right.0.is_empty() {
                continue;
            }
            let mut joined: Vec<String> = cells.iter().map(|c| c.0.clone()).collect();
            let right = joined.remove(i + 1);
            if let Some(l) = joined.get_mut(i) {
                *l = format!("{l}{delimiter}{right}");
            }
            let score = self.score(&joined) - JOIN;
            readings.push(Reading { cells: joined, score, code: "unquoted-delimiter" });
        }
        readings
    }

    /// The best reading of a record with several cells too many, by dynamic programming.
    fn shorten_much(&self, cells: &[(String, bool)], surplus: usize) -> Vec<Reading> {
        let mut readings = Vec::new();
        if cells.iter().skip(self.model.width()).all(|c| c.0.trim().is_empty()) {
            let kept: Vec<String> = cells.iter().take(self.model.width()).map(|c| c.0.clone()).collect();
            let score = self.score(&kept) - DROP;
            readings.push(Reading { cells: kept, score, code: "trailing" });
        }
        if surplus <= SURPLUS && cells.len() <= 400 {
            readings.extend(self.align(cells, surplus, &self.delimiter()));
        }
        readings
    }

    fn delimiter(&self) -> String {
        let mut d = String::from_utf8_lossy(&self.dialect.delimiter).into_owned();
        if self.dialect.skip_space {
            d.push(' ');
        }
        d
    }

    /// Joins and drops cells so that as many are left as there are columns, and they fit best.
    fn align(&self, cells: &[(String, bool)], surplus: usize, delimiter: &str) -> Option<Reading> {
        let (n, width) = (cells.len(), self.model.width());
        // best[i][d]: the first i cells fill columns, d cells less than they are; with where it came from, and whether a cell was dropped.
        let mut best = vec![vec![(f64::NEG_INFINITY, 0usize, false); surplus + 1]; n + 1];
        best.first_mut()?.first_mut()?.0 = 0.0;
        for i in 0..n {
            let here: Vec<(usize, f64)> = best.get(i)?.iter().enumerate().map(|(d, s)| (d, s.0)).filter(|s| s.1.is_finite()).collect();
            let mut text = String::new();
            for k in i..n.min(i + surplus + 1) {
                let (piece, literal) = cells.get(k)?;
                if k > i {
                    if *literal || cells.get(i)?.1 {
                        break;
                    }
                    text.push_str(delimiter);
                }
                text.push_str(piece);
                let look = Look::at(&text);
                let cost = if k > i { JOIN + 0.3 * (k - i) as f64 } else { 0.0 };
                for &(d, score) in here.iter().filter(|(d, _)| i - d < width) {
                    relax(&mut best, (k + 1, d + k - i), score + self.model.fit_look(i - d, &look) - cost, i, false);
                }
            }
            if cells.get(i)?.0.trim().is_empty() {
                here.iter().for_each(|&(d, score)| relax(&mut best, (i + 1, d + 1), score - DROP, i, true));
            }
        }
        let score = best.get(n)?.get(surplus)?.0;
        if !score.is_finite() {
            return None;
        }
        let (mut i, mut d, mut out) = (n, surplus, Vec::new());
        while i > 0 {
            let (_, from, dropped) = *best.get(i)?.get(d)?;
            if dropped {
                d = d.checked_sub(1)?;
            } else {
                out.push(cells.get(from..i)?.iter().map(|c| c.0.as_str()).collect::<Vec<_>>().join(delimiter));
                d = d.checked_sub(i - from - 1)?;
            }
            i = from;
        }
        out.reverse();
        (out.len() == width).then_some(Reading { cells: out, score, code: "unquoted-delimiter" })
    }

    /// Readings of a record with too few cells: cells missing at the end, or two cells without the delimiter between them.
    fn lengthen(&self, cells: &[(String, bool)]) -> Vec<Reading> {
        let width = self.model.width();
        let mut padded: Vec<String> = cells.iter().map(|c| c.0.clone()).collect();
        padded.resize(width, String::new());
        let score = self.score(&padded) - PAD;
        let mut readings = vec![Reading { cells: padded, score, code: "short-row" }];
        if cells.len() + 1 != width {
            return readings;
        }
        let texts: Vec<&str> = cells.iter().map(|c| c.0.as_str()).collect();
        for (i, (text, literal)) in cells.iter().enumerate() {
            let around = |left: &str, right: &str| {
                let mut out: Vec<String> = texts.iter().map(|t| (*t).to_owned()).collect();
                out.splice(i..=i, [left.to_owned(), right.to_owned()]);
                out
            };
            let base: f64 =
                texts.iter().enumerate().filter(|(j, _)| *j != i).map(|(j, t)| self.model.fit(if j < i { j } else { j + 1 }, t)).sum();
            // Cells beside a lost delimiter may have been blank.
            for (left, right) in [(text.as_str(), ""), ("", text.as_str())] {
                if !text.is_empty() && (i + 1 < cells.len() || right == text) {
                    let score = base + self.model.fit(i, left) + self.model.fit(i + 1, right) - SPLIT;
                    readings.push(Reading { cells: around(left, right), score, code: "missing-delimiter" });
                }
            }
            if *literal {
                continue;
            }
            let stray = if self.quoted(text) { STRAY } else { 0.0 };
            let mut best: Vec<(f64, &str, &str)> =
                cuts(text).into_iter().map(|(l, r)| (self.model.fit(i, l) + self.model.fit(i + 1, r) - stray, l, r)).collect();
            best.sort_by(|a, b| b.0.total_cmp(&a.0));
            for (fit, left, right) in best.into_iter().take(2) {
                readings.push(Reading { cells: around(left, right), score: base + fit - SPLIT, code: "missing-delimiter" });
            }
        }
        readings
    }

    /// Readings of the record's text with another delimiter: lines of another program get into an export.
    fn other_delimiters(&self, row: &RecordRef<'_>, found: usize, work: &mut Work) -> Vec<Reading> {
        let width = self.model.width();
        let raw = row.raw();
        if found >= width || raw.len() >= 20_000 {
            return Vec::new();
        }
        let mut readings = Vec::new();
        for other in [";", "\t", "|", " ", ","] {
            if other.as_bytes() == self.dialect.delimiter || raw.matches(other).count() + 1 < width {
                continue;
            }
            let dialect = Dialect { delimiter: other.as_bytes().to_vec(), skip_space: false, ..self.dialect.clone() };
            let Some(spans) = quotes::split(raw.as_bytes(), &dialect, None, true, &mut work.quotes) else { continue };
            let cells: Vec<(String, bool)> = spans.iter().map(|s| (s.resolve(raw, &dialect), s.is_literal())).collect();
            let reading = match cells.len().checked_sub(width) {
                Some(0) => {
                    let cells: Vec<String> = cells.into_iter().map(|c| c.0).collect();
                    Some(Reading { score: self.score(&cells), cells, code: "other-delimiter" })
                }
                Some(surplus) if surplus <= 30 && work.cells.take(joins(cells.len(), surplus)) => self.align(&cells, surplus, other),
                _ => None,
            };
            readings.extend(reading.map(|r| Reading { code: "other-delimiter", score: r.score - 2.0, ..r }));
        }
        readings
    }
}

impl Mender<'_> {
    /// Readings with a delimiter put in before or after a quote, where it was lost: `bolt"M8, zinc",5`.
    fn beside_quotes(&self, row: &RecordRef<'_>, work: &mut Work) -> Vec<Reading> {
        let raw = row.raw();
        let Some(quote) = self.dialect.quote else { return Vec::new() };
        let places: Vec<usize> = memchr::memchr_iter(quote, raw.as_bytes()).collect();
        if places.len() > 60 || raw.len() > 20_000 {
            return Vec::new();
        }
        let delimiter = self.delimiter();
        let mut readings = Vec::new();
        for at in places.into_iter().flat_map(|i| [i, i + 1]) {
            let (Some(left), Some(right)) = (raw.get(..at), raw.get(at..)) else { continue };
            if left.is_empty() || left.ends_with(&delimiter) || right.is_empty() || right.starts_with(&delimiter) {
                continue;
            }
            let line = format!("{left}{delimiter}{right}");
            let Some((cost, spans)) =
                quotes::read(line.as_bytes(), self.dialect, self.model.width(), &mut work.quotes).filter(|r| r.0 < 1.0)
            else {
                continue;
            };
            let cells: Vec<String> = spans.iter().map(|s| s.resolve(&line, self.dialect)).collect();
            let score = self.score(&cells) - SPLIT - cost;
            readings.push(Reading { cells, score, code: "missing-delimiter" });
        }
        readings
    }
}

fn relax(best: &mut [Vec<(f64, usize, bool)>], to: (usize, usize), score: f64, from: usize, dropped: bool) {
    if let Some(slot) = best.get_mut(to.0).and_then(|b| b.get_mut(to.1))
        && score > slot.0
    {
        *slot = (score, from, dropped);
    }
}

fn same(a: &[String], b: &[String]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(x, y)| x.trim() == y.trim())
}

/// Gives the places where a cell may be cut in two: where the class of the characters changes or a run of digits could end.
fn cuts(text: &str) -> Vec<(&str, &str)> {
    let mut out = Vec::new();
    if text.len() > LONGEST_CUT {
        return out;
    }
    let mut previous = None;
    for (i, c) in text.char_indices() {
        if i > 0 && (class(previous) != class(Some(c)) || c.is_ascii_digit() || c.is_uppercase()) {
            out.extend(text.split_at_checked(i));
        }
        previous = Some(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::layout::regions::{self, Hints};
    use crate::read::text::quotes::Allowance;
    use crate::read::{ReadOptions, SheetTable, read_bytes};

    fn first(text: &str) -> SheetTable {
        read_bytes("t.csv", text.as_bytes(), &ReadOptions::default()).unwrap().sheets.remove(0)
    }

    /// A table of twelve regular records of `width` quoted cells with one record of `cells` cells among them.
    fn with_surplus(width: usize, cells: usize) -> String {
        let line = |name: &str, n: usize| (0..n).map(|c| format!("\"{name}{c}\"")).collect::<Vec<_>>().join(",") + "\n";
        let mut text = line("column ", width);
        for row in 0..12 {
            text.push_str(&line(&format!("A{row}-"), if row == 5 { cells } else { width }));
        }
        text
    }

    #[test]
    fn a_surplus_cell_is_held_where_no_reading_is_possible() {
        for (width, cells) in [(2, 3), (30, 75), (380, 402)] {
            let table = first(&with_surplus(width, cells));
            assert_eq!(table.height(), 11, "{cells} cells in {width} columns");
            let aside: Vec<(&str, bool)> =
                table.set_aside.iter().map(|s| (s.code, s.text.contains(&format!("A5-{}", cells - 1)))).collect();
            assert_eq!(aside, [("surplus-cells", true)], "{cells} cells in {width} columns");
        }
    }

    #[test]
    fn quotes_that_most_records_have_inside_their_cells_are_told_once() {
        let table = |marked: usize| {
            let line = |i: usize| format!("A{i:03},{},M{}\n", if i < marked { "<a b=\"c\">" } else { "bolt" }, 6 + i % 4);
            first(&format!("code,name,size\n{}", (0..40).map(line).collect::<String>()))
        };
        let stray = |marked| table(marked).notes.iter().filter(|n| n.code == "stray-quote").count();
        assert_eq!((stray(40), stray(25), stray(5)), (1, 1, 5));
        assert_eq!(table(40).height(), 40);
    }

    #[test]
    fn records_are_judged_by_their_number_of_cells_where_weighing_them_takes_too_long() {
        let mut text = String::from("code,name,size,price\n");
        (0..20).for_each(|i| text.push_str(&format!("A{i:03},bolt,M{},{i}.5{}\n", 6 + i % 4, if i == 7 { "," } else { "" })));
        text.push_str("A999,nut, thick,M8,2.5\n");
        let records = Records::cut(text, Dialect::default(), Some(4));
        let region = regions::find(&records, Hints { width: Some(4), header: None }).remove(0);
        let fixes = |work: &mut Work| mend(&records, &region, work).into_values().collect::<Vec<_>>();
        let found = fixes(&mut Work::default());
        assert!(matches!(found.as_slice(), [Fix::Cells("surplus-delimiter", ..), Fix::Hold(_)]), "{found:?}");
        let mut little = Work { cells: Allowance::of(0), ..Work::default() };
        assert_eq!(fixes(&mut little), [Fix::Hold("surplus-cells")]);
    }

    #[test]
    fn tables_of_one_file_share_the_work_of_weighing() {
        let row = |i: usize| format!("A{i:03},bolt,M{},{i}.5{}\n", 6 + i % 4, if i == 7 { "," } else { "" });
        let text: String = std::iter::once("code,name,size,price\n".to_owned()).chain((0..20).map(row)).collect();
        let records = Records::cut(text, Dialect::default(), Some(4));
        let region = regions::find(&records, Hints { width: Some(4), header: None }).remove(0);
        let mut work = Work { cells: Allowance::of(2 * 5 * 4 * 2 - 1), ..Work::default() };
        let mut mended = || matches!(mend(&records, &region, &mut work).into_values().next(), Some(Fix::Cells(..)));
        assert_eq!((mended(), mended()), (true, false));
    }

    #[test]
    fn a_line_of_another_delimiter_takes_no_more_memory_than_its_cells() {
        // One cell more than there are columns, each of which could be dropped: by columns this would take gigabytes.
        let width = 9_000;
        let regular = |row: usize| format!("{}\n", vec![format!("A{row}"); width].join(","));
        let text: String = (0..10).map(regular).chain([";".repeat(width)]).collect();
        let table = first(&text);
        assert_eq!((table.header.len(), table.height() + table.set_aside.len()), (width, 11 - usize::from(table.header_line.is_some())));
    }
}
