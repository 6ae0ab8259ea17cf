//! What packs and projects become.

use super::*;
use crate::model::{Dimension, Entity, RuleCode, Severity, Text};

#[test]
fn packs_become_a_typed_plan_in_load_order() {
    let p = plan("schema = 1\n");
    assert_eq!(p.entities.iter().map(|e| e.entity.as_str()).collect::<Vec<_>>(), ["customer", "opening_ar"], "parents come first");
    let customer = p.entity(&Entity::new("customer")).unwrap();
    assert_eq!(customer.field("name").unwrap().synonyms, ["客户名称", "单位名称"]);
    assert_eq!(customer.field("code").unwrap().normalise, ["clean_text", "upper_code"]);
    assert_eq!(customer.code_scheme.as_ref().unwrap().parts().len(), 2);
    assert_eq!(customer.weights.get(&Dimension::Accuracy), Some(&0.5));
    assert_eq!(p.packs.first(), Some(&("customer".to_owned(), "1.2.0".to_owned())));
    assert_eq!(p.table("currency").rows.len(), 2);
    assert_eq!(p.rule(None, &RuleCode::new("unknown-sheet")).unwrap().effect, Effect::Skip);
    assert_eq!(p.waves.len(), 1);
    assert_eq!(
        p.gates.iter().map(|g| g.written.as_str()).collect::<Vec<_>>(),
        ["balanced", "critical", "score", "dimension:completeness", "unloaded", "undecided"]
    );
}

#[test]
fn without_a_project_the_folder_gives_the_name() {
    let folder = tempfile::tempdir().unwrap();
    let request = PlanRequest { root: folder.path().to_path_buf(), ..PlanRequest::default() };
    let p = open_with(MINI, &request, &vocabulary()).unwrap();
    assert_eq!(p.plan.name, folder.path().file_name().unwrap().to_str().unwrap());
    assert_eq!((p.plan.target.as_str(), p.output, p.crosswalk, p.decisions), ("generic", None, None, None));
}

/// A project that says something of everything.
const WHOLE: &str = r#"schema = 1
[project]
name = "示例"
language = "zh"
cutover_date = 2026-12-31
target = "sap"
[run]
batch_rows = 100
[thresholds]
customer = { merge = 0.9 }
[[source]]
path = "exports/a/客户*.xlsx"
system = "a"
entity = "customer"
header = 3
encoding = "GB18030"
[source.columns]
"客户编号" = "code"
"备注" = ""
[source.constants]
currency = "CNY"
[[wave]]
name = "pilot"
systems = ["a"]
[[wave]]
name = "其余"
[[gate]]
metric = "customer.accuracy"
target = 95
due = "2026-12-15"
blocking = false
[[gate]]
metric = "rule:missing-name"
target = 99.5
[survivorship]
systems = ["a", "b"]
[code.customer]
pattern = "{currency:3}{seq:05}"
[[check]]
entity = "customer"
code = "missing-name"
severity = "critical"
[[check]]
entity = "customer"
code = "name-too-short"
sql = "LENGTH(name) > 1"
when = "name IS NOT NULL"
severity = "warning"
dimension = "conformity"
title = "name is too short"
[[field]]
entity = "customer"
name = "region"
type = "category"
[[field]]
entity = "customer"
name = "name"
required = true
synonyms = ["抬头"]
"#;

#[test]
fn what_a_project_says_of_an_entity_is_understood() {
    let p = plan(WHOLE);
    let customer = p.entity(&Entity::new("customer")).unwrap();
    let name = customer.field("name").unwrap();
    assert!(name.required && name.kind == FieldType::CompanyName, "what the project does not say stays");
    assert_eq!(name.synonyms, ["客户名称", "抬头", "单位名称"]);
    assert_eq!(customer.fields.last().map(|f| &*f.name), Some("region"));
    assert_eq!(
        customer.checks.iter().map(|c| (c.code.as_str(), c.severity)).collect::<Vec<_>>(),
        [("missing-name", Severity::Critical), ("name-too-short", Severity::Warning)]
    );
    assert_eq!(customer.matching.as_ref().map(|m| (m.threshold, m.review)), Some((0.9, 0.5)));
    assert_eq!(customer.survivorship.systems, ["a", "b"]);
    assert_eq!(customer.code_scheme.as_ref().map(|c| c.pattern.as_str()), Some("{currency:3}{seq:05}"));
}

