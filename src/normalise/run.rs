//! A whole table through the normalisers of its fields.

use super::column::{self, Chain, Part, Patch, Remark, Steps};
use super::context::Tables;
use super::survey::{Survey, pieces};
use super::{Normaliser, find, legacy_marker, usual};
use crate::model::{Change, Finding, Ledger, RuleCode, Table, TextColumn, Watch};
use crate::plan::{CheckUse, EntitySpec, FieldSpec, Plan};
use rayon::prelude::*;
use std::ops::Range;
use std::sync::Arc;

/// A table in form, what changed and what was found.
#[derive(Clone, Debug)]
pub struct Normalised {
    /// The table: same rows, same columns, and a `status` where a marker in a name told it first.
    pub table: Table,
    /// Changed cells, by row and then by field.
    pub changes: Vec<Change>,
    /// Findings, by row and then by field.
    pub findings: Vec<Finding>,
}

/// Brings every column of a table that comes from one source into the form that its field asks for.
///
/// What a column proves about its dates and numbers (day or month first, point or comma) holds for all of its rows; use [`run_by_source`] for a
/// table put together from several sources. Where `watch` asks to stop, columns not yet done stay as they are.
pub fn run(spec: &EntitySpec, plan: &Plan, table: Table, watch: &dyn Watch) -> Normalised {
    let all = 0..table.height();
    run_parts(spec, plan, table, &[all], watch)
}

/// Brings every column of a table into form, as [`run`] does, where every source proves its own ways of writing.
pub fn run_by_source(spec: &EntitySpec, plan: &Plan, table: Table, ledger: &Ledger, watch: &dyn Watch) -> Normalised {
    let mut parts: Vec<Range<usize>> = Vec::new();
    let mut before = None;
    for (row, id) in table.rows().iter().enumerate() {
        let source = Some(ledger.source_of(*id));
        match parts.last_mut() {
            Some(part) if source == before => part.end = row + 1,
            _ => parts.push(row..row + 1),
        }
        before = source;
    }
    run_parts(spec, plan, table, &parts, watch)
}

fn run_parts(spec: &EntitySpec, plan: &Plan, table: Table, parts: &[Range<usize>], watch: &dyn Watch) -> Normalised {
    let tables = Tables::of(plan);
    let present: Vec<(&FieldSpec, TextColumn)> = spec.fields.iter().filter_map(|f| Some((f, table.column(&f.name)?))).collect();
    watch.begin("normalise", Some((present.len() * table.height()) as u64));
    let mut works: Vec<Work<'_>> = Vec::with_capacity(present.len());
    for (field, before) in present {
        works.push(Work::of(chain_of(spec, field), field, before, &tables, parts, watch));
    }
    if !watch.cancelled() {
        legacy_marker::take_out(spec, &tables.markers, &mut works, table.height());
    }
    assemble(table, works)
}

/// One column at work.
pub(super) struct Work<'a> {
    pub(super) field: &'a FieldSpec,
    pub(super) before: TextColumn,
    pub(super) after: TextColumn,
    pub(super) chain: Vec<&'static Normaliser>,
    pub(super) patches: Vec<Patch>,
    pub(super) remarks: Vec<Remark>,
}

/// The step of taking markers out, which is none of the field's normalisers.
pub(super) const MARKER_STEP: Steps = 1 << 31;

impl<'a> Work<'a> {
    fn of(chain: Chain, field: &'a FieldSpec, before: TextColumn, tables: &Tables, parts: &[Range<usize>], watch: &dyn Watch) -> Self {
        let look = |rows: &Range<usize>| Part { rows: rows.clone(), survey: Survey::of(&before, rows.clone(), &chain.steps) };
        let parts: Vec<Part> = parts.iter().map(look).collect();
        let done = column::normalise(&before, &chain, (field, tables), &parts, watch);
        let after = if done.patches.is_empty() { before.clone() } else { column::patched(&before, &done.patches) };
        Self { field, before, after, chain: chain.steps, patches: done.patches, remarks: done.remarks }
    }

    /// Makes a column of missing values for a field that the source lacks.
    pub(super) fn missing(field: &'a FieldSpec, height: usize) -> Self {
        let nulls = TextColumn::nulls(height);
        Self { field, before: nulls.clone(), after: nulls, chain: Vec::new(), patches: Vec::new(), remarks: Vec::new() }
    }

    /// Names the normalisers that changed a cell, joined by `+`.
    fn rule(&self, steps: Steps) -> RuleCode {
        let own = self.chain.iter().enumerate().filter(|(i, _)| steps & (1 << i) != 0).map(|(_, n)| n.name);
        let marker = (steps & MARKER_STEP != 0).then_some(legacy_marker::NAME);
        RuleCode::new(&own.chain(marker).collect::<Vec<_>>().join("+"))
    }
}

