//! Every check does what its documentation shows, and every shipped pack uses checks that are there.

use super::super::{Mode, Subject, doc::Kind, names, problems, run, sql_problem};
use super::CHECKS;
use crate::model::{Dimension, Entity, Place, RowId, RuleCode, Severity, Table, Text, TextColumn, Unwatched};
use crate::plan::{CheckSpec, CheckUse, CodeTable, Effect, EntitySpec, FieldSpec, FieldType, Plan, PlanRequest, Vocabulary};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Reads the small tables of examples: a line a row, cells parted by bars.
fn table(text: &str) -> Table {
    let lines: Vec<Vec<&str>> = text.split('\n').map(|l| l.split('|').collect()).collect();
    let (header, rows) = lines.split_first().unwrap();
    let column = |i: usize| -> TextColumn { rows.iter().map(|r| r.get(i).copied()).collect() };
    let columns = header.iter().enumerate().map(|(i, name)| ((*name).to_owned(), column(i))).collect();
    Table::new(columns, (0..rows.len()).map(|i| RowId(i as u32)).collect()).unwrap()
}

fn spec(names: &[&str], checks: Vec<CheckSpec>) -> EntitySpec {
    let field = |name: &&str| FieldSpec {
        values: (*name == "type").then(|| "material_source".to_owned()),
        ..FieldSpec::bare(name, FieldType::Text)
    };
    EntitySpec { checks, key: Some(Arc::from("code")), ..EntitySpec::bare("example", names.iter().map(field).collect()) }
}

fn check(name: &str, field: &str, params: &str) -> CheckSpec {
    let params: toml::Table = toml::from_str(params).unwrap();
    CheckSpec {
        code: RuleCode::new("rule"),
        id: String::new(),
        does: CheckUse::Builtin { name: name.into(), field: Some(Arc::from(field)), params: params.into_iter().collect() },
        severity: Severity::Error,
        dimension: Dimension::Accuracy,
        weight: 1.0,
        effect: Effect::Hold,
        title: Text::default(),
        hint: Text::default(),
    }
}

fn vocabulary() -> Vocabulary {
    let normalisers = vec![
        "clean_text",
        "upper_code",
        "strip_code_decoration",
        "company_name",
        "person_name",
        "phone",
        "email",
        "date",
        "decimal",
        "integer",
        "unit",
        "currency",
        "country",
        "flag",
        "status",
        "tax_id",
        "bank_account",
        "postcode",
        "address",
        "size_notation",
        "material_name",
        "category",
        "tax_rate",
        "trade_terms",
    ];
    Vocabulary { normalisers, checks: names(), sql_problem, targets: vec!["generic"] }
}

fn plan() -> Plan {
    let mut plan = crate::plan::load(&PlanRequest::default(), &vocabulary()).unwrap_or_else(|e| panic!("{e:#?}"));
    plan.cutover_date = Some("2026-12-31".into());
    plan
}

/// Gives a plan with lookup tables of a project.
fn with_tables(plan: &Plan, tables: &[&(&str, &str)]) -> Plan {
    let mut plan = plan.clone();
    for (name, text) in tables {
        let mut lines = text.lines().map(|l| l.split('|').map(str::to_owned).collect::<Vec<_>>());
        let header = lines.next().unwrap();
        plan.tables.insert((*name).to_owned(), CodeTable { header, rows: lines.collect() });
    }
    plan
}

#[test]
fn every_example_behaves_as_it_says() {
    let plan = plan();
    for doc in CHECKS {
        let e = &doc.example;
        let (tables, entities): (Vec<_>, Vec<_>) = e.others.iter().partition(|(n, _)| plan.entity(&Entity::new(n)).is_none());
        let plan = with_tables(&plan, &tables);
        let (rows, others) = (table(e.table), entities.iter().map(|(n, t)| (Entity::new(n), table(t))).collect());
        let spec = spec(&rows.names(), vec![check(doc.name, e.field, e.params)]);
        let subject = Subject { spec: &spec, plan: &plan, table: &rows, others: &others, ledger: None, mode: Mode::Findings };
        let checked = run(&subject, &Unwatched);
        let failing: Vec<usize> = checked.failing_rows.iter().map(|(row, ..)| row.index() + 1).collect();
        assert_eq!(failing, e.fails, "{}", doc.name);
        let places: Vec<usize> = checked.findings.iter().map(|f| if let Place::Row(row, _) = f.at { row.index() + 1 } else { 0 }).collect();
        assert_eq!(places, e.fails, "{}", doc.name);
        let tally = checked.tallies.first().unwrap();
        assert_eq!(tally.failing, e.fails.len() as u64, "{}", doc.name);
        assert!(tally.failing > 0 && tally.applicable >= tally.failing, "{}: {tally:?}", doc.name);
        let counted = run(&Subject { mode: Mode::Tally, ..subject }, &Unwatched);
        assert_eq!((&counted.tallies, &counted.failing_rows, counted.findings.len()), (&checked.tallies, &checked.failing_rows, 0));
        let known = |p: &str| doc.parameters.iter().chain(super::super::doc::COMMON).any(|d| d.name == p);
        let params: toml::Table = toml::from_str(e.params).unwrap();
        assert!(params.keys().all(|p| known(p)), "{}: {params:?}", doc.name);
    }
}

