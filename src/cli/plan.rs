//! Loads the plan of a sub-command and shows every mistake in it.

use super::exit::Exit;
use super::screen::Screen;
use super::vocabulary::vocabulary;
use crate::model::Text;
use crate::plan::{self, EntitySpec, PROJECT_FILE, PlanError, PlanRequest, Problem, Project};
use std::path::{Path, PathBuf};

/// Splits arguments into a project and inputs: one argument that is a project file, or a folder with one, is the project.
pub(super) fn project_of(arguments: &[PathBuf]) -> Option<PathBuf> {
    let is_project = |p: &Path| p.extension().is_some_and(|e| e == "toml") || p.join(PROJECT_FILE).is_file();
    match arguments {
        [] if Path::new(PROJECT_FILE).is_file() => Some(PathBuf::from(PROJECT_FILE)),
        [one] if is_project(one) => Some(one.clone()),
        _ => None,
    }
}

/// Loads a plan; mistakes are shown all at once, with file, line and hint.
pub(super) fn load(request: &PlanRequest, screen: &Screen) -> Result<Project, Exit> {
    let project = plan::open(request, &vocabulary()).map_err(|e| match e {
        PlanError::Invalid(problems) => show(&problems, screen),
        PlanError::NoProject { path } => {
            let text = format!("{} {}", screen.pick("找不到项目文件", "there is no project file at"), path.display());
            screen.fail(Exit::Usage, &text)
        }
        PlanError::Unreadable { path, source } => {
            let text = format!("{} {}: {source}", screen.pick("无法读取", "cannot read"), path.display());
            screen.fail(Exit::Environment, &text)
        }
    })?;
    let problems = check_problems(&project);
    if problems.is_empty() { Ok(project) } else { Err(show(&problems, screen)) }
}

/// Shows mistakes of a plan, and how many there are.
fn show(problems: &[Problem], screen: &Screen) -> Exit {
    let shown: String = problems.iter().map(|p| p.render(screen.lang, screen.colour) + "\n").collect();
    let n = problems.len();
    let count = if screen.lang == crate::model::Lang::Zh {
        format!("计划中有 {n} 处错误：\n\n{shown}")
    } else {
        format!("the plan has {n} mistake{}:\n\n{shown}", if n == 1 { "" } else { "s" })
    };
    screen.fail(Exit::Usage, count.trim_end())
}

/// Lists what the checks say of their parameters and columns, at the checks' places in their files.
fn check_problems(project: &Project) -> Vec<Problem> {
    let of = |spec: &EntitySpec| {
        let found = crate::check::problems(spec, &project.plan);
        found.into_iter().map(|(code, text)| project.mistake(&spec.entity, &code, Text::new("", text))).collect::<Vec<_>>()
    };
    project.plan.entities.iter().flat_map(of).collect()
}
