//! `cutover diff`: what differs between two runs.

use super::diff_words;
use super::exit::Exit;
use super::screen::Screen;
use crate::difference::{self, Difference, DifferenceError};
use crate::emit::RunFileError;
use crate::model::Lang;
use crate::report::neutral;
use clap::Args;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(super) struct DiffArgs {
    /// The earlier run folder; a run replaces the folder that it writes, so give each its own by `cutover run -o`
    #[arg(value_name = "EARLIER")]
    pub before: PathBuf,
    /// The later run folder
    #[arg(value_name = "LATER")]
    pub now: PathBuf,
    /// Write every difference to this CSV file
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// Compares two run folders.
pub(super) fn execute(args: &DiffArgs, screen: &Screen) -> Exit {
    match compared(args, screen) {
        Ok(exit) | Err(exit) => exit,
    }
}

fn compared(args: &DiffArgs, screen: &Screen) -> Result<Exit, Exit> {
    let found = difference::compare(&args.before, &args.now).map_err(|e| {
        let why = std::error::Error::source(&e).map(|s| format!(": {s}")).unwrap_or_default();
        screen.fail(Exit::Usage, &format!("{}{why}", told(&e, screen)))
    })?;
    if let Some(path) = &args.output {
        let failed = |e: std::io::Error| screen.fail(Exit::Environment, &format!("{}: {e}", path.display()));
        write(&found, path).map_err(failed)?;
    }
    if screen.json {
        screen.print(&(serde_json::to_string_pretty(&found).expect("plain text and numbers") + "\n"))?;
    } else if !screen.quiet {
        screen.print(&diff_words::told(&found, screen))?;
    }
    Ok(Exit::Done)
}

fn told(e: &DifferenceError, screen: &Screen) -> String {
    match e {
        DifferenceError::Summary { path, .. } => {
            format!("{}: {}", path.display(), screen.pick("不是已完成的运行目录", "no run.json of a finished run"))
        }
        DifferenceError::File(RunFileError::Missing { path, .. }) if screen.lang == Lang::Zh => {
            format!("{}: 不是已完成的运行目录", path.display())
        }
        DifferenceError::File(RunFileError::Foreign { path, column }) if screen.lang == Lang::Zh => {
            format!("{}: 不是本程序写出的文件，没有 {column} 列", path.display())
        }
        DifferenceError::File(RunFileError::Damaged { path, .. }) if screen.lang == Lang::Zh => format!("{}: 文件已损坏", path.display()),
        e => e.to_string(),
    }
}

/// Writes every difference as a line of CSV that a spreadsheet may open; a file that is there is replaced whole.
fn write(d: &Difference, path: &Path) -> std::io::Result<()> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    std::io::Write::write_all(&mut file, "\u{feff}".as_bytes())?;
    let mut out = csv::Writer::from_writer(&mut file);
    let mut line = |cells: [&str; 9]| out.write_record(cells.map(|c| neutral(c).into_owned()));
    line(["what", "change", "entity", "system", "code", "rule", "column", "before", "now"])?;
    let change = |before: &str, now: &str| match (before.is_empty(), now.is_empty()) {
        (true, _) => "new",
        (_, true) => "gone",
        _ => "changed",
    };
    for r in &d.records {
        line(["record", change(&r.before, &r.now), &r.key.entity, &r.key.system, &r.key.code, "", "", &r.before, &r.now])?;
    }
    for f in &d.findings {
        for at in &f.came_at {
            line(["finding", "new", &f.entity, &at.key.system, &at.key.code, &f.rule, &at.column, "", &at.value])?;
        }
        for at in &f.gone_at {
            line(["finding", "gone", &f.entity, &at.key.system, &at.key.code, &f.rule, &at.column, &at.value, ""])?;
        }
    }
    for c in &d.codes {
        line(["code", change(&c.before, &c.now), &c.key.entity, &c.key.system, &c.key.code, "", "", &c.before, &c.now])?;
    }
    out.flush()?;
    drop(out);
    file.persist(path).map_err(|e| e.error).map(drop)
}
