//! What is written loads again, and reads well.

use super::*;
use crate::plan::builtin::Shipped;
use crate::plan::load::open_with;
use crate::plan::tests::{MINI, vocabulary};
use crate::plan::{PlanError, PlanRequest, Project};
use proptest::prelude::*;
use std::path::Path;

fn load(shipped: Shipped, text: &str) -> Project {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("cutover.toml"), text).unwrap();
    let request = PlanRequest { project: Some(folder.path().to_path_buf()), ..PlanRequest::default() };
    match open_with(shipped, &request, &vocabulary()) {
        Ok(p) => p,
        Err(PlanError::Invalid(problems)) => panic!("{}\n{text}", problems.iter().map(|p| p.render(Lang::En, false)).collect::<String>()),
        Err(e) => panic!("{e}"),
    }
}

fn defaults() -> Plan {
    open_with(MINI, &PlanRequest::default(), &vocabulary()).unwrap().plan
}

fn column(header: &str, field: Option<&str>, confidence: f64) -> ScaffoldColumn {
    ScaffoldColumn { header: header.into(), field: field.map(str::to_owned), confidence, alternatives: vec!["currency".into()] }
}

fn source(path: &str, sheet: Option<&str>, system: &str, rows: u64, entity: Option<&str>) -> ScaffoldSource {
    ScaffoldSource {
        path: path.into(),
        sheet: sheet.map(str::to_owned),
        system: system.into(),
        rows,
        entity: entity.map(str::to_owned),
        confidence: 0.97,
        columns: vec![
            column("客户\n编号", Some("code"), 0.98),
            column("名称", Some("name"), 0.6),
            column("名称", Some("name"), 0.5),
            column("备注", None, 0.0),
            column("", Some("currency"), 0.9),
        ],
        ..ScaffoldSource::default()
    }
}

#[test]
fn what_is_written_loads_and_says_the_same() {
    for lang in [Lang::Zh, Lang::En] {
        let plan = defaults();
        let sources = vec![
            source("a/客户[1].xlsx", Some("Sheet1"), "plant-a", 100, Some("customer")),
            source("a/客户[1].xlsx", Some("说明"), "plant-a", 3, None),
            source("b/k\"und'en.csv", None, "plant-b", 50, Some("customer")),
            source("../elsewhere.csv", None, "plant-b", 50, Some("customer")),
        ];
        let text = scaffold(&Scaffold { lang, name: "示例", plan: &plan, sources });
        let p = load(MINI, &text).plan;
        assert_eq!((p.name.as_str(), p.lang), ("示例", Some(lang)));
        assert_eq!(p.sources.len(), 3);
        assert_eq!(
            p.waves.iter().map(|w| (w.name.as_str(), w.systems.clone())).collect::<Vec<_>>(),
            [("pilot", vec!["plant-b".to_owned()]), ("rollout", vec![])]
        );
        let columns: Vec<(&str, &str)> = p.sources[0].columns.iter().map(|(h, f)| (h.as_str(), f.as_str())).collect();
        assert_eq!(columns, [("#5", "currency"), ("名称", "name"), ("客户\n编号", "code")]);
        let got: Vec<_> = p.gates.iter().map(|g| (&g.written, g.target, g.at_most, g.blocking)).collect();
        assert_eq!(got, plan.gates.iter().map(|g| (&g.written, g.target, g.at_most, g.blocking)).collect::<Vec<_>>());
        assert_eq!(p.source_for(Path::new("a/客户[1].xlsx"), Some("说明")).and_then(|s| s.entity.as_deref()), Some("skip"));
    }
}

#[test]
fn choices_take_effect_once_their_mark_is_gone() {
    let plan = defaults();
    let sources = vec![source("a.csv", None, "a", 1, Some("customer")), source("b.csv", None, "b", 1, None)];
    let text = scaffold(&Scaffold { lang: Lang::Zh, name: "x", plan: &plan, sources });
    let is_setting =
        |l: &&str| l.starts_with('[') || l.split_once(" = ").is_some_and(|(k, _)| !k.trim_matches('"').contains(' ') && k.is_ascii());
    let settings: Vec<&str> = text.lines().filter_map(|l| l.strip_prefix("# ")).filter(is_setting).collect();
    assert!(settings.len() > 12, "{settings:?}");
    for line in settings {
        assert!(line.parse::<toml::Table>().is_ok(), "{line}");
    }
}

#[test]
fn it_reads_well() {
    let plan = defaults();
    let sources = vec![
        source("plant_a/客户.xlsx", Some("Sheet1"), "plant_a", 100, Some("customer")),
        source("readme.xlsx", Some("说明"), "", 3, None),
    ];
    insta::assert_snapshot!(scaffold(&Scaffold { lang: Lang::Zh, name: "示例", plan: &plan, sources }));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_names_can_be_written(path in "\\PC{1,20}", sheet in proptest::option::of("\\PC{0,12}"), system in ".{0,8}", owner in ".{0,8}", header in ".{0,12}", name in ".{0,12}") {
        let plan = defaults();
        let mut one = source(&path, sheet.as_deref(), &system, 1, Some("customer"));
        one.owner = owner;
        one.columns.push(column(&header, Some("code"), 0.3));
        let two = source("b.csv", None, "b", 2, Some("opening_ar"));
        load(MINI, &scaffold(&Scaffold { lang: Lang::En, name: &name, plan: &plan, sources: vec![one, two] }));
    }
}