#[test]
fn what_a_project_says_of_the_run_is_understood() {
    let p = plan(WHOLE);
    assert_eq!((p.lang, p.cutover_date.as_deref(), p.target.as_str(), p.batch_rows), (Some(Lang::Zh), Some("2026-12-31"), "sap", 100));
    assert_eq!(
        p.gates.iter().map(|g| (g.written.as_str(), g.blocking)).collect::<Vec<_>>(),
        [("balanced", true), ("critical", true), ("customer.accuracy", false), ("rule:missing-name", true)]
    );
    let source = p.source_for(Path::new("exports/a/客户2026.xlsx"), Some("Sheet1")).unwrap();
    assert_eq!(source.columns.get("客户编号").map(String::as_str), Some("code"));
}

#[test]
fn checks_are_switched_off_and_computed_anew() {
    let p = plan(
        "schema = 1\n[[check]]\nentity = \"customer\"\ncode = \"missing-name\"\nenabled = false\n[[check]]\nentity = \"opening_ar\"\ncode = \"amount-zero\"\nuse = \"missing\"\nfield = \"amount\"\n",
    );
    assert!(p.entity(&Entity::new("customer")).unwrap().checks.is_empty());
    let checks = &p.entity(&Entity::new("opening_ar")).unwrap().checks;
    assert!(matches!(checks.first().map(|c| &c.does), Some(CheckUse::Builtin { name, .. }) if name == "missing"));
}

#[test]
fn tables_of_the_project_replace_or_add() {
    let p = project(&[
        ("cutover.toml", "schema = 1\n"),
        ("rules/tables/currency.csv", "\u{feff}canonical\r\nEUR\r\n"),
        ("rules/tables/units.csv", "canonical,alias\nkg,公斤\n"),
        ("rules/tables/units.add.csv", "alias,canonical\n千克,kg\n"),
        ("rules/tables/header_synonyms.csv", "entity,canonical_field,synonym\ncustomer,name,买方\n"),
    ])
    .unwrap()
    .plan;
    assert_eq!(p.table("currency").rows, [["EUR"]]);
    assert_eq!(p.table("units").rows, [["kg", "公斤"], ["kg", "千克"]]);
    assert_eq!(p.entity(&Entity::new("customer")).unwrap().field("name").unwrap().synonyms, ["客户名称", "单位名称", "买方"]);
    assert_eq!(p.table("header_synonyms").rows.len(), 3);
}

#[test]
fn settings_of_the_command_line_win() {
    let folder = tempfile::tempdir().unwrap();
    let mut request = request(folder.path(), &[("cutover.toml", "schema = 1\n[project]\ntarget = \"odoo\"\n")]);
    request.overrides = vec!["project.target=sap".to_owned(), "thresholds.customer.merge = 0.8".to_owned()];
    let p = open_with(MINI, &request, &vocabulary()).unwrap().plan;
    assert_eq!(p.target, "sap");
    request.overrides = vec!["project.target = \"spa\"".to_owned()];
    let Err(PlanError::Invalid(problems)) = open_with(MINI, &request, &vocabulary()) else { panic!("spa is no target") };
    assert_eq!(
        problems.iter().map(|p| (p.file.as_str(), p.hint.en.as_str())).collect::<Vec<_>>(),
        [("command line", "did you mean `sap`?")]
    );
}

