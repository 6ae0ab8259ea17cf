//! Files that nobody checked: read or refused, never a panic.

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
    let line = prop_oneof![3 => (key, value).prop_map(|(k, v)| format!("{k} = {v}")), 2 => head.prop_map(str::to_owned), 1 => ".{0,20}"];
    prop::collection::vec(line, 0..30).prop_map(|lines| lines.join("\n"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
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
