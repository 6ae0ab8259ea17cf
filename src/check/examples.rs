//! Runs the examples of rules: what a check is said to pass passes, and what it is said to fail fails.

use super::doc::CheckDoc;
use super::{CHECKS, Mode, Subject, run};
use crate::model::{Dimension, Entity, RowId, RuleCode, Severity, Table, Text, TextColumn, Unwatched};
use crate::plan::{CheckSpec, CheckUse, CodeTable, Effect, EntitySpec, ExampleRow, FieldSpec, FieldType, Plan, RuleExample};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The cut-over of examples where the plan names none.
const CUTOVER: &str = "2026-12-31";

/// What came of the examples.
#[derive(Clone, Debug, Default)]
pub struct Tried {
    /// How many examples were run: one for each built-in check, and those of the packs.
    pub examples: usize,
    /// The checks of the packs that have an example of their own, as `entity.code`.
    pub covered: BTreeSet<String>,
    /// Examples that do not do what they say.
    pub contradictions: Vec<Contradiction>,
}

/// An example that does not do what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contradiction {
    /// The entity and check, or the built-in check alone.
    pub rule: String,
    /// What happened instead.
    pub what: Text,
}

/// Runs the examples of all built-in checks and of all checks of the plan's packs.
pub fn try_examples(plan: &Plan) -> Tried {
    let mut plan = plan.clone();
    plan.cutover_date.get_or_insert_with(|| CUTOVER.to_owned());
    let mut tried = Tried::default();
    for doc in CHECKS {
        tried.examples += 1;
        tried.contradictions.extend(of_builtin(doc, &plan));
    }
    for spec in &plan.entities {
        for example in &spec.examples {
            // A check that the project switched off has nothing to show.
            let Some(check) = spec.checks.iter().find(|c| c.code == example.check) else { continue };
            tried.examples += 1;
            let rule = format!("{}.{}", spec.entity, check.code);
            tried
                .contradictions
                .extend(of_pack(spec, check, example, &plan).into_iter().map(|what| Contradiction { rule: rule.clone(), what }));
            tried.covered.insert(rule);
        }
    }
    tried
}

/// Runs the example of a built-in check over an entity made for it.
fn of_builtin(doc: &CheckDoc, plan: &Plan) -> Option<Contradiction> {
    let example = &doc.example;
    let rows = written(example.table);
    let names: BTreeSet<&String> = rows.iter().flat_map(BTreeMap::keys).collect();
    let spec = made_for(&names.into_iter().cloned().collect::<Vec<_>>(), doc);
    let with = example.others.iter().map(|(name, table)| ((*name).to_owned(), written(table))).collect();
    let (failing, _) = failing(&spec, &rows, &with, plan);
    let what = |zh: String, en: String| Some(Contradiction { rule: doc.name.to_owned(), what: Text::new(zh, en) });
    if failing == example.fails {
        return None;
    }
    what(
        format!("示例应在第 {:?} 行不通过，实际为第 {failing:?} 行", example.fails),
        format!("the example should fail in rows {:?} and fails in rows {failing:?}", example.fails),
    )
}

fn made_for(names: &[String], doc: &CheckDoc) -> EntitySpec {
    let params = toml::from_str::<toml::Table>(doc.example.params).unwrap_or_default().into_iter().collect();
    let does = CheckUse::Builtin { name: doc.name.to_owned(), field: Some(Arc::from(doc.example.field)), params };
    let check = CheckSpec {
        code: RuleCode::new("example"),
        id: String::new(),
        does,
        severity: Severity::Error,
        dimension: Dimension::Accuracy,
        weight: 1.0,
        effect: Effect::Hold,
        title: Text::default(),
        hint: Text::default(),
    };
    let field = |name: &String| FieldSpec {
        values: (name == "type").then(|| "material_source".to_owned()),
        ..FieldSpec::bare(name, FieldType::Text)
    };
    EntitySpec { checks: vec![check], key: Some(Arc::from("code")), ..EntitySpec::bare("example", names.iter().map(field).collect()) }
}

/// Reads a table as documentation writes it: one line a row, cells parted by `|`.
fn written(table: &str) -> Vec<ExampleRow> {
    let mut lines = table.lines().map(|l| l.split('|').map(str::to_owned).collect::<Vec<_>>());
    let names = lines.next().unwrap_or_default();
    lines.map(|cells| names.iter().cloned().zip(cells).collect()).collect()
}

/// Says what of a pack's example is not so.
fn of_pack(spec: &EntitySpec, check: &CheckSpec, example: &RuleExample, plan: &Plan) -> Vec<Text> {
    // Rows that go on are told by their failures alone, whatever the effect.
    let alone = CheckSpec { effect: Effect::Hold, ..check.clone() };
    let spec = EntitySpec { checks: vec![alone], ..spec.clone() };
    let mut found = Vec::new();
    let (wrong, applicable) = failing(&spec, &example.passes, &example.with, plan);
    if !wrong.is_empty() || applicable == 0 {
        found.push(Text::new(
            format!("合格的示例第 {wrong:?} 行不通过（适用 {applicable} 行）"),
            format!("of the rows that should pass, rows {wrong:?} fail and {applicable} are applicable"),
        ));
    }
    if failing(&spec, &example.fails, &example.with, plan).0.is_empty() {
        found.push(Text::new("不合格的示例通过了", "the rows that should fail pass"));
    }
    found
}

/// Runs the only check of an entity over a table; gives the failing rows, from 1, and to how many it applies.
fn failing(spec: &EntitySpec, rows: &[ExampleRow], with: &BTreeMap<String, Vec<ExampleRow>>, plan: &Plan) -> (Vec<usize>, u64) {
    let mut plan = Cow::Borrowed(plan);
    let mut others = BTreeMap::new();
    for (name, rows) in with {
        match plan.entity(&Entity::new(name)) {
            Some(_) => _ = others.insert(Entity::new(name), table(rows)),
            None => _ = plan.to_mut().tables.insert(name.clone(), code_table(rows)),
        }
    }
    let table = table(rows);
    let subject = Subject { spec, plan: &plan, table: &table, others: &others, ledger: None, mode: Mode::Findings };
    let checked = run(&subject, &Unwatched);
    let failing = checked.failing_rows.iter().map(|(row, ..)| row.index() + 1).collect();
    (failing, checked.tallies.first().map_or(0, |t| t.applicable))
}

fn names_of(rows: &[ExampleRow]) -> Vec<&String> {
    rows.iter().flat_map(BTreeMap::keys).collect::<BTreeSet<_>>().into_iter().collect()
}

fn table(rows: &[ExampleRow]) -> Table {
    let column = |name: &String| -> TextColumn { rows.iter().map(|r| r.get(name).map(String::as_str).filter(|v| !v.is_empty())).collect() };
    let columns = names_of(rows).into_iter().map(|n| (n.clone(), column(n))).collect();
    let ids = (0..rows.len()).map(|i| RowId(u32::try_from(i).expect("an example has few rows"))).collect();
    Table::new(columns, ids).expect("all columns of an example have its rows")
}

fn code_table(rows: &[ExampleRow]) -> CodeTable {
    let header: Vec<String> = names_of(rows).into_iter().cloned().collect();
    let cells = |r: &ExampleRow| header.iter().map(|h| r.get(h).cloned().unwrap_or_default()).collect();
    CodeTable { rows: rows.iter().map(cells).collect(), header }
}
