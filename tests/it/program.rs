//! The program under test, as a user starts it.

use std::path::Path;
use std::process::{Command, Output};

/// How a start of the program ended.
#[derive(Debug)]
pub struct Ended {
    /// The exit code.
    pub code: i32,
    /// What it printed.
    pub stdout: String,
    /// What it complained about.
    pub stderr: String,
}

impl Ended {
    /// Gives everything that a user saw.
    pub fn seen(&self) -> String {
        format!("{}{}", self.stdout, self.stderr)
    }

    /// Asserts the exit code, showing what the user saw where it is another.
    #[track_caller]
    pub fn ends(self, code: i32) -> Self {
        assert_eq!(self.code, code, "the program said:\n{}", self.seen());
        self
    }

    /// Asserts that the user saw each of these texts.
    #[track_caller]
    pub fn says(self, texts: &[&str]) -> Self {
        let seen = self.seen();
        for text in texts {
            assert!(seen.contains(text), "{text:?} is missing from what the program said:\n{seen}");
        }
        self
    }
}

/// Gives a command that starts the program in the repository's root, away from the caller's language and project.
pub fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cutover"));
    command.args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).env("LC_ALL", "C.UTF-8").env_remove("LANG").env_remove("LANGUAGE");
    command
}

/// Starts the program and waits for it.
pub fn cutover(arguments: &[&str]) -> Ended {
    ended(command(arguments).output().expect("the program starts"))
}

/// Starts the program in a folder.
pub fn cutover_in(folder: &Path, arguments: &[&str]) -> Ended {
    ended(command(arguments).current_dir(folder).output().expect("the program starts"))
}

/// Starts the program without the privileges of root, who may write everywhere, and waits for it.
pub fn humble(arguments: &[&str]) -> Ended {
    let root = Command::new("id").arg("-u").output().is_ok_and(|o| o.stdout == b"0\n");
    let mut humble = if root {
        let mut setpriv = Command::new("setpriv");
        setpriv.args(["--bounding-set=-all", "--inh-caps=-all", "--", env!("CARGO_BIN_EXE_cutover")]);
        setpriv
    } else {
        Command::new(env!("CARGO_BIN_EXE_cutover"))
    };
    ended(humble.args(arguments).env("LC_ALL", "C.UTF-8").env_remove("LANG").output().expect("the program starts"))
}

fn ended(output: Output) -> Ended {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program writes UTF-8");
    let code = output.status.code().expect("the program is not killed by a signal");
    Ended { code, stdout: text(output.stdout), stderr: text(output.stderr) }
}

/// Says whether a text holds Chinese characters.
pub fn chinese(text: &str) -> bool {
    text.chars().any(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c))
}
