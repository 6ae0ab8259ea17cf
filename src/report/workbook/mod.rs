//! findings.xlsx: for the people who must fix. An overview, a sheet for every owner, a row for every finding, a column for the answer.

mod overview;
mod owner;
mod sheet_name;
mod style;

use super::lens::{Lens, Spot};
use super::{EntityFinding, ReportError, ReportInput};
use crate::model::Severity;
use overview::Listed;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};
use sheet_name::SheetNames;
use std::collections::BTreeMap;
use std::io::Write;
use style::Styles;

/// How many findings the workbook lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rows {
    /// Findings of one rule and entity on one owner's sheet at most; all of them are in findings.csv, and the overview says what was cut.
    pub per_rule: usize,
    /// Findings on one sheet at most; more continue on a further sheet. Excel takes 1,048,575 below a header.
    pub per_sheet: usize,
}

impl Default for Rows {
    /// Gives 5,000 findings a rule, and as many a sheet as Excel takes.
    fn default() -> Self {
        Self { per_rule: 5_000, per_sheet: 1_048_575 }
    }
}

/// Findings above which sheets are written through temporary files, with little memory.
const IN_MEMORY: usize = 20_000;

/// The findings of one owner, as the sheet lists them.
struct Work<'a> {
    owner: &'a str,
    listed: Vec<&'a EntityFinding<'a>>,
    /// Findings per (severity worst first, rule, entity): all of them, and those listed.
    rules: Vec<RuleCount<'a>>,
}

struct RuleCount<'a> {
    severity: Severity,
    title: &'a str,
    entity: &'a str,
    all: usize,
    listed: usize,
}

/// Writes `findings.xlsx`.
///
/// Cells are text and are never run: what a spreadsheet would take for a formula carries the quote prefix besides. Personal data is masked
/// as `input.masking` says. The same findings give the same bytes.
///
/// # Errors
/// If the workbook cannot be built (temporary files, for many findings) or the writer refuses the bytes.
pub fn workbook(input: &ReportInput<'_>, rows: Rows, mut out: impl Write) -> Result<(), ReportError> {
    let lens = Lens::new(input);
    let work = by_owner(&lens, rows.per_rule.max(1));
    let styles = Styles::new();
    let mut book = Workbook::new();
    book.set_properties(&properties(&lens)?);
    let mut names = SheetNames::new(lens.words.get("workbook", "overview"));
    let plan: Vec<Vec<(String, &[&EntityFinding<'_>])>> = work.iter().map(|w| parts(&lens, w, rows.per_sheet, &mut names)).collect();
    let listed: Vec<Listed<'_>> =
        work.iter().zip(&plan).map(|(w, p)| Listed { work: w, sheets: p.iter().map(|(n, _)| n.as_str()).collect() }).collect();
    overview::write(&lens, &styles, book.add_worksheet(), names.overview(), &listed)?;
    let many = work.iter().map(|w| w.listed.len()).sum::<usize>() > IN_MEMORY;
    for (name, findings) in plan.iter().flatten() {
        let sheet = if many { book.add_worksheet_with_constant_memory()? } else { book.add_worksheet() };
        owner::write(&lens, &styles, sheet, name, findings)?;
    }
    out.write_all(&book.save_to_buffer()?)?;
    out.flush()?;
    Ok(())
}

/// Describes the workbook; its date is fixed, since nothing in a run folder may differ from run to run.
fn properties(lens: &Lens<'_>) -> Result<DocProperties, ReportError> {
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?.and_hms(0, 0, 0)?;
    let title = format!("{} · {}", super::visible::one_line(&lens.input.summary.project), lens.words.get("page", "title"));
    Ok(DocProperties::new().set_title(title).set_author("Cutover").set_creation_datetime(&created))
}

/// Sorts findings to owners: the worst first, then by rule, in the order of the source. Owners stand in alphabetical order, nobody last.
fn by_owner<'a>(lens: &Lens<'a>, per_rule: usize) -> Vec<Work<'a>> {
    type Group<'a> = (std::cmp::Reverse<Severity>, &'a str, &'a str);
    let mut owners: BTreeMap<(bool, &'a str), BTreeMap<Group<'a>, Vec<&'a EntityFinding<'a>>>> = BTreeMap::new();
    for f in lens.input.findings {
        let spot: Spot<'a> = lens.spot(&f.finding.at);
        let owner = spot.owner().trim();
        let group = (std::cmp::Reverse(lens.severity(f)), f.finding.rule.as_str(), f.entity.map_or("", |e| e.as_str()));
        owners.entry((owner.is_empty(), owner)).or_default().entry(group).or_default().push(f);
    }
    owners
        .into_iter()
        .map(|((_, owner), groups)| work(lens, owner, groups.into_iter().map(|((s, r, e), f)| (s.0, r, e, f)), per_rule))
        .collect()
}

fn work<'a>(
    lens: &Lens<'a>,
    owner: &'a str,
    groups: impl Iterator<Item = (Severity, &'a str, &'a str, Vec<&'a EntityFinding<'a>>)>,
    per_rule: usize,
) -> Work<'a> {
    let mut out = Work { owner, listed: Vec::new(), rules: Vec::new() };
    for (severity, rule, entity, findings) in groups {
        let listed = findings.len().min(per_rule);
        let title = findings.first().map_or(rule, |f| lens.title(f.entity, &f.finding.rule));
        out.rules.push(RuleCount { severity, title, entity, all: findings.len(), listed });
        out.listed.extend(findings.into_iter().take(per_rule));
    }
    out
}