#[test]
fn sources_fit_files_by_sheet_then_name_then_pattern() {
    let p = plan(
        "schema = 1\n[[source]]\npath = \"e/*.xlsx\"\nsystem = \"pattern\"\n[[source]]\npath = \"e/k[1].xlsx\"\nsystem = \"file\"\n[[source]]\npath = \"e/*.xlsx\"\nsheet = \"Kunden\"\nsystem = \"sheet\"\n[[source]]\npath = \"**/z*.csv\"\nsystem = \"deep\"\n",
    );
    let root = p.root.clone();
    for (path, sheet, expected) in [
        ("e/a.xlsx", Some("S"), Some("pattern")),
        ("e/k[1].xlsx", Some("S"), Some("file")),
        ("e/A.XLSX", Some("S"), Some("pattern")),
        ("e/a.xlsx", Some("kunden "), Some("sheet")),
        ("e/x/a.xlsx", Some("S"), None),
        ("x/y/z1.csv", None, Some("deep")),
        ("z1.csv", None, Some("deep")),
        ("a.csv", None, None),
    ] {
        let system = |path: &Path| p.source_for(path, sheet).and_then(|s| s.system.as_deref());
        assert_eq!(system(Path::new(path)), expected, "{path}");
        assert_eq!(system(&root.join(path)), expected, "{path} below the root");
    }
}

#[test]
fn what_a_stage_says_about_a_check_gets_its_place() {
    let p = project(&[(
        "cutover.toml",
        "schema = 1\n[[check]]\nentity = \"customer\"\ncode = \"missing-name\"\nuse = \"missing\"\nparams = { x = 1 }\n",
    )])
    .unwrap();
    let at = |code: &str| p.mistake(&Entity::new("customer"), &RuleCode::new(code), Text::new("错", "wrong")).line;
    assert_eq!((at("missing-name"), at("none")), (6, 0));
}

#[test]
fn domains_of_value_synonyms_are_tables_of_their_own() {
    let p = project(&[
        ("cutover.toml", "schema = 1\n[[field]]\nentity = \"customer\"\nname = \"source\"\ntype = \"category\"\nvalues = \"origin\"\n"),
        (
            "rules/tables/value_synonyms.csv",
            "domain,token,canonical\norigin,外购,purchased\norigin,Buy,purchased\norigin,自制,made\ncurrency,RMB,CNY\n",
        ),
    ])
    .unwrap()
    .plan;
    assert_eq!(p.table("origin").rows, [["purchased"], ["made"]]);
    assert_eq!(p.table("currency").rows.len(), 2, "a table of that name stays as it is");
}

#[test]
fn a_target_demands_lengths_and_duties() {
    let plan_of = |files: &[(&str, &str)]| {
        let folder = tempfile::tempdir().unwrap();
        let mut vocabulary = vocabulary();
        vocabulary.checks.extend(["too_long", "decimal_places", "one_of"]);
        open_with(MINI, &request(folder.path(), files), &vocabulary)
    };
    let project = "schema = 1\n[project]\ntarget = \"small\"\n";
    let plan = plan_of(&[("cutover.toml", project)]).unwrap().plan;
    let customer = plan.entity(&Entity::new("customer")).unwrap();
    let rules: Vec<(&str, &str)> = customer.checks.iter().map(|c| (c.code.as_str(), c.severity.as_str())).collect();
    // The pack's own check of the name is taken, and no second one is made.
    assert_eq!(rules, [("missing-name", "error"), ("target-name-length", "error"), ("target-currency-missing", "error")]);
    assert_eq!(customer.field("name").unwrap().length, Some(12));
    // What the project says wins, and its own profile takes the place of the shipped one.
    let own = "entity,field,length,decimals,duty,values\ncustomer,name,30,,,甲|乙\n";
    let files = [
        ("cutover.toml", "schema = 1\n[project]\ntarget = \"small\"\n[[field]]\nentity = \"customer\"\nname = \"name\"\nlength = 9\n"),
        ("rules/targets/small.csv", own),
    ];
    let plan = plan_of(&files).unwrap().plan;
    let customer = plan.entity(&Entity::new("customer")).unwrap();
    assert_eq!(customer.field("name").unwrap().length, Some(9));
    assert!(customer.checks.iter().any(|c| c.code.as_str() == "target-name-value"));
    let Err(PlanError::Invalid(found)) =
        plan_of(&[("cutover.toml", project), ("rules/targets/small.csv", "entity,field,duty\ncustomer,nam,must\nclient,name,\n")])
    else {
        panic!("three mistakes")
    };
    let said: String = found.iter().map(|p| p.render(Lang::En, false)).collect();
    for part in ["no field `nam`", "no duty `must`", "no entity `client`", "small.csv:2"] {
        assert!(said.contains(part), "{part}: {said}");
    }
}
