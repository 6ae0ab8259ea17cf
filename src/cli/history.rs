//! `cutover status`: runs over time, and the line that every run adds.

use super::exit::Exit;
use super::screen::Screen;
use super::{clock, history_words, review};
use crate::history::{self, Entry};
use crate::pipeline::RunDone;
use crate::plan::{PROJECT_FILE, Project};
use crate::review::Decisions;
use std::path::{Path, PathBuf};

/// Adds a run to the history; that it cannot is said, and is no failure of the run.
pub(super) fn add(done: &RunDone, project: &Project, screen: &Screen) {
    let whole = |p: &Path| std::path::absolute(p).unwrap_or_else(|_| p.to_path_buf());
    let run = whole(&done.folder);
    let parent = run.parent().map_or_else(|| run.clone(), Path::to_path_buf);
    let root = whole(&project.plan.root);
    let home = if project.file.is_some() && run.starts_with(&root) { root } else { parent };
    let named = run.strip_prefix(&home).unwrap_or(&run).display().to_string().replace('\\', "/");
    let at = clock::now().strftime("%Y-%m-%d %H:%M").to_string();
    let entry = Entry::of(&done.summary, &named, &at, project.plan.cutover_date.as_deref());
    if let Err(e) = history::append(&home, &entry) {
        screen.say(&format!("{}: {}", screen.pick("无法记入历史", "the history was not kept"), told(&e)));
    }
}

/// Shows the history of a place.
pub(super) fn execute(place: &Path, screen: &Screen) -> Exit {
    match shown(place, screen) {
        Ok(text) => screen.print(&text).err().unwrap_or(Exit::Done),
        Err(exit) => exit,
    }
}

fn shown(place: &Path, screen: &Screen) -> Result<String, Exit> {
    let home = home(place).ok_or_else(|| {
        let text = screen.pick("这里还没有运行记录；请先运行 cutover run", "no run has been kept here yet; run `cutover run` first");
        screen.fail(Exit::Usage, &format!("{}: {text}", place.display()))
    })?;
    let entries = history::read(&home).map_err(|e| screen.fail(Exit::Environment, &told(&e)))?;
    let Some(last) = entries.last() else { return Ok(String::new()) };
    let trend = history::trend(&entries);
    let outlook = history::outlook(last, &decisions(&home, last), clock::today());
    if screen.json {
        let all = serde_json::json!({ "schema": 1, "runs": entries, "trend": trend, "outlook": outlook });
        return Ok(serde_json::to_string_pretty(&all).expect("plain text and numbers") + "\n");
    }
    Ok(history_words::status(&entries, trend.as_ref(), &outlook, screen))
}

/// Finds the folder with a history: the place itself, or what it lies in.
fn home(place: &Path) -> Option<PathBuf> {
    let whole = std::path::absolute(place).ok()?;
    let folder = if whole.file_name().is_some_and(|n| n == PROJECT_FILE) { whole.parent()?.to_path_buf() } else { whole };
    folder.ancestors().take(3).find(|f| f.join(history::FILE).is_file()).map(Path::to_path_buf)
}

/// Reads the decisions beside the last run; without any that can be read, the pace is the declared one.
fn decisions(home: &Path, last: &Entry) -> Decisions {
    let path = review::beside(&home.join(&last.run));
    std::fs::File::open(path).ok().and_then(|f| Decisions::read(f).ok()).unwrap_or_default()
}

fn told(e: &history::HistoryError) -> String {
    std::error::Error::source(e).map_or_else(|| e.to_string(), |s| format!("{e}: {s}"))
}
