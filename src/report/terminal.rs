//! The summary on the terminal: one screen that says where the migration stands and what to do next.

use super::figures;
use super::ranking::{Ranked, rank};
use super::verdict;
use super::visible::one_line;
use super::words::Words;
use crate::model::{Balance, Lang, RunSummary, Severity};
use unicode_width::UnicodeWidthStr;

/// Whether the terminal shows colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Colour {
    /// Plain text.
    #[default]
    Never,
    /// ANSI colours.
    Always,
}

/// The terminal that the summary is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Screen {
    /// Columns; less than 60 counts as 60.
    pub width: usize,
    /// Whether it shows colours.
    pub colour: Colour,
}

impl Default for Screen {
    /// Gives 100 columns without colours.
    fn default() -> Self {
        Self { width: 100, colour: Colour::Never }
    }
}

/// Entities listed before the rest is only counted.
const ENTITIES: usize = 8;
/// Missed gates listed.
const GATES: usize = 4;
/// Rules listed.
const RULES: usize = 5;

/// Words the summary of a run: verdict and reason, balance, entities, missed gates, top findings, what to do next.
///
/// It ends in a line break and holds no escape sequence but its own colours: names from the data cannot act on the terminal.
pub fn terminal(summary: &RunSummary, lang: Lang, screen: Screen) -> String {
    let mut page = Page { s: summary, w: Words::of(lang), width: screen.width.max(60), colour: screen.colour, out: String::new() };
    page.verdict();
    page.balance();
    page.entities();
    page.gates();
    page.findings();
    page.next();
    page.out
}

/// SGR numbers of ANSI colours (ECMA-48).
#[derive(Clone, Copy)]
enum Style {
    Bold,
    Dim,
    Red,
    Green,
    Yellow,
}

struct Page<'a> {
    s: &'a RunSummary,
    w: &'static Words,
    width: usize,
    colour: Colour,
    out: String,
}

