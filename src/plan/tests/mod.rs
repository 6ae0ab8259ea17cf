//! Whole plans over two small packs: what they become, and what is said about mistakes in them.

mod mistakes;
mod shipped;
mod untrusted;
mod whole;

use super::builtin::Shipped;
use super::load::open_with;
use super::*;
use crate::model::Lang;
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
    examples: &[],
    targets: &[(
        "targets/small.csv",
        "entity,field,name,length,duty\ncustomer,name,C-NAME,12,required\ncustomer,currency,C-CURR,,required\n",
    )],
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
