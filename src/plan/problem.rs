//! Mistakes of a plan: collected while its files are read, shown together with file, line, column and a hint.

use super::file::{PlanFile, Spot};
use crate::model::{Lang, Text};
use console::{Style, measure_text_width};
use std::cell::RefCell;
use std::fmt::Write as _;

/// The most mistakes that are listed; nobody reads more at once, and untrusted files may hold any number.
const MOST_SHOWN: usize = 500;

/// One mistake of a project file, rule pack or lookup table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file as the user named it; shipped packs as `rules/NAME.toml`, settings of the command line as `command line`.
    pub file: String,
    /// 1-based line; 0: the file as a whole.
    pub line: usize,
    /// 1-based column in characters; 0: the file as a whole.
    pub column: usize,
    /// How many characters of the line it is about, at least 1.
    pub length: usize,
    /// What is wrong.
    pub message: Text,
    /// What to do about it; may be empty.
    pub hint: Text,
    /// The line as written, cut to a window around the column where it is very long.
    pub source_line: String,
    /// How many characters stand before `source_line` in the real line; 0 unless it was cut.
    pub cut: usize,
}

impl Problem {
    /// Renders the mistake for a terminal: place and message, the line with its spot underlined, and the hint. Ends with a newline.
    pub fn render(&self, lang: Lang, colour: bool) -> String {
        let (bold, red) = (Style::new().bold().force_styling(colour), Style::new().red().bold().force_styling(colour));
        let (dim, cyan) = (Style::new().dim().force_styling(colour), Style::new().cyan().force_styling(colour));
        let mut out = String::new();
        let (message, hint) = (visible(self.message.get(lang)), visible(self.hint.get(lang)));
        let _ = writeln!(out, "{}: {}", bold.apply_to(visible(&self.place())), red.apply_to(message));
        let gutter = " ".repeat(self.line.to_string().len());
        if self.line > 0 {
            let line = visible(&self.source_line);
            let _ = writeln!(out, " {} {line}", dim.apply_to(format!("{} |", self.line)));
            let _ = writeln!(out, " {} {}", dim.apply_to(format!("{gutter} |")), red.apply_to(self.marker(&line)));
        }
        if !hint.is_empty() {
            let label = if lang == Lang::Zh { "提示：" } else { "hint: " };
            let _ = writeln!(out, " {} {}{}", dim.apply_to(format!("{gutter} =")), cyan.apply_to(label), hint);
        }
        out
    }

    /// Makes a problem of a file as a whole.
    pub(super) fn of_file(file: &str, message: Text, hint: Text) -> Self {
        Self { file: file.to_owned(), line: 0, column: 0, length: 1, message, hint, source_line: String::new(), cut: 0 }
    }

    /// Gives `FILE:LINE:COLUMN`, or `FILE` alone.
    pub fn place(&self) -> String {
        if self.line == 0 { self.file.clone() } else { format!("{}:{}:{}", self.file, self.line, self.column) }
    }

    /// Underlines the spot, two columns wide below a Chinese character.
    fn marker(&self, line: &str) -> String {
        let before = self.column.saturating_sub(1).saturating_sub(self.cut);
        let skip: String = line.chars().take(before).collect();
        let spot: String = line.chars().skip(before).take(self.length).collect();
        format!("{}{}", " ".repeat(measure_text_width(&skip)), "^".repeat(measure_text_width(&spot).max(1)))
    }
}

/// Puts a blank in place of what steers a terminal: the text comes from files that nobody has checked.
fn visible(text: &str) -> String {
    let steers = |c: char| c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().map(|c| if steers(c) { ' ' } else { c }).collect()
}

/// What kind of mistake it is; decides which ones a broken file may have caused by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The text is no TOML or CSV here.
    Syntax,
    /// As `Syntax`, but what was meant is plain and everything after it is understood.
    Slip,
    /// A value of the wrong form, an unknown key.
    Form,
    /// Something that must be there is not.
    Missing,
    /// A name that nothing declares.
    Unknown,
}

#[derive(Debug)]
struct Found {
    at: Spot,
    whole_file: bool,
    kind: Kind,
    message: Text,
    hint: Text,
}

/// Collects the files of a plan and every mistake in them.
#[derive(Debug, Default)]
pub(super) struct Problems {
    files: RefCell<Vec<PlanFile>>,
    found: RefCell<Vec<Found>>,
}

impl Problems {
    /// Takes in a file; its spots carry the number given back.
    pub(super) fn open(&self, file: PlanFile) -> u32 {
        let mut files = self.files.borrow_mut();
        files.push(file);
        u32::try_from(files.len() - 1).expect("a plan has few files")
    }

    /// Records a mistake at a spot.
    pub(super) fn report(&self, kind: Kind, at: Spot, message: Text, hint: Text) {
        self.found.borrow_mut().push(Found { at, whole_file: false, kind, message, hint });
    }

    /// Records a mistake of a file as a whole.
    pub(super) fn report_file(&self, kind: Kind, file: u32, message: Text, hint: Text) {
        self.found.borrow_mut().push(Found { at: Spot { file, start: 0, end: 0 }, whole_file: true, kind, message, hint });
    }