impl Page<'_> {
    fn verdict(&mut self) {
        let key = verdict::key(self.s);
        let style = match key {
            "go" => Style::Green,
            "conditional" => Style::Yellow,
            _ => Style::Red,
        };
        let word = self.style(Style::Bold, &self.style(style, self.w.get("verdict", &format!("{key}_short"))));
        let project = cell(&self.s.project, 40);
        self.line(&format!("{word}  {project}"));
        for line in wrap(&verdict::reason(self.s, self.w), self.width, 4) {
            self.line(&line);
        }
        self.line("");
    }

    fn balance(&mut self) {
        let f = &self.s.fates;
        let n = |k: &'static str, n: u64| (k, figures::count(n));
        let counts = [
            n("read", self.s.read),
            n("emitted", f.emitted),
            n("merged", f.merged),
            n("held", f.held),
            n("rejected", f.rejected),
            n("skipped", f.skipped),
        ];
        let with: Vec<(&str, &str)> = counts.iter().map(|(k, v)| (*k, v.as_str())).collect();
        let equation = self.w.fill("balance", "equation", &with);
        let (mark, style, key) = if self.s.balanced { ("✓", Style::Green, "balanced") } else { ("✗", Style::Red, "unbalanced") };
        let state = format!("{mark} {}", self.w.get("terminal", key));
        let fits = equation.width() + 2 + state.width() <= self.width;
        for line in wrap(&equation, if fits { usize::MAX } else { self.width }, 3) {
            self.out.push_str(&line);
            self.out.push_str(if fits { "  " } else { "\n" });
        }
        self.line(&self.style(style, &state));
        self.line("");
    }

    fn entities(&mut self) {
        let heads = ["entity", "read", "emitted", "merged", "held", "rejected", "skipped", "score"].map(|k| match k {
            "score" => self.w.get("terminal", "score").to_owned(),
            k => self.w.get("terminal", k).to_owned(),
        });
        let row = |name: &str, read: u64, f: &Balance, score: String| {
            let mut cells = vec![cell(name, 24), figures::count(read)];
            cells.extend([f.emitted, f.merged, f.held, f.rejected, f.skipped].map(figures::count));
            cells.push(score);
            cells
        };
        let mut rows: Vec<Vec<String>> = vec![heads.to_vec()];
        for (name, e) in self.s.entities.iter().take(ENTITIES) {
            let grade = e.score.grade.map(|g| format!(" {g}")).unwrap_or_default();
            let name = self.w.find("entity", name).unwrap_or(name);
            rows.push(row(name, e.read, &e.fates, format!("{}{grade}", scores(e.score.before, e.score.after))));
        }
        rows.push(row(self.w.get("terminal", "total"), self.s.read, &self.s.fates, scores(self.s.score.before, self.s.score.after)));
        let last = rows.len() - 1;
        for (i, line) in table(&rows, 1).into_iter().enumerate() {
            let styled = if i == 0 {
                self.style(Style::Dim, &line)
            } else if i == last {
                self.style(Style::Bold, &line)
            } else {
                line
            };
            self.line(&styled);
        }
        let more = self.s.entities.len().saturating_sub(ENTITIES);
        if more > 0 {
            self.line(&self.style(Style::Dim, &self.w.counted("entities", more as u64)));
        }
        self.line("");
    }

    fn gates(&mut self) {
        let (all, passed) = (self.s.gates.len(), self.s.gates.iter().filter(|g| g.passed).count());
        if all == 0 {
            return;
        }
        let count = self.w.fill("terminal", "gates_passed", &[("passed", &passed.to_string()), ("all", &all.to_string())]);
        self.heading("gates", &count);
        let mut missed: Vec<_> = self.s.gates.iter().filter(|g| !g.passed).collect();
        missed.sort_by_key(|g| !g.blocking);
        let cells = |g: &&crate::model::GateSummary| {
            let mark = if g.blocking { "✗" } else { "!" };
            vec![
                mark.into(),
                cell(&g.name, 34),
                format!("{} ({})", verdict::actual(g, self.w), verdict::target(g, self.w)),
                cell(&g.owner, 16),
                cell(&g.due, 10),
            ]
        };
        let rows: Vec<Vec<String>> = missed.iter().take(GATES).map(cells).collect();
        for (line, gate) in table(&rows, 5).into_iter().zip(&missed) {
            let style = if gate.blocking { Style::Red } else { Style::Yellow };
            self.line(&self.style(style, &format!("  {}", fit(&line, self.width - 2))));
        }
        self.rest(missed.len(), GATES);
    }

    fn findings(&mut self) {
        let ranked = rank(&self.s.findings);
        let total: u64 = ranked.iter().map(Ranked::total).sum();
        if total == 0 {
            return;
        }
        let rules = self.w.counted("rules", ranked.len() as u64);
        let all = self.w.counted("findings", total);
        self.heading("findings", &self.w.fill("terminal", "in_rules", &[("findings", &all), ("rules", &rules)]));
        let worth: Vec<&Ranked<'_>> = ranked.iter().filter(|r| r.first().severity > Severity::Info).collect();
        let rows: Vec<Vec<String>> = worth.iter().take(RULES).map(|r| self.rule(r)).collect();
        for (line, r) in table_right_first(&rows).into_iter().zip(&worth) {
            let line = format!("  {}", fit(&line, self.width - 2));
            let styled = if r.first().severity == Severity::Critical { self.style(Style::Red, &line) } else { line };
            self.line(&styled);
        }
        self.rest(worth.len(), RULES);
    }

    fn rule(&self, r: &Ranked<'_>) -> Vec<String> {
        let entities: Vec<&str> = r.of.iter().map(|f| self.w.find("entity", &f.entity).unwrap_or(&f.entity)).collect();
        let entities = cell(&entities.join(self.w.get("language", "comma")), 24);
        vec![figures::count(r.total()), self.w.severity(r.first().severity).to_owned(), cell(&r.first().title, 44), entities]
    }

    fn next(&mut self) {
        let w = self.w;
        let mut steps = Vec::new();
        let out: Vec<_> = self.s.inputs.iter().filter(|i| i.entity.is_none() && i.rows > 0).collect();
        if !out.is_empty() {
            steps.push(w.fill("terminal", "next_mapping", &[("files", &w.counted("files", out.len() as u64))]));
        }
        let undecided: u64 = self.s.entities.iter().map(|(_, e)| e.duplicates.undecided).sum();
        if undecided > 0 {
            steps.push(w.fill("terminal", "next_review", &[("pairs", &w.counted("pairs", undecided))]));
        }
        let to_fix: u64 = self.s.findings.iter().filter(|f| f.severity >= Severity::Error).map(|f| f.count).sum();
        if to_fix > 0 {
            steps.push(self.fix(to_fix));
        }
        steps.push(w.get("terminal", "next_report").to_owned());
        if verdict::key(self.s) == "go" {
            steps.push(w.get("terminal", "next_load").to_owned());
        }
        self.heading("next", "");
        for (i, step) in steps.iter().take(4).enumerate() {
            self.line(&fit(&format!("  {}. {step}", i + 1), self.width));
        }
    }

    fn fix(&self, to_fix: u64) -> String {
        let n = self.w.counted("findings", to_fix);
        let serious = |o: &&crate::model::OwnerSummary| o.findings[2] + o.findings[3] > 0 && !o.owner.trim().is_empty();
        let owners: Vec<String> = self.s.owners.iter().filter(serious).map(|o| cell(&o.owner, 16)).collect();
        match owners.len() {
            1..=3 => self.w.fill("terminal", "next_fix", &[("owners", &owners.join(self.w.get("language", "comma"))), ("n", &n)]),
            _ => self.w.fill("terminal", "next_fix_all", &[("n", &n)]),
        }
    }

    fn heading(&mut self, key: &str, text: &str) {
        let head = self.style(Style::Bold, self.w.get("terminal", key));
        self.line(format!("{head}  {text}").trim_end());
    }

    fn rest(&mut self, n: usize, shown: usize) {
        if n > shown {
            let more = self.w.fill("terminal", "more", &[("n", &(n - shown).to_string())]);
            self.line(&self.style(Style::Dim, &format!("  {more}")));
        }
        self.line("");
    }

    fn line(&mut self, text: &str) {
        self.out.push_str(text);
        self.out.push('\n');
    }

    fn style(&self, style: Style, text: &str) -> String {
        if self.colour == Colour::Never || text.is_empty() {
            return text.to_owned();
        }
        let sgr = match style {
            Style::Bold => 1,
            Style::Dim => 2,
            Style::Red => 31,
            Style::Green => 32,
            Style::Yellow => 33,
        };
        format!("\u{1b}[{sgr}m{text}\u{1b}[0m")
    }
}

