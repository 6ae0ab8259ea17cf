//! Holds the floors of the house: who may import whom, where libraries live, and that no file outgrows its reader.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const BELOW_STAGES: &[&str] = &["model", "domain", "plan", "locking"];
const STAGES: &[&str] = &["read", "mapping", "normalise", "check", "matching", "reconcile", "emit", "quality", "review", "report", "load"];

/// Whole jobs, made of stages.
const JOBS: &[&str] = &["pipeline", "lists", "profiling", "story", "history", "difference"];

/// Modules that a module may import; `None`: it is not one of ours.
fn may_import(module: &str) -> Option<Vec<&'static str>> {
    match module {
        "model" | "locking" => Some(vec![]),
        "domain" | "plan" => Some(vec!["model"]),
        stage if STAGES.contains(&stage) => Some(BELOW_STAGES.to_vec()),
        // A run judges its tables as a profile does.
        "pipeline" => Some([BELOW_STAGES, STAGES, &["profiling"]].concat()),
        job if JOBS.contains(&job) => Some([BELOW_STAGES, STAGES].concat()),
        "review_page" => Some([BELOW_STAGES, STAGES, &["story"]].concat()),
        "cli" => Some([BELOW_STAGES, STAGES, JOBS, &["review_page"]].concat()),
        // The crate's face declares everything, and the program calls the command line.
        "lib" | "main" => Some([BELOW_STAGES, STAGES, JOBS, &["review_page", "cli"]].concat()),
        _ => None,
    }
}

/// Libraries that only some modules may know.
const LIBRARIES: &[(&str, &[&str])] = &[
    ("clap", &["cli"]),
    ("indicatif", &["cli"]),
    // `plan` draws the excerpt under which a mistake stands.
    ("console", &["cli", "plan"]),
    ("sys_locale", &["cli"]),
    ("calamine", &["read"]),
    ("chardetng", &["read"]),
    ("minijinja", &["report", "review"]),
    ("rusqlite", &["load"]),
    ("tokio_postgres", &["load"]),
    ("rustls", &["load"]),
    ("tokio", &["load", "review_page"]),
    ("axum", &["review_page"]),
    ("similar", &["review_page"]),
    ("getrandom", &["review_page"]),
];

/// The longest file, in lines above its tests.
const LONGEST: usize = 400;

/// Files that may be longer, each with its reason.
const LONGER: &[(&str, &str)] = &[
    ("plan/spec.rs", "the typed plan is one contract, read as a whole; it is mostly documentation"),
    ("read/text/records.rs", "one scanner: splitting it would part the states from the bytes that move them"),
    ("domain/material/parse.rs", "one pass over a description, attribute after attribute in a fixed order"),
];

struct Source {
    /// Path below `src`, with `/`.
    path: String,
    /// The module of the first floor that it belongs to.
    module: String,
    /// Its lines above the tests.
    code: Vec<String>,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&root, &mut files);
    files.sort();
    files.iter().map(|f| source(&root, f)).collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("src is readable") {
        let path = entry.expect("src is readable").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
}

fn source(root: &Path, file: &Path) -> Source {
    let path = file.strip_prefix(root).expect("collected below src").to_string_lossy().replace('\\', "/");
    let module = path.split('/').next().unwrap_or("").trim_end_matches(".rs").to_owned();
    let text = fs::read_to_string(file).expect("a source file is UTF-8");
    let code = text.lines().take_while(|l| !l.starts_with("#[cfg(test)]")).map(str::to_owned).collect();
    Source { path, module, code }
}

/// Gives the modules that these lines name behind `crate::`, one by one or in braces.
fn imports(code: &[String]) -> BTreeSet<String> {
    let text: String = code.iter().map(|l| l.split("//").next().unwrap_or("")).collect::<Vec<_>>().join(" ");
    let mut names = BTreeSet::new();
    for (at, found) in text.match_indices("crate::") {
        // `$crate` in a macro is still this crate; `mycrate::` is not.
        if text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
            continue;
        }
        let rest = text[at + found.len()..].trim_start();
        match rest.strip_prefix('{') {
            Some(group) => names.extend(first_names(group)),
            None => names.extend(name(rest)),
        }
    }
    names
}

