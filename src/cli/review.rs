//! `cutover review`: answers that come back in workbooks become the decisions that the next run replays.

use super::arguments::ReviewArgs;
use super::exit::Exit;
use super::review_words::{open_questions, outcome, vocabulary};
use super::screen::Screen;
use super::{clock, message};
use crate::plan::PROJECT_FILE;
use crate::read::{self, ReadOptions, SheetTable};
use crate::review::{Decisions, Questions, Reply, Unclear, collect, replies};
use std::fs::{self, File};
use std::io::{BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// The file of decisions where nothing else is said.
const DECISIONS: &str = "decisions.csv";
/// The run folder's file of questions.
const QUESTIONS: &str = "questions.csv";

/// Gives the file of decisions that goes with a run folder: beside the project that the folder lies in, otherwise beside the folder.
pub(super) fn beside(run: &Path) -> PathBuf {
    let parent = run.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let whole = std::path::absolute(parent).unwrap_or_else(|_| parent.to_path_buf());
    let project = whole.ancestors().take(4).find(|folder| folder.join(PROJECT_FILE).is_file());
    let path = project.unwrap_or(&whole).join(DECISIONS);
    // As the user would name it.
    let here = std::env::current_dir().ok();
    here.and_then(|here| path.strip_prefix(here).map(Path::to_path_buf).ok()).unwrap_or(path)
}

/// Takes answers in, or says what is open.
pub(super) fn execute(args: &ReviewArgs, screen: &Screen) -> Exit {
    match review(args, screen) {
        Ok(exit) | Err(exit) => exit,
    }
}

fn review(args: &ReviewArgs, screen: &Screen) -> Result<Exit, Exit> {
    let questions = questions(&args.run, screen)?;
    let path = args.decisions.clone().unwrap_or_else(|| beside(&args.run));
    let mut decisions = decisions(&path, screen)?;
    if args.import.is_empty() {
        screen.print(&open_questions(&questions, &decisions, screen))?;
        return Ok(Exit::Done);
    }
    let (answers, unclear) = answers(args, screen)?;
    let today = clock::today().to_string();
    let collected = collect(&questions, answers, &today, &mut decisions);
    if !collected.added.is_empty() || !collected.changed.is_empty() {
        write(&path, &decisions).map_err(|e| refused(&path, &e.to_string(), screen))?;
    }
    screen.print(&outcome(&collected, &unclear, &path, screen))?;
    let all_decided = collected.conflicts.is_empty() && collected.strangers.is_empty() && collected.unfit.is_empty() && unclear.is_empty();
    Ok(if all_decided { Exit::Done } else { Exit::GateFailed })
}

fn questions(run: &Path, screen: &Screen) -> Result<Questions, Exit> {
    let path = run.join(QUESTIONS);
    let file = File::open(&path).map_err(|e| {
        let hint = screen.pick(
            "不是运行目录，或由旧版本写出；请先运行 cutover run",
            "it is no run folder, or an older version wrote it; run `cutover run` first",
        );
        screen.fail(Exit::Usage, &format!("{}: {e}\n{hint}", path.display()))
    })?;
    Questions::read(file).map_err(|e| screen.fail(Exit::Usage, &format!("{}: {e}", path.display())))
}

fn decisions(path: &Path, screen: &Screen) -> Result<Decisions, Exit> {
    match File::open(path) {
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(Decisions::default()),
        Err(e) => Err(screen.fail(Exit::Environment, &format!("{}: {e}", path.display()))),
        Ok(file) => Decisions::read(file).map_err(|e| screen.fail(Exit::Usage, &format!("{}: {e}", path.display()))),
    }
}

/// Reads the answers of all sheets of all workbooks.
fn answers(args: &ReviewArgs, screen: &Screen) -> Result<(Vec<Reply>, Vec<(PathBuf, Unclear)>), Exit> {
    let words = vocabulary();
    let (mut found, mut unclear) = (Vec::new(), Vec::new());
    for path in &args.import {
        let options = ReadOptions { as_written: true, ..ReadOptions::default() };
        let file = read::read_path(path, &options).map_err(|e| {
            let text = if screen.lang == crate::model::Lang::Zh { message::read(&e) } else { e.to_string() };
            screen.fail(Exit::Environment, &text)
        })?;
        let mut answerable = false;
        for sheet in &file.sheets {
            let name = args.by.as_deref().or(sheet.sheet.as_deref()).unwrap_or("");
            if let Some((replies, unread)) = replies(name, &sheet.header, &rows(sheet), &words) {
                answerable = true;
                found.extend(replies);
                unclear.extend(unread.into_iter().map(|u| (path.clone(), u)));
            }
        }
        if !answerable {
            let hint = screen.pick(
                "没有“问题编号”和“答复”两列：它不是 findings.xlsx",
                "it has no columns \"Question id\" and \"Answer\": it is no findings.xlsx",
            );
            return Err(screen.fail(Exit::Usage, &format!("{}: {hint}", path.display())));
        }
    }
    Ok((found, unclear))
}

fn rows(sheet: &SheetTable) -> Vec<(u32, Vec<&str>)> {
    let row = |(i, line): (usize, &u32)| (*line, sheet.columns.iter().map(|c| c.text(i)).collect());
    sheet.lines.iter().enumerate().map(row).collect()
}

/// Writes the decisions whole or not at all.
fn write(path: &Path, decisions: &Decisions) -> std::io::Result<()> {
    if fs::symlink_metadata(path).is_ok_and(|m| !m.is_file()) {
        return Err(std::io::Error::other("it is no regular file"));
    }
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    let mut out = BufWriter::new(file.as_file_mut());
    decisions.write(&mut out).map_err(std::io::Error::other)?;
    out.flush()?;
    drop(out);
    file.as_file().sync_all()?;
    file.persist(path).map_err(|e| e.error).map(drop)
}

fn refused(path: &Path, why: &str, screen: &Screen) -> Exit {
    screen.fail(Exit::Environment, &format!("{} {}: {why}", screen.pick("无法写入", "cannot write"), path.display()))
}