#[test]
fn titles_of_sections_are_no_records_that_lack_fields() {
    let (plan, others) = (plan(), BTreeMap::new());
    let rows = table("code|name|spec|group\n|||紧固件\nA-1||M8|紧固件\nA-2|垫圈|M8|紧固件\n|||轴承");
    let missing = || check("missing", "name", "");
    let both = vec![missing(), check("section_title", "group", "")];
    for (checks, expected) in [(vec![missing()], vec![3]), (both, vec![1, 2])] {
        let spec = spec(&rows.names(), checks);
        let subject = Subject { spec: &spec, plan: &plan, table: &rows, others: &others, ledger: None, mode: Mode::Findings };
        let found = run(&subject, &Unwatched);
        assert_eq!(found.tallies.iter().map(|t| t.failing).collect::<Vec<_>>(), expected);
    }
}

#[test]
fn a_table_without_the_columns_is_not_applicable() {
    let plan = plan();
    let rows = table("unrelated\nx");
    for doc in CHECKS.iter().filter(|d| d.example.field != "batch") {
        let spec = spec(&["unrelated"], vec![check(doc.name, doc.example.field, doc.example.params)]);
        let others = BTreeMap::new();
        let subject = Subject { spec: &spec, plan: &plan, table: &rows, others: &others, ledger: None, mode: Mode::Findings };
        let checked = run(&subject, &Unwatched);
        assert_eq!((checked.tallies.first().map(|t| t.applicable), checked.findings.len()), (Some(0), 0), "{}", doc.name);
    }
}

#[test]
fn names_and_parameters_are_unique_and_documented() {
    let all: BTreeSet<&str> = CHECKS.iter().map(|c| c.name).collect();
    assert_eq!(all.len(), CHECKS.len());
    for doc in CHECKS {
        let parameters: BTreeSet<&str> = doc.parameters.iter().map(|p| p.name).collect();
        assert_eq!(parameters.len(), doc.parameters.len(), "{}", doc.name);
        let texts = doc.parameters.iter().map(|p| p.text()).chain([doc.text()]);
        assert!(texts.into_iter().all(|t| !t.zh.is_empty() && !t.en.is_empty()), "{}", doc.name);
        assert!(doc.parameters.iter().all(|p| p.kind != Kind::OneOf(&[])), "{}", doc.name);
    }
}

/// Loads the plan of a target; its checks must be sound too.
fn for_target(path: &str) -> Plan {
    let name = path.trim_start_matches("targets/").trim_end_matches(".csv");
    let request = PlanRequest { overrides: vec![format!("project.target={name}")], ..PlanRequest::default() };
    let plan = crate::plan::load(&request, &vocabulary()).unwrap_or_else(|e| panic!("{name}: {e:#?}"));
    let found: Vec<_> = plan.entities.iter().flat_map(|e| problems(e, &plan)).collect();
    assert_eq!(found, [], "{name}");
    plan
}

#[test]
fn the_shipped_packs_have_no_problem() {
    let plan = plan();
    let found: Vec<_> = plan.entities.iter().flat_map(|e| problems(e, &plan)).collect();
    assert_eq!(found, []);
    for spec in &plan.entities {
        for check in &spec.checks {
            let texts = [&check.title, &check.hint];
            assert!(texts.iter().all(|t| !t.zh.is_empty() && !t.en.is_empty()), "{} {}", spec.entity, check.code);
        }
        for field in &spec.fields {
            assert!(
                !field.synonyms.is_empty() && !field.label.zh.is_empty() && !field.label.en.is_empty(),
                "{} {}",
                spec.entity,
                field.name
            );
        }
    }
    let targets: Vec<Plan> = crate::plan::SHIPPED.targets.iter().map(|(path, _)| for_target(path)).collect();
    let used: BTreeSet<&str> = targets
        .iter()
        .chain([&plan])
        .flat_map(|p| &p.entities)
        .flat_map(|e| &e.checks)
        .filter_map(|c| if let CheckUse::Builtin { name, .. } = &c.does { Some(name.as_str()) } else { None })
        .collect();
    let unused: Vec<&str> = names().into_iter().filter(|n| !used.contains(n)).collect();
    assert_eq!(unused, [""; 0], "every built-in check serves at least one pack or target");
}

#[test]
fn mistakes_of_packs_are_told() {
    let plan = plan();
    for (name, field, params, expected) in [
        ("missing", "code", "", 0),
        ("mising", "code", "", 1),
        ("missing", "cod", "", 1),
        ("missing", "code", "nor = [\"name\"]", 1),
        ("missing", "code", "or = [\"nam\", \"name\"]", 1),
        ("range", "code", "min = \"0\"", 1),
        ("pattern", "code", "pattern = '['", 1),
        ("phone_form", "code", "kind = \"fax\"", 1),
        ("missing", "code", "if = { nam = [\"x\"], name = [1] }", 2),
        ("referred_value", "code", "entity = \"materials\"", 1),
        ("used_elsewhere", "code", "in = [\"bom.parent_code\", \"bom.parent\", \"bom\"]", 2),
    ] {
        let spec = spec(&["code", "name"], vec![check(name, field, params)]);
        let found = problems(&spec, &plan);
        assert_eq!(found.len(), expected, "{name} {field} {params}: {found:?}");
    }
    let sql =
        |passes: &str| CheckSpec { does: CheckUse::Sql { passes: passes.into(), when: None, field: None }, ..check("missing", "code", "") };
    for (passes, expected) in [("code <> ''", 0), ("cod <> ''", 1), ("code <>", 1)] {
        assert_eq!(problems(&spec(&["code"], vec![sql(passes)]), &plan).len(), expected, "{passes}");
    }
}
