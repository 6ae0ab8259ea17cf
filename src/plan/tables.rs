//! Lookup tables: CSV files of text, in UTF-8 with or without byte order mark.

use super::file::{PlanFile, Spot};
use super::problem::{Kind, Problems};
use super::spec::CodeTable;
use super::suggest;
use crate::model::Text;
use std::collections::BTreeMap;

/// The most rows a lookup table may have.
const MOST_ROWS: usize = 200_000;

/// Lookup tables by name, with the spots of the rows of those that the parser itself must check.
#[derive(Default)]
pub(super) struct Tables {
    pub(super) by_name: BTreeMap<String, CodeTable>,
    /// Rows of `header_synonyms`, from every file of that name.
    pub(super) synonyms: Vec<Synonym>,
}

/// One header that means a field.
pub(super) struct Synonym {
    pub(super) entity: String,
    pub(super) field: String,
    pub(super) header: String,
    pub(super) at: Spot,
}

/// The table whose rows go to the fields, and which a project adds to.
const HEADER_SYNONYMS: &str = "header_synonyms";

impl Tables {
    /// Takes in a file: a later one replaces an earlier one of its name; `NAME.add` and header synonyms add rows to it.
    pub(super) fn read(&mut self, problems: &Problems, shown: &str, name: &str, text: &str) {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let file = problems.open(PlanFile::new(shown, text.to_owned()));
        let Some((table, spots)) = parse(problems, file, text) else { return };
        if name == HEADER_SYNONYMS {
            self.take_synonyms(problems, file, &table, &spots);
        }
        let base = name.strip_suffix(".add").unwrap_or(name);
        if base == HEADER_SYNONYMS || base != name {
            self.add(problems, file, base, table);
        } else {
            self.by_name.insert(name.to_owned(), table);
        }
    }

    /// Makes a table of every domain of `value_synonyms` that has none of its own: the values that its tokens mean.
    pub(super) fn add_domains(&mut self) {
        let Some(synonyms) = self.by_name.get("value_synonyms") else { return };
        let (Some(domain), Some(canonical)) = (synonyms.column("domain"), synonyms.column("canonical")) else { return };
        let mut domains: BTreeMap<String, Vec<Vec<String>>> = BTreeMap::new();
        for row in &synonyms.rows {
            let (Some(domain), Some(value)) = (row.get(domain), row.get(canonical)) else { continue };
            let values = domains.entry(domain.clone()).or_default();
            if !value.is_empty() && !values.iter().any(|v| v.first() == Some(value)) {
                values.push(vec![value.clone()]);
            }
        }
        for (domain, rows) in domains {
            self.by_name.entry(domain).or_insert_with(|| CodeTable { header: vec!["canonical".to_owned()], rows });
        }
    }

    fn add(&mut self, problems: &Problems, file: u32, name: &str, more: CodeTable) {
        let Some(base) = self.by_name.get_mut(name) else {
            self.by_name.insert(name.to_owned(), more);
            return;
        };
        for column in more.header.iter().filter(|h| base.column(h).is_none()) {
            let message = Text::new(format!("对照表 {name} 没有 `{column}` 列"), format!("the table {name} has no column `{column}`"));
            problems.report_file(Kind::Form, file, message, suggest::hint(column, base.header.iter().map(String::as_str)));
        }
        let places: Vec<Option<usize>> = base.header.iter().map(|h| more.column(h)).collect();
        let cell = |row: &[String], place: Option<usize>| place.and_then(|i| row.get(i).cloned()).unwrap_or_default();
        base.rows.extend(more.rows.iter().map(|row| places.iter().map(|p| cell(row, *p)).collect()));
    }

    fn take_synonyms(&mut self, problems: &Problems, file: u32, table: &CodeTable, spots: &[Spot]) {
        let columns = ["entity", "canonical_field", "synonym"].map(|c| (c, table.column(c)));
        for (name, _) in columns.iter().filter(|(_, c)| c.is_none()) {
            let message = Text::new(format!("缺少 `{name}` 列"), format!("the column `{name}` is missing"));
            problems.report_file(Kind::Missing, file, message, Text::default());
        }
        let [Some(entity), Some(field), Some(header)] = columns.map(|(_, c)| c) else { return };
        for (row, at) in table.rows.iter().zip(spots) {
            let cell = |i: usize| row.get(i).cloned().unwrap_or_default();
            self.synonyms.push(Synonym { entity: cell(entity), field: cell(field), header: cell(header), at: *at });
        }
    }
}

/// Parses a table that stands by itself; gives it with the spot of each row.
pub(super) fn parse_text(problems: &Problems, shown: &str, text: &str) -> Option<(CodeTable, Vec<Spot>)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let file = problems.open(PlanFile::new(shown, text.to_owned()));
    parse(problems, file, text)
}

/// Parses a table; gives it with the spot of each row.
fn parse(problems: &Problems, file: u32, text: &str) -> Option<(CodeTable, Vec<Spot>)> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let header: Vec<String> = reader.headers().ok()?.iter().map(str::to_owned).collect();
    if header.iter().all(String::is_empty) {
        let message = Text::new("对照表没有表头", "the lookup table has no header");
        problems.report_file(Kind::Form, file, message, Text::default());
        return None;
    }
    let (mut rows, mut spots) = (Vec::new(), Vec::new());
    for record in reader.records() {
        // The text is UTF-8 and rows of any length are let through, so that no record is an error.
        let Ok(record) = record else { break };
        // The reader's position is right behind the last record, before the rest of its line end and blank lines.
        let behind = record.position().map_or(0, |p| p.byte() as usize);
        let start = behind + text.get(behind..).map_or(0, |s| s.len() - s.trim_start_matches(['\r', '\n']).len());
        let end = text.get(start..).and_then(|s| s.find('\n')).map_or(text.len(), |n| start + n);
        let at = Spot::new(file, &(start..end));
        if record.len() != header.len() {
            report_length(problems, at, record.len(), header.len());
        }
        rows.push(record.iter().map(str::to_owned).collect());
        spots.push(at);
        if rows.len() > MOST_ROWS {
            let message = Text::new(format!("超过 {MOST_ROWS} 行"), format!("the table has more than {MOST_ROWS} rows"));
            problems.report_file(Kind::Form, file, message, Text::default());
            break;
        }
    }
    Some((CodeTable { header, rows }, spots))
}

fn report_length(problems: &Problems, at: Spot, found: usize, expected: usize) {
    let message =
        Text::new(format!("这一行有 {found} 列，表头有 {expected} 列"), format!("the row has {found} cells, the header {expected}"));
    let hint = Text::new("含逗号的值写在双引号里", "a value with a comma stands in double quotes");
    problems.report(Kind::Form, at, message, hint);
}
