//! `cutover status`: runs over time, and the line that every run adds.

use super::exit::Exit;
use super::screen::Screen;
use super::{clock, history_words, review};
use crate::history::{self, Entry};
use crate::model::RunPoint;
use crate::pipeline::RunDone;
use crate::plan::{PROJECT_FILE, Project};
use crate::review::Decisions;
use std::path::{Path, PathBuf};

/// Adds a run to the history; that it cannot is said, and is no failure of the run.
pub(super) fn add(done: &RunDone, project: &Project, screen: &Screen) {
    let (home, run) = (home_of(&done.folder, project), whole(&done.folder));
    let named = run.strip_prefix(&home).unwrap_or(&run).display().to_string().replace('\\', "/");
    let at = clock::now().strftime("%Y-%m-%d %H:%M").to_string();
    let entry = Entry::of(&done.summary, &named, &at, project.plan.cutover_date.as_deref());
    if let Err(e) = history::append(&home, &entry) {
        screen.say(&format!("{}: {}", screen.pick("无法记入历史", "the history was not kept"), told(&e)));
    }
}

fn whole(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf())
}

/// Gives the folder with the history of a run folder: the project's, if it lies in it, otherwise the one beside it.
fn home_of(folder: &Path, project: &Project) -> PathBuf {
    let run = whole(folder);
    let root = whole(&project.plan.root);
    if project.file.is_some() && run.starts_with(&root) { root } else { run.parent().map_or_else(|| run.clone(), Path::to_path_buf) }
}

/// Says whether a run is one of this project's: folders of several stand beside one another where there is no project file.
fn of_project(entry: &Entry, project: &str) -> bool {
    entry.project.is_empty() || entry.project == project
}

/// Gives the runs before this one, for its report; that they cannot be read is said, and is no failure of the run.
pub(super) fn earlier(folder: &Path, project: &Project, screen: &Screen) -> Vec<RunPoint> {
    match history::read(&home_of(folder, project)) {
        Ok(entries) => entries.iter().filter(|e| of_project(e, &project.plan.name)).map(Entry::point).collect(),
        Err(e) => {
            screen.say(&format!("{}: {}", screen.pick("无法读取历史", "the history cannot be read"), told(&e)));
            Vec::new()
        }
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
    let Some(project) = entries.last().map(|e| e.project.clone()) else { return Ok(String::new()) };
    let entries: Vec<Entry> = entries.into_iter().filter(|e| of_project(e, &project)).collect();
    let Some(last) = entries.last() else { return Ok(String::new()) };
    let trend = history::trend(&entries);
    let Some(outlook) = history::outlook(&entries, &decisions(&home, last), clock::today()) else { return Ok(String::new()) };
    if screen.json {
        let all = serde_json::json!({ "schema": 2, "runs": entries, "trend": trend, "outlook": outlook });
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
