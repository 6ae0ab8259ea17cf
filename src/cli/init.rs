//! `cutover init`: scaffolds a project from files.

use super::arguments::InitArgs;
use super::exit::Exit;
use super::progress::Bars;
use super::screen::Screen;
use super::{message, plan, stop};
use crate::pipeline::{self, RunRequest, Surveyed};
use crate::plan::{PlanRequest, Project, Scaffold, ScaffoldColumn, ScaffoldSource, scaffold};
use crate::read::Limits;
use crate::report::Masking;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Writes the project file.
pub(super) fn execute(args: &InitArgs, screen: &Screen) -> Exit {
    if args.output.exists() && !args.force {
        let text = screen.pick("已存在；要替换请加 --force", "exists already; add --force to replace it");
        return screen.fail(Exit::Usage, &format!("{} {text}", args.output.display()));
    }
    stop::listen();
    match scaffolded(args, screen) {
        Ok((text, sources)) => write(args, &text, sources, screen),
        Err(exit) => exit,
    }
}

fn scaffolded(args: &InitArgs, screen: &Screen) -> Result<(String, usize), Exit> {
    let inputs = if args.inputs.is_empty() { vec![PathBuf::from(".")] } else { args.inputs.clone() };
    let root = args.output.parent().map(Path::to_owned).unwrap_or_default();
    let project: Project = plan::load(&PlanRequest { root: root.clone(), ..PlanRequest::default() }, screen)?;
    let request = RunRequest {
        inputs,
        declared_only: false,
        output: PathBuf::new(),
        crosswalk: None,
        decisions: None,
        earlier: Vec::new(),
        lang: screen.lang,
        masking: Masking::Masked,
        limits: Limits::default(),
    };
    let bars = Bars::new(screen);
    let found = pipeline::survey(&project.plan, &request, &bars);
    bars.finish();
    let found = found.map_err(|e| screen.fail(Exit::Environment, &message::of(&e, screen.lang)))?;
    let sources: Vec<ScaffoldSource> = found.iter().map(|s| source(s, &root)).collect();
    let recognised = sources.iter().filter(|s| s.entity.is_some()).count();
    let name = folder_name(&root);
    Ok((scaffold(&Scaffold { lang: screen.lang, name: &name, plan: &project.plan, sources }), recognised))
}

fn folder_name(root: &Path) -> String {
    let root = if root.as_os_str().is_empty() { Path::new(".") } else { root };
    let full = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    full.file_name().map_or_else(|| "cutover".to_owned(), |n| n.to_string_lossy().into_owned())
}

fn source(s: &Surveyed, root: &Path) -> ScaffoldSource {
    let root = root.to_string_lossy();
    let path = s.path.strip_prefix(&*root).map_or(s.path.as_str(), |p| p.trim_start_matches('/'));
    let column = |c: &crate::mapping::ColumnMapping| ScaffoldColumn {
        header: c.header.clone(),
        field: c.field.as_deref().map(str::to_owned),
        confidence: c.confidence,
        alternatives: c.alternatives.iter().map(|(f, _)| f.to_string()).collect(),
    };
    let r = &s.recognition;
    ScaffoldSource {
        path: path.to_owned(),
        sheet: s.sheet.clone(),
        system: s.system.clone(),
        rows: s.rows,
        entity: r.entity.as_ref().map(|e| e.as_str().to_owned()),
        confidence: r.confidence,
        columns: r.columns.iter().map(column).collect(),
        ..ScaffoldSource::default()
    }
}

fn write(args: &InitArgs, text: &str, sources: usize, screen: &Screen) -> Exit {
    let mut open = OpenOptions::new();
    open.write(true);
    // Exclusive creation, so that a file that appeared meanwhile is not overwritten.
    if args.force {
        open.create(true).truncate(true)
    } else {
        open.create_new(true)
    };
    match open.open(&args.output).and_then(|mut f| f.write_all(text.as_bytes())) {
        Ok(()) => {
            let said = if screen.lang == crate::model::Lang::Zh {
                format!("已写出 {}，识别出 {sources} 个来源。请检查后运行：cutover run {}", args.output.display(), args.output.display())
            } else {
                format!(
                    "wrote {} with {sources} recognised source(s); look it over, then: cutover run {}",
                    args.output.display(),
                    args.output.display()
                )
            };
            screen.say(&said);
            Exit::Done
        }
        Err(e) => {
            let text = format!("{} {}: {e}", screen.pick("无法写入", "cannot write"), args.output.display());
            screen.fail(Exit::Environment, &text)
        }
    }
}
