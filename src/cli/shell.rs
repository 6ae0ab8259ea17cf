//! `cutover completions` and `cutover manual`: what shells and `man` want to know, made of the grammar itself.

use super::arguments::grammar;
use super::exit::Exit;
use super::screen::Screen;
use clap::{Args, Command};
use clap_complete::Shell;
use clap_mangen::Man;
use std::fs;
use std::io;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub shell: Shell,
}

#[derive(Debug, Args)]
pub(super) struct ManualArgs {
    /// Write a page of the program and of each command into this folder [default: print the program's page]
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
}

/// Prints the completions of a shell.
pub(super) fn completions(args: &CompletionsArgs, screen: &Screen) -> Exit {
    let mut bytes = Vec::new();
    clap_complete::generate(args.shell, &mut grammar(screen.lang), "cutover", &mut bytes);
    screen.print(&String::from_utf8_lossy(&bytes)).err().unwrap_or(Exit::Done)
}

/// Writes a manual page of the program and of each sub-command, or prints the program's.
pub(super) fn manual(args: &ManualArgs, screen: &Screen) -> Exit {
    let program = grammar(screen.lang);
    let done = match &args.output {
        Some(folder) => fs::create_dir_all(folder)
            .and_then(|()| clap_mangen::generate_to(program, folder))
            .map_err(|e| screen.fail(Exit::Environment, &format!("{}: {e}", folder.display()))),
        None => page(program)
            .map_err(|e| screen.fail(Exit::Environment, &e.to_string()))
            .and_then(|bytes| screen.print(&String::from_utf8_lossy(&bytes))),
    };
    done.err().unwrap_or(Exit::Done)
}

fn page(command: Command) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    Man::new(command).render(&mut bytes)?;
    Ok(bytes)
}
