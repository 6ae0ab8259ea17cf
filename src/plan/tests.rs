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

pub(super) const MINI: Shipped = Shipped {
    packs: &[("customer.toml", CUSTOMER), ("opening_ar.toml", BALANCE), ("notices.toml", NOTICES)],
    tables: &[
        ("tables/currency.csv", "canonical,name\nCNY,人民币\nUSD,US dollar\n"),
        (
            "tables/header_synonyms.csv",
            "\u{feff}entity,canonical_field,synonym,lang,source\r\ncustomer,name,单位名称,zh,x\r\ncustomer,name,客户名称,zh,x\r\n",
        ),
    ],
};

pub(super) fn vocabulary() -> Vocabulary {
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

#[test]
fn mistakes_of_sources_and_waves_are_told() {
    check(
        r#"schema = 1
[[source]]
path = "../a.csv"
[[source]]
path = "a.csv"
entity = "custommer"
header = -1
encoding = "gbk18030"
delimiter = ";;"
[source.columns]
"编号" = "kode"
"名称" = "name"
"全称" = "name"
"数" = 5
[source.constants]
currncy = "CNY"
[[source]]
path = "b.csv"
sheet = "X"
[[source]]
path = "./b.csv"
sheet = "x "
[[source]]
path = "b**.csv"
[[source]]
paht = "c.csv"
[[wave]]
name = "a/b"
[[wave]]
name = "pilot"
systems = "plant-a"
entities = ["customr"]
[[wave]]
name = "Pilot"
[[wave]]
name = "one"
systems = ["a", "b"]
[[wave]]
name = "two"
systems = ["b"]
[[wave]]
name = "three"
entities = ["customer"]
"#,
        &[
            (3, "the path leads out of the project", "write a path"),
            (6, "there is no entity `custommer`", "did you mean `customer`?"),
            (7, "`header` must be between 0 and 1048576", ""),
            (8, "there is no encoding `gbk18030`", "did you mean `gb18030`?"),
            (9, "a delimiter is one character", "such as"),
            (11, "there is no field `kode`", "did you mean `code`?"),
            (13, "the column \"名称\" goes to `name` already", "write \"\""),
            (14, "expected text, found a whole number", "write \"5\""),
            (16, "there is no field `currncy`", "did you mean `currency`?"),
            (20, "the source b.csv is declared twice", "make one of both"),
            (24, "the path pattern is wrong", "such as exports"),
            (25, "missing key `path`", ""),
            (26, "unknown key `paht`", "did you mean `path`?"),
            (28, "the name of a wave must do as a folder's name", "no <"),
            (31, "expected a list, found text", "write ["),
            (32, "there is no entity `customr`", "did you mean `customer`?"),
            (34, "the wave `Pilot` is there twice", "make one of both"),
            (38, "the system b is in both waves one and two", "each system's data"),
            (41, "the waves pilot and three both take", "each system's data"),
        ],
    );
}

#[test]
fn mistakes_of_a_pack_are_told_in_its_own_file() {
    let pack = r#"schema = 1
pack = "asset"
entity = "asset"
label = "资产"
key = "kode"
natural_key = ["code", 7]
weigth = 2
[[field]]
name = "Code"
type = "code"
[[field]]
name = "code"
type = "cod"
values = "curency"
normalise = ["clean_txt"]
[[field]]
name = "code"
type = "code"
values = "area"
[[field]]
type = "text"
[[check]]
code = "Bad Code"
use = "misssing"
field = "nmae"
severity = "fatal"
dimension = "quality"
title = "x"
[[check]]
code = "both"
use = "missing"
sql = "a > (("
when = "a"
severity = "error"
dimension = "accuracy"
title = { de = "x" }
[[check]]
code = "neither"
severity = "error"
dimension = "accuracy"
title = "x"
[[check]]
code = "gone"
enabled = false
[match]
threshold = 1.5
[survivorship]
record = ["sytem"]
[survivorship.fields]
nam = ["longest"]
[code]
pattern = "A{group:2}{seq:6}"
[[reference]]
field = "code"
to = "vendor"
[[total]]
field = "code"
"#;
    let found = problems(&[
        ("cutover.toml", "schema = 1\n[[pack]]\npath = \"rules/asset.toml\"\n[[pack]]\npath = \"rules/none.toml\"\n"),
        ("rules/asset.toml", pack),
        ("rules/tables/area.csv", "code,name\n1\n"),
    ]);
    let got: Vec<String> = found
        .iter()
        .map(|p| format!("{}:{}:{} {} | {}", p.file.rsplit('/').next().unwrap_or_default(), p.line, p.column, p.message.en, p.hint.en))
        .collect();
    insta::assert_snapshot!(got.join("\n"));
}

#[test]
fn syntax_errors_are_told_together_and_nothing_is_made_up_from_them() {
    check(
        "schema = 1\n[project]\nname = \"x\ntarget = sap\n[run\noutput = \"a\"\n[[gate]]\nmetric = \"score\ntarget = 9O\n",
        &[
            (3, "invalid basic string", "close it with"),
            (4, "string values must be quoted", "write it as"),
            (5, "unclosed table", "close it with ]"),
            (8, "invalid basic string", "close it with"),
            (9, "string values must be quoted", "write it as"),
        ],
    );
    check(
        "schema = 1\n[[wave]]\nname = \"a\"\nsystems = [\"x\", \"y\"\n[[gate]]\nmetric = \"score\"\ntarget = 1\n",
        &[(4, "unclosed array", "close it with ]")],
    );
    check(
        "schema = 1\n[thresholds]\ncustomer = { merge = 0.9\n[run]\nbatch_rows = 0\n",
        &[(3, "unclosed inline table", "close it with }")],
    );
    check("schema = 1\n[[wave]]\nname = \"a\"\nsystems = [\"x\"\n", &[(4, "unclosed array", "close it with ]")]);
    check(
        "schema = 1\n[run]\noutput = \"a\"\n[run]\noutput = \"b\"\n",
        &[(4, "duplicate key", "write each key once"), (5, "duplicate key", "write each")],
    );
}

#[test]
fn layouts_from_the_future_are_refused_alone() {
    check("schema = 2\n[projekt]\nx = 1\n", &[(1, "layout 2 is newer than this program", "use a newer cutover")]);
    check("[project]\nname = \"x\"\n", &[(1, "missing key `schema`", "write schema = 1")]);
    check("schema = \"1\"\n", &[(1, "`schema` must be 1", "write schema = 1")]);
}

#[test]
fn references_in_a_circle_are_told() {
    let field = "[[field]]\nname = \"ref\"\ntype = \"code\"\n[[reference]]\nfield = \"ref\"\n";
    let pack =
        |name: &str, to: &str| format!("schema = 1\npack = \"{name}\"\nentity = \"{name}\"\nlabel = \"{name}\"\n{field}to = \"{to}\"\n");
    let found = problems(&[
        ("cutover.toml", "schema = 1\n[[pack]]\npath = \"a.toml\"\n[[pack]]\npath = \"b.toml\"\n"),
        ("a.toml", &pack("a", "b")),
        ("b.toml", &pack("b", "a")),
    ]);
    assert_eq!(found.iter().map(|p| p.message.en.as_str()).collect::<Vec<_>>(), ["references run in a circle: a -> b -> a"]);
}

#[test]
fn tables_say_what_is_wrong_with_them() {
    let found = problems(&[
        ("cutover.toml", "schema = 1\n"),
        ("rules/tables/a.csv", ""),
        ("rules/tables/b.csv", "x,y\n1,2\n1,2,3\n\"多\n行\",2\n4\n"),
        ("rules/tables/header_synonyms.csv", "entity,canonical_field,synonym\r\ncustomer,nmae,名\r\nclient,name,名\r\n"),
        ("rules/tables/units.add.csv", "canonical\nkg\n"),
        ("rules/tables/currency.add.csv", "canonical,symbol\nEUR,€\n"),
    ]);
    let got: Vec<String> =
        found.iter().map(|p| format!("{}:{} {}", p.file.rsplit('/').next().unwrap_or_default(), p.line, p.message.en)).collect();
    assert_eq!(
        got,
        [
            "a.csv:0 the lookup table has no header",
            "b.csv:3 the row has 3 cells, the header 2",
            "b.csv:6 the row has 1 cells, the header 2",
            "header_synonyms.csv:2 there is no field `nmae`",
            "header_synonyms.csv:3 there is no entity `client`",
            "currency.add.csv:0 the table currency has no column `symbol`",
        ]
    );
}

#[test]
fn other_encodings_are_named_with_their_line() {
    let folder = tempfile::tempdir().unwrap();
    let request = request(folder.path(), &[("cutover.toml", "schema = 1\n"), ("rules/tables/x.csv", "")]);
    std::fs::write(folder.path().join("rules/tables/x.csv"), b"canonical\n\xbf\xcd\xbb\xa7\n").unwrap();
    let Err(PlanError::Invalid(found)) = open_with(MINI, &request, &vocabulary()) else { panic!("GBK is no UTF-8") };
    assert_eq!(found.iter().map(|p| (p.line, p.message.en.as_str())).collect::<Vec<_>>(), [(2, "the file is not encoded in UTF-8")]);
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
fn a_project_that_is_not_there_is_an_error_of_its_own() {
    let request = PlanRequest { project: Some("no/such/folder".into()), ..PlanRequest::default() };
    assert!(matches!(open_with(MINI, &request, &vocabulary()), Err(PlanError::NoProject { .. })));
}

mod untrusted {
    use super::*;
    use proptest::prelude::*;

    /// Text that looks like a project file, with every kind of value in every place.
    fn toml() -> impl Strategy<Value = String> {
        let key = prop::sample::select(vec![
            "schema",
            "name",
            "path",
            "entity",
            "columns",
            "system",
            "systems",
            "metric",
            "target",
            "at_most",
            "code",
            "field",
            "check",
            "sql",
            "use",
            "match",
            "merge",
            "pattern",
            "customer",
            "label",
            "zh",
            "params",
            "values",
            "a.b",
            "\"客户\"",
            "",
        ]);
        let value = prop::sample::select(vec![
            "1",
            "-1",
            "1.5",
            "nan",
            "99999999999999999999",
            "true",
            "2026-12-31",
            "12:00:00",
            "\"customer\"",
            "\"score\"",
            "\"../x\"",
            "\"rules/x.toml\"",
            "[]",
            "[1, \"a\"]",
            "{}",
            "{ zh = 1 }",
            "[[",
            "{",
            "\"",
            "\"\"\"",
            "[{ name = \"code\" }]",
            "\"{seq:06}\"",
            "\"C{{}\"",
        ]);
        let head = prop::sample::select(vec![
            "[project]",
            "[run]",
            "[[source]]",
            "[source.columns]",
            "[[wave]]",
            "[[gate]]",
            "[thresholds]",
            "[[field]]",
            "[[check]]",
            "[[pack]]",
            "[survivorship]",
            "[code]",
            "[code.customer]",
            "[[match.field]]",
            "[match]",
            "[[reference]]",
            "[[total]]",
            "[[notice]]",
            "[weights]",
            "[",
            "[a",
            "",
        ]);
        let line =
            prop_oneof![3 => (key, value).prop_map(|(k, v)| format!("{k} = {v}")), 2 => head.prop_map(str::to_owned), 1 => ".{0,20}"];
        prop::collection::vec(line, 0..30).prop_map(|lines| lines.join("\n"))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(150))]
        #[test]
        fn any_text_is_read_or_refused_with_places(project in toml(), pack in toml(), table in ".{0,60}") {
            let folder = tempfile::tempdir().unwrap();
            let project = format!("schema = 1\n[[pack]]\npath = \"rules/x.toml\"\n{project}");
            let pack = format!("schema = 1\npack = \"x\"\nentity = \"x\"\n{pack}");
            let request = request(folder.path(), &[("cutover.toml", &project), ("rules/x.toml", &pack), ("rules/tables/x.csv", &table)]);
            if let Err(PlanError::Invalid(problems)) = open_with(MINI, &request, &vocabulary()) {
                prop_assert!(!problems.is_empty());
                for p in &problems {
                    prop_assert!(!p.message.zh.is_empty() && !p.message.en.is_empty());
                    prop_assert!(!p.render(Lang::Zh, true).is_empty());
                }
            }
        }
    }
}
