//! `cutover run`: the whole job but the load.

use super::arguments::RunArgs;
use super::exit::Exit;
use super::progress::Bars;
use super::screen::Screen;
use super::{history, message, plan, review, stop};
use crate::pipeline::{self, RunDone, RunError, RunRequest};
use crate::plan::{PlanRequest, Project};
use crate::read::Limits;
use crate::report::{self, Masking};
use std::path::{Path, PathBuf};

/// Where runs go without a project.
const OUTPUT: &str = "cutover-run";

/// Runs the job and says how ready the data is.
pub(super) fn execute(args: &RunArgs, screen: &Screen) -> Exit {
    match prepared(args, screen) {
        Ok((project, request)) => run(&project, &request, screen),
        Err(exit) => exit,
    }
}

fn prepared(args: &RunArgs, screen: &Screen) -> Result<(Project, RunRequest), Exit> {
    let project = plan::project_of(&args.inputs);
    if project.is_none() && args.inputs.is_empty() {
        let text = screen.pick(
            "没有可处理的内容：请给出导出文件或目录，或在含 cutover.toml 的目录中运行",
            "nothing to do: name files or folders with exports, or run inside a folder with a cutover.toml",
        );
        return Err(screen.fail(Exit::Usage, text));
    }
    let root = match args.inputs.first() {
        Some(first) if first.is_dir() => first.clone(),
        Some(first) => first.parent().map(Path::to_owned).unwrap_or_default(),
        None => PathBuf::from("."),
    };
    let request = PlanRequest {
        project: project.clone(),
        root,
        extra_packs: args.rules.clone(),
        overrides: args.set.clone(),
        ..PlanRequest::default()
    };
    let loaded = plan::load(&request, screen)?;
    let inputs = if project.is_some() { vec![loaded.plan.root.clone()] } else { args.inputs.clone() };
    let lang = if lang_given() { screen.lang } else { loaded.plan.lang.unwrap_or(screen.lang) };
    let output = args.output.clone().or_else(|| loaded.output.clone()).unwrap_or_else(|| PathBuf::from(OUTPUT));
    let request = RunRequest {
        inputs,
        declared_only: project.is_some() && !loaded.plan.sources.is_empty(),
        earlier: history::earlier(&output, &loaded, screen),
        decisions: args.decisions.clone().or_else(|| loaded.decisions.clone()).or_else(|| Some(review::beside(&output))),
        output,
        crosswalk: args.crosswalk.clone().or_else(|| loaded.crosswalk.clone()),
        lang,
        masking: if args.raw { Masking::Raw } else { Masking::Masked },
        limits: Limits::default(),
    };
    Ok((loaded, request))
}

/// The command line's language wins over the project's.
fn lang_given() -> bool {
    std::env::args_os().any(|a| a.to_string_lossy().starts_with("--lang"))
}

fn run(project: &Project, request: &RunRequest, screen: &Screen) -> Exit {
    stop::listen();
    let bars = Bars::new(screen);
    let done = pipeline::run(&project.plan, request, &bars);
    bars.finish();
    match done {
        Ok(done) => {
            history::add(&done, project, screen);
            show(&done, request, screen).err().unwrap_or(verdict(&done))
        }
        Err(e) => {
            let exit = exit_of(&e);
            screen.fail(exit, &message::of(&e, screen.lang))
        }
    }
}

fn show(done: &RunDone, request: &RunRequest, screen: &Screen) -> Result<(), Exit> {
    if screen.json {
        let mut bytes = Vec::new();
        report::json(&done.summary, &mut bytes).map_err(|e| screen.fail(Exit::Environment, &e.to_string()))?;
        return screen.print(&String::from_utf8_lossy(&bytes));
    }
    if screen.quiet {
        return Ok(());
    }
    let (_, columns) = console::Term::stdout().size();
    let colour = if screen.colour { report::Colour::Always } else { report::Colour::Never };
    let terminal = report::Screen { width: usize::from(columns), colour };
    let summary = report::terminal(&done.summary, request.lang, terminal);
    let label = screen.pick("报告：", "Report: ");
    screen.print(&format!("{summary}\n{label}{}\n", done.folder.join("report.html").display()))
}

fn verdict(done: &RunDone) -> Exit {
    let passed = done.summary.verdict == "go";
    if passed { Exit::Done } else { Exit::GateFailed }
}

fn exit_of(error: &RunError) -> Exit {
    match error {
        RunError::NoInput(_) | RunError::Crosswalk { .. } | RunError::Decisions { .. } => Exit::Usage,
        RunError::Folder(crate::emit::FolderError::NotOurs { .. }) => Exit::Usage,
        RunError::Cancelled => Exit::Cancelled,
        _ => Exit::Environment,
    }
}
