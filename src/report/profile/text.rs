//! The profile on the terminal: for each file its grade and why, for each table a line a column.

use super::told::{self, Tone};
use crate::model::Lang;
use crate::model::profile::{ColumnProfile, FileProfile, Grade, LeftOut, Profile, TableProfile};
use crate::report::figures;
use crate::report::terminal::{Colour, Screen, cell, table, wrap};
use crate::report::words::Words;
use unicode_width::UnicodeWidthStr;

/// Columns listed per table; more are only counted.
const COLUMNS: usize = 80;
/// Files that could not be read, or were not tried, listed.
const LEFT_OUT: usize = 20;

/// Words a profile. It holds no escape sequence but its own colours: values and names cannot act on the terminal.
pub fn text(profile: &Profile, lang: Lang, screen: Screen) -> String {
    let mut page = Page { w: Words::of(lang), width: screen.width.max(80), colour: screen.colour, out: String::new() };
    profile.files.iter().for_each(|f| page.file(f));
    page.left_out("unreadable", &profile.unreadable, "31");
    page.left_out("ignored", &profile.ignored, "2");
    if !profile.files.is_empty() {
        let privacy = page.w.get("profile", if profile.raw { "raw" } else { "masked" });
        page.wrapped("", page.w.get("profile", "legend"));
        page.wrapped("", privacy);
    }
    page.out
}

struct Page {
    w: &'static Words,
    width: usize,
    colour: Colour,
    out: String,
}

impl Page {
    fn file(&mut self, f: &FileProfile) {
        let d = &f.difficulty;
        let grade = self.w.get("profile_grade", d.grade.as_str());
        let sgr = match d.grade {
            Grade::Easy => "32",
            Grade::Moderate => "33",
            Grade::Hard | Grade::VeryHard => "31",
        };
        let points = self.w.fill("profile", "of_points", &[("points", &d.points.to_string())]);
        let name = self.style("1", &cell(&f.path, self.width));
        let grade = self.style(sgr, grade);
        self.line(&format!("{name}  {grade}  {points}"));
        if !f.notes.is_empty() {
            let notes = told::list(self.w, "profile_note", &f.notes);
            self.wrapped("  ", &self.w.fill("profile", "line_notes", &[("list", &notes)]));
        }
        self.reasons(f);
        f.tables.iter().for_each(|t| self.table(t));
        self.line("");
    }

    fn reasons(&mut self, f: &FileProfile) {
        for r in &f.difficulty.reasons {
            let (what, extent, places) = told::reason(r, self.w);
            let at = if places.is_empty() { String::new() } else { self.w.fill("profile", "at", &[("places", &places)]) };
            self.line(&cell(&format!("  {:>3}  {what}: {extent}  {at}", r.points), self.width));
        }
    }

    fn table(&mut self, t: &TableProfile) {
        self.line("");
        let name = self.style("1", &told::table_name(t, self.w));
        self.line(&format!("  {name}"));
        self.wrapped("  ", &told::facts(t, self.w).join(" · "));
        for (tone, text) in told::relations(t, self.w) {
            for line in wrap(&text, self.width - 2, 3) {
                let line = self.tone(tone, &line);
                self.line(&format!("  {line}"));
            }
        }
        self.columns(t);
    }

    fn columns(&mut self, t: &TableProfile) {
        if t.columns.is_empty() {
            return;
        }
        let heads = ["column", "fill", "distinct", "type", "length", "pattern"].map(|k| self.w.get("profile", k).to_owned());
        let shown: Vec<&ColumnProfile> = t.columns.iter().take(COLUMNS).collect();
        let mut rows = vec![heads.to_vec()];
        rows.extend(shown.iter().map(|c| self.row(c)));
        let lines = aligned(&rows);
        let indent = lines.iter().map(|l| l.width()).max().unwrap_or(0) + 4;
        for (at, line) in lines.into_iter().enumerate() {
            match at.checked_sub(1).and_then(|i| shown.get(i)) {
                None => self.faint(&format!("  {line}")),
                Some(c) => self.column(&line, indent, c),
            }
        }
        let more = t.columns.len().saturating_sub(COLUMNS);
        if more > 0 {
            self.faint(&format!("  {}", self.w.fill("profile", "more_columns", &[("n", &figures::count(more as u64))])));
        }
    }

    /// Writes a column with its remarks behind it; remarks that do not fit go on below, under themselves.
    fn column(&mut self, line: &str, indent: usize, c: &ColumnProfile) {
        let flags = told::flags(c, self.w);
        let room = self.width.saturating_sub(indent).max(30);
        let mut remarks: Vec<String> = Vec::new();
        let mut widths: Vec<usize> = Vec::new();
        for (tone, text) in flags {
            for piece in wrap(&text, room, 4) {
                let styled = self.tone(tone, &piece);
                match (remarks.last_mut(), widths.last_mut()) {
                    (Some(last), Some(width)) if *width + 3 + piece.width() <= room => {
                        last.push_str(" · ");
                        last.push_str(&styled);
                        *width += 3 + piece.width();
                    }
                    _ => {
                        remarks.push(styled);
                        widths.push(piece.width());
                    }
                }
            }
        }
        let pad = " ".repeat(indent.saturating_sub(line.width() + 2));
        let first = remarks.first().cloned().unwrap_or_default();
        self.line(format!("  {line}{pad}{first}").trim_end());
        for remark in remarks.iter().skip(1) {
            self.line(&format!("{}{remark}", " ".repeat(indent)));
        }
    }

