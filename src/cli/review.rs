//! `cutover review`: the page on which people decide, answers that come back in workbooks, and what is still open. All of it becomes the
//! decisions that the next run replays.

use super::exit::Exit;
use super::review_words::{open_questions, outcome, page_is_open, vocabulary};
use super::screen::Screen;
use super::target::Asker;
use super::{clock, message, stop};
use crate::plan::PROJECT_FILE;
use crate::read::{self, ReadOptions, SheetTable};
use crate::report::Masking;
use crate::review::{DecisionsError, DecisionsFile, Questions, Reply, Unclear, collect, replies};
use crate::review_page::{self, PageError, PageRequest};
use clap::Args;
use std::fs::File;
use std::path::{Path, PathBuf};

/// The file of decisions where nothing else is said.
const DECISIONS: &str = "decisions.csv";
/// The run folder's file of questions.
const QUESTIONS: &str = "questions.csv";

#[derive(Debug, Args)]
#[command(
    after_help = "Without --list and --import a page is served on this machine alone, at a random port and for the one browser that opens the link first, until Ctrl-C. Each decision is written at once, so that nothing is lost however it ends.\n\nAnswers in workbooks are checked against the questions of the run. Where two people gave two answers to one question, or an answer cannot be read, that one decides nothing and is shown.\n\nExit codes: 0 done, 1 some answers decided nothing, 2 wrong usage, 3 a file or the port cannot be had"
)]
pub(super) struct ReviewArgs {
    /// The run folder whose questions were asked
    #[arg(value_name = "RUN")]
    pub run: PathBuf,
    /// Say what is still open
    #[arg(long, conflicts_with = "import")]
    pub list: bool,
    /// Take in workbooks that came back; further ones may follow
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub import: Vec<PathBuf>,
    /// The file of decisions [default: what the project says, or decisions.csv beside the run folder]
    #[arg(long, value_name = "FILE")]
    pub decisions: Option<PathBuf>,
    /// Who decides [default: on the page the user of the system, in a workbook the owner whose sheet it is]
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
    /// The port of the page [default: any that is free]
    #[arg(long, value_name = "PORT", default_value_t = 0, hide_default_value = true, conflicts_with_all = ["list", "import"])]
    pub port: u16,
    /// Show personal data unmasked on the page
    #[arg(long, conflicts_with_all = ["list", "import"])]
    pub raw: bool,
}

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

/// Opens the page, takes answers in, or says what is open.
pub(super) fn execute(args: &ReviewArgs, screen: &Screen) -> Exit {
    let path = args.decisions.clone().unwrap_or_else(|| beside(&args.run));
    let done = match (args.list, args.import.is_empty()) {
        (true, _) => list(args, &path, screen),
        (false, false) => import(args, &path, screen),
        (false, true) => page(args, &path, screen),
    };
    done.unwrap_or_else(|exit| exit)
}

/// Serves the page until Ctrl-C, which is how it ends when all went well.
fn page(args: &ReviewArgs, path: &Path, screen: &Screen) -> Result<Exit, Exit> {
    stop::listen();
    let request = PageRequest {
        run: args.run.clone(),
        decisions: path.to_path_buf(),
        who: args.by.clone().unwrap_or_else(|| Asker::new().who),
        lang: screen.lang,
        masking: if args.raw { Masking::Raw } else { Masking::Masked },
        port: args.port,
        today: || clock::today().to_string(),
    };
    let page = review_page::open(request).map_err(|e| no_page(&e, screen))?;
    let (asked, decided) = page.questions();
    let address = page.address();
    let line =
        if screen.json { serde_json::json!({ "url": address, "questions": asked, "decided": decided }).to_string() } else { address };
    screen.print(&format!("{line}\n"))?;
    screen.say(&page_is_open(asked, decided, path, screen));
    page.serve(stop::asked).map_err(|e| no_page(&e, screen))?;
    Ok(Exit::Done)
}

fn no_page(error: &PageError, screen: &Screen) -> Exit {
    let why = std::error::Error::source(error).map(|s| format!(": {s}")).unwrap_or_default();
    let exit = match error {
        PageError::Port { .. } | PageError::Served(_) | PageError::Random(_) => Exit::Environment,
        PageError::Decisions { source: DecisionsError::Io(_), .. } => Exit::Environment,
        _ => Exit::Usage,
    };
    let hint = match error {
        PageError::Io { .. } | PageError::Questions { .. } | PageError::Damaged { .. } | PageError::Table(_) => {
            format!("\n{}", no_run(screen))
        }
        _ => String::new(),
    };
    screen.fail(exit, &format!("{error}{why}{hint}"))
}

fn no_run(screen: &Screen) -> &str {
    screen.pick(
        "不是运行目录，或由旧版本写出；请先运行 cutover run",
        "it is no run folder, or an older version wrote it; run `cutover run` first",
    )
}

/// Says what is open.
fn list(args: &ReviewArgs, path: &Path, screen: &Screen) -> Result<Exit, Exit> {
    let questions = questions(&args.run, screen)?;
    let (decisions, _) = DecisionsFile::at(path).read().map_err(|e| refused(path, &e, screen))?;
    screen.print(&open_questions(&questions, &decisions, screen))?;
    Ok(Exit::Done)
}

/// Takes answers in.
fn import(args: &ReviewArgs, path: &Path, screen: &Screen) -> Result<Exit, Exit> {
    let questions = questions(&args.run, screen)?;
    let (answers, unclear) = answers(args, screen)?;
    let today = clock::today().to_string();
    let file = DecisionsFile::at(path);
    let fails = |e: DecisionsError| refused(path, &e, screen);
    // A page may be open meanwhile: what stands in the file is read under the lock under which it is replaced.
    let lock = file.lock().map_err(|e| fails(e.into()))?;
    let (mut decisions, _) = file.read().map_err(fails)?;
    let collected = collect(&questions, answers, &today, &mut decisions);
    if !collected.added.is_empty() || !collected.changed.is_empty() {
        file.write(&decisions).map_err(fails)?;
    }
    drop(lock);
    screen.print(&outcome(&collected, &unclear, path, screen))?;
    let all_decided = collected.conflicts.is_empty() && collected.strangers.is_empty() && collected.unfit.is_empty() && unclear.is_empty();
    Ok(if all_decided { Exit::Done } else { Exit::GateFailed })
}

fn questions(run: &Path, screen: &Screen) -> Result<Questions, Exit> {
    let path = run.join(QUESTIONS);
    let file = File::open(&path).map_err(|e| screen.fail(Exit::Usage, &format!("{}: {e}\n{}", path.display(), no_run(screen))))?;
    Questions::read(file).map_err(|e| screen.fail(Exit::Usage, &format!("{}: {e}", path.display())))
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

fn refused(path: &Path, error: &DecisionsError, screen: &Screen) -> Exit {
    let exit = if matches!(error, DecisionsError::Malformed { .. }) { Exit::Usage } else { Exit::Environment };
    screen.fail(exit, &format!("{}: {error}", path.display()))
}
