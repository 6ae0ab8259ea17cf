//! Writes a first project file from what was recognised: complete, loadable as it is, and explained line by line to the person who edits it.

mod rollout;
mod source;
mod toml_text;

use super::load::PROJECT_FILE;
use super::spec::Plan;
use crate::model::Lang;
use toml_text::comment;
pub(super) use toml_text::quoted;

/// What a project file is written from.
#[derive(Clone, Debug)]
pub struct Scaffold<'a> {
    /// The language of the comments, and of the project.
    pub lang: Lang,
    /// The project's name.
    pub name: &'a str,
    /// The plan without a project: entities, thresholds, gates and target to begin with.
    pub plan: &'a Plan,
    /// Every file and sheet, in reading order.
    pub sources: Vec<ScaffoldSource>,
}

/// A file and sheet that was looked at.
#[derive(Clone, Debug, Default)]
pub struct ScaffoldSource {
    /// The file, relative to the project file, with `/` between folders.
    pub path: String,
    /// The sheet, for workbooks.
    pub sheet: Option<String>,
    /// System tag; may be empty.
    pub system: String,
    /// Owner; may be empty.
    pub owner: String,
    /// Rows of data.
    pub rows: u64,
    /// The recognised entity; `None`: not recognised.
    pub entity: Option<String>,
    /// How sure that is, 0 to 1.
    pub confidence: f64,
    /// Other entities it may be, the likeliest first.
    pub alternatives: Vec<String>,
    /// The 1-based line of the header, where it must be said: 0 for none, otherwise lines of titles above it.
    pub header: Option<u32>,
    /// Columns in order.
    pub columns: Vec<ScaffoldColumn>,
}

/// One column of a sheet that was looked at.
#[derive(Clone, Debug, Default)]
pub struct ScaffoldColumn {
    /// Header as written; empty where there is none.
    pub header: String,
    /// The recognised field; `None`: the column would not be loaded.
    pub field: Option<String>,
    /// How sure that is, 0 to 1.
    pub confidence: f64,
    /// Other fields it may be, the likeliest first.
    pub alternatives: Vec<String>,
}

/// Writes a project file that [`super::load()`] accepts.
pub fn scaffold(s: &Scaffold<'_>) -> String {
    let mut out = Draft { lang: s.lang, text: String::new() };
    head(s, &mut out);
    source::sources(s, &mut out);
    rollout::waves(s, &mut out);
    rollout::gates(s, &mut out);
    rollout::thresholds(s, &mut out);
    rollout::rules(s, &mut out);
    out.text
}

/// The text so far, and the language that it is written in.
struct Draft {
    lang: Lang,
    text: String,
}

impl Draft {
    /// Adds a line.
    fn line(&mut self, text: &str) {
        self.text.push_str(text);
        self.text.push('\n');
    }

    /// Adds an explanation in the language of the file.
    fn say(&mut self, zh: &str, en: &str) {
        let text = self.pick(zh, en).to_owned();
        self.line(&comment(&text));
    }

    /// Begins a section.
    fn section(&mut self, zh: &str, en: &str) {
        let title = self.pick(zh, en).to_owned();
        self.line("");
        self.line(&comment(&format!("──── {title} ────")));
    }

    fn pick<'t>(&self, zh: &'t str, en: &'t str) -> &'t str {
        if self.lang == Lang::Zh { zh } else { en }
    }

    /// Adds `key = "value"` with a remark behind it.
    fn setting(&mut self, key: &str, value: &str, zh: &str, en: &str) {
        let remark = self.pick(zh, en);
        let line = format!("{key} = {}", quoted(value));
        let gap = if remark.is_empty() { String::new() } else { format!("  {}", comment(remark)) };
        self.line(&format!("{line}{gap}"));
    }

    /// Adds a setting that takes effect once its `#` is gone, with a remark behind it.
    fn option(&mut self, setting: &str, zh: &str, en: &str) {
        let remark = self.pick(zh, en);
        let gap = if remark.is_empty() { String::new() } else { format!("  {}", comment(remark)) };
        self.line(&format!("{}{gap}", comment(setting)));
    }
}

fn head(s: &Scaffold<'_>, out: &mut Draft) {
    out.say(
        &format!("{PROJECT_FILE}：迁移项目。逐段核对、改好，再运行 cutover run；写错的地方会连同行号一次全部指出。"),
        &format!("{PROJECT_FILE}: a migration. Go through it section by section, then call cutover run; every mistake is told at once, with its line."),
    );
    out.say("以 # 开头的是说明，或去掉 # 即生效的备选。", "What begins with # is an explanation, or takes effect once the # is gone.");
    out.line("schema = 1");
    out.line("");
    out.line("[project]");
    out.setting("name", s.name, "", "");
    out.setting(
        "language",
        if s.lang == Lang::Zh { "zh" } else { "en" },
        "报告与消息的语言：zh 或 en",
        "language of reports and messages: zh or en",
    );
    out.setting("target", &s.plan.target, "目标系统，决定批次文件的格式", "the target system, which decides the form of the batch files");
    out.option(
        "cutover_date = \"2026-12-31\"",
        "切换日；与日期有关的检查以它为准",
        "the day of the cut-over; checks on dates compare with it",
    );
    run(s, out);
}

fn run(s: &Scaffold<'_>, out: &mut Draft) {
    out.line("");
    out.line("[run]");
    out.setting("output", "runs/latest", "结果文件夹", "the run folder");
    out.line(&format!("batch_rows = {}  {}", s.plan.batch_rows, comment(out.pick("每个批次文件最多多少行", "rows a batch file at most"))));
    out.option(
        "crosswalk = \"crosswalk.csv\"",
        "上次的新旧编码对照表：已发的新编码保持不变；放在本文件旁会自动使用",
        "of an earlier run: records keep the codes they got; beside this file it is found by itself",
    );
    out.option(
        "decisions = \"decisions.csv\"",
        "人工判定（合并与否），下次导出后继续有效",
        "what people decided; holds for the next export too",
    );
}

#[cfg(test)]
mod tests;
