//! What the user sees: results on standard output, everything else on standard error; a closed pipe ends quietly.

use super::arguments::Common;
use super::exit::Exit;
use crate::model::Lang;
use std::io::{self, IsTerminal, Write};

/// The terminal, or what stands in its place.
pub(super) struct Screen {
    pub lang: Lang,
    pub quiet: bool,
    pub json: bool,
    /// Whether somebody watches standard error.
    pub watched: bool,
    pub colour: bool,
}

impl Screen {
    /// Looks at the terminal and at what the user asked for.
    pub fn of(common: &Common, lang: Lang) -> Self {
        Self {
            lang,
            quiet: common.quiet,
            json: common.json,
            watched: io::stderr().is_terminal() && !common.quiet,
            colour: console::colors_enabled() && io::stdout().is_terminal(),
        }
    }

    /// Gives the text in the user's language.
    pub fn pick<'t>(&self, zh: &'t str, en: &'t str) -> &'t str {
        if self.lang == Lang::Zh { zh } else { en }
    }

    /// Words numbers, each by its words in Chinese and English with `{}` for the number and `(s)` for a plural.
    pub fn figures(&self, all: &[(u64, &str, &str)]) -> String {
        let one = |(n, zh, en): &(u64, &str, &str)| {
            let plural = if *n == 1 { "" } else { "s" };
            self.pick(zh, &en.replace("(s)", plural)).replace("{}", &n.to_string())
        };
        all.iter().map(one).collect::<Vec<_>>().join(self.pick("，", ", "))
    }

    /// Prints a result; a reader that has gone away is no failure.
    pub fn print(&self, text: &str) -> Result<(), Exit> {
        let mut out = io::stdout().lock();
        match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
            Err(e) if e.kind() != io::ErrorKind::BrokenPipe => Err(self.fail(Exit::Environment, &e.to_string())),
            _ => Ok(()),
        }
    }

    /// Says something to the person, unless they asked for silence.
    pub fn say(&self, text: &str) {
        if !self.quiet {
            let _ = writeln!(io::stderr(), "{text}");
        }
    }

    /// Says what went wrong and gives the exit code back.
    pub fn fail(&self, exit: Exit, text: &str) -> Exit {
        let label = if self.lang == Lang::Zh { "错误：" } else { "error: " };
        // A closed standard error is no reason to fail once more.
        let _ = writeln!(io::stderr(), "{label}{text}");
        exit
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_worded_in_both_languages() {
        let all = [(1, "{} 条", "{} record(s)"), (2, "之后变动 {} 行", "{} row(s) changed since")];
        let of = |lang| Screen { lang, quiet: false, json: false, watched: false, colour: false }.figures(&all);
        assert_eq!((of(Lang::Zh).as_str(), of(Lang::En).as_str()), ("1 条，之后变动 2 行", "1 record, 2 rows changed since"));
    }
}
