//! Whole plans over two small packs: what they become, and what is said about mistakes in them.

use super::builtin::Shipped;
use super::load::open_with;
use super::*;
use crate::model::{Dimension, Entity, Lang, RuleCode, Severity};
use std::path::Path;

const CUSTOMER: &str = r#"schema = 1
pack = "customer"
version = "1.2.0"
entity = "customer"
label = { zh = "客户", en = "Customer" }
order = 10
key = "code"
[weights]
completeness = 0.5
accuracy = 0.5
[[field]]
name = "code"
type = "code"
required = true
normalise = ["clean_text", "upper_code"]
[[field]]
name = "name"
label = { zh = "名称", en = "Name" }
type = "company_name"
synonyms = ["客户名称"]
[[field]]
name = "currency"
type = "currency"
values = "currency"
[[check]]
code = "missing-name"
use = "missing"
field = "name"
severity = "error"
dimension = "completeness"
title = { zh = "名称缺失", en = "Name is missing" }
[match]
threshold = 0.95
review = 0.5
[[match.field]]
field = "name"
kind = "company_name"
[survivorship]
record = ["active", "complete"]
[survivorship.fields]
name = ["longest"]
[code]
pattern = "C{seq:06}"
"#;

const BALANCE: &str = r#"schema = 1
pack = "opening_ar"
version = "1.0.0"
entity = "opening_ar"
label = "应收"
order = 5
natural_key = ["party", "amount"]
[[field]]
name = "party"
type = "code"
[[field]]
name = "amount"
type = "decimal"
[[field]]
name = "currency"
type = "currency"
[[check]]
code = "amount-zero"
sql = "amount <> '0'"
severity = "warning"
dimension = "accuracy"
title = "amount is zero"
[[reference]]
field = "party"
to = "customer"
relation = "owns"
[[total]]
field = "amount"
by = ["currency"]
"#;

const NOTICES: &str = r#"schema = 1
pack = "notices"
[[notice]]
code = "unknown-sheet"
severity = "warning"
dimension = "conformity"
effect = "skip"
title = { zh = "未识别的表", en = "Unrecognised sheet" }
"#;

const MINI: Shipped = Shipped {
    packs: &[("customer.toml", CUSTOMER), ("opening_ar.toml", BALANCE), ("notices.toml", NOTICES)],
    tables: &[
        ("tables/currency.csv", "canonical,name\nCNY,人民币\nUSD,US dollar\n"),
        (
            "tables/header_synonyms.csv",
            "\u{feff}entity,canonical_field,synonym,lang,source\r\ncustomer,name,单位名称,zh,x\r\ncustomer,name,客户名称,zh,x\r\n",
        ),
    ],
};

fn vocabulary() -> Vocabulary {
    Vocabulary {
        normalisers: vec!["clean_text", "upper_code"],
        checks: vec!["missing", "uscc"],
        sql_problem: |s| s.contains("((").then(|| "unexpected end".to_owned()),
        targets: vec!["generic", "sap", "odoo"],
    }
}

fn request(folder: &Path, files: &[(&str, &str)]) -> PlanRequest {
    for (name, text) in files {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    PlanRequest { project: Some(folder.to_path_buf()), ..PlanRequest::default() }
}

fn project(files: &[(&str, &str)]) -> Result<Project, PlanError> {
    let folder = tempfile::tempdir().unwrap();
    open_with(MINI, &request(folder.path(), files), &vocabulary())
}

fn plan(toml: &str) -> Plan {
    match project(&[("cutover.toml", toml)]) {
        Ok(p) => p.plan,
        Err(PlanError::Invalid(problems)) => panic!("{}", problems.iter().map(|p| p.render(Lang::En, false)).collect::<String>()),
        Err(e) => panic!("{e}"),
    }
}

fn problems(files: &[(&str, &str)]) -> Vec<Problem> {
    match project(files) {
        Err(PlanError::Invalid(problems)) => problems,
        Err(e) => panic!("{e}"),
        Ok(_) => Vec::new(),
    }
}

/// Checks all mistakes of a project file: line, what is said, and the hint (its beginning).
fn check(toml: &str, expected: &[(usize, &str, &str)]) {
    let found = problems(&[("cutover.toml", toml)]);
    let got: Vec<(usize, &str, &str)> = found.iter().map(|p| (p.line, p.message.en.as_str(), p.hint.en.as_str())).collect();
    let same = got.len() == expected.len()
        && got
            .iter()
            .zip(expected)
            .all(|(g, e)| g.0 == e.0 && g.1.starts_with(e.1) && g.2.starts_with(e.2) && e.2.is_empty() == g.2.is_empty());
    assert!(same, "in {toml}\nexpected {expected:#?}\ngot {got:#?}");
    for p in &found {
        assert!(!p.message.zh.is_empty() && p.hint.zh.is_empty() == p.hint.en.is_empty(), "{p:?} speaks one language only");
    }
}

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

#[test]
fn a_whole_project_is_understood() {
    let p = plan(
        r#"schema = 1
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
"#,
    );
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
    request.overrides = vec!["project.target = \"sap\"".to_owned(), "thresholds.customer.merge = 0.8".to_owned()];
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
fn every_mistake_is_told_at_once() {
    check(
        r#"schema = 1
[project]
nmae = "x"
language = "de"
target = "sapp"
cutover_date = "31.12.2026"
[run]
batch_rows = "many"
output = "../elsewhere"
[thresholds]
custmer = { merge = 0.9 }
opening_ar = { merge = 0.9 }
customer = { merge = 0.4, review = 0.5, reveiw = 1 }
[[gate]]
metric = "score:custome"
target = 95
[[gate]]
metric = "completness"
target = 95
[[gate]]
metric = "score"
target = 950
[[gate]]
metric = "critical"
target = 1
[[gate]]
metric = "rule:mising-name"
target = 95
due = "2026-02-30"
[[gate]]
metric = "score"
"#,
        &[
            (3, "unknown key `nmae`", "did you mean `name`?"),
            (4, "`language` has no value `de`", "known: en, zh"),
            (5, "there is no target system `sapp`", "did you mean `sap`?"),
            (6, "`cutover_date` is no calendar day", "write it as \"2026-12-31\""),
            (8, "expected a whole number, found text", "leave out the quotes"),
            (9, "the path leads out of the project", "write a path relative to cutover.toml"),
            (11, "there is no entity `custmer`", "did you mean `customer`?"),
            (12, "the entity `opening_ar` has no duplicate model", "write [match]"),
            (13, "review (0.5) is above the threshold", "pairs between"),
            (13, "unknown key `reveiw`", "did you mean `review`?"),
            (15, "there is no entity `custome`", "did you mean `customer`?"),
            (18, "there is no metric `completness`", "did you mean `dimension:completeness`?"),
            (22, "a percentage is 100 at most", ""),
            (25, "this metric takes `at_most`", "the fewer the better"),
            (27, "there is no check `mising-name`", "did you mean `missing-name`?"),
            (29, "`due` is no calendar day", "write it as"),
            (30, "missing key `target`", "target = 95"),
        ],
    );
}
