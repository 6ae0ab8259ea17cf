//! What `cutover status` says.

use super::screen::Screen;
use crate::history::{Entry, Moved, Outlook, Trend};
use std::fmt::Write as _;

/// Runs shown; older ones are counted.
const RUNS: usize = 12;
/// Rules shown of each kind.
const RULES: usize = 8;

/// Words the history.
pub(super) fn status(entries: &[Entry], trend: Option<&Trend>, outlook: &Outlook, screen: &Screen) -> String {
    let mut out = String::new();
    runs(entries, screen, &mut out);
    match trend {
        None => {
            let _ = writeln!(out, "\n{}", screen.pick("再运行一次后可看到变化。", "What moves shows after another run."));
        }
        Some(t) => {
            rules(screen.pick("改善", "improved"), &t.improved, &mut out);
            rules(screen.pick("变差", "worse"), &t.worse, &mut out);
            rules(screen.pick("停滞", "standing still"), &t.still, &mut out);
        }
    }
    owners(outlook, trend, screen, &mut out);
    out
}

fn runs(entries: &[Entry], screen: &Screen, out: &mut String) {
    let head = screen.pick(
        "时间 (UTC)        结论          读入     可装载   待处理  得分          严重/错误/警告",
        "when (UTC)        verdict       read      ready     held  score         critical/error/warning",
    );
    let _ = writeln!(out, "{head}");
    let older = entries.len().saturating_sub(RUNS);
    if older > 0 {
        let _ = writeln!(out, "… +{older}");
    }
    for e in entries.iter().skip(older) {
        let [_, warning, error, critical] = e.findings;
        let score = format!("{} → {}", score(e.before), score(e.after));
        let _ = writeln!(
            out,
            "{:<17} {:<11} {:>9} {:>10} {:>8}  {score:<13} {critical}/{error}/{warning}  {}",
            plain(&e.at),
            plain(&e.verdict),
            e.read,
            e.ready,
            e.held,
            plain(&e.run)
        );
    }
}

fn rules(head: &str, moved: &[Moved], out: &mut String) {
    if moved.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{head}: {}", moved.len());
    for m in moved.iter().take(RULES) {
        let _ = writeln!(
            out,
            "  {:<44} {:>7} → {:<7} {}",
            plain(&m.name),
            m.before,
            m.now,
            if m.still_for > 2 { format!("×{}", m.still_for) } else { String::new() }
        );
    }
    if moved.len() > RULES {
        let _ = writeln!(out, "  … +{}", moved.len() - RULES);
    }
}

fn owners(outlook: &Outlook, trend: Option<&Trend>, screen: &Screen, out: &mut String) {
    let left = match (&outlook.cutover, outlook.days_left) {
        (Some(day), Some(left)) if screen.lang == crate::model::Lang::Zh => format!("（切换日 {}，还有 {left} 天）", plain(day)),
        (Some(day), Some(left)) => format!(" (cut-over {}, {left} days left)", plain(day)),
        _ => String::new(),
    };
    let _ = writeln!(out, "\n{}{left}", screen.pick("责任人", "owners"));
    for o in &outlook.owners {
        let before =
            trend.and_then(|t| t.owners.iter().find(|m| m.name == o.owner)).map(|m| format!("{} → ", m.before)).unwrap_or_default();
        let name = if o.owner.is_empty() { screen.pick("未指定", "nobody") } else { &o.owner };
        let pace = if o.measured { screen.pick("实测", "measured") } else { screen.pick("估计", "assumed") };
        let late = if o.behind { screen.pick("  进度落后", "  behind") } else { "" };
        let text = match screen.lang {
            crate::model::Lang::Zh => format!("待处理 {before}{}，还需 {} 天（每天 {:.0} 项，{pace}）{late}", o.open, o.days, o.a_day),
            crate::model::Lang::En => format!("open {before}{}, {} days of answers ({:.0} a day, {pace}){late}", o.open, o.days, o.a_day),
        };
        let _ = writeln!(out, "  {}  {text}", plain(name));
    }
}

fn score(score: Option<f64>) -> String {
    score.map_or_else(|| "-".to_owned(), |s| format!("{s:.1}"))
}

fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}