fn chain_of(spec: &EntitySpec, field: &FieldSpec) -> Chain {
    let named = || field.normalise.iter().map(String::as_str);
    let names: Vec<&str> = if field.normalise.is_empty() { usual(field.kind).to_vec() } else { named().collect() };
    // A plan names no normaliser that does not exist; the highest bit is the markers'.
    let steps: Vec<&'static Normaliser> = names.into_iter().filter_map(find).take(31).collect();
    let checks: Vec<&str> = spec
        .checks
        .iter()
        .filter_map(|c| match &c.does {
            CheckUse::Builtin { name, field: Some(f), .. } if *f == field.name => Some(name.as_str()),
            _ => None,
        })
        .collect();
    let silent =
        steps.iter().enumerate().filter(|(_, s)| s.checked_by.iter().any(|c| checks.contains(c))).fold(0, |bits, (i, _)| bits | 1 << i);
    Chain { steps, silent }
}

fn assemble(mut table: Table, works: Vec<Work<'_>>) -> Normalised {
    let findings = findings(&table, &works);
    for work in works.iter().filter(|w| !w.patches.is_empty()) {
        table = table.with_column(&work.field.name, work.after.clone()).expect("the column has the table's height");
    }
    let changes = changes(&table, works);
    Normalised { table, changes, findings }
}

fn findings(table: &Table, works: &[Work<'_>]) -> Vec<Finding> {
    let mut found: Vec<(usize, Finding)> = Vec::with_capacity(works.iter().map(|w| w.remarks.len()).sum());
    for work in works {
        let name: Arc<str> = work.field.name.clone();
        for Remark { row, note } in &work.remarks {
            let id = *table.rows().get(*row).expect("remarks are about rows of the table");
            let finding = Finding::cell(&RuleCode::new(note.notice.code), id, &name, work.before.text(*row));
            found.push((*row, finding.expecting(&note.expected).suggesting(&note.suggestion)));
        }
    }
    // The sort is stable: within a row findings keep the order of the fields.
    found.sort_by_key(|(row, _)| *row);
    found.into_iter().map(|(_, f)| f).collect()
}

fn changes(table: &Table, mut works: Vec<Work<'_>>) -> Vec<Change> {
    let mut patches: Vec<Vec<Patch>> = works.iter_mut().map(|w| std::mem::take(&mut w.patches)).collect();
    let mut left: Vec<&mut [Patch]> = patches.iter_mut().map(Vec::as_mut_slice).collect();
    let pieces = pieces(0..table.height());
    let parts: Vec<_> = pieces.iter().map(|rows| (rows, left.iter_mut().map(|p| before(p, rows.end)).collect())).collect();
    let parts: Vec<Vec<Change>> =
        parts.into_par_iter().map(|(rows, patches)| changes_of_piece(table, rows.clone(), &works, patches)).collect();
    let mut all = Vec::with_capacity(parts.iter().map(Vec::len).sum());
    parts.into_iter().for_each(|part| all.extend(part));
    all
}

/// Takes off the patches of the rows before one.
fn before<'p>(patches: &mut &'p mut [Patch], end: usize) -> &'p mut [Patch] {
    let n = patches.partition_point(|p| p.row < end);
    let (head, tail) = std::mem::take(patches).split_at_mut(n);
    *patches = tail;
    head
}

