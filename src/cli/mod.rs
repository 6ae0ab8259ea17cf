//! The command line: one sub-command a file. The only place that knows clap, indicatif, colours and exit codes.

mod accept;
mod arguments;
mod clock;
mod dedupe;
mod dedupe_words;
mod diff;
mod diff_words;
mod exit;
mod explain;
mod history;
mod history_words;
mod init;
mod language;
mod load;
mod load_results;
mod load_words;
mod message;
mod plan;
mod profile;
mod progress;
mod read;
mod refused_list;
mod review;
mod review_words;
mod rollback;
mod rules;
mod run;
mod screen;
mod shell;
mod status;
mod status_results;
mod stop;
mod target;
mod verify;
mod verify_results;
mod vocabulary;

use crate::model::Lang;
use arguments::Command;
use exit::Exit;
use screen::Screen;
use std::ffi::OsString;
use std::process::ExitCode;

/// Runs the program with the arguments and the terminal that it was started with.
pub fn main() -> ExitCode {
    #[cfg(feature = "failpoints")]
    let _points = fail::FailScenario::setup();
    let arguments: Vec<OsString> = std::env::args_os().collect();
    dispatch(&arguments).into()
}

/// Parses the arguments and runs the sub-command.
fn dispatch(arguments: &[OsString]) -> Exit {
    let lang = language::of(arguments);
    let cli = match arguments::parse(arguments, lang) {
        Ok(cli) => cli,
        Err(shown) => return shown,
    };
    let screen = Screen::of(&cli.common, lang);
    if let Err(e) = limit_threads(cli.common.threads, lang) {
        return screen.fail(Exit::Environment, &e);
    }
    match &cli.command {
        Command::Run(run) => run::execute(run, &screen),
        Command::Init(init) => init::execute(init, &screen),
        Command::Dedupe(dedupe) => dedupe::execute(dedupe, &screen),
        Command::Read(read) => read::execute(read, &screen),
        Command::Profile(profile) => profile::execute(profile, &screen),
        Command::Explain(explain) => explain::execute(explain, &screen),
        Command::Review(review) => review::execute(review, &screen),
        Command::Load(load) => load::execute(load, &screen),
        Command::Verify(verify) => verify::execute(verify, &screen),
        Command::Rollback(rollback) => rollback::execute(rollback, &screen),
        Command::Accept(accept) => accept::execute(accept, &screen),
        Command::Status(status) => status::execute(status, &screen),
        Command::Diff(diff) => diff::execute(diff, &screen),
        Command::Completions(shell) => shell::completions(shell, &screen),
        Command::Manual(manual) => shell::manual(manual, &screen),
        Command::Rules(rules) => rules::execute(rules, &screen),
    }
}

/// Gives both thread pools their size; results do not depend on it.
fn limit_threads(threads: Option<usize>, lang: Lang) -> Result<(), String> {
    let Some(n) = threads else { return Ok(()) };
    #[expect(unsafe_code, reason = "no other thread runs yet, and Polars takes the size of its pool from the environment alone")]
    unsafe {
        std::env::set_var("POLARS_MAX_THREADS", n.to_string());
    }
    let said = |e: rayon::ThreadPoolBuildError| match lang {
        Lang::Zh => format!("无法启动 {n} 个线程：{e}"),
        Lang::En => format!("{n} threads cannot be started: {e}"),
    };
    rayon::ThreadPoolBuilder::new().num_threads(n).build_global().map_err(said)
}
