//! From a request to a plan: files are read, laid over each other, and checked as a whole.

use super::builtin::{SHIPPED, Shipped};
use super::check::notice;
use super::context::{Context, Vocabulary};
use super::entity::{Ordered, entity, is_name};
use super::file::{Marked, PlanFile, Spot};
use super::gate::{Measurable, gate, with_safety};
use super::node::Node;
use super::order::in_load_order;
use super::pack::{EntityTree, Packs, understood};
use super::problem::{Kind, Problem, Problems};
use super::project::{self, Settings};
use super::spec::{CheckSpec, EntitySpec, GateSpec, Plan, SourceSpec, WaveSpec};
use super::tables::Tables;
use super::walk::Walk;
use super::{paths, suggest, syntax, wave};
use crate::model::{RuleCode, Text};
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

/// The project file's name inside a project folder.
pub const PROJECT_FILE: &str = "cutover.toml";
/// The largest project file or rule pack, in bytes.
const LARGEST_TOML: u64 = 1 << 20;
/// The largest lookup table, in bytes.
const LARGEST_TABLE: u64 = 32 << 20;

/// What to make a plan of.
#[derive(Clone, Debug, Default)]
pub struct PlanRequest {
    /// A project file, or a folder that holds `cutover.toml`; `None`: defaults.
    pub project: Option<PathBuf>,
    /// The folder that paths are relative to where there is no project.
    pub root: PathBuf,
    /// Rule packs named on the command line, anywhere on disk.
    pub extra_packs: Vec<PathBuf>,
    /// Settings of the command line that win over the project file: one TOML assignment each, such as `project.target = "sap"`.
    pub overrides: Vec<String>,
}

/// A plan and the paths that a run of it uses.
#[derive(Clone, Debug)]
pub struct Project {
    /// The plan.
    pub plan: Plan,
    /// The project file; `None`: there is no project.
    pub file: Option<PathBuf>,
    /// The run folder that the project asks for; without a project, or where it says nothing, `None`.
    pub output: Option<PathBuf>,
    /// The crosswalk of an earlier run: as declared, or `crosswalk.csv` beside the project file where it is there.
    pub crosswalk: Option<PathBuf>,
    /// What people decided: as declared, or `decisions.csv` beside the project file; it need not be there yet.
    pub decisions: Option<PathBuf>,
}

/// A plan that cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PlanError {
    /// Mistakes in project file, packs or tables: all of them, in the order of files and lines.
    #[error("the plan has {} mistake(s)", .0.len())]
    Invalid(Vec<Problem>),
    /// There is no project file where one was said to be.
    #[error("no project file at {}", .path.display())]
    NoProject {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// A file that cannot be read.
    #[error("cannot read {}", .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
}

/// Loads a plan; see [`open`] for the paths that go with it.
///
/// # Errors
/// [`PlanError::Invalid`] with every mistake at once; the other kinds where the project file or a named pack cannot be read.
pub fn load(request: &PlanRequest, vocabulary: &Vocabulary) -> Result<Plan, PlanError> {
    open(request, vocabulary).map(|p| p.plan)
}

/// Loads a plan with the paths of its project.
///
/// # Errors
/// As [`load`].
pub fn open(request: &PlanRequest, vocabulary: &Vocabulary) -> Result<Project, PlanError> {
    open_with(SHIPPED, request, vocabulary)
}

/// Loads a plan over other shipped rules.
pub(super) fn open_with(shipped: Shipped, request: &PlanRequest, vocabulary: &Vocabulary) -> Result<Project, PlanError> {
    let place = Place::of(request)?;
    let problems = Problems::default();
    let mut packs = Packs::default();
    let mut tables = Tables::default();
    for (name, text) in shipped.packs {
        packs.read(&problems, parse(&problems, &format!("rules/{name}"), text));
    }
    for (name, text) in shipped.tables {
        tables.read(&problems, &format!("rules/{name}"), stem(Path::new(name)), text);
    }
    let root = place.read(request, &problems)?;
    let mut w = Walk::of(&problems, &root);
    if place.file.is_none() || understood(&mut w) {
        place.read_packs(&mut w, request, &problems, &mut packs)?;
        place.read_tables(&problems, &mut tables)?;
        project::overlay(&mut w, &mut packs, &problems);
    } else {
        return Err(PlanError::Invalid(problems.into_sorted()));
    }
    let parts = assemble(w, packs, tables, &problems, vocabulary);
    if !problems.is_empty() {
        return Err(PlanError::Invalid(problems.into_sorted()));
    }
    Ok(place.project(parts))
}

/// Everything of a plan but its place.
struct Parts {
    settings: Settings,
    entities: Vec<EntitySpec>,
    sources: Vec<SourceSpec>,
    waves: Vec<WaveSpec>,
    gates: Vec<GateSpec>,
    notices: BTreeMap<RuleCode, CheckSpec>,
    tables: Tables,
    packs: Vec<(String, String)>,
}