fn scores(before: Option<f64>, after: Option<f64>) -> String {
    format!("{} → {}", figures::score(before), figures::score(after))
}

/// Gives other people's text on one line, without anything that acts on the terminal, at most `most` columns wide.
pub(super) fn cell(text: &str, most: usize) -> String {
    fit(&one_line(text), most)
}

/// Cuts a text to a width in columns, ending in `…` where something was cut.
pub(super) fn fit(text: &str, most: usize) -> String {
    if text.width() <= most {
        return text.to_owned();
    }
    let mut out = String::new();
    for c in text.chars() {
        let mut next = out.clone();
        next.push(c);
        if next.width() + 1 > most {
            break;
        }
        out = next;
    }
    out.push('…');
    out
}

/// Breaks a text into at most `lines` lines, between words and between Chinese characters.
pub(super) fn wrap(text: &str, width: usize, lines: usize) -> Vec<String> {
    let mut out = vec![String::new()];
    for piece in pieces(text) {
        let last = out.last_mut().expect("there is always a line");
        if last.width() + piece.trim_end().width() > width && !last.is_empty() {
            if out.len() == lines {
                let last = out.last_mut().expect("there is always a line");
                *last = fit(&format!("{}……", last.trim_end()), width);
                return out;
            }
            out.push(piece.trim_start().to_owned());
        } else {
            last.push_str(piece);
        }
    }
    out.iter().map(|l| fit(l.trim_end(), width)).collect()
}

