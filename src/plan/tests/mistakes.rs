//! Mistakes, and what is said about them.

use super::*;

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
fn a_project_that_is_not_there_is_an_error_of_its_own() {
    let request = PlanRequest { project: Some("no/such/folder".into()), ..PlanRequest::default() };
    assert!(matches!(open_with(MINI, &request, &vocabulary()), Err(PlanError::NoProject { .. })));
}

#[test]
fn mistakes_of_loads_and_acceptance_are_told() {
    check(
        r#"schema = 1
[load]
mode = "replace"
refused = "load-rest"
max_refused = -1
keep = true
[load.tables]
custmer = "x"
customer = ""
[load.columns.customer]
nmae = "n"
name = "n"
code = "n"
[[wave]]
name = "pilot"
[[wave.accept]]
name = "looked at"
measure = "confirmed"
at_most = 1
[[wave.accept]]
name = "refused"
measure = "refusals"
[[wave.accept]]
name = "refused"
measure = "refused"
"#,
        &[
            (3, "`mode` has no value `replace`", "known: insert"),
            (5, "`max_refused` must be between 0", ""),
            (6, "unknown key `keep`", "known: mode"),
            (8, "there is no entity `custmer`", "did you mean `customer`?"),
            (9, "a name of the target must not be empty", "choose another name"),
            (11, "there is no field `nmae`", "did you mean `name`?"),
            (13, "`name` and `code` both go to `n`", "choose another name"),
            (16, "`confirmed` has no `at_most`", "such as at_most = 0"),
            (22, "`measure` has no value `refusals`", "known: differences, refused"),
            (23, "`confirmed` has no `at_most`", "such as at_most = 0"),
        ],
    );
}
