//! `cutover explain`: one record's whole story.

use super::exit::Exit;
use super::screen::Screen;
use crate::story::{self, Record, Standing, Story, Wanted};
use clap::Args;
use std::fmt::Write as _;
use std::path::PathBuf;

/// Records told in full; of more than these the user names an entity.
const TOLD: usize = 10;
/// Rows, changes or findings shown of one record.
const SHOWN: usize = 60;

#[derive(Debug, Args)]
pub(super) struct ExplainArgs {
    /// The run folder
    #[arg(value_name = "RUN")]
    pub run: PathBuf,
    /// An old or a new code
    #[arg(value_name = "CODE")]
    pub code: String,
    /// Only records of this entity, such as customer
    #[arg(long, value_name = "NAME")]
    pub entity: Option<String>,
    /// Only records of this legacy system
    #[arg(long, value_name = "NAME")]
    pub system: Option<String>,
}

/// Tells the story.
pub(super) fn execute(args: &ExplainArgs, screen: &Screen) -> Exit {
    let wanted = Wanted { code: args.code.clone(), entity: args.entity.clone(), system: args.system.clone() };
    let story = match story::tell(&args.run, &wanted) {
        Ok(story) => story,
        Err(e) => {
            let why = std::error::Error::source(&e).map(|s| format!(": {s}")).unwrap_or_default();
            return screen.fail(Exit::Usage, &format!("{e}{why}"));
        }
    };
    if story.records.is_empty() {
        let text = screen.pick("本次运行中没有这个编码（旧编码或新编码）", "no record of this run has this code, old or new");
        return screen.fail(Exit::Usage, &format!("{}: {text}", plain(&args.code)));
    }
    let text = if screen.json { json(&story) } else { told(&story, screen) };
    screen.print(&text).err().unwrap_or(Exit::Done)
}

fn json(story: &Story) -> String {
    serde_json::to_string_pretty(story).expect("a story is plain text and numbers") + "\n"
}

fn told(story: &Story, screen: &Screen) -> String {
    let mut out = String::new();
    for record in story.records.iter().take(TOLD) {
        one(record, screen, &mut out);
    }
    let more = story.records.len().saturating_sub(TOLD);
    if more > 0 {
        let text = screen.pick("其余记录请用 --entity、--system 查看", "see the others with --entity and --system");
        let _ = writeln!(out, "… +{more}: {text}");
    }
    out
}

fn one(r: &Record, screen: &Screen, out: &mut String) {
    let entity = if r.entity.is_empty() { screen.pick("未识别的工作表", "a sheet that was left out") } else { &r.entity };
    let arrow = if r.new_code.is_empty() { String::new() } else { format!(" → {}", plain(&r.new_code)) };
    let _ = writeln!(out, "{entity} {}{arrow}", plain(r.standings.first().map_or("", |s| &s.code)));
    section(out, screen.pick("来源与去向", "where it stood and what became of it"), r.standings.iter().map(|s| standing(s, screen)));
    section(
        out,
        screen.pick("修改", "changes"),
        r.changes.iter().map(|c| {
            let from = if c.from.is_empty() { String::new() } else { format!(" ← {}", c.from) };
            format!("#{} {}: {} → {}{from}  ({})", c.row, c.field, quoted(&c.before), quoted(&c.after), c.rule)
        }),
    );
    let findings = r.findings.iter().map(|f| {
        let tail = [&f.expected, &f.suggestion].map(|t| if t.is_empty() { String::new() } else { format!("  {t}") }).concat();
        format!("#{} {} {} {}: {}{tail}  ({})", f.row, f.severity, f.title, f.field, quoted(&f.value), f.rule)
    });
    section(out, screen.pick("问题", "findings"), findings);
    let pairs = r.duplicates.iter().map(|d| {
        format!("{} {}  {} {} | {} {}\n      {}", d.decision, d.probability, d.left, d.left_name, d.right, d.right_name, d.evidence)
    });
    section(out, screen.pick("重复", "duplicates"), pairs);
    out.push('\n');
}

fn standing(s: &Standing, screen: &Screen) -> String {
    let sheet = if s.sheet.is_empty() { String::new() } else { format!(" [{}]", s.sheet) };
    let fate = match s.fate.as_str() {
        "emitted" => format!("{} {}", screen.pick("写入批次", "loaded with"), s.batch),
        "merged" => format!("{} {}", screen.pick("并入", "merged into"), s.into_place),
        "held" => format!("{} ({})", screen.pick("待人工处理", "held for a person"), s.rule),
        "rejected" => format!("{} ({})", screen.pick("不能装载", "rejected"), s.rule),
        _ => format!("{} ({})", screen.pick("不迁移", "left out"), s.rule),
    };
    format!("#{} {}{sheet}:{} {} {}  {fate}", s.row, s.file, s.line, s.system, s.code)
}

fn section(out: &mut String, head: &str, lines: impl Iterator<Item = String>) {
    let lines: Vec<String> = lines.collect();
    if lines.is_empty() {
        return;
    }
    let _ = writeln!(out, "  {head}");
    for line in lines.iter().take(SHOWN) {
        let _ = writeln!(out, "    {}", plain(line));
    }
    if lines.len() > SHOWN {
        let _ = writeln!(out, "    … +{}", lines.len() - SHOWN);
    }
}

fn quoted(text: &str) -> String {
    if text.is_empty() { "∅".to_owned() } else { format!("\"{text}\"") }
}

/// Takes out what would run on a terminal; line ends stay.
fn plain(text: &str) -> String {
    text.chars().filter(|c| *c == '\n' || !c.is_control()).collect()
}