    /// Says whether nothing was recorded.
    pub(super) fn is_empty(&self) -> bool {
        self.found.borrow().is_empty()
    }

    /// Gives the files, once nothing was recorded.
    pub(super) fn into_files(self) -> Vec<PlanFile> {
        self.files.into_inner()
    }

    /// Gives the mistakes in the order of files and lines, without those that a syntax error alone explains.
    pub(super) fn into_sorted(self) -> Vec<Problem> {
        let files = self.files.into_inner();
        let mut found = self.found.into_inner();
        drop_consequences(&files, &mut found);
        found.sort_by(|a, b| {
            (a.at.file, a.at.start, !a.whole_file, &a.message.en).cmp(&(b.at.file, b.at.start, !b.whole_file, &b.message.en))
        });
        found.dedup_by(|a, b| a.at == b.at && a.message == b.message);
        let more = found.len().saturating_sub(MOST_SHOWN);
        found.truncate(MOST_SHOWN);
        let last = found.last().map(|f| f.at.file);
        if let Some(file) = last.filter(|_| more > 0) {
            let message = Text::new(format!("还有 {more} 处错误未列出"), format!("{more} more mistakes are not listed"));
            found.push(Found { at: Spot { file, start: 0, end: 0 }, whole_file: true, kind: Kind::Form, message, hint: Text::default() });
        }
        found.into_iter().filter_map(|f| Some(show(files.get(f.at.file as usize)?, f))).collect()
    }
}

/// Takes out what a syntax error explains: what stands on its line or inside what it left open, what seems missing in its file, and names
/// that nothing seems to declare.
fn drop_consequences(files: &[PlanFile], found: &mut Vec<Found>) {
    let line_of = |at: Spot| (at.file, files.get(at.file as usize).map_or(0, |f| f.line(at.start)));
    let spots = |kind: Kind| found.iter().filter(|f| f.kind == kind).map(|f| f.at).collect::<Vec<Spot>>();
    let (broken, slips) = (spots(Kind::Syntax), spots(Kind::Slip));
    let explained = |f: &Found| {
        let inside = |b: &&Spot| b.file == f.at.file && b.start <= f.at.start && f.at.start <= b.end;
        let on_line = |b: &Spot| line_of(*b) == line_of(f.at);
        !f.whole_file && (broken.iter().any(|b| inside(&b) || on_line(b)) || slips.iter().any(on_line))
    };
    let mut syntax_lines = std::collections::BTreeSet::new();
    found.retain(|f| match f.kind {
        // One error a line: the parser's later ones follow from the first.
        Kind::Syntax | Kind::Slip => syntax_lines.insert(line_of(f.at)),
        Kind::Unknown => broken.is_empty() && !explained(f),
        Kind::Missing => !broken.iter().any(|b| b.file == f.at.file) && !explained(f),
        Kind::Form => !explained(f),
    });
}

fn show(file: &PlanFile, f: Found) -> Problem {
    if f.whole_file { Problem::of_file(&file.name, f.message, f.hint) } else { located(file, f.at, f.message, f.hint) }
}

/// Makes a problem of a spot.
pub(super) fn located(file: &PlanFile, at: Spot, message: Text, hint: Text) -> Problem {
    let (line, column) = file.position(at.start);
    let (source_line, cut) = file.window(at.start);
    Problem { file: file.name.clone(), line, column, length: file.length(at), message, hint, source_line, cut }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(text: &str, start: u32, end: u32) -> Problem {
        let problems = Problems::default();
        let file = problems.open(PlanFile::new("a.toml", text.into()));
        problems.report(Kind::Form, Spot { file, start, end }, Text::new("错", "wrong"), Text::new("改", "mend"));
        problems.into_sorted().remove(0)
    }

    #[test]
    fn the_spot_is_underlined_below_wide_characters() {
        let p = problem("x = 1\n\"客户\" = kode # 注", 17, 21);
        assert_eq!(p.render(Lang::En, false), "a.toml:2:8: wrong\n 2 | \"客户\" = kode # 注\n   |          ^^^^\n   = hint: mend\n");
        assert!(p.render(Lang::Zh, true).contains("提示："));
    }

    #[test]
    fn nothing_steers_the_terminal() {
        let mut p = problem("a = \"\u{1b}[31m\u{202e}x\"", 4, 12);
        p.message.en = "no `\u{1b}]0;x\u{7}`".into();
        assert!(!p.render(Lang::En, false).contains(['\u{1b}', '\u{202e}', '\u{7}']));
    }

    #[test]
    fn very_long_lines_are_cut_around_the_spot() {
        let p = problem(&"汉".repeat(5000), 9000, 9003);
        assert_eq!((p.line, p.column), (1, 3001));
        assert!(p.source_line.chars().count() <= 200);
        assert!(p.render(Lang::En, false).lines().nth(2).is_some_and(|l| l.ends_with("^^")));
    }
}
