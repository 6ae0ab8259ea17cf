//! The first sheet: the verdict, how to use the workbook, which sheet is whose, and what is not listed in full.

use super::style::{Styles, cell_text};
use super::{RuleCount, Work};
use crate::report::lens::Lens;
use crate::report::{Masking, ReportError, WORST_FIRST, figures, verdict};
use rust_xlsxwriter::{Url, Worksheet, XlsxError};

/// An owner's findings and the sheets that list them.
pub(super) struct Listed<'a> {
    pub(super) work: &'a Work<'a>,
    pub(super) sheets: Vec<&'a str>,
}

/// Writes the overview.
pub(super) fn write(lens: &Lens<'_>, styles: &Styles, sheet: &mut Worksheet, name: &str, owners: &[Listed<'_>]) -> Result<(), ReportError> {
    sheet.set_name(name)?;
    for (column, width) in [(0, 24.0), (1, 40.0), (2, 16.0), (3, 12.0), (4, 12.0), (5, 12.0), (6, 12.0)] {
        sheet.set_column_width(column, width)?;
    }
    sheet.set_screen_gridlines(false);
    let row = top(lens, styles, sheet)?;
    let row = sheets(lens, styles, sheet, row, owners)?;
    rules(lens, styles, sheet, row, owners)?;
    Ok(())
}

fn top(lens: &Lens<'_>, styles: &Styles, sheet: &mut Worksheet) -> Result<u32, XlsxError> {
    let (s, w) = (lens.input.summary, lens.words);
    sheet.write_string_with_format(0, 0, w.get("page", "title"), &styles.title)?;
    let key = verdict::key(s);
    let words = |k: &str| w.get("workbook", k);
    let score = format!("{} → {}", figures::score(s.score.before), figures::score(s.score.after));
    let masked = if lens.input.masking == Masking::Masked { words("masked") } else { w.get("page", "raw") };
    let how = format!("{} {masked}", words("how_text"));
    sheet.write_string_with_format(2, 0, words("verdict"), &styles.label)?;
    sheet.write_string_with_format(2, 1, w.get("verdict", key), styles.verdict(key))?;
    let lines = [
        (3, "reason", verdict::reason(s, w)),
        (4, "project", s.project.clone()),
        (5, "rows_read", figures::count(s.read)),
        (6, "score", score),
        (7, "how", how),
    ];
    for (row, label, text) in lines {
        sheet.write_string_with_format(row, 0, words(label), &styles.label)?;
        sheet.merge_range(row, 1, row, 6, "", &styles.text)?;
        styles.data(sheet, row, 1, &text)?;
        // Merged cells do not grow with their text: about 60 Chinese characters stand in a line of them.
        let width: usize = text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
        sheet.set_row_height(row, 16.0 * (1.0 + (width / 100) as f64))?;
    }
    Ok(9)
}

fn sheets(lens: &Lens<'_>, styles: &Styles, sheet: &mut Worksheet, mut row: u32, owners: &[Listed<'_>]) -> Result<u32, XlsxError> {
    let w = lens.words;
    let heads = ["sheet", "owner", "findings"].map(|k| w.get("workbook", k));
    let severities = WORST_FIRST.map(|s| w.severity(s));
    for (column, head) in (0..).zip(heads.into_iter().chain(severities)) {
        sheet.write_string_with_format(row, column, head, &styles.head)?;
    }
    row += 1;
    for o in owners {
        for (i, name) in o.sheets.iter().enumerate() {
            let link = format!("internal:'{}'!A1", name.replace('\'', "''"));
            sheet.write_url_with_options(row, 0, Url::new(link), *name, "", Some(&styles.link))?;
            let owner = if o.work.owner.is_empty() { w.get("workbook", "nobody") } else { o.work.owner };
            let owner = if i == 0 { owner.to_owned() } else { format!("{owner} ({})", w.get("workbook", "continued")) };
            styles.data(sheet, row, 1, &owner)?;
            if i == 0 {
                counts(styles, sheet, row, &o.work.rules)?;
            }
            row += 1;
        }
    }
    Ok(row + 1)
}

fn counts(styles: &Styles, sheet: &mut Worksheet, row: u32, rules: &[RuleCount<'_>]) -> Result<(), XlsxError> {
    let of = |s| rules.iter().filter(|r| r.severity == s).map(|r| r.all).sum::<usize>();
    let all = rules.iter().map(|r| r.all).sum::<usize>();
    for (column, n) in (2..).zip(std::iter::once(all).chain(WORST_FIRST.map(of))) {
        sheet.write_number_with_format(row, column, n as f64, &styles.number)?;
    }
    Ok(())
}

fn rules(lens: &Lens<'_>, styles: &Styles, sheet: &mut Worksheet, mut row: u32, owners: &[Listed<'_>]) -> Result<(), XlsxError> {
    let w = lens.words;
    if owners.iter().flat_map(|o| &o.work.rules).any(|r| r.listed < r.all) {
        sheet.write_string_with_format(row, 0, w.get("workbook", "cut_title"), styles.severity(crate::model::Severity::Warning))?;
        row += 1;
    }
    for (column, key) in (0..).zip(["owner", "title", "entity", "severity", "findings", "shown"]) {
        sheet.write_string_with_format(row, column, w.get("workbook", key), &styles.head)?;
    }
    for (o, r) in owners.iter().flat_map(|o| o.work.rules.iter().map(move |r| (o, r))) {
        row += 1;
        let owner = if o.work.owner.is_empty() { w.get("workbook", "nobody") } else { o.work.owner };
        let cut = w.fill("workbook", "cut_note", &[("shown", &figures::count(r.listed as u64)), ("total", &figures::count(r.all as u64))]);
        styles.data(sheet, row, 0, owner)?;
        styles.data(sheet, row, 1, r.title)?;
        styles.data(sheet, row, 2, lens.entity_label(r.entity))?;
        sheet.write_string_with_format(row, 3, w.severity(r.severity), styles.severity(r.severity))?;
        sheet.write_number_with_format(row, 4, r.all as f64, &styles.number)?;
        sheet.write_number_with_format(row, 5, r.listed as f64, &styles.number)?;
        if r.listed < r.all {
            sheet.write_string_with_format(row, 6, cell_text(&cut), &styles.soft)?;
        }
    }
    Ok(())
}