/// Tells the changes of some rows, row by row; `patches` are those of every column.
fn changes_of_piece(table: &Table, rows: Range<usize>, works: &[Work<'_>], patches: Vec<&mut [Patch]>) -> Vec<Change> {
    let mut out = Vec::with_capacity(patches.iter().map(|p| p.len()).sum());
    // Threads that count the references to one name are in each other's way: each piece has names of its own.
    let name = |work: &Work<'_>| Arc::<str>::from(&*work.field.name);
    let columns = works.iter().zip(patches).map(|(work, patches)| (work, name(work), patches.iter_mut().peekable(), Vec::new()));
    let mut columns: Vec<(_, _, _, Vec<(Steps, RuleCode)>)> = columns.collect();
    for row in rows {
        let Some(id) = table.rows().get(row) else { continue };
        for (work, name, patches, rules) in &mut columns {
            let Some(patch) = patches.next_if(|p| p.row == row) else { continue };
            let rule = match rules.iter().find(|(steps, _)| *steps == patch.steps) {
                Some((_, rule)) => rule.clone(),
                None => {
                    let rule = work.rule(patch.steps);
                    rules.push((patch.steps, rule.clone()));
                    rule
                }
            };
            let before = work.before.text(row).into();
            out.push(Change { row: *id, field: name.clone(), rule, before, after: std::mem::take(&mut patch.after) });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Dimension, Place, RowId, Severity, Source, Text, Unwatched};
    use crate::plan::{CheckSpec, Effect, FieldType};
    use std::collections::BTreeMap;

    fn plan() -> Plan {
        Plan {
            name: String::new(),
            root: std::path::PathBuf::new(),
            entities: Vec::new(),
            sources: Vec::new(),
            waves: Vec::new(),
            load: Default::default(),
            gates: Vec::new(),
            target: "generic".to_owned(),
            batch_rows: 1,
            notices: BTreeMap::new(),
            tables: BTreeMap::new(),
            packs: Vec::new(),
            lang: None,
            cutover_date: None,
        }
    }

    fn spec(fields: &[(&str, FieldType, &[&str])]) -> EntitySpec {
        let fields = fields.iter().map(|(name, kind, steps)| FieldSpec {
            normalise: steps.iter().map(|s| (*s).to_owned()).collect(),
            ..FieldSpec::bare(name, *kind)
        });
        EntitySpec::bare("customer", fields.collect())
    }

    fn table(columns: &[(&str, &[&str])]) -> Table {
        let height = columns.first().map_or(0, |(_, v)| v.len());
        let columns = columns.iter().map(|(n, v)| ((*n).to_owned(), v.iter().map(|v| Some(*v)).collect())).collect();
        Table::new(columns, (0..height).map(|i| RowId(i as u32 + 10)).collect()).unwrap()
    }

    fn column(table: &Table, name: &str) -> Vec<String> {
        table.column(name).unwrap().iter().map(|v| v.unwrap_or("").to_owned()).collect()
    }

    fn changes(n: &Normalised) -> Vec<String> {
        n.changes.iter().map(|c| format!("{} {} {}: {} -> {}", c.row.0, c.field, c.rule, c.before, c.after)).collect()
    }

    fn found(n: &Normalised) -> Vec<String> {
        let at = |p: &Place| match p {
            Place::Row(row, Some(field)) => format!("{} {field}", row.0),
            other => format!("{other:?}"),
        };
        n.findings.iter().map(|f| format!("{} {} [{}] {}", at(&f.at), f.rule, f.expected, f.value)).collect()
    }

    const COMPANY: &[&str] = &["clean_text", "company_name"];

    #[test]
    fn changes_name_every_step_and_come_row_by_row() {
        let spec = spec(&[("code", FieldType::Code, &["clean_text", "upper_code"]), ("name", FieldType::CompanyName, COMPANY)]);
        let n = run(&spec, &plan(), table(&[("name", &["甲 (集团)公司\u{200b}", "乙公司"]), ("code", &["a1", " b2 "])]), &Unwatched);
        assert_eq!(
            changes(&n),
            [
                "10 code upper_code: a1 -> A1",
                "10 name clean_text+company_name: 甲 (集团)公司\u{200b} -> 甲（集团）公司",
                "11 code clean_text+upper_code:  b2  -> B2"
            ]
        );
        assert_eq!((column(&n.table, "code"), n.table.names()), (vec!["A1".to_owned(), "B2".to_owned()], vec!["name", "code"]));
        assert_eq!(n.findings, []);
    }

    #[test]
    fn a_field_without_normalisers_gets_those_of_its_type() {
        let n = run(&spec(&[("d", FieldType::Date, &[])]), &plan(), table(&[("d", &["2024/1/5 ", ""])]), &Unwatched);
        assert_eq!(changes(&n), ["10 d clean_text+date: 2024/1/5  -> 2024-01-05"]);
    }

    #[test]
    fn a_marker_is_kept_as_finding_and_as_status() {
        let spec = spec(&[("name", FieldType::CompanyName, COMPANY), ("status", FieldType::Category, &["status"])]);
        let names: &[&str] = &["甲公司(停用)", "乙公司（停用）", "丙公司（停用）", "丁公司-月结30天", "戊公司"];
        let n = run(&spec, &plan(), table(&[("name", names), ("status", &["", "启用", "停用", "", ""])]), &Unwatched);
        assert_eq!(column(&n.table, "name"), ["甲公司", "乙公司（停用）", "丙公司", "丁公司", "戊公司"]);
        assert_eq!(column(&n.table, "status"), ["inactive", "active", "inactive", "", ""]);
        assert_eq!(
            changes(&n),
            [
                "10 name company_name+legacy_marker: 甲公司(停用) -> 甲公司",
                "10 status legacy_marker:  -> inactive",
                "11 status status: 启用 -> active",
                "12 name legacy_marker: 丙公司（停用） -> 丙公司",
                "12 status status: 停用 -> inactive",
                "13 name legacy_marker: 丁公司-月结30天 -> 丁公司",
            ]
        );
        assert_eq!(
            found(&n),
            [
                "10 name inactive-marker-in-name [停用] 甲公司(停用)",
                "12 name inactive-marker-in-name [停用] 丙公司（停用）",
                "13 name remark-in-name [月结30天] 丁公司-月结30天"
            ]
        );
    }

    #[test]
    fn a_status_column_is_added_where_only_names_tell() {
        let spec = spec(&[("name", FieldType::CompanyName, COMPANY), ("status", FieldType::Category, &[])]);
        let n = run(&spec, &plan(), table(&[("name", &["甲公司", "停用-乙公司"])]), &Unwatched);
        assert_eq!(column(&n.table, "status"), ["", "inactive"]);
        assert_eq!(n.table.height(), 2);
    }

    #[test]
    fn an_assumption_is_told_once_a_value_and_a_failure_unless_a_check_tells_it() {
        let mut spec = spec(&[("unit", FieldType::Unit, &["unit"]), ("day", FieldType::Date, &["date"])]);
        let t = || table(&[("unit", &["M", "M", "T", "xyz"]), ("day", &["2024-02-30", "05/01/2024", "", ""])]);
        let both = run(&spec, &plan(), t(), &Unwatched);
        assert_eq!(
            found(&both),
            [
                "10 unit ambiguous-unit [MTR] M",
                "10 day unreadable-date [impossible] 2024-02-30",
                "11 day ambiguous-date [2024-01-05 / 2024-05-01] 05/01/2024",
                "12 unit ambiguous-unit [TNE] T",
                "13 unit unknown-unit [] xyz"
            ]
        );
        spec.checks.push(CheckSpec {
            code: RuleCode::new("invalid-day"),
            id: String::new(),
            does: CheckUse::Builtin { name: "date_form".to_owned(), field: Some("day".into()), params: BTreeMap::new() },
            severity: Severity::Error,
            dimension: Dimension::Conformity,
            weight: 1.0,
            effect: Effect::Note,
            title: Text::default(),
            hint: Text::default(),
        });
        let told: Vec<String> = found(&run(&spec, &plan(), t(), &Unwatched)).into_iter().filter(|f| f.contains("day")).collect();
        assert_eq!(told, ["11 day ambiguous-date [2024-01-05 / 2024-05-01] 05/01/2024"]);
    }

    #[test]
    fn every_source_proves_its_own_way_of_writing() {
        let mut ledger = Ledger::new();
        for name in ["a.csv", "b.csv"] {
            let source = Source {
                path: name.to_owned(),
                sheet: None,
                system: String::new(),
                owner: String::new(),
                first: RowId(0),
                lines: Vec::new(),
            };
            ledger.open(source, vec![1, 2]);
        }
        let days = ["13/01/2024", "02/01/2024", "01/13/2024", "02/01/2024"].map(Some);
        let t = Table::new(vec![("day".to_owned(), days.into_iter().collect())], (0..4).map(RowId).collect()).unwrap();
        let spec = spec(&[("day", FieldType::Date, &["date"])]);
        let n = run_by_source(&spec, &plan(), t.clone(), &ledger, &Unwatched);
        assert_eq!(column(&n.table, "day"), ["2024-01-13", "2024-01-02", "2024-01-13", "2024-02-01"]);
        assert_eq!(found(&run(&spec, &plan(), t, &Unwatched)).len(), 2, "together they contradict each other");
    }

    #[test]
    fn a_projects_own_table_decides() {
        let own = CodeTable { header: vec!["token".into(), "unece_code".into()], rows: vec![vec!["M".into(), "MIL".into()]] };
        let plan = Plan { tables: BTreeMap::from([("units".to_owned(), own)]), ..plan() };
        let n = run(&spec(&[("u", FieldType::Unit, &["unit"])]), &plan, table(&[("u", &["M"])]), &Unwatched);
        assert_eq!(column(&n.table, "u"), ["MIL"]);
    }

    #[test]
    fn many_rows_give_the_same_on_one_thread_and_on_several() {
        let values: Vec<String> = (0..50_000).map(|i| if i % 3 == 0 { format!("ａ{}", i % 7000) } else { format!("B{i}") }).collect();
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        let spec = spec(&[("code", FieldType::Code, &["clean_text", "upper_code"])]);
        let on = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let n = pool.install(|| run(&spec, &plan(), table(&[("code", &values)]), &Unwatched));
            (n.changes, column(&n.table, "code"))
        };
        assert_eq!(on(1), on(3));
    }

    use crate::plan::CodeTable;
}