/// Gives the first name of every item in a group, up to its closing brace.
fn first_names(group: &str) -> Vec<String> {
    let mut depth = 1;
    let mut names = Vec::from_iter(name(group));
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 1 => names.extend(name(&group[at + 1..])),
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    names
}

fn name(text: &str) -> Option<String> {
    let name: String = text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    // Items of the crate's root are types or functions; modules are in small letters.
    (name.starts_with(|c: char| c.is_ascii_lowercase())).then_some(name)
}

#[test]
fn modules_import_only_lower_floors() {
    let mut broken = Vec::new();
    for s in sources() {
        let Some(allowed) = may_import(&s.module) else {
            broken.push(format!("src/{}: `{}` is no module of the house: give it a floor in this test", s.path, s.module));
            continue;
        };
        let known = |m: &str| may_import(m).is_some();
        for import in imports(&s.code).into_iter().filter(|i| known(i) && *i != s.module && !allowed.contains(&i.as_str())) {
            broken.push(format!("src/{}: `{}` must not import `{import}`", s.path, s.module));
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn libraries_stay_where_they_live() {
    let mut broken = Vec::new();
    for s in sources() {
        let text = s.code.iter().map(|l| l.split("//").next().unwrap_or("")).collect::<Vec<_>>().join("\n");
        for (library, homes) in LIBRARIES {
            if text.contains(&format!("{library}::")) && !homes.contains(&s.module.as_str()) {
                broken.push(format!("src/{}: `{library}` lives in {}", s.path, homes.join(", ")));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn files_stay_readable_and_say_what_they_are() {
    let mut broken = Vec::new();
    for s in sources() {
        let listed = LONGER.iter().any(|(path, _)| *path == s.path);
        if s.code.len() > LONGEST && !listed {
            broken.push(format!("src/{}: {} lines above its tests, at most {LONGEST}", s.path, s.code.len()));
        }
        if s.code.len() <= LONGEST && listed {
            broken.push(format!("src/{}: is short enough now; take it off the list", s.path));
        }
        if !s.code.first().is_some_and(|l| l.starts_with("//! ")) {
            broken.push(format!("src/{}: begins without saying what it is (`//! …`)", s.path));
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn the_top_level_holds_only_what_tells_the_story() {
    const FOLDERS: &[&str] = &["src", "rules", "fixtures", "benches", "fuzz", "tests", "target"];
    let entries = fs::read_dir(env!("CARGO_MANIFEST_DIR")).expect("the repository is readable");
    let others: Vec<String> = entries
        .filter_map(Result::ok)
        .filter(|e| e.path().is_dir())
        .map(|e| e.file_name().to_string_lossy().into_owned())
        .filter(|n| !n.starts_with('.') && !FOLDERS.contains(&n.as_str()))
        .collect();
    assert!(others.is_empty(), "folders that do not belong to the top level: {}", others.join(", "));
}

#[test]
fn imports_are_found_in_every_form() {
    let code = |text: &str| imports(&[text.to_owned()]).into_iter().collect::<Vec<_>>();
    assert_eq!(code("use crate::model::{Table, RowId};"), ["model"]);
    assert_eq!(code("use crate::{model::Table, plan::{Plan, Gate}, read};"), ["model", "plan", "read"]);
    assert_eq!(code("let t = crate::check::run(); // crate::cli"), ["check"]);
    assert_eq!(code("use crate::Error;"), Vec::<String>::new());
    assert_eq!(code("use mycrate::model;"), Vec::<String>::new());
}

/// Levels of agreement are names in the kernels, and words in both languages in the reports.
#[test]
fn every_level_of_agreement_has_words() {
    let words = ["zh", "en"].map(|lang| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("src/report/words/{lang}.toml"));
        fs::read_to_string(path).expect("words are UTF-8")
    });
    let mut levels = BTreeSet::new();
    for s in sources().into_iter().filter(|s| s.module == "matching") {
        let text = s.code.join("\n");
        for (at, call) in text.match_indices("level(\"") {
            levels.extend(text[at + call.len()..].split('"').next().map(str::to_owned));
        }
    }
    assert!(levels.len() > 50, "levels are found in the sources: {levels:?}");
    let unsaid: Vec<&String> = levels.iter().filter(|l| words.iter().any(|w| !w.contains(&format!("\n\"{l}\" = ")))).collect();
    assert!(unsaid.is_empty(), "give these words in [level] of src/report/words: {unsaid:?}");
}