/// Checks the whole: entities first, then what speaks of them.
fn assemble(mut w: Walk<'_>, packs: Packs, mut tables: Tables, problems: &Problems, vocabulary: &Vocabulary) -> Parts {
    let names: Vec<String> = packs.entities.iter().map(|e| e.name.clone()).collect();
    let c = Context { problems, vocabulary, tables: &tables.by_name, entities: &names };
    let spots = packs.entities.iter().map(|e| (e.name.clone(), e.node.at)).collect();
    let read = |e: &EntityTree| -> Ordered {
        is_name(&Marked { value: &e.name, at: e.node.at }, c);
        entity(Walk::of(problems, &e.node), &e.name, &e.pack, c)
    };
    let ordered = packs.entities.iter().map(read).collect();
    let mut entities = in_load_order(problems, ordered, &spots);
    let notices: BTreeMap<_, _> =
        packs.notices.iter().filter_map(|n| notice(Walk::of(problems, n), c)).map(|n| (n.code.clone(), n)).collect();
    let rules: Vec<&str> = entities.iter().flat_map(|e| &e.checks).map(|r| &r.code).chain(notices.keys()).map(RuleCode::as_str).collect();
    let measurable = Measurable { context: c, entities: &entities, rules: &rules };
    let settings = project::settings(&mut w, c);
    let sources = wave::sources(&mut w, &entities, c);
    let waves = wave::waves(&mut w, c);
    let declared = w.tables("gate").into_iter().filter_map(|w| gate(w, measurable)).collect();
    let gates = with_safety(declared, &entities);
    w.done();
    add_synonyms(problems, &mut entities, &tables);
    tables.synonyms.clear();
    Parts { settings, entities, sources, waves, gates, notices, tables, packs: packs.versions }
}

/// Gives the fields the headers of the table `header_synonyms`.
fn add_synonyms(problems: &Problems, entities: &mut [EntitySpec], tables: &Tables) {
    let names: Vec<String> = entities.iter().map(|e| e.entity.to_string()).collect();
    for s in &tables.synonyms {
        let Some(entity) = entities.iter_mut().find(|e| e.entity.as_str() == s.entity) else {
            let message = Text::new(format!("没有名为 `{}` 的实体", s.entity), format!("there is no entity `{}`", s.entity));
            problems.report(Kind::Unknown, s.at, message, suggest::hint(&s.entity, names.iter().map(String::as_str)));
            continue;
        };
        let fields: Vec<String> = entity.fields.iter().map(|f| f.name.to_string()).collect();
        match entity.fields.iter_mut().find(|f| *f.name == s.field) {
            Some(f) if f.synonyms.contains(&s.header) || s.header.is_empty() => {}
            Some(f) => f.synonyms.push(s.header.clone()),
            None => {
                let message = Text::new(format!("没有名为 `{}` 的字段", s.field), format!("there is no field `{}`", s.field));
                problems.report(Kind::Unknown, s.at, message, suggest::hint(&s.field, fields.iter().map(String::as_str)));
            }
        }
    }
}

fn parse(problems: &Problems, shown: &str, text: &str) -> Node {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let file = problems.open(PlanFile::new(shown, text.to_owned()));
    syntax::parse(problems, file, text)
}

fn stem(path: &Path) -> &str {
    path.file_stem().and_then(|s| s.to_str()).unwrap_or_default()
}

/// Where the plan comes from.
struct Place {
    root: PathBuf,
    file: Option<PathBuf>,
}

impl Place {
    fn of(request: &PlanRequest) -> Result<Self, PlanError> {
        let Some(path) = &request.project else { return Ok(Self { root: request.root.clone(), file: None }) };
        let file = if path.is_dir() { path.join(PROJECT_FILE) } else { path.clone() };
        if !file.is_file() {
            return Err(PlanError::NoProject { path: file });
        }
        // The parent of a bare name is an empty path, which no file system knows.
        let root = file.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_path_buf();
        Ok(Self { root, file: Some(file) })
    }

    /// Reads the project file and lays the settings of the command line over it.
    fn read(&self, request: &PlanRequest, problems: &Problems) -> Result<Node, PlanError> {
        let mut root = match &self.file {
            Some(file) => match read_text(problems, file, &file.to_string_lossy(), LARGEST_TOML)? {
                Some(text) => parse(problems, &file.to_string_lossy(), &text),
                None => Node::table(Spot { file: 0, start: 0, end: 0 }),
            },
            None => Node::table(Spot { file: 0, start: 0, end: 0 }),
        };
        if !request.overrides.is_empty() {
            root.overlay(parse(problems, "command line", &request.overrides.join("\n")));
        }
        Ok(root)
    }

