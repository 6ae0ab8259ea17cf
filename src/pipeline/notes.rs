//! Summaries of inputs, and the findings that the reader's notes become.

use super::ingest::sheet_name;
use super::state::SheetIn;
use crate::mapping::Recognition;
use crate::model::{Change, ColumnSummary, Entity, Finding, InputSummary, Ledger, Place, RowId, RuleCode, Source, TextColumn};
use crate::plan::{EntitySpec, Plan};
use crate::read::{ReadNote, Repair, SheetTable};
use crate::report::Masking;
use foldhash::HashSet;
use rayon::prelude::*;
use std::hash::{BuildHasher, Hasher};

/// Values shown of each column.
const EXAMPLES: usize = 3;

/// Begins the summary of a table that was read.
pub(super) fn input(source: &Source, sha256: &str, table: &SheetTable) -> InputSummary {
    InputSummary {
        path: source.path.clone(),
        sheet: sheet_name(table),
        rows: (table.lines.len() + table.set_aside.len()) as u64,
        sha256: sha256.to_owned(),
        encoding: table.encoding.clone(),
        delimiter: table.delimiter.clone(),
        header_line: table.header_line,
        system: source.system.clone(),
        owner: source.owner.clone(),
        entity: None,
        confidence: 0.0,
        reason: String::new(),
        difficulty: None,
        mapping: Vec::new(),
    }
}

/// Summarises a file without a table.
pub(super) fn unread_input(path: &str, sha256: &str, reason: &str) -> InputSummary {
    InputSummary {
        path: path.to_owned(),
        sheet: None,
        rows: 0,
        sha256: sha256.to_owned(),
        encoding: String::new(),
        delimiter: None,
        header_line: None,
        system: String::new(),
        owner: String::new(),
        entity: None,
        confidence: 0.0,
        reason: reason.to_owned(),
        difficulty: None,
        mapping: Vec::new(),
    }
}

/// Describes the columns of a table: where they go and what is in them.
pub(super) fn columns(recognition: &Recognition, table: &SheetTable, spec: Option<&EntitySpec>, masking: Masking) -> Vec<ColumnSummary> {
    recognition
        .columns
        .par_iter()
        .map(|m| {
            let empty = TextColumn::nulls(0);
            let column = table.columns.get(m.index).unwrap_or(&empty);
            let personal = m.field.as_deref().and_then(|f| spec?.field(f)?.personal);
            let (distinct, examples) = glance(column);
            ColumnSummary {
                header: m.header.clone(),
                field: m.field.as_deref().map(str::to_owned),
                confidence: (m.confidence * 1000.0).round() / 1000.0,
                evidence: m.evidence.clone(),
                fill: share(column.len() - column.missing(), column.len()),
                distinct,
                examples: examples.into_iter().map(|v| crate::report::mask_example(v, personal, masking)).collect(),
            }
        })
        .collect()
}

/// Counts distinct values and picks the first few; counted by 64-bit hashes, so a few in 10^18 may fall together.
fn glance(column: &TextColumn) -> (u64, Vec<&str>) {
    let hasher = foldhash::fast::FixedState::with_seed(0);
    let mut seen: HashSet<u64> = HashSet::default();
    let mut examples = Vec::new();
    for value in column.iter().flatten() {
        let mut h = hasher.build_hasher();
        h.write(value.as_bytes());
        if seen.insert(h.finish()) && examples.len() < EXAMPLES {
            examples.push(value);
        }
    }
    (seen.len() as u64, examples)
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { (part as f64 / whole as f64 * 10_000.0).round() / 10_000.0 }
}

/// Turns the reader's notes about a table into findings: at the row and field where they are about a cell of a mapped column.
pub(super) fn findings(sheet: &SheetIn, recognition: &Recognition, ledger: &Ledger, plan: &Plan) -> Vec<(Option<Entity>, Finding)> {
    let entity = recognition.entity.as_ref();
    let known = entity.and_then(|e| plan.entity(e)).is_some();
    sheet.table.notes.iter().map(|n| (entity.filter(|_| known).cloned(), finding(n, sheet, recognition, ledger))).collect()
}

fn finding(note: &ReadNote, sheet: &SheetIn, recognition: &Recognition, ledger: &Ledger) -> Finding {
    let field = note.column.and_then(|c| recognition.columns.iter().find(|m| m.index == c)?.field.clone());
    let header = note.column.and_then(|c| sheet.table.header.get(c)).map_or("", String::as_str);
    let row = note.line.and_then(|line| row_at(sheet, ledger, line));
    let at = match row {
        Some(row) => Place::Row(row, field),
        None => Place::Source(sheet.source, note.line),
    };
    let about_column = matches!(&at, Place::Row(_, Some(_))) || header.is_empty() || note.value.contains(header);
    let value = if about_column { note.value.clone() } else { format!("{header}: {}", note.value) };
    Finding::at(&RuleCode::new(note.code), at, &value).expecting(&note.expected).suggesting(&note.suggestion)
}

/// Turns the values that reading put right into changes; those of columns that are not taken over change nothing.
pub(super) fn repairs(sheet: &SheetIn, recognition: &Recognition) -> Vec<Change> {
    let field_of = |column: usize| recognition.columns.iter().find(|m| m.index == column)?.field.clone();
    let change = |r: &Repair| {
        let (row, field) = (*sheet.rows.get(r.row)?, field_of(r.column)?);
        Some(Change { row, field, rule: RuleCode::new(r.code), before: r.before.clone(), after: r.after.clone() })
    };
    sheet.table.repairs.iter().filter_map(change).collect()
}

fn row_at(sheet: &SheetIn, ledger: &Ledger, line: u32) -> Option<RowId> {
    let source = ledger.source(sheet.source);
    let i = source.lines.binary_search(&line).ok()?;
    Some(RowId(source.first.0 + u32::try_from(i).ok()?))
}