    fn row(&self, c: &ColumnProfile) -> Vec<String> {
        let kind = c.kind.map(|k| told::named(self.w, "profile_type", k.as_str())).unwrap_or_default();
        let pattern = c.patterns.first().map(|p| format!("{} {}", cell(&p.pattern, 18), figures::share(p.count, c.filled)));
        vec![
            cell(&c.name, 26),
            figures::share(c.filled, c.rows),
            told::distinct(c, self.w),
            kind,
            told::length(c),
            pattern.unwrap_or_default(),
        ]
    }

    fn left_out(&mut self, title: &str, files: &[LeftOut], sgr: &str) {
        if files.is_empty() {
            return;
        }
        let title = self.style("1", self.w.get("profile", title));
        self.line(&title);
        for f in files.iter().take(LEFT_OUT) {
            let reason = told::named(self.w, "profile_note", &f.reason);
            // The reader's own words name the file already.
            let text = if reason.contains(&f.path) { reason } else { format!("{}: {reason}", f.path) };
            let line = self.style(sgr, &cell(&text, self.width * 3));
            self.line(&format!("  {line}"));
        }
        if files.len() > LEFT_OUT {
            let more = self.w.fill("profile", "and_more", &[("n", &figures::count((files.len() - LEFT_OUT) as u64))]);
            self.faint(&format!("  {more}"));
        }
        self.line("");
    }

    fn wrapped(&mut self, indent: &str, text: &str) {
        for line in wrap(text, self.width - indent.width(), 4) {
            self.faint(&format!("{indent}{line}"));
        }
    }

    fn faint(&mut self, text: &str) {
        let line = self.style("2", text);
        self.line(&line);
    }

    fn tone(&self, tone: Tone, text: &str) -> String {
        match tone {
            Tone::Good => self.style("32", text),
            Tone::Plain => text.to_owned(),
            Tone::Warn => self.style("33", text),
            Tone::Bad => self.style("31", text),
        }
    }

    fn style(&self, sgr: &str, text: &str) -> String {
        if self.colour == Colour::Never || text.is_empty() { text.to_owned() } else { format!("\u{1b}[{sgr}m{text}\u{1b}[0m") }
    }

    fn line(&mut self, text: &str) {
        self.out.push_str(text);
        self.out.push('\n');
    }
}

/// Aligns name, type, length and pattern to the left, fill and distinct to the right.
fn aligned(rows: &[Vec<String>]) -> Vec<String> {
    let width = |c: usize| rows.iter().filter_map(|r| r.get(c)).map(|t| t.width()).max().unwrap_or(0);
    let (fill, distinct) = (width(1), width(2));
    let right = |text: &str, width: usize| format!("{}{text}", " ".repeat(width.saturating_sub(text.width())));
    let padded: Vec<Vec<String>> = rows
        .iter()
        .map(|r| {
            let one = |(i, t): (usize, &String)| match i {
                1 => right(t, fill),
                2 => right(t, distinct),
                _ => t.clone(),
            };
            r.iter().enumerate().map(one).collect()
        })
        .collect();
    table(&padded, usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::super::{masked, sample};
    use super::*;
    use crate::report::Masking;

    fn screen(lang: Lang, width: usize, colour: Colour) -> String {
        text(&masked(sample::profile(), Masking::Masked), lang, Screen { width, colour })
    }

    #[test]
    fn it_says_what_is_there_in_both_languages() {
        let en = screen(Lang::En, 140, Colour::Never);
        for part in [
            "hard  41 of 100 points",
            "20  Damaged cells: 4 of 1,100  at 客户编码",
            "1,200 rows, 7 columns · header on line 4 · 3 lines above it · hidden sheet · gb18030 ,",
            "set aside: total line 1",
            "key: 客户编码 + 税号",
            "2 rows repeated in full, such as line 5 = line 9",
            "suspected key · repeats: 3, of different values: 2",
            "2 code schemes: K-9{5} 81.8%, 9{6} 18.2%",
            "credit code (USCC): 30 of 1,050 wrong",
            "of another type: 100",
            "outliers: 3, such as 1000000",
            "odd days: in the future 2",
            "broken␛[2J.xlsx: is no table",
            "~$x.xlsx: lock file",
        ] {
            assert!(en.contains(part), "{part} is missing in\n{en}");
        }
        let zh = screen(Lang::Zh, 140, Colour::Never);
        for part in ["困难  41 分", "疑似主键", "2 种编码规则", "统一社会信用代码：1,050 个中 30 个错误"] {
            assert!(zh.contains(part), "{part} is missing in\n{zh}");
        }
    }

    #[test]
    fn lines_fit_the_terminal_and_hold_no_foreign_escapes() {
        for lang in [Lang::En, Lang::Zh] {
            let text = screen(lang, 140, Colour::Never);
            for line in text.lines() {
                assert!(line.width() <= 140, "{} {line}", line.width());
            }
            assert!(!text.contains('\u{1b}'));
            assert!(!screen(lang, 100, Colour::Always).contains("\u{1b}[2J"));
        }
    }

    #[test]
    fn a_profile_of_nothing_says_nothing() {
        let mut profile = sample::profile();
        (profile.files, profile.unreadable, profile.ignored) = (Vec::new(), Vec::new(), Vec::new());
        assert_eq!(text(&profile, Lang::En, Screen::default()), "");
    }
}