/// Cuts an owner's findings into as many sheets as they need, and names these.
fn parts<'w, 'a>(
    lens: &Lens<'_>,
    work: &'w Work<'a>,
    per_sheet: usize,
    names: &mut SheetNames,
) -> Vec<(String, &'w [&'a EntityFinding<'a>])> {
    let nobody = lens.words.get("workbook", "nobody");
    let owner = if work.owner.is_empty() { nobody } else { work.owner };
    let size = per_sheet.clamp(1, Rows::default().per_sheet);
    work.listed.chunks(size).map(|findings| (names.unique(owner, nobody), findings)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Lang;
    use crate::report::sample::Sample;
    use calamine::{Data, Reader, Xlsx};
    use std::io::Cursor;

    fn bytes(sample: &Sample, rows: Rows, lang: Lang) -> Vec<u8> {
        let mut out = Vec::new();
        workbook(&sample.input(&sample.list(), lang), rows, &mut out).unwrap();
        out
    }

    fn open(bytes: Vec<u8>) -> Xlsx<Cursor<Vec<u8>>> {
        Xlsx::new(Cursor::new(bytes)).unwrap()
    }

    #[test]
    fn every_owner_has_a_sheet_with_every_finding() {
        let sample = Sample::company();
        let mut book = open(bytes(&sample, Rows::default(), Lang::En));
        assert_eq!(book.sheet_names(), ["Overview", "Tom Baker", "李建国", "王丽", "赵敏", "陈工"]);
        let rows = |name: &str, book: &mut Xlsx<_>| book.worksheet_range(name).unwrap().height() - 1;
        let listed: usize = book.sheet_names().iter().skip(1).map(|n| rows(n, &mut book)).sum();
        assert_eq!(listed, sample.findings.len());
    }

    #[test]
    fn the_worst_stand_first_and_cells_keep_their_text() {
        let mut book = open(bytes(&Sample::company(), Rows::default(), Lang::Zh));
        let sheet = book.worksheet_range("王丽").unwrap();
        let text = |row: u32, column: u32| sheet.get_value((row, column)).map(ToString::to_string).unwrap_or_default();
        assert_eq!((text(0, 0), text(0, 13), text(1, 0)), ("级别".into(), "答复".into(), "严重".into()));
        let uscc = (1..sheet.height() as u32).find(|r| text(*r, 16) == "invalid-uscc").unwrap();
        assert_eq!(sheet.get_value((uscc, 9)), Some(&Data::String("914403001922038000".into())));
        assert_eq!(sheet.get_value((uscc, 5)), Some(&Data::Float(5.0)));
    }

    #[test]
    fn what_is_cut_is_counted_and_what_is_too_long_continues() {
        let sample = Sample::company();
        let mut book = open(bytes(&sample, Rows { per_rule: 40, per_sheet: 100 }, Lang::En));
        let names = book.sheet_names();
        assert!(names.contains(&"陈工 (2)".to_owned()), "{names:?}");
        let overview = book.worksheet_range("Overview").unwrap();
        let all: String = overview.used_cells().map(|(.., c)| format!("{c}|")).collect();
        let total = sample
            .findings
            .iter()
            .filter(|(e, f)| f.rule.as_str() == "missing-tax-id" && e.as_ref().is_some_and(|e| e.as_str() == "bom"))
            .count();
        assert!(all.contains(&format!("40 of {total} findings of this rule are listed here; all of them are in findings.csv.")), "{all}");
        for name in names.iter().skip(1) {
            assert!(book.worksheet_range(name).unwrap().height() <= 101, "{name}");
        }
    }

    #[test]
    fn hostile_texts_stay_texts() {
        let mut book = open(bytes(&Sample::hostile(), Rows::default(), Lang::En));
        for name in book.sheet_names() {
            assert_eq!(book.worksheet_formula(&name).unwrap().used_cells().count(), 0, "{name}");
            let sheet = book.worksheet_range(&name).unwrap();
            let shown = |c: &Data| !c.to_string().contains(['\u{1b}', '\u{0}', '\u{202e}']);
            assert!(sheet.used_cells().all(|(.., c)| shown(c)), "{name}");
        }
    }

    #[test]
    fn the_same_findings_give_the_same_bytes() {
        let sample = Sample::company();
        assert!(bytes(&sample, Rows::default(), Lang::En) == bytes(&sample, Rows::default(), Lang::En));
    }

    #[test]
    fn a_run_without_findings_has_an_overview() {
        assert_eq!(open(bytes(&Sample::empty(), Rows::default(), Lang::En)).sheet_names(), ["Overview"]);
    }
}