    fn read_packs(&self, w: &mut Walk<'_>, request: &PlanRequest, problems: &Problems, packs: &mut Packs) -> Result<(), PlanError> {
        for (path, written) in project::pack_paths(w) {
            let file = self.root.join(&path);
            if !file.is_file() || !paths::lies_below(&file, &self.root) {
                let message = Text::new(format!("没有这个规则包：{path}"), format!("there is no rule pack at {path}"));
                problems.report(
                    Kind::Form,
                    written.at,
                    message,
                    Text::new("路径相对于 cutover.toml", "the path is relative to cutover.toml"),
                );
                continue;
            }
            if let Some(text) = read_text(problems, &file, &file.to_string_lossy(), LARGEST_TOML)? {
                packs.read(problems, parse(problems, &file.to_string_lossy(), &text));
            }
        }
        for file in &request.extra_packs {
            if let Some(text) = read_text(problems, file, &file.to_string_lossy(), LARGEST_TOML)? {
                packs.read(problems, parse(problems, &file.to_string_lossy(), &text));
            }
        }
        Ok(())
    }

    /// Reads `rules/tables/*.csv` of the project, by name.
    fn read_tables(&self, problems: &Problems, tables: &mut Tables) -> Result<(), PlanError> {
        let folder = self.root.join("rules").join("tables");
        if self.file.is_none() || !folder.is_dir() {
            return Ok(());
        }
        let unreadable = |source| PlanError::Unreadable { path: folder.clone(), source };
        let mut files: Vec<PathBuf> = Vec::new();
        for entry in folder.read_dir().map_err(unreadable)? {
            files.push(entry.map_err(unreadable)?.path());
        }
        files.retain(|f| f.extension().is_some_and(|e| e.eq_ignore_ascii_case("csv")) && f.is_file() && paths::lies_below(f, &self.root));
        // What adds to a table comes behind the table.
        files.sort_by_cached_key(|f| (stem(f).ends_with(".add"), f.clone()));
        for file in files {
            if let Some(text) = read_text(problems, &file, &file.to_string_lossy(), LARGEST_TABLE)? {
                tables.read(problems, &file.to_string_lossy(), stem(&file), &text);
            }
        }
        Ok(())
    }

    fn project(self, parts: Parts) -> Project {
        let s = parts.settings;
        let in_root = |p: String| self.root.join(p);
        let crosswalk = s.crosswalk.map(in_root).or_else(|| {
            let beside = self.root.join("crosswalk.csv");
            (self.file.is_some() && beside.is_file()).then_some(beside)
        });
        let decisions = s.decisions.map(in_root).or_else(|| self.file.is_some().then(|| self.root.join("decisions.csv")));
        let plan = Plan {
            name: s.name.unwrap_or_else(|| folder_name(&self.root)),
            entities: parts.entities,
            sources: parts.sources,
            waves: parts.waves,
            gates: parts.gates,
            target: s.target,
            batch_rows: s.batch_rows,
            notices: parts.notices,
            tables: parts.tables.by_name,
            packs: parts.packs,
            lang: s.lang,
            cutover_date: s.cutover_date,
            root: self.root.clone(),
        };
        Project { output: s.output.map(in_root), crosswalk, decisions, file: self.file, plan }
    }
}

/// Names a folder, also one given as `.`.
fn folder_name(root: &Path) -> String {
    let real = root.canonicalize().unwrap_or_else(|_| root.to_path_buf());
    real.file_name().map_or_else(|| "cutover".to_owned(), |n| n.to_string_lossy().into_owned())
}

/// Reads a text; one that is too large or no UTF-8 is reported.
fn read_text(problems: &Problems, path: &Path, shown: &str, largest: u64) -> Result<Option<String>, PlanError> {
    use std::io::Read as _;
    let unreadable = |source| PlanError::Unreadable { path: path.to_path_buf(), source };
    let mut bytes = Vec::new();
    std::fs::File::open(path).and_then(|f| f.take(largest + 1).read_to_end(&mut bytes)).map_err(unreadable)?;
    if bytes.len() as u64 > largest {
        let file = problems.open(PlanFile::new(shown, String::new()));
        let message = Text::new(format!("文件大于 {largest} 字节"), format!("the file is larger than {largest} bytes"));
        problems.report_file(Kind::Form, file, message, Text::default());
        return Ok(None);
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Some(text)),
        Err(e) => {
            let good = e.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(e.as_bytes()).into_owned();
            let file = problems.open(PlanFile::new(shown, text));
            let message = Text::new("文件不是 UTF-8 编码", "the file is not encoded in UTF-8");
            let hint = Text::new("在 Excel 里另存为“CSV UTF-8”，或用编辑器改存为 UTF-8", "save it as UTF-8 (in Excel: CSV UTF-8)");
            problems.report(Kind::Syntax, Spot::new(file, &(good..good + 1)), message, hint);
            Ok(None)
        }
    }
}