/// Cuts a text where a line may end: after a space, and around Chinese characters (but not before closing punctuation).
fn pieces(text: &str) -> Vec<&str> {
    let wide = |c: char| ('\u{2e80}'..='\u{ffef}').contains(&c);
    let closing = |c: char| matches!(c, '，' | '。' | '；' | '：' | '、' | '）' | '？' | '！');
    let mut out = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    for (i, c) in text.char_indices() {
        let may = before.is_some_and(|b| b == ' ' || ((wide(b) || wide(c)) && !closing(c) && b != '（'));
        if may && i > start {
            out.push(&text[start..i]);
            start = i;
        }
        before = Some(c);
    }
    out.push(&text[start..]);
    out
}

/// Aligns rows in columns: the first `left` to the left, the others to the right, by their width on the terminal.
pub(super) fn table(rows: &[Vec<String>], left: usize) -> Vec<String> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |c: usize| rows.iter().filter_map(|r| r.get(c)).map(|t| t.width()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let one = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).enumerate().map(|(i, (text, width))| {
            let pad = " ".repeat(width.saturating_sub(text.width()));
            if i < left { format!("{text}{pad}") } else { format!("{pad}{text}") }
        });
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    rows.iter().map(one).collect()
}

/// Aligns rows whose first column holds numbers.
fn table_right_first(rows: &[Vec<String>]) -> Vec<String> {
    let width = rows.iter().filter_map(|r| r.first()).map(|t| t.width()).max().unwrap_or(0);
    let padded: Vec<Vec<String>> = rows
        .iter()
        .map(|r| {
            let first = r.first().map(|t| format!("{}{t}", " ".repeat(width - t.width())));
            first.into_iter().chain(r.iter().skip(1).cloned()).collect()
        })
        .collect();
    table(&padded, usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::Sample;

    fn screen(lang: Lang, width: usize) -> String {
        terminal(&Sample::in_language(lang).summary, lang, Screen { width, colour: Colour::Never })
    }

    #[test]
    fn the_summary_fits_one_screen() {
        for lang in [Lang::En, Lang::Zh] {
            for width in [80, 100, 140] {
                let text = screen(lang, width);
                assert!(text.lines().count() <= 40, "{} lines\n{text}", text.lines().count());
                let widest = text.lines().map(UnicodeWidthStr::width).max().unwrap();
                assert!(widest <= width.max(100), "{widest} columns\n{text}");
            }
        }
    }

    #[test]
    fn it_says_verdict_balance_gates_findings_and_next_steps() {
        let text = screen(Lang::En, 100);
        for part in ["NO-GO", "✓ adds up", "customers", "→ 97.3 A", "3 of 6 passed", "Critical findings", "duplicates.csv", "report.html"]
        {
            assert!(text.contains(part), "{part} is missing in\n{text}");
        }
        assert!(screen(Lang::Zh, 100).contains("不可上线"));
    }

    #[test]
    fn names_cannot_act_on_the_terminal() {
        let mut s = Sample::company().summary;
        s.project = "\u{1b}[2J\u{1b}]0;owned\u{7}Demo\r\n".into();
        s.gates[0].name = "\u{202e}evil\u{1b}[31m".into();
        let plain = terminal(&s, Lang::En, Screen::default());
        assert!(!plain.contains(['\u{1b}', '\u{7}', '\r', '\u{202e}']), "{plain}");
        let coloured = terminal(&s, Lang::En, Screen { width: 100, colour: Colour::Always });
        assert!(coloured.contains("\u{1b}[31m") && !coloured.contains("\u{1b}[2J"));
    }

    #[test]
    fn texts_are_cut_and_wrapped_by_columns() {
        assert_eq!(fit("客户编号", 5), "客户…");
        assert_eq!(fit("客户", 4), "客户");
        assert_eq!(wrap("one two three", 8, 9), ["one two", "three"]);
        assert_eq!(wrap("一二三四，五", 9, 9), ["一二三", "四，五"]);
    }
}
