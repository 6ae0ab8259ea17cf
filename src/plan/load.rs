//! From a request to a plan: files are read, laid over each other, and checked as a whole.

use super::builtin::{SHIPPED, Shipped};
use super::check::notice;
use super::check_spots::CheckSpots;
use super::context::{Context, Vocabulary};
use super::disk::{Place, parse, stem};
use super::entity::{Ordered, entity, is_name};
use super::file::{Marked, PlanFile};
use super::gate::{Measurable, gate, with_safety};
use super::loading::LoadSpec;
use super::order::in_load_order;
use super::pack::{EntityTree, Packs, understood};
use super::problem::{Kind, Problem, Problems};
use super::project::{self, Settings};
use super::spec::{CheckSpec, EntitySpec, GateSpec, Plan, SourceSpec, WaveSpec};
use super::tables::Tables;
use super::walk::Walk;
use super::{loading, suggest, target, wave};
use crate::model::{RuleCode, Text};
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

/// The project file's name inside a project folder.
pub const PROJECT_FILE: &str = "cutover.toml";

/// What to make a plan of.
#[derive(Clone, Debug, Default)]
pub struct PlanRequest {
    /// A project file, or a folder that holds `cutover.toml`; `None`: defaults.
    pub project: Option<PathBuf>,
    /// The folder that paths are relative to where there is no project.
    pub root: PathBuf,
    /// Rule packs named on the command line, anywhere on disk.
    pub extra_packs: Vec<PathBuf>,
    /// Whether the plan carries the examples of the shipped packs, which only `rules` looks at.
    pub examples: bool,
    /// Settings of the command line that win over the project file: one TOML assignment each, such as
    /// `project.target = "sap"`, or `project.target=sap` as a shell leaves it.
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
    pub(super) spots: CheckSpots,
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
    for (name, text) in shipped.examples.iter().filter(|_| request.examples) {
        packs.read_examples(&problems, parse(&problems, &format!("rules/{name}"), text));
    }
    for (name, text) in shipped.tables {
        tables.read(&problems, &format!("rules/{name}"), stem(Path::new(name)), text);
    }
    let root = place.read(request, &problems)?;
    let mut w = Walk::of(&problems, &root);
    if place.file.is_none() || understood(&mut w) {
        if let Some(name) = project::target_of(&root) {
            target::overlay(name, shipped, &place, &problems, &mut packs)?;
        }
        place.read_packs(&mut w, request, &problems, &mut packs)?;
        place.read_tables(&problems, &mut tables)?;
        tables.add_domains();
        project::overlay(&mut w, &mut packs, &problems);
    } else {
        return Err(PlanError::Invalid(problems.into_sorted()));
    }
    let targets = target::names(shipped, &place, vocabulary);
    let parts = assemble(w, packs, tables, &problems, (vocabulary, &targets));
    if !problems.is_empty() {
        return Err(PlanError::Invalid(problems.into_sorted()));
    }
    Ok(at_place(place, parts, problems.into_files()))
}

/// Everything of a plan but its place.
struct Parts {
    settings: Settings,
    entities: Vec<EntitySpec>,
    sources: Vec<SourceSpec>,
    waves: Vec<WaveSpec>,
    load: LoadSpec,
    gates: Vec<GateSpec>,
    notices: BTreeMap<RuleCode, CheckSpec>,
    tables: Tables,
    packs: Vec<(String, String)>,
    spots: CheckSpots,
}

/// Checks the whole: entities first, then what speaks of them.
fn assemble(
    mut w: Walk<'_>,
    packs: Packs,
    mut tables: Tables,
    problems: &Problems,
    (vocabulary, targets): (&Vocabulary, &[String]),
) -> Parts {
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
    let settings = project::settings(&mut w, targets, c);
    let sources = wave::sources(&mut w, &entities, c);
    let waves = wave::waves(&mut w, c);
    let load = loading::load(&mut w, &entities, c);
    let declared = w.tables("gate").into_iter().filter_map(|w| gate(w, measurable)).collect();
    let gates = with_safety(declared, &entities);
    w.done();
    add_synonyms(problems, &mut entities, &tables);
    let spots = CheckSpots::of(&packs.entities);
    tables.synonyms.clear();
    Parts { settings, entities, sources, waves, load, gates, notices, tables, packs: packs.versions, spots }
}

/// Gives the fields the headers of the table `header_synonyms`.
fn add_synonyms(problems: &Problems, entities: &mut [EntitySpec], tables: &Tables) {
    let unknown = |name: &str, at, zh: &str, en: &str, names: Vec<String>| {
        let message = Text::new(format!("没有名为 `{name}` 的{zh}"), format!("there is no {en} `{name}`"));
        problems.report(Kind::Unknown, at, message, suggest::hint(name, names.iter().map(String::as_str)));
    };
    for s in &tables.synonyms {
        let Some(entity) = entities.iter().position(|e| e.entity.as_str() == s.entity) else {
            unknown(&s.entity, s.at, "实体", "entity", entities.iter().map(|e| e.entity.to_string()).collect());
            continue;
        };
        let Some(fields) = entities.get_mut(entity).map(|e| &mut e.fields) else { continue };
        let Some(field) = fields.iter().position(|f| *f.name == s.field) else {
            unknown(&s.field, s.at, "字段", "field", fields.iter().map(|f| f.name.to_string()).collect());
            continue;
        };
        if let Some(field) = fields.get_mut(field).filter(|f| !s.header.is_empty() && !f.synonyms.contains(&s.header)) {
            field.synonyms.push(s.header.clone());
        }
    }
}

/// Puts plan and place together.
fn at_place(place: Place, parts: Parts, files: Vec<PlanFile>) -> Project {
    let s = parts.settings;
    let in_root = |p: String| place.root.join(p);
    let crosswalk = s.crosswalk.map(in_root).or_else(|| {
        let beside = place.root.join("crosswalk.csv");
        (place.file.is_some() && beside.is_file()).then_some(beside)
    });
    let decisions = s.decisions.map(in_root).or_else(|| place.file.is_some().then(|| place.root.join("decisions.csv")));
    let plan = Plan {
        name: s.name.unwrap_or_else(|| folder_name(&place.root)),
        entities: parts.entities,
        sources: parts.sources,
        waves: parts.waves,
        load: parts.load,
        gates: parts.gates,
        target: s.target,
        batch_rows: s.batch_rows,
        notices: parts.notices,
        tables: parts.tables.by_name,
        packs: parts.packs,
        lang: s.lang,
        cutover_date: s.cutover_date,
        root: place.root.clone(),
    };
    Project { output: s.output.map(in_root), crosswalk, decisions, file: place.file, spots: parts.spots.within(files), plan }
}

/// Names a folder, also one given as `.`.
fn folder_name(root: &Path) -> String {
    let real = root.canonicalize().unwrap_or_else(|_| root.to_path_buf());
    real.file_name().map_or_else(|| "cutover".to_owned(), |n| n.to_string_lossy().into_owned())
}
